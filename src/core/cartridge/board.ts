import type { Memory } from '../memory.ts';
import type { Part } from '../state/state-map.ts';
import type { Rtc } from './rtc.ts';

/** What is soldered beside the mapper chip. */
export interface Fittings {
  /** Cartridge RAM and clock outlive power-off. */
  readonly battery: boolean;
  /** A rumble motor. */
  readonly motor: boolean;
  /** A quartz for the mapper's clock. */
  readonly clock: boolean;
}

/** A cartridge's circuit board: the mapper's registers, and one method that publishes the banking from them. */
export interface Board {
  /** Stable: it is in the save format. */
  readonly name: string;
  readonly battery: boolean;
  /** The motor runs at this moment. */
  readonly rumble: boolean;
  readonly rtc: Rtc | null;
  parts(): Part[];
  /** Publishes every window into memory from the registers alone; also after a load. */
  map(): void;
  /** A CPU write to $0000-$7FFF. `now` is in half-dots. */
  write(addr: number, value: number, now: number): void;
  /** A CPU read of $A000-$BFFF where no plain RAM is mapped. */
  readRam(addr: number, now: number): number;
  /** A CPU write to $A000-$BFFF. */
  writeRam(addr: number, value: number, now: number): void;
  rebase(by: number): void;
}

/** What a closed or empty $A000-$BFFF reads as: the bus is pulled up. mooneye emulator-only/mbc1/bits_ramg. */
export const OPEN_BUS = 0xff;

/** Offset of a 16 KB bank in a ROM of a power of two bytes: address lines that the chip lacks are ignored. */
export function romOffset(memory: Memory, bank: number): number {
  return (bank << 14) & (memory.romSize - 1);
}

/** The RAM chip seen through $A000-$BFFF. Holds nothing of its own: boards open it from their registers. */
export class RamWindow {
  private readonly memory: Memory;
  private readonly ram: Uint8Array;
  private base = -1;

  constructor(memory: Memory, ramAt: number) {
    this.memory = memory;
    this.ram = memory.bytes.subarray(ramAt, ramAt + memory.ramSize);
  }

  /** Shows the 8 KB bank `bank`, wrapped into the chip; or nothing, if closed or if there is no chip. */
  show(open: boolean, bank: number): void {
    this.base = open && this.ram.length > 0 ? (bank << 13) & (this.ram.length - 1) : -1;
    this.memory.mapRam(this.base);
  }

  write(addr: number, value: number): void {
    if (this.base < 0) return;
    const at = this.base + (addr & 0x1fff);
    if (this.ram[at] === value) return;
    this.ram[at] = value;
    this.memory.ramVersion++;
  }
}
