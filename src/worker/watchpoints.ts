import type { AccessHook } from '../core/debug/access-hook.ts';
import type { Symbols } from '../core/debug/symbols.ts';
import type { GameBoy } from '../core/game-boy.ts';
import type { Watched, Watchpoint } from '../player/messages.ts';

const READ = 1;
const WRITE = 2;
const KINDS = { read: READ, write: WRITE, both: READ | WRITE } as const;

interface Range {
  readonly from: number;
  readonly to: number;
  /** The bank that must be mapped; -1 is any. */
  readonly bank: number;
  readonly kind: number;
}

/** Stops the console after an instruction that reads or writes one of the watched bytes. */
export class Watchpoints implements AccessHook {
  /** The access that stopped the console last. */
  seen: Watched | null = null;
  /** It came since this was last taken back. */
  fresh = false;
  private readonly machine: GameBoy;
  private readonly bankOf: (address: number) => number;
  /** For each address what is watched there, in some bank. */
  private readonly kinds = new Uint8Array(0x10000);
  private ranges: readonly Range[] = [];

  constructor(machine: GameBoy, bankOf: (address: number) => number) {
    this.machine = machine;
    this.bankOf = bankOf;
  }

  /** Nothing is watched; the console runs without a hook. */
  clear(): void {
    this.set([], null);
  }

  /** Watches these from now on; what cannot be read as an address is left out. */
  set(list: readonly Watchpoint[], symbols: Symbols | null): void {
    this.kinds.fill(0);
    this.ranges = list.flatMap(({ text, kind }) => {
      const range = symbols === null ? null : rangeOf(text, symbols);
      if (range === null) return [];
      return [{ ...range, bank: this.isBanked(range.from) ? range.bank : -1, kind: KINDS[kind] }];
    });
    for (const { from, to, kind } of this.ranges) {
      for (let at = from; at <= to; at++) this.kinds[at] |= kind;
    }
    this.machine.setAccessHook(this.ranges.length === 0 ? null : this);
  }

  read(address: number, value: number): void {
    if (this.kinds[address] & READ) this.see(address, READ, value);
  }

  write(address: number, value: number): void {
    if (this.kinds[address] & WRITE) this.see(address, WRITE, value);
  }

  private see(address: number, kind: number, value: number): void {
    const bank = this.bankOf(address);
    const isWatched = this.ranges.some(
      (range) =>
        (range.kind & kind) !== 0 &&
        address >= range.from &&
        address <= range.to &&
        (range.bank < 0 || range.bank === bank),
    );
    if (!isWatched) return;
    const before = kind === WRITE ? this.machine.peek(address) : value;
    this.seen = { kind: kind === WRITE ? 'write' : 'read', address, before, value, label: null };
    this.fresh = true;
    this.machine.pause();
  }

  /** Where `bankOf` tells banks apart: not in cartridge RAM, and without colour only in ROM. */
  private isBanked(address: number): boolean {
    if (address < 0x8000) return true;
    return this.machine.model.cgb && (address < 0xa000 || address >> 12 === 0xd);
  }
}

/** A label, `$C000`, `01:4000`, each with `+offset`, or two of them with a `-` between. Null if it is neither. */
export function rangeOf(text: string, symbols: Symbols): Omit<Range, 'kind'> | null {
  const single = symbols.parse(text);
  if (single !== undefined) return { from: single.address, to: single.address, bank: single.bank };
  // A label may hold a hyphen itself.
  for (let at = text.indexOf('-'); at > 0; at = text.indexOf('-', at + 1)) {
    const from = symbols.parse(text.slice(0, at));
    const to = symbols.parse(text.slice(at + 1));
    if (from === undefined || to === undefined || to.address < from.address) continue;
    return { from: from.address, to: to.address, bank: from.bank };
  }
  return null;
}
