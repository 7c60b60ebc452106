import type { Part, Shape } from './state/state-map.ts';

/** Offsets into the arena, bytes. */
export const VRAM_AT = 0;
export const WRAM_AT = 0x4000;
export const OAM_AT = 0xc000;
export const HRAM_AT = 0xc100;
export const CART_RAM_AT = 0xc200;
/** A page that the bus must look at itself: far enough below zero that adding an address keeps it negative. */
export const SLOW = -0x40000000;

/**
 * One arena of bytes (VRAM, WRAM, OAM, HRAM, cartridge RAM, then the ROM) and two tables of 4 KB page offsets:
 * the byte at an address is `bytes[readPage[address >> 12] + address]`. A bank switch writes a few integers.
 */
export class Memory {
  static readonly shape: Shape<
    Memory,
    'bytes' | 'romAt' | 'romSize' | 'ramSize' | 'ramVersion' | 'hooked' | 'readPage' | 'writePage'
  > = {
    ram: 'bytes',
    wramBank: 'u8',
    vramBank: 'u8',
  };
  /** The whole arena. */
  readonly bytes: Uint8Array;
  /** Everything before the ROM: what a state holds. */
  readonly ram: Uint8Array;
  /** Where the ROM starts in the arena. */
  readonly romAt: number;
  /** Bytes of ROM. */
  readonly romSize: number;
  /** Bytes of cartridge RAM. */
  readonly ramSize: number;
  /** Counts changes of cartridge RAM, so that the host knows when to write a save. */
  ramVersion = 0;
  /** A hook is told of each access, even to HRAM. */
  hooked = false;
  /** SVBK as it banks: 1-7. */
  wramBank = 1;
  /** VBK: 0 or 1. */
  vramBank = 0;
  /** What the CPU reads through, by 4 KB page: the map, or all `SLOW` while something watches the bus. */
  readonly readPage = new Int32Array(16).fill(SLOW);
  /** The same for writes. */
  readonly writePage = new Int32Array(16).fill(SLOW);
  private readonly direct = new Int32Array(16).fill(SLOW);
  private readonly directWrite = new Int32Array(16).fill(SLOW);
  private watching = false;

  constructor(rom: Uint8Array, ramSize: number) {
    this.ramSize = ramSize;
    this.romSize = rom.length;
    this.romAt = CART_RAM_AT + ((ramSize + 0xff) & ~0xff);
    this.bytes = new Uint8Array(this.romAt + rom.length);
    this.bytes.set(rom, this.romAt);
    this.ram = this.bytes.subarray(0, this.romAt);
    this.mapRom(0, 0);
    this.mapRom(1, Math.min(0x4000, Math.max(0, rom.length - 0x4000)));
    this.mapWram(1);
  }

  /** Publishes a 16 KB window: slot 0 is $0000-$3FFF, 1 is $4000-$7FFF; `offset` is in bytes of ROM. */
  mapRom(slot: 0 | 1, offset: number): void {
    const first = slot << 2;
    const base = this.romAt + offset - (slot << 14);
    for (let page = first; page < first + 4; page++) this.map(page, base);
  }

  /** Publishes 8 KB of cartridge RAM for reads at $A000-$BFFF, or -1 to let the board answer. */
  mapRam(offset: number): void {
    const base = offset < 0 ? SLOW : CART_RAM_AT + offset - 0xa000;
    this.map(0xa, base);
    this.map(0xb, base);
  }

  /** Publishes WRAM: bank 0 at $C000 and $E000, `bank` (1-7) at $D000. */
  mapWram(bank: number): void {
    this.wramBank = bank;
    this.mapBoth(0xc, WRAM_AT - 0xc000);
    this.mapBoth(0xd, WRAM_AT + (bank << 12) - 0xd000);
    this.mapBoth(0xe, WRAM_AT - 0xe000);
  }

  private map(page: number, base: number): void {
    this.direct[page] = base;
    if (!this.watching) this.readPage[page] = base;
  }

  private mapBoth(page: number, base: number): void {
    this.map(page, base);
    this.directWrite[page] = base;
    if (!this.watching) this.writePage[page] = base;
  }

  /** Sends every access of the CPU through the bus, or only those that the page table leaves to it. */
  watch(watching: boolean): void {
    if (watching === this.watching) return;
    this.watching = watching;
    if (watching) {
      this.readPage.fill(SLOW);
      this.writePage.fill(SLOW);
    } else {
      this.readPage.set(this.direct);
      this.writePage.set(this.directWrite);
    }
  }

  /** What the page table itself would answer, watched or not; `SLOW` where the bus decides. */
  offsetOf(address: number): number {
    return this.direct[address >> 12];
  }

  /** A byte that is read without the bus, in its table or in HRAM; -1 elsewhere. */
  codeAt(address: number): number {
    const at = this.readPage[address >> 12] + address;
    if (at >= 0) return this.bytes[at];
    return address >= 0xff80 && address < 0xffff && !this.hooked
      ? this.bytes[HRAM_AT - 0xff80 + address]
      : -1;
  }

  parts(): Part[] {
    return [['memory', this, Memory.shape]];
  }

  afterLoad(): void {
    this.mapWram(this.wramBank);
    this.ramVersion++;
  }
}
