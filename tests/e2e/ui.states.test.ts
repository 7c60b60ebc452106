import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppServer } from './support/app-server.ts';
import { collectErrors, inChromium, launch } from './support/browser.ts';
import { difference, shoot } from './support/screen.ts';

const DESK = {
  viewport: { width: 1280, height: 800 },
  serviceWorkers: 'block',
  reducedMotion: 'reduce',
} as const;

inChromium('states', () => {
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

  /** The built-in game, with as many states saved as asked for. */
  async function playing(states: number) {
    const context = await browser.newContext(DESK);
    const page = await context.newPage();
    const errors = collectErrors(page);
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Play Glim' }).click();
    await page.locator('.picture[data-ready]').waitFor();
    for (let i = 0; i < states; i++) {
      await page.waitForTimeout(600);
      await save(page);
    }
    return { context, page, errors };
  }

  async function save(page: Page): Promise<void> {
    await page.keyboard.press('F2');
    await page.getByText('State saved.').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
  }

  async function openStates(page: Page): Promise<void> {
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'States', exact: true }).click();
    await page.locator('.tree-item').first().waitFor();
  }

  test('are renamed, locked, deleted, brought back, and branch where an old one is loaded', async () => {
    const { context, page, errors } = await playing(2);
    await openStates(page);
    const items = page.locator('.tree-item');
    const menuOf = (index: number) => items.nth(index).locator('.icon-button').click();
    expect(await items.count()).toBe(2);

    await menuOf(1);
    await page.getByRole('button', { name: 'Rename' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Before the moon');
    await page.keyboard.press('Enter');
    await page.getByText('Before the moon').waitFor();
    await menuOf(1);
    await page.getByRole('button', { name: 'Lock' }).click();
    await page.getByRole('img', { name: 'Locked' }).waitFor();
    await menuOf(1);
    expect(await page.getByRole('button', { name: 'Delete' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Close' }).click();

    await menuOf(0);
    await page.getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => items.count()).toBe(1);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => items.count()).toBe(2);

    await page.getByRole('button', { name: 'Go on from Before the moon' }).click();
    await page.getByText('State loaded.').waitFor();
    await page.waitForTimeout(400);
    await page.getByRole('button', { name: 'Dismiss' }).first().click();
    await save(page);
    await openStates(page);
    await expect.poll(() => items.count()).toBe(3);
    // Two branches: two lanes beside the tree, and the newest is where the game stands.
    const lanes = await page.locator('.lanes').evaluateAll((all) => all.map((one) => one.clientWidth / 16));
    expect(Math.max(...lanes)).toBe(2);
    expect(await items.first().locator('.here').count()).toBe(1);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('of the last minutes are found by dragging, and played on from', async () => {
    const { context, page, errors } = await playing(0);
    await page.waitForTimeout(3000);
    await save(page);
    await openStates(page);
    const slider = page.getByRole('slider', { name: 'The last minutes' });
    const picture = page.locator('.scrubber canvas');
    const shown = () => picture.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
    const now = await shown();
    await slider.fill('-120');
    await page.getByText('2 s ago').waitFor();
    await expect.poll(shown).not.toBe(now);
    await page.getByRole('button', { name: 'Play from here' }).click();
    await page.locator('.play').waitFor();
    const first = await shoot(page);
    await expect.poll(async () => difference(first, await shoot(page))).toBeGreaterThan(0.0005);
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('go out as a file and come in, and what another emulator’s could not say is listed', async () => {
    const { context, page, errors } = await playing(1);
    await openStates(page);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as a file' }).first().click();
    const file = await readFile(await (await download).path());
    await page.getByRole('button', { name: 'In other emulators' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Where in the line the picture was').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();

    const bringIn = async (buffer: Buffer) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Open a state file' }).click();
      await (await chooser).setFiles({ name: 'a.state', mimeType: 'application/octet-stream', buffer });
      await page.getByText('It was brought in.').waitFor();
    };
    await bringIn(file);
    expect(await dialog.count()).toBe(0);
    // Only its BESS part is left for us, as of another emulator's file.
    file[0] ^= 0xff;
    await bringIn(file);
    await dialog.getByText('What this file could not say').waitFor();
    expect(await dialog.locator('p').count()).toBeGreaterThan(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('go into a backup with their game, and come back on another device', async () => {
    const { context, page } = await playing(2);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Library', exact: true }).click();
    await page.getByRole('button', { name: 'More about Glim' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save everything as a file' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('Glim.dotmatrix');
    const buffer = await readFile(await file.path());
    await context.close();

    const other = await browser.newContext(DESK);
    const fresh = await other.newPage();
    const errors = collectErrors(fresh);
    await fresh.goto(server.url);
    const chooser = fresh.waitForEvent('filechooser');
    await fresh.getByRole('button', { name: 'Add games' }).click();
    await (await chooser).setFiles({ name: 'Glim.dotmatrix', mimeType: 'application/octet-stream', buffer });
    await fresh.getByText('Glim is back, with all that belongs to it.').waitFor();
    await fresh.getByRole('button', { name: 'Continue Glim' }).click();
    await fresh.locator('.picture[data-ready]').waitFor();
    await openStates(fresh);
    expect(await fresh.locator('.tree-item').count()).toBe(2);

    // Cut short it is refused, and nothing changes.
    await fresh.getByRole('button', { name: 'Back', exact: true }).click();
    await fresh.getByRole('button', { name: 'Library', exact: true }).click();
    const again = fresh.waitForEvent('filechooser');
    await fresh.getByRole('button', { name: 'Add games' }).click();
    const half = buffer.subarray(0, buffer.length >> 1);
    await (await again).setFiles({
      name: 'Glim.dotmatrix',
      mimeType: 'application/octet-stream',
      buffer: half,
    });
    await fresh.locator('.toast.error').waitFor();
    expect(await fresh.getByRole('button', { name: 'Continue Glim' }).count()).toBe(1);
    expect(errors).toEqual([]);
    await other.close();
  });
});
