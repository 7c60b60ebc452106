import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { patch } from '../../src/core/state/delta.ts';
import { parseDescription } from '../../src/core/state/state-file.ts';
import { hashOf } from '../../src/storage/bytes.ts';
import { recoverFrom } from '../../src/storage/journal.ts';
import type { JournalRow } from '../../src/storage/schema.ts';
import { projectRoot } from '../helpers/rom-root.ts';
import { AppServer } from './support/app-server.ts';
import { chromiumPath, inChromium } from './support/browser.ts';
import { countingRom } from './support/counting-rom.ts';

const ROUNDS = process.env.DOTMATRIX_LONG ? 40 : 6;
/** A second of play, and what writing and a busy machine may take on top of it. */
const MOST_LOST_MS = 1000 + 400;
/** The game saves every 64 frames; a second is 60. */
const MOST_SAVE_FRAMES = 64 + 60;

/** A Chromium of our own: its own process group, its own profile. */
class OwnChromium {
  readonly browser: Browser;
  private readonly child: ChildProcess;

  constructor(browser: Browser, child: ChildProcess) {
    this.browser = browser;
    this.child = child;
  }

  static async start(profile: string): Promise<OwnChromium> {
    const child = spawn(
      chromiumPath ?? '',
      [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--remote-debugging-port=0',
        `--user-data-dir=${profile}`,
        'about:blank',
      ],
      { detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const endpoint = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (data: Buffer) => {
        said += data.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(said);
        if (found) resolve(found[1]);
      });
      child.on('exit', () => reject(new Error(`Chromium did not start:\n${said}`)));
    });
    return new OwnChromium(await chromium.connectOverCDP(endpoint), child);
  }

  async page(): Promise<Page> {
    return this.browser.contexts()[0].newPage();
  }

  /** As when the power fails: every process of the browser at once. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    process.kill(-(this.child.pid ?? 0), 'SIGKILL');
    await gone;
    await this.browser.close().catch(() => {});
  }
}

interface Stored {
  readonly journal: JournalRow[];
  readonly battery: Uint8Array[];
}

/** Everything in the journal and all battery saves, read from outside the app. */
async function readStored(page: Page, lastOnly: boolean): Promise<Stored> {
  const text = await page.evaluate(
    (last) =>
      new Promise<string>((resolve, reject) => {
        const opening = indexedDB.open('dotmatrix');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const stores = db.transaction(['journal', 'battery']);
          const journal = stores.objectStore('journal').getAll();
          const battery = stores.objectStore('battery').getAll();
          stores.oncomplete = () => {
            db.close();
            const rows = last ? journal.result.slice(-1) : journal.result;
            const saves = battery.result.map((row: { bytes: Uint8Array }) => row.bytes);
            resolve(
              JSON.stringify({ journal: rows, battery: saves }, (_, value) =>
                value instanceof Uint8Array ? { bytes: Array.from(value) } : value,
              ),
            );
          };
        };
      }),
    lastOnly,
  );
  return JSON.parse(text, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'bytes' in value && Object.keys(value).length === 1
      ? Uint8Array.from(value.bytes as number[])
      : value,
  ) as Stored;
}

/** The game's counter in the state that the journal brings back; proves the state by its hash. */
function recovered(rows: readonly JournalRow[]) {
  const recovery = recoverFrom(rows);
  if (recovery === null) throw new Error('The journal brings nothing back.');
  const state = recovery.base.state.slice();
  let hash = recovery.base.stateHash;
  for (const { delta, stateHash } of recovery.deltas) {
    patch(state, delta);
    hash = stateHash;
  }
  expect(hashOf(state)).toBe(hash);
  const ram = parseDescription(recovery.base.description).format.find(({ name }) => name === 'memory.ram');
  // WRAM follows 16 KB of VRAM.
  const at = (ram?.at ?? 0) + 0x4000;
  return { hash, at: recovery.at, leftOut: recovery.leftOut, counter: state[at] | (state[at + 1] << 8) };
}

async function play(page: Page, url: string, first: boolean): Promise<void> {
  await page.goto(url);
  if (first) {
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: /add/i }).first().click();
    await (await chooser).setFiles({
      name: 'counting.gb',
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(countingRom()),
    });
    await page.getByText('counting is in your library').waitFor();
    await page.getByRole('button', { name: 'Play', exact: true }).last().click();
  } else {
    await page
      .getByRole('button', { name: /^continue/i })
      .first()
      .click();
  }
  await page.locator('canvas').first().waitFor();
}

/** Puts the figures of the long run into docs/performance.md. */
async function printFigures(figures: string): Promise<void> {
  const path = join(projectRoot, 'docs/performance.md');
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(/(<!-- kill -->)[\s\S]*(<!-- \/kill -->)/, `$1\n${figures}\n$2`));
}

inChromium('killed in the middle', () => {
  let server: AppServer;
  let profile: string;
  let own: OwnChromium;

  beforeAll(async () => {
    server = await new AppServer().start();
    profile = await mkdtemp(join(tmpdir(), 'dotmatrix-kill-'));
    own = await OwnChromium.start(profile);
  });

  afterAll(async () => {
    await own?.kill();
    await server?.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  });

  test(
    `${ROUNDS} rounds: at most a second of play is lost, and never a save`,
    async () => {
      const lost: number[] = [];
      let reached = 0;
      for (let round = 0; round < ROUNDS; round++) {
        const crash = round % 2 === 0;
        const page = await own.page();
        await play(page, server.url, round === 0);
        const begun = Date.now();
        await expect
          .poll(async () => (await readStored(page, true)).journal[0]?.at ?? 0, { timeout: 20_000 })
          .toBeGreaterThan(begun + 500);
        await page.waitForTimeout(Math.random() * 2500);

        const seen = (await readStored(page, true)).journal[0];
        const killed = Date.now();
        if (crash) {
          const cdp = await own.browser.contexts()[0].newCDPSession(page);
          cdp.send('Page.crash').catch(() => {});
          await page.waitForEvent('crash');
          await page.close();
        } else {
          await own.kill();
          own = await OwnChromium.start(profile);
        }

        // A picture of the same origin: the app itself doesn't run while we look.
        const after = await own.page();
        await after.goto(`${server.url}icons/icon-192.png`);
        const { journal, battery } = await readStored(after, false);
        await after.close();
        const state = recovered(journal);
        expect(journal.map((row) => row.stateHash)).toContain(state.hash);
        expect(state.at).toBeGreaterThanOrEqual(seen.at);
        expect(state.leftOut).toBe(0);
        expect(killed - state.at).toBeLessThan(MOST_LOST_MS);
        lost.push(killed - state.at);

        // The counter never goes back further than what was lost: the game was continued each time.
        expect(state.counter).toBeGreaterThan(reached);
        reached = state.counter;
        const save = battery.at(-1);
        const saved = save ? save[0] | (save[1] << 8) : 0;
        expect(state.counter - saved).toBeLessThanOrEqual(MOST_SAVE_FRAMES);
      }
      const most = Math.max(...lost);
      const mean = Math.round(lost.reduce((sum, ms) => sum + ms, 0) / lost.length);
      const figures = `${ROUNDS} rounds: at most ${most} ms of play lost, ${mean} ms on average; no save lost.`;
      console.log(figures);
      if (process.env.DOTMATRIX_LONG) await printFigures(figures);
    },
    ROUNDS * 40_000,
  );
});
