// Every screen at five sizes in both themes, from the built app: npm run build && npm run screenshots [name…]
// With --manifest instead the pictures that installers and the README show, into public/screenshots and docs/pictures.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { preview } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'tests/.output/screens');
const forManifest = process.argv.includes('--manifest');
const only = process.argv.slice(2).filter((word) => !word.startsWith('--'));

const SIZES = [
  { width: 360, height: 740, scale: 3, phone: true },
  { width: 390, height: 844, scale: 3, phone: true },
  { width: 844, height: 390, scale: 3, phone: true },
  { width: 768, height: 1024, scale: 2, phone: true },
  { width: 1280, height: 800, scale: 1, phone: false },
];

/** More games than one for the library: the built-in game under other names (header title and checksum fixed). */
function copies() {
  const rom = readFileSync(join(root, 'test-roms/game/glim.gb'));
  return ['Harbour Lights', 'Tin Can Alley', 'The Long Way Round the Mountain', 'Moss', 'Night Train 9'].map(
    (name, index) => {
      const copy = Buffer.from(rom);
      copy.write(`COPY${index}`.padEnd(11, '\0'), 0x134, 'latin1');
      if (index % 2 === 0) copy[0x143] = 0;
      let sum = 0;
      for (let at = 0x134; at <= 0x14c; at++) sum = (sum - copy[at] - 1) & 0xff;
      copy[0x14d] = sum;
      return { name: `${name}.gb`, mimeType: 'application/octet-stream', buffer: copy };
    },
  );
}

const shots = {
  'library-first': async () => {},
  play: async (page) => {
    await page.getByRole('button', { name: 'Play Glim' }).click();
    await page.locator('.picture[data-ready]').waitFor();
    await page.waitForTimeout(3000);
  },
  menu: async (page) => {
    await page.getByRole('button', { name: 'Menu', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.waitForTimeout(700);
  },
  layout: async (page, { phone }) => {
    if (!phone) return false;
    await page.getByRole('button', { name: 'Move controls' }).click();
    await page.locator('.layout-editor').waitFor();
  },
  states: async (page, { phone }) => {
    if (phone) await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('button', { name: 'States', exact: true }).click();
    await page.locator('.tree-item').first().waitFor();
  },
  'state-actions': async (page) => {
    await page.locator('.tree-item .icon-button').first().click();
    await page.getByRole('dialog').waitFor();
  },
  settings: async (page) => {
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.locator('.settings').waitFor();
  },
  keys: async (page) => {
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
  },
  debugger: async (page) => {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByRole('button', { name: 'Debugger' }).click();
    await page.locator('.debug-listing li').first().waitFor();
    await page.getByLabel('Show', { exact: true }).selectOption('map0');
  },
  'library-full': async (page) => {
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByRole('button', { name: 'Library', exact: true }).click();
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add games' }).click();
    await (await chooser).setFiles(copies());
    await page.getByRole('button', { name: 'Play Moss' }).waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
  },
  'game-actions': async (page) => {
    await page.getByRole('button', { name: 'More about Moss' }).click();
    await page.getByRole('dialog').waitFor();
  },
  refused: async (page) => {
    await page.keyboard.press('Escape');
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add games' }).click();
    await (await chooser).setFiles([{ name: 'holiday.gb', mimeType: '', buffer: Buffer.alloc(100, 7) }]);
    await page.locator('.toast').first().waitFor();
  },
};

const server = await preview({ root, preview: { port: 0, host: '127.0.0.1' }, logLevel: 'error' });
const address = server.resolvedUrls.local[0];
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--mute-audio', '--autoplay-policy=no-user-gesture-required'],
});

/** A page with the app, as a device of that size shows it. */
async function open({ width, height, scale, phone }, colorScheme) {
  const context = await browser.newContext({
    viewport: { width, height },
    deviceScaleFactor: scale,
    hasTouch: phone,
    isMobile: phone,
    colorScheme,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${width}×${height}: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') console.error(`${width}×${height}: ${message.text()}`);
  });
  await page.goto(address);
  await page.getByRole('button', { name: 'Play Glim' }).waitFor();
  return { context, page };
}

async function everyScreen() {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  let count = 0;
  for (const colorScheme of ['light', 'dark']) {
    for (const size of SIZES) {
      const { context, page } = await open(size, colorScheme);
      for (const [name, go] of Object.entries(shots)) {
        if ((await go(page, size)) === false) continue;
        await page.waitForTimeout(350);
        if (only.length > 0 && !only.includes(name)) continue;
        const path = join(out, `${name}-${size.width}x${size.height}-${colorScheme}.png`);
        const fullPage = ['settings', 'states', 'library-full', 'debugger'].includes(name);
        await page.screenshot({ path, fullPage, scale: 'css' });
        count++;
      }
      await context.close();
    }
  }
  console.log(`${count} pictures in tests/.output/screens`);
}

/** The built-in game, begun, before the tide has risen. */
async function playOn(page) {
  await page.getByRole('button', { name: 'Play Glim' }).click();
  await page.locator('.picture[data-ready]').waitFor();
  await page.waitForTimeout(1500);
  await page.keyboard.down('Enter');
  await page.waitForTimeout(120);
  await page.keyboard.up('Enter');
  await page.waitForTimeout(6200);
}

async function manifestPictures() {
  const folder = join(root, 'public/screenshots');
  mkdirSync(folder, { recursive: true });
  const narrow = await open({ width: 390, height: 844, scale: 2, phone: true }, 'light');
  await playOn(narrow.page);
  // A touch brings the controls back.
  await narrow.page.touchscreen.tap(20, 500);
  await narrow.page.locator('.touch-layer').waitFor();
  await narrow.page.waitForTimeout(300);
  await narrow.page.screenshot({ path: join(folder, 'play-narrow.png') });
  for (let round = 0; round < 2; round++) {
    await narrow.page.keyboard.press('F2');
    await narrow.page.waitForTimeout(1500);
  }
  await narrow.page.keyboard.press('Escape');
  await narrow.page.getByRole('button', { name: 'States', exact: true }).click();
  await narrow.page.locator('.tree-item').first().waitFor();
  await narrow.page.locator('.toast').first().waitFor({ state: 'detached' });
  await narrow.page.screenshot({ path: join(folder, 'states-narrow.png') });
  await narrow.context.close();
  const wide = await open({ width: 1280, height: 800, scale: 1, phone: false }, 'dark');
  await playOn(wide.page);
  await wide.page.screenshot({ path: join(folder, 'play-wide.png') });
  await wide.context.close();
  await readmePictures();
  console.log('Pictures in public/screenshots and docs/pictures');
}

/** Four for the README, small. */
async function readmePictures() {
  const folder = join(root, 'docs/pictures');
  mkdirSync(folder, { recursive: true });
  const { context, page } = await open({ width: 390, height: 844, scale: 3, phone: true }, 'light');
  const studio = await browser.newPage();
  const shoot = async (name) => {
    await page.waitForTimeout(400);
    const png = await page.screenshot({ scale: 'css' });
    const webp = await studio.evaluate(toWebp, `data:image/png;base64,${png.toString('base64')}`);
    writeFileSync(join(folder, `${name}.webp`), Buffer.from(webp, 'base64'));
  };
  await playOn(page);
  await page.touchscreen.tap(20, 500);
  await page.locator('.touch-layer').waitFor();
  await shoot('play');
  for (let round = 0; round < 2; round++) {
    await page.keyboard.press('F2');
    await page.waitForTimeout(1500);
  }
  await page.locator('.toast').first().waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Menu', exact: true }).tap();
  await page.getByRole('dialog').waitFor();
  await shoot('menu');
  await page.getByRole('button', { name: 'States', exact: true }).tap();
  await page.locator('.tree-item').first().waitFor();
  await page.emulateMedia({ colorScheme: 'dark' });
  await shoot('states');
  await page.getByRole('button', { name: 'Back', exact: true }).tap();
  await page.getByRole('button', { name: 'Library', exact: true }).tap();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Add games' }).tap();
  await (await chooser).setFiles(copies());
  await page.getByRole('button', { name: 'Play Moss' }).waitFor();
  await page.locator('.toast').first().waitFor({ state: 'detached' });
  await shoot('library');
  await context.close();
}

/** Runs in a page: the browser's own encoder makes a fifth of what PNG takes. */
async function toWebp(address) {
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.toDataURL('image/webp', 0.9).split(',')[1];
}

await (forManifest ? manifestPictures() : everyScreen());
await browser.close();
await server.close();
