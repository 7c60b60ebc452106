import { Clock, LINE } from '../../../src/core/clock.ts';
import { Interrupts } from '../../../src/core/interrupts.ts';
import { Memory, OAM_AT } from '../../../src/core/memory.ts';
import { MODELS, type ModelName } from '../../../src/core/models.ts';
import { Ppu } from '../../../src/core/ppu/ppu.ts';

/** Half-dots between a line's start and the end of the first M-cycle in it. */
export const FIRST_M_CYCLE = 1;

/** A PPU with memory and interrupts, and a hand on its clock: what a CPU would do, at the half-dot of choice. */
export class Bench {
  readonly memory: Memory;
  readonly interrupts = new Interrupts(new Clock());
  readonly ppu: Ppu;
  /** End of the M-cycle that switched the LCD on, half-dots. */
  private on = 0;

  constructor(model: ModelName, exact = true) {
    this.memory = new Memory(new Uint8Array(0x8000), 0);
    this.ppu = new Ppu(MODELS[model], this.memory, this.interrupts);
    this.ppu.exact = exact;
  }

  /** Puts objects into OAM: [y, x, tile, flags]. */
  objects(...objects: readonly (readonly [number, number, number, number])[]): void {
    this.memory.bytes.fill(0, OAM_AT, OAM_AT + 160);
    objects.forEach((object, index) => {
      this.memory.bytes.set(object, OAM_AT + index * 4);
    });
  }

  /** Switches the LCD on with `lcdc` at `now`. */
  start(lcdc: number, now = 800): void {
    this.on = now;
    this.ppu.write(0xff40, lcdc, now);
  }

  /** The time `offset` half-dots after LY has counted up to `line` of the first frame. */
  at(line: number, offset: number): number {
    return this.on - 9 + line * LINE + offset;
  }

  read(address: number, now: number): number {
    return this.ppu.read(address, now);
  }

  write(address: number, value: number, now: number): void {
    this.ppu.write(address, value, now);
  }

  /** Half-dots from the line's start to the end of the first M-cycle that reads mode 0 after mode 3. */
  hblankSeen(line: number): number {
    for (let offset = FIRST_M_CYCLE + 176; offset < LINE; offset += 8) {
      if ((this.read(0xff41, this.at(line, offset)) & 3) === 0) return offset;
    }
    return -1;
  }
}
