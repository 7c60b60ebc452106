import { CART_RAM_AT, type Memory } from '../memory.ts';
import type { Part, Shape } from '../state/state-map.ts';
import { type Board, type Fittings, OPEN_BUS, RamWindow, romOffset } from './board.ts';
import { Rtc } from './rtc.ts';

/** MBC3, and MBC30 with one more bit for each bank: $4000-$5FFF selects RAM or a register of the clock. */
export class Mbc3 implements Board {
  static readonly shape: Shape<Mbc3, 'battery' | 'rumble'> = {
    enabled: 'bool',
    romBank: 'u8',
    select: 'u8',
  };
  readonly name: 'mbc3' | 'mbc30';
  readonly battery: boolean;
  readonly rumble = false;
  readonly rtc: Rtc | null;
  /** Both RAM and clock are open. */
  enabled = false;
  /** As written. */
  romBank = 0;
  /** $4000-$5FFF, 4 bits: 0-7 RAM, 8-C clock. */
  select = 0;
  private readonly memory: Memory;
  private readonly window: RamWindow;
  private readonly romMask: number;
  private readonly ramMask: number;

  constructor(memory: Memory, fittings: Fittings, large: boolean) {
    this.name = large ? 'mbc30' : 'mbc3';
    this.battery = fittings.battery;
    this.rtc = fittings.clock ? new Rtc() : null;
    this.memory = memory;
    this.window = new RamWindow(memory, CART_RAM_AT);
    this.romMask = large ? 0xff : 0x7f;
    this.ramMask = large ? 0x07 : 0x03;
  }

  map(): void {
    this.memory.mapRom(0, 0);
    this.memory.mapRom(1, romOffset(this.memory, this.romBank & this.romMask || 1));
    // With a quartz all four bits are decoded and a bank that is not there shows nothing; without one the
    // upper two are not connected (gambatte-speedrun issue 62, measured on cartridges).
    const ram = this.rtc === null || (this.select & ~this.ramMask) === 0;
    this.window.show(this.enabled && ram, this.select & this.ramMask);
  }

  write(addr: number, value: number, now: number): void {
    switch (addr >> 13) {
      case 0:
        this.enabled = (value & 0x0f) === 0x0a;
        break;
      case 1:
        this.romBank = value;
        break;
      case 2:
        this.select = value & 0x0f;
        break;
      default:
        // MBC3A latches on any write; the documented 0, then 1, does so on every revision.
        this.rtc?.latch(now);
        return;
    }
    this.map();
  }

  readRam(_addr: number, _now: number): number {
    const register = this.clockRegister();
    return register < 0 || this.rtc === null ? OPEN_BUS : this.rtc.read(register);
  }

  writeRam(addr: number, value: number, now: number): void {
    const register = this.clockRegister();
    if (register < 0 || this.rtc === null) {
      this.window.write(addr, value);
      return;
    }
    this.rtc.write(register, value, now);
    this.memory.ramVersion++;
  }

  rebase(by: number): void {
    this.rtc?.rebase(by);
  }

  parts(): Part[] {
    const own: Part = ['board', this, Mbc3.shape];
    return this.rtc === null ? [own] : [own, ...this.rtc.parts()];
  }

  /** The clock's register that is open now, or -1. */
  private clockRegister(): number {
    return this.enabled && this.select >= 0x08 && this.select <= 0x0c ? this.select - 0x08 : -1;
  }
}
