import fc from 'fast-check';
import { expect } from 'vitest';
import { BOARDS, createBoard } from '../../src/core/cartridge/boards.ts';
import { describeHeader, parseHeader } from '../../src/core/cartridge/header.ts';
import { fitRom, RomError } from '../../src/core/cartridge/rom-file.ts';
import { exportSave, importSave, SaveError } from '../../src/core/cartridge/save.ts';
import { CART_RAM_AT, Memory } from '../../src/core/memory.ts';
import { syntheticRom, withChecksums } from '../core/cartridge/synthetic-rom.ts';

const KB = 1024;
const NOW = 1_795_341_600;
const byte = fc.integer({ min: 0, max: 0xff });
const patches = (from: number, to: number) =>
  fc.array(fc.tuple(fc.integer({ min: from, max: to }), byte), { maxLength: 12 });

/** Good ROMs by size, copied before they are spoiled. */
const GOOD_ROMS = new Map(
  [0x150, 0x3fff, 0x8000, 0x8001, 0xc000, 0x10000, 0x48000].map((size) => [size, syntheticRom({ size })]),
);

const anyRom = fc.oneof(
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 0x200 }) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom(...GOOD_ROMS.keys()), patches(0x100, 0x14f), fc.boolean())
      .map(([size, changes, sums]) => {
        const rom = (GOOD_ROMS.get(size) as Uint8Array).slice();
        for (const [at, value] of changes) rom[at] = value;
        return sums ? withChecksums(rom) : rom;
      }),
  },
);

/** Every file is refused with a sentence, or gives a board that takes any access. */
export function fuzzRoms(numRuns: number): void {
  let taken = 0;
  fc.assert(
    fc.property(anyRom, fc.integer({ min: 1, max: 0xffff }), (rom, stride) => {
      try {
        const header = parseHeader(rom);
        const chip = fitRom(rom, header.romSize);
        expect(chip.length).toBe(header.romSize);
        expect(Math.log2(header.romSize) % 1).toBe(0);
        expect(header.romSize).toBeLessThanOrEqual(BOARDS[header.board].maxRom);
        expect(header.ramSize).toBeLessThanOrEqual(BOARDS[header.board].maxRam);
        for (const line of describeHeader(header)) expect(line.length).toBeGreaterThan(0);
        const memory = new Memory(chip, header.ramSize);
        const board = createBoard(header, memory);
        let addr = 0;
        for (let i = 0; i < 40; i++) {
          addr = (addr + stride) & 0x7fff;
          board.write(addr, i * 37, i);
          board.writeRam(0xa000 | (addr & 0x1fff), i, i);
          expect(memory.offsetOf(0x4000) + 0x8000).toBeLessThanOrEqual(memory.bytes.length);
          expect(board.readRam(0xa000 | (addr & 0x1fff), i)).toBeLessThan(0x100);
        }
        taken++;
      } catch (error) {
        if (!(error instanceof RomError)) throw error;
        expect(error.message).toMatch(/^[A-Z].*\.$/s);
      }
    }),
    { numRuns, seed: 1 },
  );
  expect(taken).toBeGreaterThan(numRuns / 10);
}

const CARTRIDGES = [
  { board: 'mbc2', ramSize: 512, battery: true, motor: false, clock: false },
  { board: 'mbc3', ramSize: 8 * KB, battery: true, motor: false, clock: true },
  { board: 'mbc3', ramSize: 0, battery: true, motor: false, clock: true },
  { board: 'mbc5', ramSize: 32 * KB, battery: true, motor: false, clock: false },
  { board: 'mbc5', ramSize: 8 * KB, battery: false, motor: true, clock: false },
] as const;
const SMALL_ROM = syntheticRom();

/** Vitest's own comparison takes milliseconds for a few kilobytes. */
function sameBytes(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}

const anySave = fc
  .tuple(
    fc.constantFrom(
      0,
      1,
      44,
      48,
      512,
      560,
      2 * KB,
      8 * KB,
      8 * KB + 44,
      8 * KB + 48,
      8 * KB + 13,
      32 * KB,
      64 * KB,
    ),
    fc.boolean(),
    patches(0, 64 * KB),
    fc.uint8Array({ minLength: 48, maxLength: 48 }),
  )
  .map(([length, blank, changes, tail]) => {
    const file = new Uint8Array(length).fill(blank ? 0xff : 0x00);
    if (length > 0) for (const [at, value] of changes) file[at % length] = value;
    file.set(tail.subarray(0, Math.min(48, length)), Math.max(0, length - 48));
    return file;
  });

/** Every file is refused with a sentence and changes nothing, or is taken and comes back the same. */
export function fuzzSaves(numRuns: number): void {
  let taken = 0;
  fc.assert(
    fc.property(fc.constantFrom(...CARTRIDGES), anySave, fc.double(), (cartridge, file, now) => {
      const memory = new Memory(SMALL_ROM, cartridge.ramSize);
      const board = createBoard(cartridge, memory);
      const ram = memory.bytes.subarray(CART_RAM_AT, CART_RAM_AT + cartridge.ramSize);
      ram.fill(0xf3);
      const before = exportSave(board, memory, NOW);
      try {
        for (const note of importSave(board, memory, file, now)) expect(note).toMatch(/^[A-Z].*\.$/);
      } catch (error) {
        if (!(error instanceof SaveError)) throw error;
        expect(error.message).toMatch(/^[A-Z].*\.$/);
        expect(sameBytes(exportSave(board, memory, NOW), before)).toBe(true);
        return;
      }
      taken++;
      const counters = [...(board.rtc?.counters ?? [])];
      expect(counters.every((value, i) => (value & ~[0x3f, 0x3f, 0x1f, 0xff, 0xc1][i]) === 0)).toBe(true);
      const out = exportSave(board, memory, NOW) as Uint8Array;
      const kept = ram.slice();
      expect(importSave(board, memory, out, NOW)).toEqual([]);
      expect(sameBytes(ram, kept)).toBe(true);
    }),
    { numRuns, seed: 1 },
  );
  expect(taken).toBeGreaterThan(numRuns / 10);
}
