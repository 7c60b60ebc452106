import { describe, expect, test } from 'vitest';
import { GameBoy } from '../../src/core/game-boy.ts';
import { LinkedPair } from '../../src/core/link.ts';
import type { ModelName } from '../../src/core/models.ts';
import { StateError } from '../../src/core/state/state-map.ts';
import { buildRom } from '../cli/small-roms.ts';
import { ownRom, PASS, verdict } from '../own-roms/verdict.ts';

const SB = 0x01;
const SC = 0x02;

/** Seeded and small: mulberry32. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
}

const RES_5_H = [0xcb, 0xac];
/** LD (HL+),A within WRAM. */
const LOG = [0x22, ...RES_5_H];
const write = (port: number, value: number): number[] => [0x3e, value, 0xe0, port];
const read = (port: number): number[] => [0xf0, port, ...LOG];
/** PUSH AF / LDH A,(DIV) / log / LDH A,(SB) / log / POP AF / RETI */
const HANDLER = [0xf5, ...read(0x04), ...read(SB), 0xf1, 0xd9];

interface Habits {
  /** What it writes to SC. */
  readonly controls: readonly number[];
  /** It writes to DIV in between as well. */
  readonly resets: boolean;
}

/** A program that plays with the serial port, sleeps, and logs what it sees, for ever. */
function player(seed: number, { controls, resets }: Habits): Uint8Array {
  const roll = dice(seed);
  const code = [0xf3, 0x21, 0x00, 0xc0, 0x31, 0xf0, 0xff, ...write(0x06, 0xc0), ...write(0x07, 0x05)];
  code.push(...write(0xff, 0x0c));
  const start = 0x150 + code.length;
  for (let i = 0; i < 60; i++) {
    switch (roll(12)) {
      case 0:
      case 1:
      case 2:
        code.push(...write(SB, roll(256)), ...write(SC, controls[roll(controls.length)]));
        break;
      case 3:
        code.push(...write(0x0f, 0), 0x76, 0x00); // HALT
        break;
      case 4:
        code.push(...read(SB));
        break;
      case 5:
        code.push(...read(SC), ...read(0x0f));
        break;
      case 6:
        code.push(roll(2) ? 0xfb : 0xf3, 0x00); // EI or DI
        break;
      case 7:
        if (resets) code.push(0xe0, 0x04); // DIV = A
        break;
      default:
        code.push(0x06, 1 + roll(200), 0x05, 0x20, 0xfd); // LD B,n / DEC B / JR NZ
    }
  }
  code.push(0xc3, start & 0xff, start >> 8);
  return buildRom(code, { 80: [0xc3, 0x00, 0x10], 88: [0xc3, 0x00, 0x10], 4096: HANDLER });
}

type Side = [rom: Uint8Array, model: ModelName];

/** Every access of `console` to the serial port, IF and WRAM, with its time in half-dots since power-on. */
function record(console: GameBoy): string[] {
  const log: string[] = [];
  const { clock } = console;
  const note = (what: string, address: number, value: number): void => {
    const port = address === 0xff01 || address === 0xff02 || address === 0xff0f;
    if (!port && (address < 0xc000 || address >= 0xe000)) return;
    log.push(`${clock.epoch + clock.now} ${what} ${address.toString(16)} ${value.toString(16)}`);
  };
  console.setAccessHook({
    read: (address, value) => note('read', address, value),
    write: (address, value) => note('write', address, value),
  });
  return log;
}

/** What both sides do and see when the one or the other leads. */
function play(one: Side, other: Side, frames: number, swapped: boolean): [string[], string[]] {
  const [a, b] = [one, other].map(([rom, model]) => new GameBoy({ rom, model }));
  const logs: [string[], string[]] = [record(a), record(b)];
  const pair = swapped ? new LinkedPair(b, a) : new LinkedPair(a, b);
  for (let frame = 0; frame < frames; frame++) pair.runFrame();
  return logs;
}

/** The first line in which two logs differ, as far as both go. */
function difference(a: readonly string[], b: readonly string[]): string | null {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) if (a[i] !== b[i]) return `${a[i]} | ${b[i]}`;
  return null;
}

/** Plays pairs of programs in both ways and expects the same; returns the reads of SB and SC in them. */
function expectSame(
  models: readonly [ModelName, ModelName],
  one: Habits,
  other: Habits,
  pairs: number,
): number {
  let reads = 0;
  for (let seed = 1; seed <= pairs; seed++) {
    const a: Side = [player(seed, one), models[0]];
    const b: Side = [player(seed + 1000, other), models[1]];
    const straight = play(a, b, 12, false);
    const swapped = play(a, b, 12, true);
    for (const side of [0, 1]) {
      expect(`${seed}: ${difference(straight[side], swapped[side])}`).toBe(`${seed}: null`);
      reads += straight[side].filter((line) => / read ff0[12] /.test(line)).length;
    }
  }
  return reads;
}

describe('two consoles on a cable see the same, to the M-cycle, whoever leads', () => {
  const MODELS = [
    ['dmg', 'dmg'],
    ['cgb-e', 'cgb-e'],
    ['mgb', 'agb'],
  ] as const;

  test.each(MODELS)('one clocks, and gives up now and then (%s and %s)', (...models) => {
    const master = { controls: [0x81, 0x81, 0x01], resets: true };
    const slave = { controls: [0x80, 0x80, 0x00], resets: true };
    expect(expectSame(models, master, slave, 8)).toBeGreaterThan(1000);
  });

  test('at the high speed of the CGB', () => {
    const master = { controls: [0x83, 0x83, 0x81], resets: false };
    const slave = { controls: [0x80, 0x80, 0x82], resets: true };
    expect(expectSame(['cgb-e', 'cgb-c'], master, slave, 8)).toBeGreaterThan(1000);
  });
});

describe('two consoles on a cable', () => {
  const linkRom = (side: string): Uint8Array => ownRom(`link/link-${side}.gb`);
  const linked = (swapped = false): LinkedPair => {
    const [a, b] = ['a', 'b'].map((side) => new GameBoy({ rom: linkRom(side), model: 'dmg' }));
    return swapped ? new LinkedPair(b, a) : new LinkedPair(a, b);
  };

  /** Two that send bytes all the time. */
  const chatting = (): LinkedPair =>
    new LinkedPair(
      new GameBoy({ rom: player(3, { controls: [0x81], resets: false }), model: 'dmg' }),
      new GameBoy({ rom: player(4, { controls: [0x80], resets: false }), model: 'cgb-e' }),
    );

  test('take turns at clocking, whoever leads', () => {
    const logs = [false, true].map((swapped) => {
      const pair = linked(swapped);
      const log = new Map([pair.first, pair.second].map((side) => [side.header.title, record(side)]));
      for (let frame = 0; frame < 150; frame++) pair.runFrame();
      return log;
    });
    for (const title of ['LINK-A', 'LINK-B']) {
      expect(logs[0].get(title)!.length).toBeGreaterThan(10_000);
      expect(difference(logs[0].get(title)!, logs[1].get(title)!)).toBeNull();
    }
  });

  test('are interrupted by the eighth bit at the same moment, with the bytes exchanged', () => {
    const sleeper = (byte: number, control: number): Uint8Array =>
      buildRom(
        [
          ...[0xf3, 0x31, 0xf0, 0xff, ...write(0x0f, 0), ...write(0xff, 0x08)],
          ...[...write(SB, byte), ...write(SC, control), 0xfb, 0x76, 0x00, 0x18, 0xfd],
        ],
        { 88: [...read(SB), 0xd9] },
      );
    const a = new GameBoy({ rom: sleeper(0xa5, 0x81), model: 'dmg' });
    const b = new GameBoy({ rom: sleeper(0x3c, 0x80), model: 'dmg' });
    const logs = [record(a), record(b)];
    new LinkedPair(a, b).runFrame();
    const [atA, atB] = logs.map((log) => log.filter((line) => line.includes(' read ff01')));
    expect(atA).toHaveLength(1);
    expect(atA[0]).toMatch(/ 3c$/);
    expect(atB).toEqual([atA[0].replace(/3c$/, 'a5')]);
    expect(a.takeSerial()).toEqual(Uint8Array.of(0xa5));
    expect(b.takeSerial()).toEqual(Uint8Array.of(0x3c));
  });

  test('go on from a saved state, in the middle of a byte too', () => {
    const pair = chatting();
    const states: Uint8Array[] = [];
    const inByte: number[] = [];
    for (let frame = 0; frame < 60; frame++) {
      pair.runFrame();
      states.push(pair.save());
      if (pair.first.serial.bits > 0 && frame < 55) inByte.push(frame);
    }
    expect(inByte.length).toBeGreaterThan(9);
    for (const frame of [0, 30, ...inByte.slice(0, 8)]) {
      const other = chatting();
      other.load(states[frame]);
      for (let n = 0; n < 5; n++) other.runFrame();
      expect(Buffer.compare(other.save(), states[frame + 5])).toBe(0);
    }
    expect(() => pair.load(new Uint8Array(10))).toThrow(StateError);
  });

  test('do the same whether they run by frames or by single steps', () => {
    const [frames, steps] = [linked(), linked()];
    for (let frame = 0; frame < 45; frame++) {
      frames.runFrame();
      do steps.step();
      while (steps.first.isMidFrame);
    }
    expect(frames.first.serial.bits + frames.first.serial.sb).toBeGreaterThan(0);
    expect(frames.first.stateDifference(frames.first.save(), steps.first.save())).toBeNull();
    expect(frames.second.stateDifference(frames.second.save(), steps.second.save())).toBeNull();
  });

  test('tell the host about the frames of both', () => {
    const pair = linked();
    const ended = [0, 0];
    pair.onFrame = (console) => ended[console === pair.first ? 0 : 1]++;
    for (let frame = 0; frame < 20; frame++) pair.runFrame();
    expect(ended[0]).toBe(20);
    expect(Math.abs(ended[1] - 20)).toBeLessThanOrEqual(1);
  });

  test('go their own ways when the cable is pulled out', () => {
    const pair = linked();
    for (let frame = 0; frame < 10; frame++) pair.runFrame();
    pair.unplug();
    const epoch = pair.second.clock.epoch;
    for (let frame = 0; frame < 400; frame++) pair.first.runFrame();
    expect(pair.second.clock.epoch).toBe(epoch);
    expect(verdict(pair.first)).not.toEqual(PASS);
  });
});
