import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppServer } from './support/app-server.ts';
import { collectErrors, inChromium, launch, PHONE } from './support/browser.ts';
import { countingRom } from './support/counting-rom.ts';

/** Types of hand-over messages, as docs/formats.md numbers them. */
const READY = 6;
const DONE = 10;

interface Watched {
  handOver: { type: number; at: number }[];
}

/** Notes every message of a hand-over as a bystander hears it. */
async function watchHandOver(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: Watched['handOver'] = [];
    (globalThis as unknown as Watched).handOver = heard;
    new BroadcastChannel('dotmatrix/hand-over').onmessage = (event: MessageEvent<Uint8Array>) => {
      heard.push({ type: event.data[5], at: performance.timeOrigin + performance.now() });
    };
  });
}

async function addAndPlay(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /add/i }).first().tap();
  await (await chooser).setFiles({
    name: 'counting.gb',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(countingRom()),
  });
  await page.getByText('counting is in your library').waitFor();
  await page.getByRole('button', { name: 'Play', exact: true }).last().tap();
  await page.locator('canvas').first().waitFor();
}

inChromium('two tabs', () => {
  let server: AppServer;
  let browser: Browser;
  let context: BrowserContext;

  beforeAll(async () => {
    server = await new AppServer().start();
    browser = await launch();
    context = await browser.newContext(PHONE);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  test('pass a running game to and fro, with a pause under 100 ms', async () => {
    const pages = [await context.newPage(), await context.newPage()];
    const errors = pages.map(collectErrors);
    for (const page of pages) await page.goto(server.url);
    await addAndPlay(pages[0]);
    await pages[0].waitForTimeout(1500);
    await pages[1].reload();

    const pauses: number[] = [];
    for (let turn = 0; turn < 4; turn++) {
      const [giver, taker] = turn % 2 === 0 ? pages : [pages[1], pages[0]];
      await watchHandOver(giver);
      await taker
        .getByRole('button', { name: /^continue/i })
        .first()
        .tap();
      await taker.getByRole('button', { name: 'Play here' }).tap();
      const heard = () => giver.evaluate(() => (globalThis as unknown as Watched).handOver);
      await expect
        .poll(async () => (await heard()).map(({ type }) => type), { timeout: 10_000 })
        .toContain(DONE);
      const at = async (type: number) => (await heard()).find((message) => message.type === type)?.at ?? 0;
      pauses.push(Math.round((await at(DONE)) - (await at(READY))));
      await taker.locator('canvas').first().waitFor();
      // It runs there, and one tab alone holds it.
      const held = await taker.evaluate(() => navigator.locks.query());
      expect(held.held?.filter(({ name }) => name?.startsWith('dotmatrix/game/')).length).toBe(1);
      await taker.waitForTimeout(700);
    }
    console.log(`the game stood still for ${pauses.join(', ')} ms`);
    expect(pauses.sort((a, b) => a - b)[1]).toBeLessThan(100);
    expect(errors.flat()).toEqual([]);
  });
});
