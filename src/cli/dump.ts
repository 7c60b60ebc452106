import { type Address, hex } from '../core/debug/symbols.ts';
import type { GameBoy } from '../core/game-boy.ts';
import { writeOutput } from './output.ts';
import { byteAt, type Symbols } from './symbols.ts';
import { UsageError } from './usage-error.ts';

/** A range of memory, and the file that it goes to; '' prints it for people. */
export interface Dump {
  readonly from: Address;
  readonly bytes: number;
  readonly file: string;
}

/** Reads `FROM-TO` or `FROM-TO=FILE`; both ends belong to it. */
export function parseDump(text: string, symbols: Symbols): Dump {
  const equals = text.indexOf('=');
  const range = equals < 0 ? text : text.slice(0, equals);
  const [first, last, ...rest] = range.split('-');
  if (last === undefined || rest.length > 0) {
    throw new UsageError(`"${range}" is no range of memory: write FROM-TO, as in C000-C0FF.`);
  }
  const from = symbols.parse(first);
  const to = symbols.parse(last);
  if (to.address < from.address) throw new UsageError(`"${range}" ends before it starts.`);
  return { from, bytes: to.address - from.address + 1, file: equals < 0 ? '' : text.slice(equals + 1) };
}

/** Writes the bytes to the dump's file, or prints them for people: each row with the labels that stand in it. */
export function printDump({ from, bytes, file }: Dump, gameBoy: GameBoy, symbols: Symbols): void {
  const content = Uint8Array.from({ length: bytes }, (_, i) =>
    byteAt(gameBoy, { bank: from.bank, address: (from.address + i) & 0xffff }),
  );
  if (file !== '') {
    writeOutput(file, content);
    return;
  }
  for (let at = 0; at < bytes; at += 16) {
    const row = [...content.subarray(at, at + 16)];
    const text = row.map((byte) => (byte > 0x1f && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    const start = (from.address + at) & 0xffff;
    const labels = row
      .map((_, i) => symbols.labelAt(gameBoy, { bank: from.bank, address: (start + i) & 0xffff }))
      .filter((label) => label !== undefined)
      .join(' ');
    const hexadecimal = row
      .map((byte) => hex(byte))
      .join(' ')
      .padEnd(47);
    writeOutput('-', `${`${hex(start, 4)}  ${hexadecimal}  ${text.padEnd(16)}  ${labels}`.trimEnd()}\n`);
  }
}
