import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FRAME } from '../../src/core/clock.ts';
import { GameBoy } from '../../src/core/game-boy.ts';
import { descriptionOf } from '../../src/core/state/exchange.ts';
import { parseStateFile } from '../../src/core/state/state-file.ts';
import { MovieError, verify } from '../../src/player/movie.ts';
import { Player } from '../../src/player/player.ts';
import { isReport, type Report, readReport, writeReport } from '../../src/player/report.ts';
import { hashOf } from '../../src/storage/bytes.ts';
import { makeReport } from '../../src/worker/bug-report.ts';
import { dotmatrix, inFolder } from '../cli/dotmatrix.ts';
import { crashingRom } from '../cli/small-roms.ts';
import { projectRoot } from '../helpers/rom-root.ts';

const GLIM = new Uint8Array(readFileSync(join(projectRoot, 'test-roms/game/glim.gb')));
const ID = hashOf(GLIM);
const ABOUT = { title: 'Glim – ü', browser: 'a test', settings: { volume: 0.5, keys: { a: ['KeyX'] } } };

/** A player with `frames` of play behind it; presses inside of frames, run-ahead, and rewinding now and then. */
function played(frames: number): Player {
  const player = new Player(new GameBoy({ rom: GLIM, seed: 9 }));
  player.keepPast(true);
  player.jumped();
  let seed = 5;
  const next = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed >> 8;
  };
  for (let frame = 0; frame < frames; frame++) {
    if (next() % 7 === 0) player.press(next() & 0xff, next() % FRAME);
    player.runAhead = frame % 90 > 60;
    player.frame(frame % 4 !== 0);
    if (frame % 250 === 249) for (let back = 0; back < 70; back++) player.back();
  }
  return player;
}

async function reportOf(player: Player, fault: string | null = null): Promise<Uint8Array> {
  const { machine, recent } = player;
  const description = descriptionOf(machine, { rom: ID, app: 'test' });
  return makeReport({ machine, recent, rom: GLIM, id: ID, seed: 9, description, fault }, ABOUT);
}

function replayed({ movie }: Report): GameBoy {
  const machine = new GameBoy({ rom: GLIM, model: movie.model });
  machine.load(parseStateFile(movie.state ?? new Uint8Array(0)).state);
  expect(verify(machine, movie)).toEqual({ differs: null, frames: movie.frames });
  return machine;
}

describe('a report', () => {
  test.each([0, 40, 1201, 2450])('after %i frames it leads to the present state', async (frames) => {
    const player = played(frames);
    const before = player.machine.save();
    const report = readReport(await reportOf(player));
    expect(player.machine.stateDifference(player.machine.save(), before)).toBeNull();
    expect(report).toMatchObject({ ...ABOUT, fault: null });
    expect(report.movie).toMatchObject({ rom: ID, model: 'cgb-e', seed: 9, app: 'test' });
    if (frames > 2000) expect(report.movie.frames).toBeGreaterThanOrEqual(1200);
    expect(report.movie.frames).toBeLessThanOrEqual(2400);
    const machine = replayed(report);
    expect(machine.stateDifference(machine.save(), before)).toBeNull();
    expect(parseStateFile(report.state ?? new Uint8Array(0)).state).toEqual(before);
  });

  test('rewinding past its beginning and playing on is no trouble', async () => {
    const player = played(1210);
    for (let back = 0; back < 1100; back++) player.back();
    for (let frame = 0; frame < 20; frame++) {
      player.press(frame, 100);
      player.frame(true);
    }
    const machine = replayed(readReport(await reportOf(player)));
    expect(machine.stateDifference(machine.save(), player.machine.save())).toBeNull();
  });

  test('what a debugger moved begins anew; stopped inside a frame it holds that moment alone', async () => {
    const player = played(300);
    const { machine } = player;
    machine.setCpuHook({ before: () => true });
    player.frame(true);
    expect(machine.isMidFrame).toBe(true);
    const stopped = readReport(await reportOf(player));
    expect(stopped.state).toBeNull();
    expect(stopped.movie.frames).toBe(0);
    machine.setCpuHook(null);
    for (let frame = 0; frame < 10; frame++) player.frame(true);
    const report = readReport(await reportOf(player));
    expect(report.movie.frames).toBe(9);
    replayed(report);
  });

  test('cut short, of another kind or newer: a sentence', async () => {
    const file = await reportOf(played(30));
    const text = new TextDecoder().decode(file);
    const refused = (bytes: Uint8Array, words: RegExp) => {
      expect(() => readReport(bytes)).toThrow(MovieError);
      expect(() => readReport(bytes)).toThrow(words);
    };
    refused(file.subarray(0, file.length / 2), /cut short/);
    refused(new TextEncoder().encode('{"kind":"x"}'), /not a report/);
    refused(new TextEncoder().encode(text.replace('"version":1', '"version":2')), /newer version/);
    refused(new TextEncoder().encode(text.replace(/"state":"[^"]*"}$/, '"state":"x"}')), /damaged/);
    expect(isReport(file)).toBe(true);
    expect(isReport(GLIM)).toBe(false);
  });
});

describe('dotmatrix run with a report', () => {
  test('finds the ROM by its hash, replays, and compares every frame', () =>
    inFolder(async (folder) => {
      const report = readReport(await reportOf(played(200)));
      const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);
      put('bug.json', writeReport(report));
      const run = (...args: string[]) => dotmatrix(['run', ...args], folder);

      put('other.gb', crashingRom());
      expect(run('bug.json')).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(/"Glim – ü".*--rom/),
      });
      expect(run('bug.json', '--rom', 'other.gb')).toMatchObject({
        code: 2,
        err: expect.stringContaining('another ROM'),
      });
      expect(run('other.gb', '--rom', 'other.gb').err).toContain('give its path alone');
      expect(run('bug.json', '--seed', '1').err).toContain('A report brings its own');

      mkdirSync(join(folder, 'roms'));
      put('roms/game.gb', GLIM);
      for (const rom of ['roms', 'roms/game.gb']) {
        const { code, out } = run('bug.json', '--rom', rom, '--screenshot', 'end.png');
        expect(out).toContain(
          `All ${report.movie.frames} frames are as in the report, recorded by version test.`,
        );
        expect(code).toBe(0);
      }
      put('game.gb', GLIM);
      expect(JSON.parse(run('bug.json', '--json', '-').out)).toMatchObject({
        model: 'cgb-e',
        frames: report.movie.frames,
        differs: null,
        arrives: true,
      });
      expect(dotmatrix(['verify', 'game.gb', 'bug.json'], folder).code).toBe(0);

      const hashes = report.movie.hashes.slice();
      hashes[57] ^= 1;
      put('differs.json', writeReport({ ...report, movie: { ...report.movie, hashes } }));
      expect(run('differs.json')).toMatchObject({
        code: 1,
        out: expect.stringContaining('Frame 57 of'),
      });
      const state = report.movie.state;
      put('elsewhere.json', writeReport({ ...report, state }));
      expect(run('elsewhere.json')).toMatchObject({
        code: 1,
        out: expect.stringContaining('do not lead to the state'),
      });
      put('fault.json', writeReport({ ...report, state: null, fault: 'it broke' }));
      const faulted = run('fault.json', '--json', 'fault-seen.json');
      expect(faulted.out).toContain('the emulator stopped: it broke');
      expect(JSON.parse(readFileSync(join(folder, 'fault-seen.json'), 'utf8')).frames).toBe(
        report.movie.frames + 1,
      );
    }));
});
