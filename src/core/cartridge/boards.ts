import { CART_RAM_AT, type Memory } from '../memory.ts';
import type { Board, Fittings } from './board.ts';
import { Mbc1 } from './mbc1.ts';
import { Mbc2 } from './mbc2.ts';
import { Mbc3 } from './mbc3.ts';
import { Mbc5 } from './mbc5.ts';
import { RomBoard } from './rom.ts';

const KB = 1024;
const MB = 1024 * KB;

/** What a header's type byte promises beside the mapper, in words: ram, battery, timer, rumble. */
export type Promised = string;

/** One kind of board. */
export interface BoardRow {
  /** For people. */
  readonly label: string;
  /** Most bytes of ROM and RAM that the chip can address. */
  readonly maxRom: number;
  readonly maxRam: number;
  /** The header's type bytes ($0147). Rows without any are chosen by other facts (see header.ts). */
  readonly types: Readonly<Record<number, Promised>>;
  create(memory: Memory, fittings: Fittings): Board;
}

/** To add a board: one file with the class, one row here, one test. The key is its name in save files. */
export const BOARDS = {
  rom: {
    label: 'ROM only',
    maxRom: 32 * KB,
    maxRam: 8 * KB,
    types: { 0: '', 8: 'ram', 9: 'ram battery' },
    create: (memory, fittings) => new RomBoard(memory, fittings),
  },
  mbc1: {
    label: 'MBC1',
    maxRom: 2 * MB,
    maxRam: 32 * KB,
    types: { 1: '', 2: 'ram', 3: 'ram battery' },
    create: (memory, fittings) => new Mbc1(memory, fittings, false),
  },
  mbc1m: {
    label: 'MBC1 wired for several games (MBC1M)',
    maxRom: 1 * MB,
    maxRam: 8 * KB,
    types: {},
    create: (memory, fittings) => new Mbc1(memory, fittings, true),
  },
  mbc2: {
    label: 'MBC2',
    maxRom: 256 * KB,
    maxRam: 512,
    types: { 5: 'ram', 6: 'ram battery' },
    create: (memory, fittings) => new Mbc2(memory, fittings),
  },
  mbc3: {
    label: 'MBC3',
    maxRom: 2 * MB,
    maxRam: 32 * KB,
    types: {
      15: 'timer battery',
      16: 'timer ram battery',
      17: '',
      18: 'ram',
      19: 'ram battery',
    },
    create: (memory, fittings) => new Mbc3(memory, fittings, false),
  },
  mbc30: {
    label: 'MBC30',
    maxRom: 4 * MB,
    maxRam: 64 * KB,
    types: {},
    create: (memory, fittings) => new Mbc3(memory, fittings, true),
  },
  mbc5: {
    label: 'MBC5',
    maxRom: 8 * MB,
    maxRam: 128 * KB,
    types: {
      25: '',
      26: 'ram',
      27: 'ram battery',
      28: 'rumble',
      29: 'rumble ram',
      30: 'rumble ram battery',
    },
    create: (memory, fittings) => new Mbc5(memory, fittings),
  },
} as const satisfies Record<string, BoardRow>;

export type BoardName = keyof typeof BOARDS;

/** Chips that exist and have no row yet, by type byte. */
export const UNSUPPORTED: Readonly<Record<number, string>> = {
  11: 'MMM01 chip of multi-game cartridges',
  12: 'MMM01 chip of multi-game cartridges',
  13: 'MMM01 chip of multi-game cartridges',
  32: 'MBC6 chip with flash memory',
  34: 'MBC7 chip with its motion sensor',
  252: 'Game Boy Camera',
  253: 'TAMA5 chip with its clock',
  254: 'HuC-3 chip with infrared and clock',
  255: 'HuC1 chip with infrared',
};

/** The board that a header asks for, wired to `memory`, which must hold the header's ROM and RAM; the RAM is blank. */
export function createBoard(cartridge: Fittings & { readonly board: BoardName }, memory: Memory): Board {
  const row: BoardRow = BOARDS[cartridge.board];
  // An erased save. Real RAM without a battery holds noise, but some games expect what emulators and flash
  // cartridges give them.
  memory.bytes.fill(0xff, CART_RAM_AT, CART_RAM_AT + memory.ramSize);
  const board = row.create(memory, cartridge);
  board.map();
  return board;
}
