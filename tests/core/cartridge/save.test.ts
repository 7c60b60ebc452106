import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Board } from '../../../src/core/cartridge/board.ts';
import { type BoardName, createBoard } from '../../../src/core/cartridge/boards.ts';
import { exportSave, importSave, SaveError, secondsAway } from '../../../src/core/cartridge/save.ts';
import { CART_RAM_AT, type Memory } from '../../../src/core/memory.ts';
import { markedMemory } from './synthetic-rom.ts';

const KB = 1024;
/** 22 November 2026. */
const NOW = 1_795_341_600;
const DAY = 86_400;
const YEAR = 365 * DAY;

interface Cartridge {
  memory: Memory;
  board: Board;
  ram: Uint8Array;
}

function cartridge(name: BoardName, ramSize: number, clock = false, battery = true): Cartridge {
  const memory = markedMemory(32 * KB, ramSize);
  const board = createBoard({ board: name, battery, motor: false, clock }, memory);
  return { memory, board, ram: memory.bytes.subarray(CART_RAM_AT, CART_RAM_AT + ramSize) };
}

function pattern(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
}

function clockOf(target: Cartridge): number[] {
  return [...(target.board.rtc?.counters ?? [])];
}

function saved(target: Cartridge, at: number): Uint8Array {
  const file = exportSave(target.board, target.memory, at);
  if (file === null) throw new Error('no save');
  return file;
}

describe('a .sav file', () => {
  it('is the RAM, byte for byte', () => {
    const one = cartridge('mbc5', 32 * KB);
    one.ram.set(pattern(32 * KB));
    const file = saved(one, NOW);
    expect(file).toEqual(pattern(32 * KB));
    const two = cartridge('mbc5', 32 * KB);
    const version = two.memory.ramVersion;
    expect(importSave(two.board, two.memory, file, NOW)).toEqual([]);
    expect(two.ram).toEqual(one.ram);
    expect(two.memory.ramVersion).toBeGreaterThan(version);
  });

  it('is not a view of the RAM', () => {
    const one = cartridge('mbc5', 8 * KB);
    const file = saved(one, NOW);
    one.ram[0] = 0x99;
    expect(file[0]).toBe(0xff);
  });

  it('does not exist without a battery', () => {
    const one = cartridge('mbc5', 8 * KB, false, false);
    expect(exportSave(one.board, one.memory, NOW)).toBeNull();
    expect(() => importSave(one.board, one.memory, pattern(8 * KB), NOW)).toThrow(SaveError);
  });

  it('ends with the clock in 48 bytes', () => {
    const one = cartridge('mbc3', 8 * KB, true);
    one.board.rtc?.counters.set([1, 2, 3, 4, 0x81]);
    one.board.rtc?.latched.set([5, 6, 7, 8, 0x40]);
    const file = saved(one, NOW + 0.7);
    const words = new DataView(file.buffer, 8 * KB);
    expect(file.length).toBe(8 * KB + 48);
    expect(Array.from({ length: 10 }, (_, i) => words.getUint32(i * 4, true))).toEqual([
      1, 2, 3, 4, 0x81, 5, 6, 7, 8, 0x40,
    ]);
    expect(words.getBigUint64(40, true)).toBe(BigInt(NOW));
  });

  it.each([48, 44])('gives back a clock of %i bytes and lets it catch up', (footer) => {
    fc.assert(
      fc.property(
        fc.tuple(
          fc.integer({ min: 0, max: 59 }),
          fc.integer({ min: 0, max: 59 }),
          fc.integer({ min: 0, max: 23 }),
          fc.integer({ min: 0, max: 255 }),
          fc.constantFrom(0x00, 0x01, 0x80, 0x81),
        ),
        fc.integer({ min: 0, max: 2 * YEAR }),
        (counters, away) => {
          const one = cartridge('mbc3', 8 * KB, true);
          one.board.rtc?.counters.set(counters);
          const two = cartridge('mbc3', 8 * KB, true);
          const file = saved(one, NOW).subarray(0, 8 * KB + footer);
          expect(importSave(two.board, two.memory, file, NOW + away)).toEqual([]);
          one.board.rtc?.advance(away);
          expect(clockOf(two)).toEqual(clockOf(one));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('may be nothing but a clock', () => {
    const one = cartridge('mbc3', 0, true);
    one.board.rtc?.counters.set([9, 0, 0, 0, 0]);
    const file = saved(one, NOW);
    expect(file.length).toBe(48);
    const two = cartridge('mbc3', 0, true);
    importSave(two.board, two.memory, file, NOW);
    expect(clockOf(two)).toEqual([9, 0, 0, 0, 0]);
  });

  it('may come without a clock, or with one that is not needed', () => {
    const one = cartridge('mbc3', 8 * KB, true);
    one.board.rtc?.counters.set([9, 8, 7, 6, 0]);
    expect(importSave(one.board, one.memory, pattern(8 * KB), NOW)).toHaveLength(1);
    expect(clockOf(one)).toEqual([9, 8, 7, 6, 0]);
    const two = cartridge('mbc5', 8 * KB);
    expect(importSave(two.board, two.memory, saved(one, NOW), NOW)).toHaveLength(1);
    expect(two.ram).toEqual(pattern(8 * KB));
  });

  it('is taken when it is smaller, or larger with nothing in the rest', () => {
    const one = cartridge('mbc5', 32 * KB);
    expect(importSave(one.board, one.memory, pattern(8 * KB), NOW)).toHaveLength(1);
    expect(one.ram.subarray(0, 8 * KB)).toEqual(pattern(8 * KB));
    expect(one.ram.subarray(8 * KB).every((byte) => byte === 0xff)).toBe(true);
    for (const rest of [0x00, 0xff]) {
      const larger = new Uint8Array(128 * KB).fill(rest);
      larger.set(pattern(32 * KB));
      expect(importSave(one.board, one.memory, larger, NOW)).toHaveLength(1);
      expect(one.ram).toEqual(pattern(32 * KB));
    }
    const two = cartridge('mbc5', 8 * KB);
    const once = pattern(8 * KB);
    const repeated = Uint8Array.from({ length: 32 * KB }, (_, i) => once[i % once.length]);
    expect(importSave(two.board, two.memory, repeated, NOW)).toHaveLength(1);
    expect(two.ram).toEqual(pattern(8 * KB));
  });

  it('for MBC2 is compared by its half-bytes', () => {
    const one = cartridge('mbc2', 512);
    const wide = Uint8Array.from({ length: 8 * KB }, (_, i) => ((i % 512) & 0x0f) | ((i >> 9) << 4));
    importSave(one.board, one.memory, wide, NOW);
    expect(one.ram.every((byte, i) => byte === (0xf0 | (i & 0x0f)))).toBe(true);
  });

  it.each([
    ['empty', new Uint8Array(0)],
    ['a few bytes', pattern(100)],
    ['no size that RAM has', pattern(5000)],
    ['another game, four times as large', pattern(32 * KB)],
    ['huge', new Uint8Array(16 * 1024 * KB)],
  ])('that is %s is refused with a sentence, and nothing changes', (_, file) => {
    const one = cartridge('mbc3', 8 * KB, true);
    one.ram.set(pattern(8 * KB).reverse());
    one.board.rtc?.counters.set([1, 2, 3, 4, 5]);
    const before = saved(one, NOW);
    const version = one.memory.ramVersion;
    expect(() => importSave(one.board, one.memory, file, NOW + 5)).toThrow(SaveError);
    expect(() => importSave(one.board, one.memory, file, NOW + 5)).toThrow(/8 KB/);
    expect(saved(one, NOW)).toEqual(before);
    expect(one.memory.ramVersion).toBe(version);
  });
});

describe('a system clock that is wrong', () => {
  it('adds nothing when it went backwards or leapt by decades', () => {
    expect(secondsAway(NOW, NOW + 100.9)).toBe(100);
    expect(secondsAway(NOW, NOW - 100)).toBe(0);
    expect(secondsAway(NOW, NOW + 60 * YEAR)).toBe(0);
    expect(secondsAway(0, NOW)).toBe(0);
    expect(secondsAway(Number.NaN, NOW)).toBe(0);
    expect(secondsAway(NOW, Number.NaN)).toBe(0);
  });

  it('that falls back to 1970 for a while costs no more than that while', () => {
    const one = cartridge('mbc3', 8 * KB, true);
    const first = saved(one, NOW);
    const two = cartridge('mbc3', 8 * KB, true);
    importSave(two.board, two.memory, first, 3600);
    const second = saved(two, 7200);
    const three = cartridge('mbc3', 8 * KB, true);
    importSave(three.board, three.memory, second, NOW + 2 * DAY);
    expect(clockOf(three)).toEqual([0, 0, 0, 2, 0]);
  });

  it('that leapt ahead and came back does not stop the clock for ever', () => {
    const one = cartridge('mbc3', 8 * KB, true);
    const first = saved(one, NOW);
    const two = cartridge('mbc3', 8 * KB, true);
    importSave(two.board, two.memory, first, NOW + 60 * YEAR);
    const second = saved(two, NOW + 60 * YEAR);
    const three = cartridge('mbc3', 8 * KB, true);
    importSave(three.board, three.memory, second, NOW + DAY);
    const third = saved(three, NOW + DAY);
    const four = cartridge('mbc3', 8 * KB, true);
    importSave(four.board, four.memory, third, NOW + 2 * DAY);
    expect(clockOf(four)).toEqual([0, 0, 0, 1, 0]);
  });
});
