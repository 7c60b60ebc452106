import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readReport } from '../../src/player/report.ts';
import { dotmatrix, inFolder } from '../cli/dotmatrix.ts';
import { projectRoot } from '../helpers/rom-root.ts';
import { startBuiltIn } from './support/app-page.ts';
import { AppServer } from './support/app-server.ts';
import { collectErrors, inChromium, launch, PHONE } from './support/browser.ts';

inChromium('reports', () => {
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

  test('one tap in the menu makes a file that the command line replays to the last frame', () =>
    inFolder(async (folder) => {
      const context = await browser.newContext({ ...PHONE, serviceWorkers: 'block', locale: 'en' });
      const page = await context.newPage();
      const errors = collectErrors(page);
      await page.goto(server.url);
      await startBuiltIn(page);
      for (const key of ['Enter', 'ArrowRight', 'KeyX', 'ArrowDown']) {
        await page.keyboard.press(key, { delay: 250 });
      }
      await page.keyboard.press('Escape');
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Report a problem' }).tap();
      const file = await download;
      expect(file.suggestedFilename()).toBe('Glim report.json');
      const path = join(folder, 'bug.json');
      await file.saveAs(path);
      await page.getByText('The report is in your downloads').waitFor();

      const report = readReport(readFileSync(path));
      expect(report).toMatchObject({ title: 'Glim', fault: null, settings: { theme: 'auto', speed: 1 } });
      expect(report.browser).toContain('Chrom');
      expect(report.movie.frames).toBeGreaterThan(60);
      expect(report.movie.inputs.length).toBeGreaterThan(5);

      writeFileSync(join(folder, 'game.gb'), readFileSync(join(projectRoot, 'test-roms/game/glim.gb')));
      const replay = dotmatrix(['run', 'bug.json'], folder);
      expect(replay.out).toContain(`All ${report.movie.frames} frames are as in the report`);
      expect(replay.code).toBe(0);
      expect(errors).toEqual([]);
      await context.close();
    }));
});
