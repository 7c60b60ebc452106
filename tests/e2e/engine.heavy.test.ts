import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withChecksums } from '../core/cartridge/synthetic-rom.ts';
import { AppServer } from './support/app-server.ts';
import { collectErrors, inChromium, launch } from './support/browser.ts';
import { Busy } from './support/busy.ts';

const MOST = 50;

/** The largest cartridge there is, which neither hashes nor packs quickly: MBC5, 8 MB of noise. */
function largeRom(): Buffer {
  const rom = new Uint8Array(8 << 20);
  let x = 1;
  for (let at = 0; at < rom.length; at++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    rom[at] = x >>> 24;
  }
  rom.fill(0, 0x134, 0x150);
  rom.set([0x00, 0xc3, 0x50, 0x01], 0x100);
  rom.set([0x18, 0xfe], 0x150); // jr to itself
  rom[0x147] = 0x1b;
  rom[0x148] = 0x08;
  rom[0x149] = 0x02;
  return Buffer.from(withChecksums(rom));
}

/** Notes how long the page's thread is held at a time. */
async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(() => {
    const held: { from: number; ms: number }[] = [];
    Object.assign(globalThis, { held });
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) held.push({ from: startTime, ms: duration });
    }).observe({ type: 'longtask' });
  });
}

const longest = (page: Page) =>
  page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    const { held } = globalThis as unknown as { held: { ms: number }[] };
    return Math.round(Math.max(0, ...held.splice(0).map(({ ms }) => ms)));
  });

inChromium('heavy work', () => {
  let server: AppServer;
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'dotmatrix-heavy-'));
    server = await new AppServer().start();
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('never holds the page: adding 8 MB, backing it up, restoring it', async (here) => {
    const context = await browser.newContext({ serviceWorkers: 'block', locale: 'en' });
    const page = await context.newPage();
    const errors = collectErrors(page);
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Add games' }).first().waitFor();
    await page.waitForTimeout(1000);
    await watchTasks(page);
    const busy = new Busy();
    const took: Record<string, number> = {};

    // By path: the bytes of a buffer would pass through the page.
    const choose = async (path: string) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Add games' }).first().click();
      await (await chooser).setFiles(path);
    };
    await writeFile(join(folder, 'large.gb'), largeRom());
    await choose(join(folder, 'large.gb'));
    await page.getByText('large is in your library').waitFor();
    took.add = await longest(page);

    await page.getByRole('button', { name: 'More about large' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save everything as a file' }).click();
    const backup = join(folder, 'large.dotmatrix');
    await (await download).saveAs(backup);
    expect((await stat(backup)).size).toBeGreaterThan(8 << 20);
    took.backUp = await longest(page);

    await choose(backup);
    await page.getByText('large is back, with all that belongs to it.').waitFor();
    took.restore = await longest(page);
    const otherwise = busy.end();
    console.log(`the page was held for at most ${JSON.stringify(took)} ms`);
    expect(errors).toEqual([]);
    await context.close();
    if (Math.max(...Object.values(took)) >= MOST && otherwise !== null) here.skip(otherwise);
    for (const [what, ms] of Object.entries(took)) expect(ms, what).toBeLessThan(MOST);
  });
});
