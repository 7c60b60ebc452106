import { CART_RAM_AT, type Memory } from '../memory.ts';
import type { Part, Shape } from '../state/state-map.ts';
import { type Board, type Fittings, OPEN_BUS, romOffset } from './board.ts';

/** The chip's own RAM: 512 half-bytes. */
export const MBC2_RAM_SIZE = 0x200;

/** MBC2: address bit 8 tells its two registers apart; RAM of 512 half-bytes repeats through $A000-$BFFF. */
export class Mbc2 implements Board {
  static readonly shape: Shape<Mbc2, 'battery' | 'rumble'> = { ramEnabled: 'bool', romBank: 'u8' };
  readonly name = 'mbc2';
  readonly battery: boolean;
  readonly rumble = false;
  readonly rtc = null;
  ramEnabled = false;
  /** As written, 4 bits. */
  romBank = 0;
  private readonly memory: Memory;

  constructor(memory: Memory, fittings: Fittings) {
    this.battery = fittings.battery;
    this.memory = memory;
  }

  map(): void {
    this.memory.mapRom(0, 0);
    this.memory.mapRom(1, romOffset(this.memory, this.romBank || 1));
    this.memory.mapRam(-1);
  }

  write(addr: number, value: number, _now: number): void {
    // $4000-$7FFF is not decoded: mooneye emulator-only/mbc2/bits_unused.
    if (addr >= 0x4000) return;
    if (addr & 0x100) this.romBank = value & 0x0f;
    else this.ramEnabled = (value & 0x0f) === 0x0a;
    this.map();
  }

  /** The upper half of the data bus is not connected and reads as ones. */
  readRam(addr: number, _now: number): number {
    if (!this.ramEnabled) return OPEN_BUS;
    return this.memory.bytes[CART_RAM_AT + (addr & (MBC2_RAM_SIZE - 1))] | 0xf0;
  }

  writeRam(addr: number, value: number, _now: number): void {
    if (!this.ramEnabled) return;
    const at = CART_RAM_AT + (addr & (MBC2_RAM_SIZE - 1));
    const stored = value | 0xf0;
    if (this.memory.bytes[at] === stored) return;
    this.memory.bytes[at] = stored;
    this.memory.ramVersion++;
  }

  rebase(_by: number): void {}

  parts(): Part[] {
    return [['board', this, Mbc2.shape]];
  }
}
