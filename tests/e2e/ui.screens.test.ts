import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppServer } from './support/app-server.ts';
import { violations } from './support/axe.ts';
import { collectErrors, inChromium, launch, PHONE } from './support/browser.ts';
import { keyRom } from './support/key-rom.ts';
import { spyOnWorker, takeButtons, takeTypes } from './support/said.ts';

const DESK = { viewport: { width: 1280, height: 800 } };

async function unfold(page: Page): Promise<void> {
  await page.locator('details').evaluateAll((all) => {
    for (const one of all as HTMLDetailsElement[]) one.open = true;
  });
}

inChromium('screens', () => {
  let server: AppServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await new AppServer().start();
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function open(options: object) {
    const context = await browser.newContext({
      serviceWorkers: 'block',
      reducedMotion: 'reduce',
      ...options,
    });
    const page = await context.newPage();
    const errors = collectErrors(page);
    await spyOnWorker(page);
    await page.goto(server.url);
    await page.locator('.library .continue').waitFor();
    return { context, page, errors };
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const [device, options] of [
      ['phone', PHONE],
      ['desk', DESK],
    ] as const) {
      test(`axe finds nothing: ${colorScheme}, ${device}`, async () => {
        const { context, page, errors } = await open({ ...options, colorScheme });
        const found = await violations(page, 'first library');
        await page.getByRole('button', { name: 'Play Glim' }).click();
        await page.locator('.picture[data-ready]').waitFor();
        found.push(...(await violations(page, 'play')));
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor();
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        await page.getByText('State saved.').waitFor();
        found.push(...(await violations(page, 'menu')));
        if (device === 'phone') {
          await page.getByRole('button', { name: 'Move controls' }).click();
          await page.locator('.layout-editor').waitFor();
          found.push(...(await violations(page, 'layout')));
          await page.getByRole('button', { name: 'Done' }).click();
        }
        await page.getByRole('button', { name: 'States', exact: true }).click();
        await page.locator('.tree-item').waitFor();
        found.push(...(await violations(page, 'states')));
        await page.locator('.tree-item .icon-button').click();
        await page.getByRole('dialog').waitFor();
        found.push(...(await violations(page, 'state actions')));
        await page.getByRole('button', { name: 'Rename' }).click();
        found.push(...(await violations(page, 'name')));
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Back', exact: true }).click();
        await page.getByRole('button', { name: 'Settings', exact: true }).click();
        await page.locator('.settings').waitFor();
        await page.getByRole('radio', { name: 'Your own' }).press('Space');
        await unfold(page);
        found.push(...(await violations(page, 'settings')));
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
        found.push(...(await violations(page, 'keys')));
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: 'Back', exact: true }).click();
        await page.getByRole('button', { name: 'Library', exact: true }).click();
        const chooser = page.waitForEvent('filechooser');
        await page.getByRole('button', { name: 'Add games' }).click();
        await (await chooser).setFiles([
          { name: 'One.gb', mimeType: '', buffer: Buffer.from(keyRom()) },
          { name: 'bad.gb', mimeType: '', buffer: Buffer.alloc(100) },
        ]);
        await page.getByRole('button', { name: 'Play One' }).waitFor();
        found.push(...(await violations(page, 'library')));
        await page.getByRole('button', { name: 'More about One' }).click();
        await page.getByRole('dialog').getByText('MBC1').waitFor();
        found.push(...(await violations(page, 'actions')));
        expect(found).toEqual([]);
        expect(errors).toEqual([]);
        await context.close();
      });
    }
  }

  test('touch targets measure at least 44 pixels, and nothing sticks out sideways', async () => {
    const { context, page } = await open({ ...PHONE, viewport: { width: 360, height: 740 } });
    const small = async (where: string) =>
      page.evaluate((name) => {
        const list: string[] = [];
        for (const one of document.querySelectorAll('button, select, input, summary, a')) {
          const hit = one.matches('input[type="radio"]') ? one.parentElement : one;
          const { width, height } = hit?.getBoundingClientRect() ?? { width: 0, height: 0 };
          if (width > 0 && Math.min(width, height) < 43.5 && one.closest('.dpad') === null) {
            list.push(`${name}: ${one.outerHTML.slice(0, 90)} ${width} × ${height}`);
          }
        }
        if (document.documentElement.scrollWidth > innerWidth) list.push(`${name} is too wide`);
        return list;
      }, where);
    const found = await small('library');
    await page.getByRole('button', { name: 'Settings', exact: true }).tap();
    await page.locator('.settings').waitFor();
    await unfold(page);
    found.push(...(await small('settings')));
    await page.getByRole('button', { name: 'Back', exact: true }).tap();
    await page.getByRole('button', { name: 'Play Glim' }).tap();
    await page.locator('.touch-layer').waitFor();
    found.push(...(await small('play')));
    await page.getByRole('button', { name: 'Menu', exact: true }).tap();
    found.push(...(await small('menu')));
    await page.getByRole('button', { name: 'States', exact: true }).tap();
    await page.locator('.states').waitFor();
    found.push(...(await small('states')));
    expect(found).toEqual([]);
    await context.close();
  });

  test('settings apply at once and are kept', async () => {
    const { context, page } = await open({ ...DESK, colorScheme: 'light' });
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    const preview = () =>
      page.locator('.preview canvas').evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const before = await preview();
    await page.getByRole('radio', { name: 'Ember' }).press('Space');
    expect(await preview()).not.toBe(before);
    await page.getByRole('radio', { name: 'Dark', exact: true }).press('Space');
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
      'rgb(14, 19, 18)',
    );
    await page.getByLabel('Language').selectOption('de');
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('de');
    await page.reload();
    await page.getByRole('heading', { name: 'Einstellungen' }).waitFor();
    expect(await page.getByRole('radio', { name: 'Glut' }).isChecked()).toBe(true);
    await context.close();
  });

  test('keys play, and are remapped by pressing them', async () => {
    const { context, page } = await open(DESK);
    await page.getByRole('button', { name: 'Play Glim' }).click();
    await page.locator('.picture[data-ready]').waitFor();
    await takeButtons(page);
    for (const key of ['ArrowRight', 'KeyX', 'KeyZ', 'Enter', 'ShiftLeft']) await page.keyboard.press(key);
    expect(await takeButtons(page)).toEqual([1, 0, 16, 0, 32, 0, 128, 0, 64, 0]);
    await page.keyboard.down('Space');
    await page.keyboard.up('Space');
    const speeds = (await takeTypes(page)).filter((type) => type.startsWith('speed'));
    expect(speeds).toEqual(['speed4', 'speed1']);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByRole('button', { name: 'Add an input for A', exact: true }).first().click();
    await page.keyboard.press('KeyK');
    await page.getByRole('button', { name: 'Remove K from A' }).waitFor();
    await page.getByRole('button', { name: 'Back', exact: true }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await takeButtons(page);
    await page.keyboard.press('KeyK');
    expect(await takeButtons(page)).toEqual([16, 0]);
    await context.close();
  });

  test('the focus stays in a dialog and returns to where it was', async () => {
    const { context, page } = await open(DESK);
    const more = page.getByRole('button', { name: 'More about Glim' });
    await more.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    for (let i = 0; i < 8; i++) {
      await page.keyboard.press('Tab');
      const outside = await page.evaluate(() => {
        const at = document.activeElement;
        return at !== document.body && at?.closest('dialog') === null;
      });
      expect(outside).toBe(false);
    }
    await page.keyboard.press('Escape');
    expect(await more.evaluate((button) => button === document.activeElement)).toBe(true);
    await context.close();
  });

  test('a game is renamed, made a favourite, deleted and brought back', async () => {
    const { context, page } = await open(DESK);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Add games' }).click();
    await (await chooser).setFiles({ name: 'Moor.gb', mimeType: '', buffer: Buffer.from(keyRom()) });
    await page.getByRole('button', { name: 'More about Moor' }).click();
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Heath');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'More about Heath' }).click();
    await page.getByRole('button', { name: 'Make a favourite' }).click();
    await page.getByLabel('Heath is a favourite').waitFor();
    await page.getByRole('button', { name: 'More about Heath' }).click();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Heath was deleted with its saves.').waitFor();
    expect(await page.getByRole('button', { name: 'Play Heath' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Play Heath' }).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Play Heath' }).waitFor();
    await context.close();
  });

  test('what is odd about a file stands in its details, in the language that is set', async () => {
    const { context, page } = await open({ ...DESK, locale: 'de-DE' });
    const odd = keyRom();
    odd[0x147] = 0x42;
    odd[0x104] ^= 0xff;
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Spiele holen' }).click();
    await (await chooser).setFiles({ name: 'Odd.gb', mimeType: '', buffer: Buffer.from(odd) });
    await page.getByRole('button', { name: 'Mehr zu Odd' }).click();
    const notes = page.getByRole('dialog').locator('.notes li');
    await notes.first().waitFor();
    const said = await notes.allTextContents();
    expect(said.length).toBeGreaterThanOrEqual(3);
    expect(said[0]).toMatch(/^Das Typ-Byte \$42 bedeutet nichts/);
    expect(said.filter((sentence) => /\b(the|is|and)\b/.test(sentence))).toEqual([]);
    await context.close();
  });

  test('a state is saved, loaded, and the load undone', async () => {
    const { context, page, errors } = await open(DESK);
    await page.getByRole('button', { name: 'Play Glim' }).click();
    await page.locator('.picture[data-ready]').waitFor();
    await page.waitForTimeout(500);
    await page.keyboard.press('F2');
    await page.getByText('State saved.').waitFor();
    await page.waitForTimeout(500);
    await page.keyboard.press('F4');
    await page.getByText('State loaded.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Back to where you were.').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  test('bad files get a sentence each while the game goes on', async () => {
    const { context, page, errors } = await open(DESK);
    const sentences: string[] = [];
    const files: [string, Buffer][] = [
      ['empty.gb', Buffer.alloc(0)],
      ['noise.gb', Buffer.from(Array.from({ length: 100 }, (_, index) => (index * 73) & 255))],
      ['half.gb', Buffer.from(keyRom().subarray(0, 0x140))],
      ['photo.jpg', Buffer.alloc(9000, 1)],
      ['broken.zip', Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3])],
    ];
    for (const [name, buffer] of files) {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Add games' }).click();
      await (await chooser).setFiles({ name, mimeType: '', buffer });
      const toast = page.locator('.toast.error').last();
      await toast.waitFor();
      sentences.push((await toast.locator('p').textContent()) ?? '');
      await toast.getByRole('button', { name: 'Dismiss' }).click();
    }
    sentences.forEach((sentence, index) => {
      expect(sentence).toContain(files[index][0]);
      expect(sentence).toMatch(/\.$/);
    });
    expect(new Set(sentences).size).toBe(files.length);
    expect(await page.getByRole('button', { name: 'Play Glim' }).count()).toBe(1);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('files are dropped and pasted', async () => {
    const { context, page } = await open(DESK);
    const rom = [...keyRom()];
    await page.evaluate((bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'Dropped.gb'));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }),
      );
    }, rom);
    await page.getByRole('button', { name: 'Play Dropped' }).waitFor();
    rom[0x134] = 0x41;
    await page.evaluate((bytes) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], 'Pasted.gb'));
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    }, rom);
    await page.getByRole('button', { name: 'Play Pasted' }).waitFor();
    await context.close();
  });
});
