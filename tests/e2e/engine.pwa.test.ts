import { appendFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { becomesIsolated, playKeyRom, startBuiltIn } from './support/app-page.ts';
import { AppServer } from './support/app-server.ts';
import { inChromium, launch, PHONE } from './support/browser.ts';
import { keyRom } from './support/key-rom.ts';
import { difference, shoot, waitForBrightness } from './support/screen.ts';

/** A mark in the page that a reload takes away. */
type Marked = typeof globalThis & { mark?: string };

inChromium('the installed app', () => {
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

  async function phone(): Promise<{ context: BrowserContext; page: Page }> {
    const context = await browser.newContext(PHONE);
    return { context, page: await context.newPage() };
  }

  const waiting = (page: Page) =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration?.update();
      return registration?.waiting != null;
    });

  test('a new version waits while a game is played, and comes when it is asked for', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dotmatrix-app-'));
    await cp(inject('appFolder'), folder, { recursive: true });
    const host = await new AppServer(folder).start();
    const { context, page } = await phone();
    try {
      await page.goto(host.url);
      await becomesIsolated(page);
      await startBuiltIn(page);
      await page.evaluate(() => {
        (globalThis as Marked).mark = 'the same page';
      });
      await appendFile(join(folder, 'sw.js'), '\n// The next version.\n');
      await expect.poll(() => waiting(page), { timeout: 15_000 }).toBe(true);
      const first = await shoot(page);
      await expect.poll(async () => difference(first, await shoot(page))).toBeGreaterThan(0.001);
      expect(await page.evaluate(() => (globalThis as Marked).mark)).toBe('the same page');

      // Opened anew with nothing running, it can be applied; the page then comes back by itself.
      await page.goto(host.url);
      await page.getByRole('button', { name: /settings/i }).tap();
      const update = page.getByRole('button', { name: /update/i });
      const reloaded = page.waitForEvent('load', { timeout: 30_000 });
      await update.tap();
      await reloaded;
      expect(await waiting(page)).toBe(false);
    } finally {
      await context.close();
      await host.stop();
      await rm(folder, { recursive: true, force: true });
    }
  });

  test('a file that another app shares is taken in, and played', async () => {
    const { context, page } = await phone();
    await page.goto(server.url);
    await becomesIsolated(page);
    const sharer = await context.newPage();
    await sharer.setContent(
      `<form method="post" enctype="multipart/form-data" action="${server.url}share-target">
        <input type="file" name="files" multiple><button>share</button></form>`,
    );
    await sharer.locator('input').setInputFiles({
      name: 'shared.gb',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(keyRom()),
    });
    await sharer.getByRole('button', { name: 'share' }).tap();
    await sharer.waitForURL((url) => url.href.startsWith(server.url));
    await sharer.locator('canvas').first().waitFor();
    await waitForBrightness(sharer, 180, 255);
    expect(server.requests.some((path) => path.endsWith('share-target'))).toBe(false);
    await context.close();
  });

  test('a second tab takes the game over: the first saves it and lets go', async () => {
    const { context, page } = await phone();
    await page.goto(server.url);
    await becomesIsolated(page);
    await playKeyRom(page);
    await waitForBrightness(page, 180, 255);
    await page.keyboard.press('KeyX', { delay: 100 });
    await waitForBrightness(page, 100, 180);

    const second = await context.newPage();
    await second.goto(server.url);
    await second
      .getByRole('button', { name: /continue|play/i })
      .first()
      .tap();
    await second.getByRole('button', { name: /play here/i }).tap();
    await second.locator('canvas').first().waitFor();
    // Grey: the press that only the first tab has seen.
    await waitForBrightness(second, 100, 180);
    await second.keyboard.down('KeyX');
    await waitForBrightness(second, 0, 70);
    await expect.poll(() => page.locator('canvas').count()).toBe(0);
    await context.close();
  });

  test('a worker that stops answering is started again, and the game goes on', async () => {
    const { context, page } = await phone();
    await page.addInitScript(() => {
      const Real = globalThis.Worker;
      let count = 0;
      globalThis.Worker = class extends Real {
        private readonly first = count++ === 0;
        override set onmessage(hear: ((event: MessageEvent) => void) | null) {
          super.onmessage = (event: MessageEvent) => {
            if (!(this.first && (globalThis as Marked).mark === 'hung')) hear?.call(this, event);
          };
        }
      };
    });
    await page.goto(server.url);
    await becomesIsolated(page);
    await playKeyRom(page);
    await waitForBrightness(page, 180, 255);
    await page.keyboard.press('KeyX', { delay: 100 });
    await waitForBrightness(page, 100, 180);
    await page.waitForTimeout(1500);
    await page.evaluate(() => {
      (globalThis as Marked).mark = 'hung';
    });
    await page
      .getByText(/started again/)
      .first()
      .waitFor({ timeout: 30_000 });
    await waitForBrightness(page, 100, 180);
    await page.keyboard.down('KeyX');
    await waitForBrightness(page, 0, 70);
    await context.close();
  });
});
