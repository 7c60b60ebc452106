import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FRAME } from '../../src/core/clock.ts';
import { GameBoy } from '../../src/core/game-boy.ts';
import { type Movie, MovieRecorder, readMovie, verify, writeMovie } from '../../src/player/movie.ts';
import { Player } from '../../src/player/player.ts';
import { keyRom } from '../e2e/support/key-rom.ts';
import { projectRoot } from '../helpers/rom-root.ts';

const GLIM = new Uint8Array(readFileSync(join(projectRoot, 'test-roms/game/glim.gb')));
const GAMES = [
  ['built-in game', GLIM],
  ['key ROM', keyRom()],
] as const;

const ABOUT = { rom: '0'.repeat(64), model: 'cgb-e', seed: 7, state: null, app: 'test' } as const;

/** Equality without a printout of thousands of lines; names the first place that differs, or -1. */
function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Math.min(a.length, b.length);
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return i;
  return -1;
}

/** Pseudo-random presses: one every few frames, somewhere inside the frame. */
function* presses(seed: number): Generator<[buttons: number, at: number] | null> {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
    return state >> 8;
  };
  for (;;) yield next() % 5 === 0 ? [next() & 0xff, next() % FRAME] : null;
}

/** Plays `frames` frames in some mode, and gives the movie of it. */
function play(rom: Uint8Array, frames: number, mode: (player: Player, frame: number) => boolean): Movie {
  const machine = new GameBoy({ rom, seed: 7 });
  const player = new Player(machine);
  player.keepPast(true);
  const recorder = new MovieRecorder(machine.stateSize);
  player.recorder = recorder;
  const input = presses(3);
  while (recorder.frames < frames) {
    const press = input.next().value;
    if (press) player.press(press[0], press[1]);
    player.frame(mode(player, recorder.frames));
  }
  expect(player.recorder).toBe(recorder);
  return recorder.finish(ABOUT);
}

describe.each(GAMES)('%s', (_, rom) => {
  const frames = 200;
  const plain = play(rom, frames, () => true);

  test('a movie replays to the frame on a fresh console, through its file', () => {
    const movie = readMovie(writeMovie(plain));
    expect(movie).toEqual(plain);
    expect(verify(new GameBoy({ rom, seed: 7 }), movie)).toEqual({ differs: null, frames });
  });

  test('verify names the first frame that differs', () => {
    const hashes = plain.hashes.slice();
    hashes[123] ^= 1;
    hashes[200] ^= 1;
    expect(verify(new GameBoy({ rom, seed: 7 }), { ...plain, hashes })).toEqual({ differs: 123, frames });
  });

  test('frames without a picture and run-ahead change nothing', () => {
    const movie = play(rom, frames, (player, frame) => {
      player.runAhead = frame % 50 > 25;
      return frame % 3 !== 0;
    });
    expect(verify(new GameBoy({ rom, seed: 7 }), movie).differs).toBeNull();
    expect(movie.hashes).toEqual(plain.hashes);
  });

  test('a movie with rewinding in it replays: what was taken back is not in it', () => {
    let turns = 0;
    const movie = play(rom, frames, (player, frame) => {
      if (frame > 100 && frame % 40 === 0 && turns++ < 6) for (let i = 0; i < 35; i++) player.back();
      return true;
    });
    expect(turns).toBeGreaterThan(3);
    expect(verify(new GameBoy({ rom, seed: 7 }), movie)).toEqual({ differs: null, frames });
  });

  test('saving and loading at every frame changes nothing', () => {
    const machine = new GameBoy({ rom, seed: 7 });
    const input = presses(3);
    const recorder = new MovieRecorder(machine.stateSize);
    for (let i = 0; i < frames; i++) {
      machine.load(machine.save());
      const press = input.next().value;
      if (press) machine.setButtons(press[0], press[1]);
      machine.runFrame();
      recorder.frame(machine);
    }
    expect(recorder.finish(ABOUT).hashes).toEqual(plain.hashes);
  });
});

describe('going back', () => {
  test('shows each earlier picture again, and goes on as before', () => {
    const machine = new GameBoy({ rom: GLIM });
    const player = new Player(machine);
    player.keepPast(true);
    player.jumped();
    const pictures: Uint16Array[] = [];
    const states: Uint8Array[] = [];
    for (let i = 0; i < 200; i++) {
      player.frame(true);
      pictures.push(player.picture.slice());
      states.push(machine.save());
    }
    for (let i = 198; i >= 0; i--) {
      expect(player.back()).toBe(true);
      expect(firstDifference(machine.save(), states[i])).toBe(-1);
      // The picture of a state is the frame that comes next.
      expect([i, firstDifference(player.picture, pictures[i + 1])]).toEqual([i, -1]);
    }
    expect(player.back()).toBe(true);
    expect(player.back()).toBe(false);
    for (const state of states) {
      player.frame(true);
      expect(firstDifference(machine.save(), state)).toBe(-1);
    }
  });

  test('looking back leaves the present alone', () => {
    const machine = new GameBoy({ rom: GLIM });
    const player = new Player(machine);
    player.keepPast(true);
    for (let i = 0; i < 300; i++) player.frame(true);
    const present = machine.save();
    expect(player.peekBack(250)).toBe(true);
    expect(firstDifference(machine.save(), present)).toBe(-1);
    expect(player.peekBack(300)).toBe(false);
    expect(player.rewindFrames).toBe(299);
  });
});

describe('from key to picture', () => {
  const BLACK = 3;

  function player(): Player {
    const made = new Player(new GameBoy({ rom: keyRom() }));
    for (let i = 0; i < 30; i++) made.frame(true);
    return made;
  }

  /** The first line that is black from its start, or 144. */
  function firstBlackLine(picture: Uint16Array): number {
    for (let y = 0; y < 144; y++) if ((picture[y * 160] & 3) === BLACK) return y;
    return 144;
  }

  test.each([0.2, 0.5, 0.8])('a press arrives at its own time: %s into the frame', (part) => {
    const made = player();
    const at = Math.round(FRAME * part);
    made.press(16, at);
    made.frame(true);
    // A frame begins at line 144, so line 0 comes ten lines later.
    const line = at / 912 - 10;
    expect(firstBlackLine(made.picture)).toBeGreaterThanOrEqual(Math.floor(line));
    expect(firstBlackLine(made.picture)).toBeLessThanOrEqual(Math.ceil(line) + 1);
  });

  test('run-ahead shows the press a frame earlier', () => {
    const late = FRAME - 500;
    const plain = player();
    plain.press(16, late);
    plain.frame(true);
    expect(firstBlackLine(plain.picture)).toBeGreaterThanOrEqual(143);
    const ahead = player();
    ahead.runAhead = true;
    ahead.press(16, late);
    ahead.frame(true);
    expect(firstBlackLine(ahead.picture)).toBe(0);
    expect(firstDifference(ahead.machine.save(), plain.machine.save())).toBe(-1);
    const heard = ahead.samples.subarray(0, ahead.sampleCount * 2);
    expect(firstDifference(heard, plain.samples.subarray(0, plain.sampleCount * 2))).toBe(-1);
  });
});
