import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GameBoy } from '../../src/core/game-boy.ts';
import { parseStateFile } from '../../src/core/state/state-file.ts';
import { readMovie, verify } from '../../src/player/movie.ts';
import { HOW_TO_GET_ROMS, projectRoot, romRoot } from '../helpers/rom-root.ts';
import { AppServer } from './support/app-server.ts';
import { inChromium, launch } from './support/browser.ts';

/** Our own game, and four others. */
const GAMES = [
  join(projectRoot, 'test-roms/game/glim.gb'),
  ...['libbet.gb', 'porklike.gb', 'tobu.gb', 'ucity.gbc'].map((name) =>
    join(romRoot() ?? '', 'homebrew', name),
  ),
].filter((path) => existsSync(path));

interface Answer {
  readonly type: string;
  readonly request: number;
  readonly value: Uint8Array;
  readonly sentence: string;
}

/**
 * Plays in the app's own worker, without its page: presses at random times, run-ahead on and off, fast-forward, and
 * rewinding, all of it recorded.
 */
function playInWorker([worker, rom]: [worker: string, rom: number[]]): Promise<number[]> {
  const engine = new Worker(worker, { type: 'module' });
  let requests = 0;
  const waiting = new Map<number, (answer: Answer) => void>();
  engine.onmessage = (event: MessageEvent<Answer>) => {
    waiting.get(event.data.request)?.(event.data);
    waiting.delete(event.data.request);
  };
  const ask = (type: string, body: unknown): Promise<Uint8Array> =>
    new Promise((resolve, reject) => {
      const request = ++requests;
      waiting.set(request, (answer) => {
        if (answer.type === 'reply') resolve(answer.value);
        else reject(new Error(answer.sentence));
      });
      engine.postMessage({ type, request, body });
    });
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const play = async () => {
    await ask('open', {
      rom: new Uint8Array(rom),
      name: 'a game',
      model: null,
      resume: false,
      takeOver: true,
    });
    engine.postMessage({ type: 'run', on: true });
    await pause(300);
    await ask('startMovie', null);
    for (let round = 0; round < 24; round++) {
      const time = performance.timeOrigin + performance.now();
      engine.postMessage({ type: 'buttons', buttons: (round * 0x9d) & 0xff, time });
      engine.postMessage({ type: 'player', settings: { runAhead: round % 3 === 1, rewind: true } });
      engine.postMessage({ type: 'speed', factor: round % 4 === 2 ? 4 : 1 });
      engine.postMessage({ type: 'rewind', held: round % 6 === 5 });
      await pause(round % 6 === 5 ? 100 : 130);
    }
    const movie = await ask('stopMovie', null);
    await ask('close', null);
    engine.terminate();
    return Array.from(movie);
  };
  return play();
}

inChromium('movies', () => {
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

  test.for(GAMES.map((path) => [path.slice(path.lastIndexOf('/') + 1), path] as const))(
    '%s: recorded in Chromium, the same in Node to the last frame',
    async ([, path], context) => {
      context.skip(!existsSync(path), HOW_TO_GET_ROMS);
      const page = await browser.newPage({ serviceWorkers: 'block' });
      await page.goto(server.url);
      const worker = server.requests.findLast((request) => /\/worker-[^/]+\.js$/.test(request));
      expect(worker).toBeDefined();
      const rom = new Uint8Array(readFileSync(path));
      const bytes = await page.evaluate(playInWorker, [worker ?? '', Array.from(rom)] as [string, number[]]);
      await page.close();

      const movie = readMovie(Uint8Array.from(bytes));
      expect(movie.frames).toBeGreaterThan(120);
      expect(movie.inputs.length).toBeGreaterThan(5);
      const machine = new GameBoy({ rom, model: movie.model });
      machine.load(parseStateFile(movie.state ?? new Uint8Array(0)).state);
      expect(verify(machine, movie)).toEqual({ differs: null, frames: movie.frames });
    },
  );
});
