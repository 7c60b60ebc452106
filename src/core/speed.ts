import type { Clock } from './clock.ts';
import type { Cpu } from './cpu/cpu.ts';
import type { Ppu } from './ppu/ppu.ts';
import type { Shape } from './state/state-map.ts';
import type { Timer } from './timer.ts';

/** M-cycles of the new speed that the CPU waits in a switch. */
const SWITCH_WAIT = 0x8000;
/** Half-dots that the PPU misses as the CPU speeds up, and as it slows down. */
const FREEZE_TO_DOUBLE = 10;
const FREEZE_TO_SINGLE = 6;

/** What STOP resets. */
export interface StopBus {
  resetDiv(now: number): void;
  /** DIV goes on from elsewhere, or at another pace. */
  divMoved(now: number): void;
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
    // DIV falls an M-cycle after the opcode is read.
    if (!pending) cpu.fetch();
    bus.resetDiv(clock.now);
    if (this.armed) {
      this.armed = false;
      this.change(cpu, bus, pending);
      return;
    }
    this.timer.hold(true, clock.now);
    bus.plan();
    cpu.sleep();
  }

  /**
   * The CPU's clock changes 8 T-cycles after STOP; six of them have their old length when the CPU speeds up. DIV
   * stands still in the first four, and in eight under IME 0. Unproven: these figures are SameBoy's.
   */
  private change(cpu: Cpu, bus: StopBus, pending: boolean): void {
    const clock = this.clock;
    const double = !this.isDouble;
    if (pending) {
      // Nothing waits. The next two M-cycles would have their old length: their time is taken at once.
      clock.now += double ? 10 : 0;
    } else {
      cpu.idle();
      clock.now += double ? 14 : 16;
    }
    const now = clock.now;
    this.ppu.sync(now);
    clock.mCycle = double ? 4 : 8;
    this.ppu.setDoubleSpeed(double);
    if (pending) {
      this.ppu.rebase(double ? -2 : -4);
      this.timer.restart(now + (double ? 8 : 16));
    } else {
      this.ppu.rebase(double ? -FREEZE_TO_DOUBLE : -FREEZE_TO_SINGLE);
      this.timer.restart(now - (cpu.ime ? 2 : 1) * clock.mCycle);
      cpu.haltFor((SWITCH_WAIT - 1) * clock.mCycle);
    }
    bus.divMoved(now);
    bus.plan();
  }

  /** A button ends STOP. */
  leaveStop(cpu: Cpu, now: number): void {
    this.timer.hold(false, now);
    cpu.wakeFromStop();
  }
}
