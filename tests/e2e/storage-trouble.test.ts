import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { AppServer } from './support/app-server.ts';
import { collectErrors, inChromium, launch, launchPersistent, PHONE } from './support/browser.ts';
import { countingRom } from './support/counting-rom.ts';
import { difference, shoot } from './support/screen.ts';

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

/** How many rows there are of what must not be lost, and when the journal was last written. */
function stored(page: Page): Promise<{ games: number; roms: number; battery: number; journalAt: number }> {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open('dotmatrix');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const names = ['games', 'roms', 'battery', 'journal'];
          if (!names.every((name) => db.objectStoreNames.contains(name))) {
            db.close();
            resolve({ games: 0, roms: 0, battery: 0, journalAt: 0 });
            return;
          }
          const tx = db.transaction(names);
          const [games, roms, battery] = names.slice(0, 3).map((name) => tx.objectStore(name).count());
          const journal = tx.objectStore('journal').getAll();
          tx.oncomplete = () => {
            db.close();
            const journalAt = journal.result.at(-1)?.at ?? 0;
            resolve({ games: games.result, roms: roms.result, battery: battery.result, journalAt });
          };
        };
      }),
  );
}

async function stillPlays(page: Page): Promise<void> {
  const before = await shoot(page);
  await expect
    .poll(async () => difference(before, await shoot(page)), { timeout: 5000 })
    .toBeGreaterThan(0.5);
}

inChromium('storage fails while a game runs', () => {
  let server: AppServer;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let errors: string[];

  beforeAll(async () => {
    server = await new AppServer().start();
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  beforeEach(async () => {
    context = await browser.newContext({ ...PHONE, serviceWorkers: 'block' });
    page = await context.newPage();
    errors = collectErrors(page);
    await page.goto(server.url);
    await addAndPlay(page);
    await expect.poll(async () => (await stored(page)).journalAt, { timeout: 15_000 }).toBeGreaterThan(0);
  });

  afterEach(() => context.close());

  test('a full disk: the game goes on, the player is told, and saving resumes when there is room', async () => {
    const cdp = await context.newCDPSession(page);
    const origin = new URL(server.url).origin;
    await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
    // Chromium believes an answer about the room that is left for half a minute.
    await page.getByText(/no room left to save/i).waitFor({ timeout: 50_000 });
    await stillPlays(page);
    await cdp.send('Storage.overrideQuotaForOrigin', { origin });
    const now = await page.evaluate(() => Date.now());
    await expect.poll(async () => (await stored(page)).journalAt, { timeout: 50_000 }).toBeGreaterThan(now);
    expect(errors).toEqual([]);
  });

  test('everything deleted: the game goes on, the player is told, and all of it is stored anew', async () => {
    await page.evaluate(
      () =>
        new Promise<void>((resolve, reject) => {
          const deleting = indexedDB.deleteDatabase('dotmatrix');
          deleting.onsuccess = () => resolve();
          deleting.onerror = () => reject(deleting.error);
        }),
    );
    await page.getByText(/deleted while this page was open/i).waitFor({ timeout: 15_000 });
    await stillPlays(page);
    await expect
      .poll(async () => {
        const { games, roms, battery, journalAt } = await stored(page);
        return [games, roms, battery > 0, journalAt > 0];
      })
      .toEqual([1, 1, true, true]);
    expect(errors).toEqual([]);
  });

  test('transactions that the browser aborts: the game goes on, the player is told, and saving resumes', async () => {
    const worker = page.workers().find((one) => /\/worker-[^/]+\.js$/.test(one.url()));
    if (worker === undefined) throw new Error('The emulator has no worker.');
    await worker.evaluate(() => {
      const real = IDBDatabase.prototype.transaction;
      Object.assign(globalThis, { realTransaction: real });
      IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args: Parameters<typeof real>) {
        const transaction = real.apply(this, args);
        if (args[1] === 'readwrite') {
          // When it has its requests, and before they are done.
          Promise.resolve().then(() => transaction.abort());
        }
        return transaction;
      };
    });
    await page.getByText(/could not complete the save/i).waitFor({ timeout: 15_000 });
    await stillPlays(page);
    await worker.evaluate(() => {
      const { realTransaction } = globalThis as unknown as {
        realTransaction: IDBDatabase['transaction'];
      };
      IDBDatabase.prototype.transaction = realTransaction;
    });
    const now = await page.evaluate(() => Date.now());
    await expect.poll(async () => (await stored(page)).journalAt, { timeout: 15_000 }).toBeGreaterThan(now);
    expect(errors).toEqual([]);
  });

  test('another page that blocks the database: the game goes on, the player is told, and it recovers', async () => {
    const other = await context.newPage();
    await other.goto(`${server.url}icons/icon-192.png`);
    await other.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const opening = indexedDB.open('dotmatrix');
          opening.onsuccess = () => {
            // It never lets go, and whoever wants to delete waits, and everyone else behind them.
            Object.assign(globalThis, { stubborn: opening.result });
            indexedDB.deleteDatabase('dotmatrix');
            resolve();
          };
        }),
    );
    await page.getByText(/another tab holds/i).waitFor({ timeout: 15_000 });
    await stillPlays(page);
    await other.close();
    const now = await page.evaluate(() => Date.now());
    await expect.poll(async () => (await stored(page)).journalAt, { timeout: 15_000 }).toBeGreaterThan(now);
    expect(errors).toEqual([]);
  });
});

inChromium('a browser that keeps nothing', () => {
  let server: AppServer;
  let profile: string;
  let context: BrowserContext;

  beforeAll(async () => {
    server = await new AppServer().start();
    profile = await mkdtemp(join(tmpdir(), 'dotmatrix-denied-'));
    await mkdir(join(profile, 'Default'));
    // As when the user forbids every site to store data.
    const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
    await writeFile(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
    context = await launchPersistent(profile, { ...PHONE, locale: 'en' });
  });

  afterAll(async () => {
    await context?.close();
    await server?.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  test('plays all the same, says so, and gives the save and the state out as files', async () => {
    const page = await context.newPage();
    await page.goto(server.url);
    const denied = await page.evaluate(
      () =>
        new Promise<boolean>((resolve) => {
          try {
            const opening = indexedDB.open('x');
            opening.onerror = () => resolve(true);
            opening.onsuccess = () => resolve(false);
          } catch {
            resolve(true);
          }
        }),
    );
    expect(denied).toBe(true);
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: /add/i }).first().tap();
    await (await chooser).setFiles({
      name: 'counting.gb',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(countingRom()),
    });
    await page
      .getByText(/does not let the page keep anything/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).last().tap();
    await page.locator('.picture[data-ready]').waitFor();
    await stillPlays(page);
    await page.waitForTimeout(1500);

    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'States', exact: true }).tap();
    const save = page.waitForEvent('download');
    await page
      .getByRole('region', { name: 'Battery saves' })
      .getByRole('button', { name: 'Save as a file' })
      .tap();
    const bytes = await readFile(await (await save).path());
    // The game writes its frame counter every 64 frames.
    expect(bytes.length).toBe(8192);
    expect(bytes[0] | (bytes[1] << 8)).toBeGreaterThan(0);
    const state = page.waitForEvent('download');
    await page.getByRole('region', { name: 'States' }).getByRole('button', { name: 'Save as a file' }).tap();
    expect((await readFile(await (await state).path())).subarray(0, 7).toString()).toBe('DMSTATE');
  });
});
