import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { becomesIsolated, playKeyRom, startBuiltIn, storedSaves } from './support/app-page.ts';
import { AppServer } from './support/app-server.ts';
import { collectErrors, inChromium, launch, launchPersistent, PHONE } from './support/browser.ts';
import { PRESSED } from './support/key-rom.ts';
import { difference, shoot, waitForBrightness } from './support/screen.ts';
import { probeSound, readSound } from './support/sound-probe.ts';

inChromium('in the browser', () => {
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

  async function phone(
    options: object = {},
  ): Promise<{ context: BrowserContext; page: Page; errors: string[] }> {
    const context = await browser.newContext({ ...PHONE, ...options });
    const page = await context.newPage();
    const errors = collectErrors(page);
    await probeSound(page);
    return { context, page, errors };
  }

  describe.each([
    ['through a port', { serviceWorkers: 'block' }, false],
    ['through shared memory', {}, true],
  ] as const)('sound %s', (_, options, isolated) => {
    test('the built-in game starts with one tap, shows and sounds', async () => {
      const { context, page, errors } = await phone(options);
      await page.goto(server.url);
      if (isolated) await becomesIsolated(page);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
      await startBuiltIn(page);

      const first = await shoot(page);
      await expect
        .poll(async () => difference(first, await shoot(page)), { timeout: 10_000 })
        .toBeGreaterThan(0.001);

      await expect
        .poll(async () => (await readSound(page)).underruns, { timeout: 10_000 })
        .toBeGreaterThanOrEqual(0);
      const before = await readSound(page);
      expect(before.state).toBe('running');
      await page.waitForTimeout(500);
      expect((await readSound(page)).time).toBeGreaterThan(before.time);
      expect(errors).toEqual([]);
      await context.close();
    });
  });

  test('a key turns the picture, and letting go turns it back', async () => {
    const { context, page, errors } = await phone();
    await page.goto(server.url);
    await playKeyRom(page);
    await waitForBrightness(page, 180, 255);
    await page.keyboard.down('KeyX');
    await waitForBrightness(page, 0, 70);
    await page.keyboard.up('KeyX');
    await waitForBrightness(page, 100, 255);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('no request leaves the origin', async () => {
    const { context, page } = await phone();
    const outside: string[] = [];
    // Of the page, its workers and the service worker.
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url());
      if (protocol.startsWith('http') && origin !== new URL(server.url).origin) outside.push(request.url());
    });
    await page.goto(server.url);
    await becomesIsolated(page);
    await startBuiltIn(page);
    for (const screen of ['Settings', 'States']) {
      await page.getByRole('button', { name: 'Menu', exact: true }).tap();
      await page.getByRole('button', { name: screen, exact: true }).tap();
      await page.getByRole('button', { name: 'Back', exact: true }).tap();
      await page.getByRole('button', { name: 'Resume' }).tap();
    }
    // A link or a picture elsewhere would not load at once, so what the page names counts as well.
    const named = await page.evaluate(() =>
      [...document.querySelectorAll('[src], [href]')].map((one) =>
        String((one as HTMLImageElement).src || (one as HTMLAnchorElement).href),
      ),
    );
    expect(named.filter((url) => !url.startsWith(server.url) && !url.startsWith('blob:'))).toEqual([]);
    expect(outside).toEqual([]);
    await context.close();
  });

  test('with the server gone after the first visit it still plays', async () => {
    const own = await new AppServer().start();
    const { context, page, errors } = await phone();
    await page.goto(own.url);
    await becomesIsolated(page);
    await own.stop();
    await page.reload();
    await startBuiltIn(page);
    const first = await shoot(page);
    await expect
      .poll(async () => difference(first, await shoot(page)), { timeout: 10_000 })
      .toBeGreaterThan(0.001);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('a save made before the tab is closed is there afterwards', async () => {
    const { context, page } = await phone();
    await page.goto(server.url);
    await playKeyRom(page);
    await waitForBrightness(page, 180, 255);
    await page.keyboard.down('KeyX');
    await waitForBrightness(page, 0, 70);
    await page.keyboard.up('KeyX');
    // The promise is one second.
    await page.waitForTimeout(1000);
    await page.close({ runBeforeUnload: false });

    const again = await context.newPage();
    await again.goto(server.url);
    expect(await storedSaves(again)).toContain(PRESSED);
    await again
      .getByRole('button', { name: /continue|play/i })
      .first()
      .tap();
    await again.locator('canvas').first().waitFor();
    await waitForBrightness(again, 100, 200);
    await context.close();
  });

  test('it can be installed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'dotmatrix-profile-'));
    const context = await launchPersistent(folder, PHONE);
    try {
      const page = context.pages()[0] ?? (await context.newPage());
      await page.goto(server.url);
      await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
      const cdp = await context.newCDPSession(page);
      const manifest = await cdp.send('Page.getAppManifest');
      expect(manifest.errors).toEqual([]);
      expect((await cdp.send('Page.getInstallabilityErrors')).installabilityErrors).toEqual([]);
    } finally {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
