import type { Clock } from './clock.ts';
import type { Cpu } from './cpu/cpu.ts';
import type { Ppu } from './ppu/ppu.ts';
import type { Shape } from './state/state-map.ts';
import type { Timer } from './timer.ts';

/** M-cycles of the new speed that the CPU waits after a switch. */
const SWITCH_WAIT = 0x8000;
/** Half-dots that the PPU misses in a switch. */
const PPU_FREEZE = 10;

/** What STOP resets. */
export interface StopBus {
  resetDiv(now: number): void;
  plan(): void;
}

/** KEY1, and what STOP does: switch the speed, or wait for a button. */
export class Speed {
  static readonly shape: Shape<Speed, 'isDouble'> = { armed: 'bool' };
  /** KEY1 bit 0: the next STOP switches. */
  armed = false;
  private readonly clock: Clock;
  private readonly timer: Timer;
  private readonly ppu: Ppu;

  constructor(clock: Clock, timer: Timer, ppu: Ppu) {
    this.clock = clock;
    this.timer = timer;
    this.ppu = ppu;
  }

  get isDouble(): boolean {
    return this.clock.mCycle === 4;
  }

  read(): number {
    return 0x7e | (this.isDouble ? 0x80 : 0) | (this.armed ? 1 : 0);
  }

  write(value: number): void {
    this.armed = (value & 1) !== 0;
  }

  /**
   * STOP, with the chart of Pan Docs "Reducing power consumption": a held button or a pending interrupt changes
   * its length and its effect. `pressed`: a selected button is down; `pending`: an enabled interrupt is requested.
   */
  stop(cpu: Cpu, bus: StopBus, pressed: boolean, pending: boolean): void {
    const clock = this.clock;
    if (pressed) {
      if (pending) return;
      cpu.fetch();
      cpu.haltFor(0);
      return;
    }
    bus.resetDiv(clock.now);
    if (!pending) cpu.fetch();
    if (this.armed) {
      this.armed = false;
      this.change(cpu, bus, pending);
      return;
    }
    this.timer.hold(true, clock.now);
    bus.plan();
    cpu.sleep();
  }

  /** The CPU's clock changes in the second M-cycle of the switch. */
  private change(cpu: Cpu, bus: StopBus, pending: boolean): void {
    const clock = this.clock;
    cpu.idle();
    const double = !this.isDouble;
    // Of eight T-cycles, six still have their old length when the CPU slows down or speeds up.
    clock.now += double ? 14 : 16;
    const counter = this.timer.counterAt(clock.now);
    this.ppu.sync(clock.now);
    clock.mCycle = double ? 4 : 8;
    this.ppu.setDoubleSpeed(double);
    this.timer.setCounter(counter, clock.now);
    // Unproven: how long the PPU stands still. The figure is SameBoy's.
    if (!pending) this.ppu.rebase(-PPU_FREEZE);
    bus.plan();
    if (!pending) cpu.haltFor(SWITCH_WAIT * clock.mCycle);
  }

  /** A button ends STOP. */
  leaveStop(cpu: Cpu, now: number): void {
    this.timer.hold(false, now);
    cpu.wakeFromStop();
  }
}
