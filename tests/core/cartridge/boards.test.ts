import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Board } from '../../../src/core/cartridge/board.ts';
import { BOARDS, type BoardName, createBoard } from '../../../src/core/cartridge/boards.ts';
import { type Memory, SLOW } from '../../../src/core/memory.ts';
import { StateMap } from '../../../src/core/state/state-map.ts';
import { bankAt, markedMemory } from './synthetic-rom.ts';

const KB = 1024;
const MB = 1024 * KB;

interface Console {
  memory: Memory;
  board: Board;
  /** A CPU read of cartridge RAM. */
  peek(addr: number): number;
}

function insert(name: BoardName, romSize: number, ramSize: number, motor = false, clock = false): Console {
  const memory = markedMemory(romSize, ramSize);
  const board = createBoard({ board: name, battery: true, motor, clock }, memory);
  const peek = (addr: number): number => {
    const offset = memory.offsetOf(addr);
    return offset <= SLOW + 0xffff ? board.readRam(addr, 0) : memory.bytes[offset + addr];
  };
  return { memory, board, peek };
}

const powerOfTwo = (from: number, to: number): fc.Arbitrary<number> =>
  fc.integer({ min: Math.log2(from), max: Math.log2(to) }).map((bits) => 2 ** bits);
const byte = fc.integer({ min: 0, max: 0xff });

describe('ROM only', () => {
  it('shows both banks and ignores writes', () => {
    const { memory, board, peek } = insert('rom', 32 * KB, 0);
    board.write(0x2000, 0, 0);
    expect([bankAt(memory, 0x0000), bankAt(memory, 0x4000)]).toEqual([0, 1]);
    board.writeRam(0xa000, 0x12, 0);
    expect(peek(0xa000)).toBe(0xff);
  });

  it('has its RAM always open', () => {
    const { board, peek } = insert('rom', 32 * KB, 8 * KB);
    board.writeRam(0xbfff, 0x12, 0);
    expect(peek(0xbfff)).toBe(0x12);
  });
});

describe('MBC1', () => {
  it('selects banks by all seven bits, masked to the chip, and turns 0 into 1 by the low five', () => {
    fc.assert(
      fc.property(powerOfTwo(32 * KB, 2 * MB), byte, byte, byte, (size, low, high, mode) => {
        const { memory, board } = insert('mbc1', size, 0);
        board.write(0x2000, low, 0);
        board.write(0x4000, high, 0);
        board.write(0x6000, mode, 0);
        const mask = size / 0x4000 - 1;
        const upper = (high & 3) << 5;
        expect(bankAt(memory, 0x4000)).toBe((upper | (low & 31 || 1)) & mask);
        expect(bankAt(memory, 0x0000)).toBe(mode & 1 ? upper & mask : 0);
      }),
    );
  });

  it('reaches bank 0 at $4000 in a small ROM through an unconnected bit', () => {
    const { memory, board } = insert('mbc1', 256 * KB, 0);
    board.write(0x2000, 0x10, 0);
    expect(bankAt(memory, 0x4000)).toBe(0);
  });

  it('switches RAM banks only in mode 1, and wraps them in a small chip', () => {
    const { board, peek } = insert('mbc1', 128 * KB, 32 * KB);
    board.write(0x0000, 0xfa, 0);
    board.write(0x6000, 1, 0);
    for (let bank = 0; bank < 4; bank++) {
      board.write(0x4000, bank, 0);
      board.writeRam(0xa000, 0x10 + bank, 0);
    }
    for (let bank = 0; bank < 4; bank++) {
      board.write(0x4000, bank, 0);
      expect(peek(0xa000)).toBe(0x10 + bank);
    }
    board.write(0x6000, 0, 0);
    expect(peek(0xa000)).toBe(0x10);

    const small = insert('mbc1', 128 * KB, 8 * KB);
    small.board.write(0x0000, 0x0a, 0);
    small.board.write(0x6000, 1, 0);
    small.board.write(0x4000, 3, 0);
    small.board.writeRam(0xa000, 0x77, 0);
    small.board.write(0x4000, 0, 0);
    expect(small.peek(0xa000)).toBe(0x77);
  });

  it('opens RAM for a low half of A and closes it for anything else', () => {
    const { board, peek } = insert('mbc1', 32 * KB, 8 * KB);
    board.writeRam(0xa000, 0x12, 0);
    board.write(0x1fff, 0x0a, 0);
    expect(peek(0xa000)).toBe(0xff);
    for (let value = 0; value < 0x100; value++) {
      board.write(0x0000, 0x0a, 0);
      board.writeRam(0xa000, 0x34, 0);
      board.write(0x0000, value, 0);
      expect(peek(0xa000)).toBe((value & 0x0f) === 0x0a ? 0x34 : 0xff);
    }
  });

  it('wires several games with four low bits', () => {
    fc.assert(
      fc.property(byte, byte, byte, (low, high, mode) => {
        const { memory, board } = insert('mbc1m', 1 * MB, 0);
        board.write(0x2000, low, 0);
        board.write(0x4000, high, 0);
        board.write(0x6000, mode, 0);
        const upper = (high & 3) << 4;
        expect(bankAt(memory, 0x4000)).toBe(upper | ((low & 31 || 1) & 15));
        expect(bankAt(memory, 0x0000)).toBe(mode & 1 ? upper : 0);
      }),
    );
  });
});

describe('MBC2', () => {
  it('tells its registers apart by address bit 8', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x3fff }), byte, (addr, value) => {
        const { memory, board, peek } = insert('mbc2', 256 * KB, 512);
        board.write(addr, value, 0);
        const toRom = (addr & 0x100) !== 0;
        expect(bankAt(memory, 0x4000)).toBe(toRom ? value & 15 || 1 : 1);
        board.writeRam(0xa000, 0x05, 0);
        expect(peek(0xa000)).toBe(!toRom && (value & 15) === 10 ? 0xf5 : 0xff);
      }),
    );
  });

  it('repeats 512 half-bytes and ignores $4000-$7FFF', () => {
    const { memory, board, peek } = insert('mbc2', 64 * KB, 512);
    board.write(0x0000, 0x0a, 0);
    board.writeRam(0xa123, 0xab, 0);
    board.write(0x4000, 0x00, 0);
    board.write(0x7fff, 0x03, 0);
    for (let addr = 0xa123; addr < 0xc000; addr += 0x200) expect(peek(addr)).toBe(0xfb);
    expect(bankAt(memory, 0x4000)).toBe(1);
  });
});

describe('MBC3', () => {
  it('selects 7 bits of ROM bank, MBC30 8, and turns 0 into 1', () => {
    fc.assert(
      fc.property(byte, (value) => {
        const small = insert('mbc3', 2 * MB, 0);
        small.board.write(0x3fff, value, 0);
        expect(bankAt(small.memory, 0x4000)).toBe(value & 0x7f || 1);
        const large = insert('mbc30', 4 * MB, 0);
        large.board.write(0x3fff, value, 0);
        expect(bankAt(large.memory, 0x4000)).toBe(value || 1);
      }),
      { numRuns: 40 },
    );
  });

  it('shows nothing for banks and registers that are not there', () => {
    const { board, peek } = insert('mbc3', 64 * KB, 32 * KB, false, true);
    board.write(0x0000, 0x0a, 0);
    for (let select = 0; select < 16; select++) {
      board.write(0x4000, select, 0);
      board.writeRam(0xa000, 0x21, 0);
      const there = select < 4 ? 0x21 : select >= 8 && select <= 12 ? 0x00 : 0xff;
      expect(peek(0xa000), `select ${select}`).toBe(there);
    }
  });

  it('wraps RAM banks where there is no clock', () => {
    const { board, peek } = insert('mbc3', 64 * KB, 32 * KB);
    board.write(0x0000, 0x0a, 0);
    board.write(0x4000, 9, 0);
    board.writeRam(0xa000, 0x44, 0);
    board.write(0x4000, 1, 0);
    expect(peek(0xa000)).toBe(0x44);
  });

  it('gives MBC30 eight RAM banks', () => {
    const { board, peek } = insert('mbc30', 64 * KB, 64 * KB, false, true);
    board.write(0x0000, 0x0a, 0);
    for (let bank = 0; bank < 8; bank++) {
      board.write(0x4000, bank, 0);
      board.writeRam(0xa000, 0x30 + bank, 0);
    }
    board.write(0x4000, 5, 0);
    expect(peek(0xa000)).toBe(0x35);
  });

  it('closes the clock together with the RAM', () => {
    const { board, peek } = insert('mbc3', 64 * KB, 8 * KB, false, true);
    board.write(0x4000, 0x08, 0);
    expect(peek(0xa000)).toBe(0xff);
    board.writeRam(0xa000, 12, 0);
    expect(board.rtc?.counters[0]).toBe(0);
  });
});

describe('MBC5', () => {
  it('selects all 512 banks of 8 MB, bank 0 too', () => {
    const { memory, board } = insert('mbc5', 8 * MB, 0);
    for (let bank = 0; bank < 512; bank++) {
      board.write(0x2000, bank & 0xff, 0);
      board.write(0x3000, bank >> 8, 0);
      expect(bankAt(memory, 0x4000)).toBe(bank);
    }
    expect(bankAt(memory, 0x0000)).toBe(0);
  });

  it('masks banks to the chip', () => {
    fc.assert(
      fc.property(powerOfTwo(32 * KB, 4 * MB), byte, byte, (size, low, high) => {
        const { memory, board } = insert('mbc5', size, 0);
        board.write(0x2fff, low, 0);
        board.write(0x3fff, high, 0);
        board.write(0x6000, 0xff, 0);
        expect(bankAt(memory, 0x4000)).toBe((((high & 1) << 8) | low) & (size / 0x4000 - 1));
      }),
      { numRuns: 40 },
    );
  });

  it('opens RAM for $0A alone and switches 16 banks', () => {
    const { board, peek } = insert('mbc5', 32 * KB, 128 * KB);
    board.write(0x0000, 0x1a, 0);
    expect(peek(0xa000)).toBe(0xff);
    board.write(0x0000, 0x0a, 0);
    for (let bank = 0; bank < 16; bank++) {
      board.write(0x4000, bank, 0);
      board.writeRam(0xa000, bank, 0);
    }
    board.write(0x4000, 0xf9, 0);
    expect(peek(0xa000)).toBe(9);
  });

  it('gives the top bit of the RAM bank to the motor where there is one', () => {
    const { board, peek } = insert('mbc5', 32 * KB, 64 * KB, true);
    board.write(0x0000, 0x0a, 0);
    board.write(0x4000, 0x01, 0);
    board.writeRam(0xa000, 0x55, 0);
    expect(board.rumble).toBe(false);
    board.write(0x4000, 0x09, 0);
    expect(board.rumble).toBe(true);
    expect(peek(0xa000)).toBe(0x55);
    const still = insert('mbc5', 32 * KB, 64 * KB);
    still.board.write(0x4000, 0x08, 0);
    expect(still.board.rumble).toBe(false);
  });
});

describe('every board', () => {
  const names = Object.keys(BOARDS) as BoardName[];

  it.each(names)('%s publishes the same windows again after a load', (name) => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 0x7fff }), byte), { maxLength: 20 }),
        fc.boolean(),
        (writes, motor) => {
          const size = BOARDS[name].maxRom;
          const ram = Math.min(BOARDS[name].maxRam, 32 * KB);
          const clock = name === 'mbc3' || name === 'mbc30';
          const one = insert(name, Math.min(size, 1 * MB), ram, motor, clock);
          for (const [addr, value] of writes) one.board.write(addr, value, 0);
          const saved = new StateMap(one.board.parts()).save();
          const two = insert(name, Math.min(size, 1 * MB), ram, motor, clock);
          new StateMap(two.board.parts()).load(saved);
          two.board.map();
          for (let addr = 0; addr < 0xc000; addr += 0x1000) {
            expect(two.memory.offsetOf(addr)).toBe(one.memory.offsetOf(addr));
          }
          expect(two.board.rumble).toBe(one.board.rumble);
        },
      ),
      { numRuns: 15 },
    );
  });

  it.each(names)('%s notices changes of its RAM, and only changes', (name) => {
    const ram = Math.min(BOARDS[name].maxRam, 8 * KB);
    const { memory, board } = insert(name, 32 * KB, ram);
    board.write(0x0000, 0x0a, 0);
    const before = memory.ramVersion;
    board.writeRam(0xa000, 0x07, 0);
    expect(memory.ramVersion).toBe(before + 1);
    board.writeRam(0xa000, 0x07, 0);
    expect(memory.ramVersion).toBe(before + 1);
  });

  it.each(names)('%s with no RAM reads $FF and takes no writes', (name) => {
    if (name === 'mbc2') return;
    const { memory, board, peek } = insert(name, 32 * KB, 0);
    board.write(0x0000, 0x0a, 0);
    board.writeRam(0xa000, 0x07, 0);
    expect(peek(0xa000)).toBe(0xff);
    expect(memory.ramVersion).toBe(0);
  });
});
