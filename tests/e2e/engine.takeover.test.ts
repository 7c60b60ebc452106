import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { becomesIsolated, playKeyRom } from './support/app-page.ts';
import { AppServer } from './support/app-server.ts';
import { inChromium, launch, PHONE } from './support/browser.ts';
import { waitForBrightness } from './support/screen.ts';

/** A mark in the page, for its stand-ins. */
type Marked = typeof globalThis & { mark?: string };

inChromium('a game that changes hands', () => {
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
