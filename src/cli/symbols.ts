import { existsSync, readFileSync } from 'node:fs';
import { type Address, hex, Symbols as SymbolTable } from '../core/debug/symbols.ts';
import type { GameBoy } from '../core/game-boy.ts';
import { CART_RAM_AT, VRAM_AT, WRAM_AT } from '../core/memory.ts';
import { nearest } from './arguments.ts';
import { reason } from './output.ts';
import { UsageError } from './usage-error.ts';

/** Labels of a .sym file, with errors for people. */
export class Symbols {
  private readonly table: SymbolTable;

  constructor(text = '') {
    this.table = new SymbolTable(text);
  }

  /** Reads a symbol, `$C000`, `0xC000`, `C000` or `01:4000`, each with an optional `+offset`. */
  parse(text: string): Address {
    const address = this.table.parse(text);
    if (address !== undefined) return address;
    const meant = nearest(text.trim().replace(/\+.*$/, ''), this.table.names);
    throw new UsageError(
      `"${text}" is neither a symbol nor an address.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
    );
  }

  /** `Name ($AAAA)`, `Name+$12 ($AAAA)` or `$AAAA`, for people. */
  place(gameBoy: GameBoy, address: number): string {
    const plain = `$${hex(address, 4)}`;
    const name = this.name(gameBoy, address);
    return name === plain ? plain : `${name} (${plain})`;
  }

  /** The label that stands exactly at an address; bank -1 is the one that is mapped there. */
  labelAt(gameBoy: GameBoy, { bank, address }: Address): string | undefined {
    return this.table.nameAt(bank < 0 ? bankOf(gameBoy, address) : bank, address);
  }

  /** `Name`, `Name+$12` or `$AAAA` for the address that the machine has mapped there. */
  name(gameBoy: GameBoy, address: number): string {
    return this.table.describe(bankOf(gameBoy, address), address) ?? `$${hex(address, 4)}`;
  }
}

/** The .sym file that is named, or the one beside the ROM. */
export function readSymbols(rom: string, named: string | undefined): Symbols {
  const file = named ?? rom.replace(/\.[^./\\]*$/, '.sym');
  if (named === undefined && (file === rom || !existsSync(file))) return new Symbols();
  try {
    return new Symbols(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`Can't read ${file}: ${reason(error)}.`);
  }
}

/** `$2A`, `0x2A` or decimal `42`. */
export function parseNumber(text: string): number {
  const trimmed = text.trim();
  const hexadecimal = /^(?:\$|0x)([0-9a-f]+)$/i.exec(trimmed);
  if (hexadecimal !== null) return Number.parseInt(hexadecimal[1], 16);
  if (/^\d+$/.test(trimmed)) return Number(trimmed);
  throw new UsageError(`"${text}" is no number: write 42 or $2A.`);
}

/** The bank mapped at an address; 0 where there is only one. */
export function bankOf(gameBoy: GameBoy, address: number): number {
  const { memory } = gameBoy;
  if (address < 0x8000) return (memory.offsetOf(address) + (address & ~0x3fff) - memory.romAt) >> 14;
  if (address < 0xa000) return memory.vramBank;
  if (address < 0xc000) return Math.max(0, (memory.offsetOf(address) + 0xa000 - CART_RAM_AT) >> 13);
  return address >> 12 === 0xd ? memory.wramBank : 0;
}

/** Whether the bank of `at` is the one mapped there. */
export function isMapped(gameBoy: GameBoy, at: Address): boolean {
  return at.bank < 0 || at.address >= 0xe000 || bankOf(gameBoy, at.address) === at.bank;
}

/** The byte at an address, from its bank even while another is mapped; no side effects. */
export function byteAt(gameBoy: GameBoy, { bank, address }: Address): number {
  const { memory } = gameBoy;
  if (bank < 0 || address >= 0xe000) return gameBoy.peek(address);
  if (address < 0x8000)
    return memory.bytes[memory.romAt + (((bank << 14) | (address & 0x3fff)) % memory.romSize)];
  if (address < 0xa000) return memory.bytes[VRAM_AT + (bank << 13) + (address & 0x1fff)];
  if (address < 0xc000) {
    return memory.ramSize === 0
      ? gameBoy.peek(address)
      : memory.bytes[CART_RAM_AT + (((bank << 13) + (address & 0x1fff)) % memory.ramSize)];
  }
  return memory.bytes[WRAM_AT + (address < 0xd000 ? 0 : Math.max(1, bank) << 12) + (address & 0xfff)];
}
