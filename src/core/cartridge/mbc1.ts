import { CART_RAM_AT, type Memory } from '../memory.ts';
import type { Part, Shape } from '../state/state-map.ts';
import { type Board, type Fittings, OPEN_BUS, RamWindow, romOffset } from './board.ts';

/**
 * MBC1: a 5-bit and a 2-bit bank register, and a mode that lets the second one reach $0000-$3FFF and the RAM.
 * Multi-game carts (MBC1M) leave the first register's top bit unconnected and put the second one in its place.
 */
export class Mbc1 implements Board {
  static readonly shape: Shape<Mbc1, 'battery' | 'rumble'> = {
    ramEnabled: 'bool',
    bank1: 'u8',
    bank2: 'u8',
    mode: 'u8',
  };
  readonly name: 'mbc1' | 'mbc1m';
  readonly battery: boolean;
  readonly rumble = false;
  readonly rtc = null;
  ramEnabled = false;
  /** $2000-$3FFF as written, 5 bits. */
  bank1 = 0;
  /** $4000-$5FFF, 2 bits. */
  bank2 = 0;
  mode = 0;
  private readonly memory: Memory;
  private readonly window: RamWindow;
  /** Bits of the ROM bank that come from `bank1`. */
  private readonly lowBits: number;

  constructor(memory: Memory, fittings: Fittings, multicart: boolean) {
    this.name = multicart ? 'mbc1m' : 'mbc1';
    this.battery = fittings.battery;
    this.memory = memory;
    this.window = new RamWindow(memory, CART_RAM_AT);
    this.lowBits = multicart ? 4 : 5;
  }

  map(): void {
    const high = this.bank2 << this.lowBits;
    // All five bits decide whether 0 becomes 1, also those that are not connected.
    // mooneye emulator-only/mbc1/rom_512Kb, multicart_rom_8Mb.
    const low = (this.bank1 || 1) & ((1 << this.lowBits) - 1);
    this.memory.mapRom(0, romOffset(this.memory, this.mode ? high : 0));
    this.memory.mapRom(1, romOffset(this.memory, high | low));
    this.window.show(this.ramEnabled, this.mode ? this.bank2 : 0);
  }

  write(addr: number, value: number, _now: number): void {
    switch (addr >> 13) {
      case 0:
        this.ramEnabled = (value & 0x0f) === 0x0a;
        break;
      case 1:
        this.bank1 = value & 0x1f;
        break;
      case 2:
        this.bank2 = value & 0x03;
        break;
      default:
        this.mode = value & 0x01;
    }
    this.map();
  }

  readRam(_addr: number, _now: number): number {
    return OPEN_BUS;
  }

  writeRam(addr: number, value: number, _now: number): void {
    this.window.write(addr, value);
  }

  rebase(_by: number): void {}

  parts(): Part[] {
    return [['board', this, Mbc1.shape]];
  }
}
