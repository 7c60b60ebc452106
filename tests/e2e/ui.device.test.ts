import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { AppServer } from './support/app-server.ts';
import { collectErrors, inChromium, launch, PHONE } from './support/browser.ts';
import { keyRom } from './support/key-rom.ts';
import { spyOnWorker, takeTypes } from './support/said.ts';

inChromium('the device', () => {
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

  async function phone(prepare: (page: Page) => Promise<void> = async () => {}, options: object = {}) {
    const context = await browser.newContext({ ...PHONE, reducedMotion: 'reduce', ...options });
    const page = await context.newPage();
    const errors = collectErrors(page);
    await spyOnWorker(page);
    await prepare(page);
    return { context, page, errors };
  }

  /** The page has its service worker, and has reloaded itself for it. */
  async function installed(page: Page, url: string): Promise<void> {
    await page.goto(url);
    await page.waitForEvent('load');
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  }

  test('a file that is shared with the app is taken in and played', async () => {
    const { context, page, errors } = await phone();
    await installed(page, server.url);
    // What Android does: a multipart form is posted from outside to the address that the manifest names.
    const manifest = JSON.parse(await readFile(join(inject('appFolder'), 'manifest.webmanifest'), 'utf8'));
    const { action, method, enctype, params } = manifest.share_target;
    expect([method, enctype]).toEqual(['POST', 'multipart/form-data']);
    await page.goto('about:blank');
    await page.setContent(
      `<form action="${new URL(action, server.url)}" method="post" enctype="${enctype}">` +
        `<input type="file" name="${params.files[0].name}"><button>Share</button></form>`,
    );
    await page.locator('input').setInputFiles({
      name: 'Shared Thing.gb',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(keyRom()),
    });
    await page.getByRole('button', { name: 'Share' }).click();
    await page.locator('.picture[data-ready]').waitFor();
    expect(await page.locator('h1').textContent()).toBe('Shared Thing');
    expect(new URL(page.url()).search).toBe('');
    expect(errors).toEqual([]);
    await context.close();
  });

  test('a file that the system opens with the app is played, several go into the library', async () => {
    const { context, page } = await phone(async (fresh) => {
      await fresh.addInitScript(
        (rom) => {
          const handle = (name: string, first: number) => ({
            getFile: async () => {
              const bytes = new Uint8Array(rom);
              bytes[0x134] = first;
              return new File([bytes], name);
            },
          });
          Object.defineProperty(globalThis, 'launchQueue', {
            value: {
              setConsumer: (consume: (launch: { files: object[] }) => void) => {
                consume({ files: [handle('First.gb', 0x41), handle('Second.gb', 0x42)] });
                setTimeout(() => consume({ files: [handle('Third.gb', 0x43)] }), 1500);
              },
            },
          });
        },
        [...keyRom()],
      );
    });
    await page.goto(server.url);
    await page.getByText('2 games are in your library.').waitFor();
    await page.locator('.picture[data-ready]').waitFor();
    expect(await page.locator('h1').textContent()).toBe('Third');
    await context.close();
  });

  test('a shortcut to the app continues the last game, whether the app is open or not', async () => {
    const { context, page } = await phone(
      async (fresh) => {
        await fresh.addInitScript(() => {
          const launches: ((launch: object) => void)[] = [];
          Object.defineProperty(globalThis, 'launchQueue', {
            value: { setConsumer: (consume: (launch: object) => void) => launches.push(consume) },
          });
          Object.defineProperty(globalThis, 'launches', { value: launches });
        });
      },
      { serviceWorkers: 'block' },
    );
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Play Glim' }).tap();
    await page.locator('.play[data-running]').waitFor();
    await page.goto(server.url);
    await page.goto(`${server.url}?action=continue`);
    await page.locator('.play[data-running]').waitFor();
    expect(new URL(page.url()).search).toBe('');
    // Back in the library the same shortcut comes to the page that is open.
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Library', exact: true }).tap();
    await page.getByRole('button', { name: 'Continue Glim' }).waitFor();
    await page.evaluate((targetURL) => {
      const { launches } = globalThis as unknown as { launches: ((launch: object) => void)[] };
      // The launch that opened the page is told as well, and must not count again.
      for (let time = 0; time < 2; time++) launches[0]({ files: [], targetURL });
    }, `${server.url}?action=continue`);
    await page.locator('.play[data-running]').waitFor();
    await context.close();
  });

  test('the first page offers to install the app where the browser would', async () => {
    const { context, page } = await phone(undefined, { serviceWorkers: 'block' });
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Play Glim' }).waitFor();
    const offer = page.getByRole('button', { name: 'Install the app' });
    expect(await offer.count()).toBe(0);
    await page.evaluate(() => {
      const asked = globalThis as unknown as { asked: number };
      asked.asked = 0;
      const event = Object.assign(new Event('beforeinstallprompt', { cancelable: true }), {
        prompt: async () => asked.asked++,
      });
      dispatchEvent(event);
    });
    await offer.tap();
    expect(await page.evaluate(() => (globalThis as unknown as { asked: number }).asked)).toBe(1);
    // It can be asked once.
    await offer.waitFor({ state: 'detached' });
    await context.close();
  });

  test('the screen stays on while a game runs, and may go dark when it pauses', async () => {
    const { context, page } = await phone(
      async (fresh) => {
        await fresh.addInitScript(() => {
          const log: string[] = [];
          (globalThis as unknown as { locks: string[] }).locks = log;
          Object.defineProperty(navigator, 'wakeLock', {
            value: {
              request: async () => {
                log.push('taken');
                const target = new EventTarget() as EventTarget & { release: () => Promise<void> };
                target.release = async () => {
                  log.push('released');
                  target.dispatchEvent(new Event('release'));
                };
                return target;
              },
            },
          });
        });
      },
      { serviceWorkers: 'block' },
    );
    const locks = () => page.evaluate(() => (globalThis as unknown as { locks: string[] }).locks);
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Play Glim' }).tap();
    await expect.poll(locks).toEqual(['taken']);
    await page.getByRole('button', { name: 'Menu', exact: true }).tap();
    await expect.poll(locks).toEqual(['taken', 'released']);
    await page.getByRole('button', { name: 'Resume' }).tap();
    await expect.poll(locks).toEqual(['taken', 'released', 'taken']);
    await context.close();
  });

  test('a hidden page pauses, and waits behind the menu when it comes back', async () => {
    const { context, page } = await phone(undefined, { serviceWorkers: 'block' });
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Play Glim' }).tap();
    await page.locator('.picture[data-ready]').waitFor();
    await page.waitForTimeout(500);
    await takeTypes(page);
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    const said = await takeTypes(page);
    expect(said).toContain('hidden');
    expect(said).toContain('runfalse');
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: false, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    });
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await context.close();
  });

  test('controllers come and go while a game is played', async () => {
    const { context, page } = await phone(
      async (fresh) => {
        await fresh.addInitScript(() => {
          const pads: object[] = [];
          (globalThis as unknown as { pads: object[] }).pads = pads;
          navigator.getGamepads = () => pads as unknown as (Gamepad | null)[];
        });
      },
      { serviceWorkers: 'block' },
    );
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Play Glim' }).tap();
    await page.locator('.picture[data-ready]').waitFor();
    await page.evaluate(() => {
      const buttons = Array.from({ length: 17 }, () => ({ pressed: false, touched: false, value: 0 }));
      buttons[1] = { pressed: true, touched: true, value: 1 };
      (globalThis as unknown as { pads: object[] }).pads.push({ buttons, axes: [0, 0], mapping: 'standard' });
      dispatchEvent(new Event('gamepadconnected'));
    });
    await page.getByText('Controller connected').waitFor();
    await expect.poll(async () => (await takeTypes(page)).includes('buttons')).toBe(true);
    // The picture has the screen for itself while a controller is used.
    expect(await page.locator('.touch-layer').count()).toBe(0);
    await page.evaluate(() => {
      (globalThis as unknown as { pads: object[] }).pads.pop();
      dispatchEvent(new Event('gamepaddisconnected'));
    });
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    await context.close();
  });

  test('an update that arrives while a game is played waits until none is open', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dotmatrix-app-'));
    await cp(inject('appFolder'), folder, { recursive: true });
    const own = await new AppServer(folder).start();
    try {
      const { context, page } = await phone();
      await installed(page, own.url);
      let loads = 0;
      page.on('load', () => loads++);
      await page.getByRole('button', { name: 'Play Glim' }).tap();
      await page.locator('.picture[data-ready]').waitFor();
      const worker = join(folder, 'sw.js');
      await writeFile(worker, `${await readFile(worker, 'utf8')}\n// a newer version\n`);
      await page.evaluate(async () => {
        await (await navigator.serviceWorker.getRegistration())?.update();
      });
      await page.waitForFunction(
        async () => (await navigator.serviceWorker.getRegistration())?.waiting != null,
      );
      await page.waitForTimeout(1000);
      expect(loads).toBe(0);
      expect(await page.locator('.touch-layer').count()).toBe(1);
      await page.getByRole('button', { name: 'Menu', exact: true }).tap();
      await page.getByRole('button', { name: 'Library', exact: true }).tap();
      await page.getByRole('button', { name: 'Update' }).tap();
      await expect.poll(() => loads, { timeout: 10_000 }).toBe(1);
      await page.getByRole('button', { name: 'Continue Glim' }).waitFor();
      expect(
        await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting),
      ).toBeNull();
      await context.close();
    } finally {
      await own.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
