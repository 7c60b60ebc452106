import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBoard } from '../../../src/core/cartridge/boards.ts';
import { Rtc, SECOND } from '../../../src/core/cartridge/rtc.ts';
import { markedMemory } from './synthetic-rom.ts';

const [S, M, H, DL, DH] = [0, 1, 2, 3, 4];

function clockAt(counters: readonly number[], now = 0): Rtc {
  const rtc = new Rtc();
  for (const register of [DH, DL, H, M, S]) rtc.write(register, counters[register], now);
  return rtc;
}

function read(rtc: Rtc, now: number): number[] {
  rtc.latch(now);
  return [S, M, H, DL, DH].map((register) => rtc.read(register));
}

describe("MBC3's clock", () => {
  it('ticks once per second of emulated time', () => {
    const rtc = clockAt([0, 0, 0, 0, 0]);
    expect(read(rtc, SECOND - 1)[S]).toBe(0);
    expect(read(rtc, SECOND)[S]).toBe(1);
    expect(read(rtc, 61 * SECOND)).toEqual([1, 1, 0, 0, 0]);
  });

  it('carries from the last second of the last day and keeps the carry', () => {
    const rtc = clockAt([59, 59, 23, 0xff, 0x01]);
    expect(read(rtc, SECOND)).toEqual([0, 0, 0, 0, 0x80]);
    rtc.write(S, 59, SECOND);
    expect(read(rtc, 2 * SECOND)[DH]).toBe(0x80);
    rtc.write(DH, 0, 2 * SECOND);
    expect(read(rtc, 2 * SECOND)[DH]).toBe(0);
  });

  it('sets bit 8 of the day without a carry', () => {
    expect(read(clockAt([59, 59, 23, 0xff, 0x00]), SECOND)).toEqual([0, 0, 0, 0, 0x01]);
  });

  it('lets counters beyond their range wrap without a carry', () => {
    expect(read(clockAt([63, 10, 0, 0, 0]), SECOND)).toEqual([0, 10, 0, 0, 0]);
    expect(read(clockAt([60, 10, 0, 0, 0]), SECOND)).toEqual([61, 10, 0, 0, 0]);
    expect(read(clockAt([59, 63, 5, 0, 0]), SECOND)).toEqual([0, 0, 5, 0, 0]);
    expect(read(clockAt([59, 59, 31, 7, 0]), SECOND)).toEqual([0, 0, 0, 7, 0]);
  });

  it('keeps only the bits that exist', () => {
    const rtc = clockAt([0xff, 0xff, 0xff, 0xff, 0xff]);
    expect(read(rtc, 0)).toEqual([0x3f, 0x3f, 0x1f, 0xff, 0xc1]);
  });

  it('restarts the second when seconds are written, and only then', () => {
    const rtc = clockAt([0, 0, 0, 0, 0]);
    const half = SECOND / 2;
    rtc.write(S, 10, half);
    expect(read(rtc, half + SECOND - 1)[S]).toBe(10);
    expect(read(rtc, half + SECOND)[S]).toBe(11);
    rtc.write(M, 4, half + SECOND + half);
    expect(read(rtc, 2 * SECOND + half)[S]).toBe(12);
  });

  it('stands still while halted, within the second too', () => {
    const rtc = clockAt([0, 0, 0, 0, 0]);
    rtc.write(DH, 0x40, SECOND / 4);
    expect(read(rtc, 100 * SECOND)[S]).toBe(0);
    rtc.advance(100);
    expect(read(rtc, 100 * SECOND)[S]).toBe(0);
    rtc.write(DH, 0x00, 100 * SECOND);
    expect(read(rtc, 100 * SECOND + (SECOND * 3) / 4 - 1)[S]).toBe(0);
    expect(read(rtc, 100 * SECOND + (SECOND * 3) / 4)[S]).toBe(1);
  });

  it('shows what was latched until the next latch, also after a write', () => {
    const rtc = clockAt([5, 0, 0, 0, 0]);
    rtc.latch(0);
    rtc.write(S, 20, 0);
    expect(rtc.read(S)).toBe(5);
    rtc.sync(SECOND);
    expect(rtc.read(S)).toBe(5);
    rtc.latch(SECOND);
    expect(rtc.read(S)).toBe(21);
  });

  it('goes on evenly when time is rebased', () => {
    const rtc = clockAt([0, 0, 0, 0, 0]);
    const frame = 140_448;
    for (let i = 0; i < 600; i++) rtc.rebase(frame);
    expect(rtc.syncedAt).toBe(0);
    expect(read(rtc, 0)[S]).toBe(Math.floor((600 * frame) / SECOND));
    expect(rtc.fraction).toBe((600 * frame) % SECOND);
  });

  it('advances by any number of seconds exactly as it would second by second', () => {
    const counters = fc.tuple(
      fc.integer({ min: 0, max: 63 }),
      fc.integer({ min: 0, max: 63 }),
      fc.integer({ min: 0, max: 31 }),
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0x00, 0x01, 0x80, 0x81),
    );
    fc.assert(
      fc.property(counters, fc.integer({ min: 0, max: 300_000 }), (start, seconds) => {
        const jumped = clockAt(start);
        jumped.advance(seconds);
        const stepped = clockAt(start);
        for (let i = 0; i < seconds; i++) stepped.advance(1);
        expect([...jumped.counters]).toEqual([...stepped.counters]);
      }),
      { numRuns: 30 },
    );
  });

  it('is not moved by nonsense', () => {
    for (const seconds of [0, -5, 0.9, Number.NaN, Number.NEGATIVE_INFINITY]) {
      const rtc = clockAt([1, 2, 3, 4, 0]);
      rtc.advance(seconds);
      expect([...rtc.counters]).toEqual([1, 2, 3, 4, 0]);
    }
  });

  it('is reached through $A000-$BFFF and latched through $6000-$7FFF', () => {
    const memory = markedMemory(0x8000, 0x2000);
    const board = createBoard({ board: 'mbc3', battery: true, motor: false, clock: true }, memory);
    board.write(0x0000, 0x0a, 0);
    board.write(0x4000, 0x09, 0);
    const version = memory.ramVersion;
    board.writeRam(0xb123, 42, 0);
    expect(memory.ramVersion).toBe(version + 1);
    expect(board.readRam(0xa000, 0)).toBe(0);
    board.write(0x6000, 0x00, 0);
    board.write(0x6000, 0x01, 0);
    expect(board.readRam(0xa000, 0)).toBe(42);
  });
});
