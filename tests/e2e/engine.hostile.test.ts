import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppServer } from './support/app-server.ts';
import { inChromium, launch } from './support/browser.ts';
import { Busy } from './support/busy.ts';

/** Programs at $0150 that never end. */
const PROGRAMS = {
  'STOP for ever': [0x10, 0x00, 0x18, 0xfc],
  'HALT without interrupts': [0xf3, 0x76, 0x00, 0x18, 0xfc],
  'a jump to itself': [0xf3, 0x18, 0xfe],
  'an illegal opcode': [0xd3],
  'LCD off, then HALT': [0xaf, 0xe0, 0x40, 0xf3, 0x76, 0x18, 0xfd],
  'the stack over everything': [0x31, 0xff, 0xff, 0xe5, 0x18, 0xfd],
};

function romOf(program: readonly number[]): number[] {
  const rom = new Array<number>(0x8000).fill(0);
  rom.splice(0x100, 4, 0x00, 0xc3, 0x50, 0x01);
  rom.splice(0x150, program.length, ...program);
  return rom;
}

interface Outcome {
  /** Longest task of the page's thread, in milliseconds. */
  readonly longest: number;
  /** Frames per second, by the worker's own count. */
  readonly fps: number;
  /** Milliseconds until the worker answered while the program ran. */
  readonly answered: number;
}

/** Runs a ROM in the app's own worker for a good second. */
function endure([worker, rom]: [worker: string, rom: number[]]): Promise<Outcome> {
  const engine = new Worker(worker, { type: 'module' });
  let longest = 0;
  let fps = 0;
  const heard = (type: string) =>
    new Promise<void>((resolve) => {
      engine.addEventListener(
        'message',
        (event: MessageEvent<{ type: string; diagnostics: { fps: number } }>) => {
          if (event.data.type === 'diagnostics') fps = event.data.diagnostics.fps;
          if (event.data.type === type) resolve();
        },
      );
    });
  const run = async () => {
    const opened = heard('reply');
    const body = { rom: new Uint8Array(rom), name: 'hostile', model: null, resume: false, takeOver: true };
    engine.postMessage({ type: 'open', request: 1, body });
    await opened;
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
    });
    observer.observe({ type: 'longtask' });
    engine.postMessage({ type: 'run', on: true });
    await new Promise((resolve) => setTimeout(resolve, 1400));
    const asked = performance.now();
    const pong = heard('pong');
    engine.postMessage({ type: 'ping' });
    await pong;
    const answered = performance.now() - asked;
    engine.terminate();
    return { longest, fps, answered };
  };
  return run();
}

inChromium('programs that never end', () => {
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

  test.for(Object.entries(PROGRAMS))('%s: the page stays free, frames go on', async ([, program], here) => {
    const page = await browser.newPage({ serviceWorkers: 'block' });
    await page.goto(server.url);
    const worker = server.requests.findLast((request) => /\/worker-[^/]+\.js$/.test(request)) ?? '';
    const busy = new Busy();
    const outcome = await page.evaluate(endure, [worker, romOf(program)] as [string, number[]]);
    const otherwise = busy.end();
    await page.close();
    const isFine = outcome.longest < 50 && outcome.fps > 50 && outcome.answered < 200;
    if (!isFine && otherwise !== null) here.skip(otherwise);
    expect(outcome.longest).toBeLessThan(50);
    expect(outcome.fps).toBeGreaterThan(50);
    expect(outcome.answered).toBeLessThan(200);
  });
});
