import { CART_RAM_AT, type Memory } from '../memory.ts';
import type { Part, Shape } from '../state/state-map.ts';
import { type Board, type Fittings, OPEN_BUS, RamWindow } from './board.ts';

/** No mapper: 32 KB of ROM and, behind a plain decoder, up to 8 KB of RAM that is always open. */
export class RomBoard implements Board {
  static readonly shape: Shape<RomBoard, 'battery' | 'rumble'> = {};
  readonly name = 'rom';
  readonly battery: boolean;
  readonly rumble = false;
  readonly rtc = null;
  private readonly memory: Memory;
  private readonly window: RamWindow;

  constructor(memory: Memory, fittings: Fittings) {
    this.battery = fittings.battery;
    this.memory = memory;
    this.window = new RamWindow(memory, CART_RAM_AT);
  }

  map(): void {
    this.memory.mapRom(0, 0);
    this.memory.mapRom(1, 0x4000);
    this.window.show(true, 0);
  }

  write(_addr: number, _value: number, _now: number): void {}

  readRam(_addr: number, _now: number): number {
    return OPEN_BUS;
  }

  writeRam(addr: number, value: number, _now: number): void {
    this.window.write(addr, value);
  }

  rebase(_by: number): void {}

  parts(): Part[] {
    return [['board', this, RomBoard.shape]];
  }
}
