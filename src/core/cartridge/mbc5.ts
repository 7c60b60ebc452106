import { CART_RAM_AT, type Memory } from '../memory.ts';
import type { Part, Shape } from '../state/state-map.ts';
import { type Board, type Fittings, OPEN_BUS, RamWindow, romOffset } from './board.ts';

/** MBC5: a 9-bit ROM bank in two registers, where 0 is bank 0; a 4-bit RAM bank whose top bit may drive a motor. */
export class Mbc5 implements Board {
  static readonly shape: Shape<Mbc5, 'battery' | 'rumble'> = {
    ramEnabled: 'bool',
    romLow: 'u8',
    romHigh: 'u8',
    ramBank: 'u8',
  };
  readonly name = 'mbc5';
  readonly battery: boolean;
  readonly rtc = null;
  ramEnabled = false;
  romLow = 1;
  romHigh = 0;
  /** $4000-$5FFF, 4 bits, with the motor's. */
  ramBank = 0;
  private readonly memory: Memory;
  private readonly window: RamWindow;
  private readonly motor: boolean;

  constructor(memory: Memory, fittings: Fittings) {
    this.battery = fittings.battery;
    this.memory = memory;
    this.window = new RamWindow(memory, CART_RAM_AT);
    this.motor = fittings.motor;
  }

  get rumble(): boolean {
    return this.motor && (this.ramBank & 0x08) !== 0;
  }

  map(): void {
    this.memory.mapRom(0, 0);
    this.memory.mapRom(1, romOffset(this.memory, (this.romHigh << 8) | this.romLow));
    this.window.show(this.ramEnabled, this.motor ? this.ramBank & 0x07 : this.ramBank);
  }

  write(addr: number, value: number, _now: number): void {
    switch (addr >> 12) {
      case 0:
      case 1:
        // Unlike MBC1's, all eight bits count (Gekkio, "Game Boy: Complete Technical Reference", MBC5).
        this.ramEnabled = value === 0x0a;
        break;
      case 2:
        this.romLow = value;
        break;
      case 3:
        this.romHigh = value & 0x01;
        break;
      case 4:
      case 5:
        this.ramBank = value & 0x0f;
        break;
      default:
        return;
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
    return [['board', this, Mbc5.shape]];
  }
}
