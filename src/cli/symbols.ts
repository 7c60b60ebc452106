import { existsSync, readFileSync } from 'node:fs';
import type { GameBoy } from '../core/game-boy.ts';
import { CART_RAM_AT, VRAM_AT, WRAM_AT } from '../core/memory.ts';
import { nearest } from './arguments.ts';
import { reason } from './output.ts';
import { UsageError } from './usage-error.ts';

/** An address of the CPU, in one bank or, with bank -1, in whichever is mapped. */
export interface Address {
  readonly bank: number;
  readonly address: number;
}

/** The names of an RGBDS .sym file: lines of `BB:AAAA Name`, `;` starts a comment. */
export class Symbols {
  private readonly byName = new Map<string, Address>();
  private readonly byAddress = new Map<number, string>();

  constructor(text = '') {
    for (const line of text.split(/\r?\n/)) {
      const match = /^\s*([0-9a-f]{1,4}):([0-9a-f]{4})\s+(\S+)/i.exec(line);
      if (match === null) continue;
      const at = { bank: Number.parseInt(match[1], 16), address: Number.parseInt(match[2], 16) };
      this.byName.set(match[3], at);
      const key = (at.bank << 16) | at.address;
      if (!this.byAddress.has(key)) this.byAddress.set(key, match[3]);
    }
  }

  /** Reads a symbol, `$C000`, `0xC000`, `C000` or `01:4000`, each with an optional `+offset`. */
  parse(text: string): Address {
    const match = /^(.*?)(?:\+(\$[0-9a-f]+|0x[0-9a-f]+|\d+))?$/i.exec(text.trim());
    const name = match?.[1] ?? '';
    const offset = match?.[2] === undefined ? 0 : parseNumber(match[2]);
    const base = this.byName.get(name) ?? parseAddress(name);
    if (base === undefined) {
      const meant = nearest(name, [...this.byName.keys()]);
      throw new UsageError(
        `"${text}" is neither a symbol nor an address.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
      );
    }
    return { bank: base.bank, address: (base.address + offset) & 0xffff };
  }

  /** `Name` or `$AAAA` for the address that the machine has mapped there. */
  name(gameBoy: GameBoy, address: number): string {
    return this.byAddress.get((bankOf(gameBoy, address) << 16) | address) ?? `$${hex(address, 4)}`;
  }

  get size(): number {
    return this.byName.size;
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

function parseAddress(text: string): Address | undefined {
  const banked = /^([0-9a-f]{1,3}):\$?([0-9a-f]{4})$/i.exec(text);
  if (banked !== null) return { bank: Number.parseInt(banked[1], 16), address: Number.parseInt(banked[2], 16) };
  const plain = /^(?:\$|0x)?([0-9a-f]{1,4})$/i.exec(text);
  return plain === null ? undefined : { bank: -1, address: Number.parseInt(plain[1], 16) };
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
  if (address < 0x8000) return memory.bytes[memory.romAt + (((bank << 14) | (address & 0x3fff)) % memory.romSize)];
  if (address < 0xa000) return memory.bytes[VRAM_AT + (bank << 13) + (address & 0x1fff)];
  if (address < 0xc000) {
    return memory.ramSize === 0
      ? gameBoy.peek(address)
      : memory.bytes[CART_RAM_AT + (((bank << 13) + (address & 0x1fff)) % memory.ramSize)];
  }
  return memory.bytes[WRAM_AT + (address < 0xd000 ? 0 : Math.max(1, bank) << 12) + (address & 0xfff)];
}

export function hex(value: number, digits = 2): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
