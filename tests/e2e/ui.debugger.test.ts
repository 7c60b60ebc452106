import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectRoot } from '../helpers/rom-root.ts';
import { AppServer } from './support/app-server.ts';
import { violations } from './support/axe.ts';
import { collectErrors, inChromium, launch } from './support/browser.ts';

inChromium('the debugger', () => {
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

  test('stops the running game at a label, steps, and shows its tiles', async () => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    const errors = collectErrors(page);
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Play Glim' }).click();
    await page.locator('.picture[data-ready]').waitFor();
    await page.waitForTimeout(500);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Debugger' }).click();
    await page.locator('.debug-listing li').first().waitFor();

    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: 'Labels (.sym)' }).click();
    await (await chooser).setFiles({
      name: 'glim.sym',
      mimeType: 'text/plain',
      buffer: readFileSync(join(projectRoot, 'test-roms/game/glim.sym')),
    });
    await page.getByRole('button', { name: / labels$/ }).waitFor();
    await page.getByLabel('Address or label to stop at').fill('vblank');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove breakpoint vblank' }).waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const here = page.locator('.debug-listing [aria-current="step"]');
    await expect.poll(() => here.locator('.debug-label').textContent()).toBe('vblank:');
    await page.getByRole('button', { name: 'Run', exact: true }).waitFor();

    const address = () => here.locator('button > span').nth(1).textContent();
    const before = await address();
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await expect.poll(address).not.toBe(before);

    await page.getByLabel('Show', { exact: true }).selectOption('tiles');
    const colours = await page.locator('.debug-picture').evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const data =
        (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      return new Set(data).size;
    });
    expect(colours).toBe(4);
    expect(await violations(page, 'debugger')).toEqual([]);

    // A watchpoint says who was there, and what changed.
    await page.getByRole('button', { name: 'Remove breakpoint vblank' }).click();
    await page.getByLabel('Stop when it is').selectOption('both');
    await page.getByLabel('Address, range or label to watch').fill('$FF80-$FFFE');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove watchpoint RW $FF80-$FFFE' }).waitFor();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page
      .getByRole('status')
      .filter({ hasText: / was (read|written): \$/ })
      .waitFor();
    expect(await violations(page, 'watchpoint')).toEqual([]);

    // Without either the game goes on.
    await page.getByRole('button', { name: 'Remove watchpoint RW $FF80-$FFFE' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('button', { name: 'Pause', exact: true }).waitFor();
    await page.waitForTimeout(600);
    expect(await page.getByRole('button', { name: 'Pause', exact: true }).count()).toBe(1);
    expect(errors).toEqual([]);
    await context.close();
  });
});
