import type { Shape } from '../state/state-map.ts';
import type { Pulse } from './pulse.ts';
import type { ApuTraits } from './traits.ts';

// What the countdown becomes when NR10 is written while it loads, in double speed on CGB C and earlier.
// It differs between specimens; this is what two CGB C and a CGB A do (SameBoy).
const CORRUPTED = [7, 7, 5, 7, 3, 3, 5, 7];

/** The frequency sweep of channel 1, with NR10. */
export class Sweep {
  static readonly shape: Shape<Sweep, 'busy'> = {
    nr10: 'u8',
    pace: 'u8',
    calculation: 'u8',
    reload: 'u8',
    addend: 'u16',
    completed: 'u16',
    shadow: 'u16',
    hold: 'u8',
    unshifted: 'bool',
    instant: 'bool',
  };
  nr10 = 0;
  /** Counts up to 7 at 128 Hz, from the complement of the pace. */
  pace = 0;
  /** Steps of 1 MHz until the shifted addend is ready and checked for overflow. */
  calculation = 0;
  /** Steps of 1 MHz until `calculation` starts. */
  reload = 0;
  addend = 0;
  /** The addend of the last calculation that ended. */
  completed = 0;
  shadow = 0;
  /** Ticks of 2 MHz after a trigger in which the period is not copied. */
  hold = 0;
  /** The running calculation began with shift 0. */
  unshifted = false;
  /** A calculation with shift 0 is checked as soon as `reload` ends. */
  instant = false;
  private readonly pulse: Pulse;
  private readonly traits: ApuTraits;

  constructor(pulse: Pulse, traits: ApuTraits) {
    this.pulse = pulse;
    this.traits = traits;
  }

  reset(): void {
    this.nr10 = 0;
    this.pace = 0;
    this.calculation = 0;
    this.reload = 0;
    this.addend = 0;
    this.completed = 0;
    this.shadow = 0;
    this.hold = 0;
    this.unshifted = false;
    this.instant = false;
  }

  /** True while ticks can change anything. */
  get busy(): boolean {
    return this.reload > 0 || this.hold > 0 || (this.calculation > 0 && this.counts) || this.instant;
  }

  /** The calculation pauses while the shift is 0. */
  private get counts(): boolean {
    return (this.nr10 & 7) !== 0 || this.unshifted;
  }

  /** One tick of 2 MHz that ends at `at`; `slow` is 1 in every second one. */
  tick(slow: number, at: number): void {
    let steps = slow;
    if (this.reload > steps) {
      this.reload -= steps;
      steps = 0;
    } else {
      if (this.reload > 0 && this.calculation === 0 && this.instant) this.complete(at);
      this.instant = false;
      steps -= this.reload;
      this.reload = 0;
    }
    if (this.calculation > 0 && this.counts && steps > 0) {
      if (--this.calculation === 0) this.complete(at);
    }
    if (this.hold > 0) this.hold--;
  }

  /** One step of 128 Hz. `phase` is the 1 MHz phase; `reset`: a write to DIV made this step. */
  count(phase: number, reset: boolean, at: number): void {
    this.pace = (this.pace + 1) & 7;
    this.apply(phase, reset, at);
  }

  /** A trigger of channel 1. */
  trigger(wasActive: boolean, phase: number, double: boolean): void {
    const shift = this.nr10 & 7;
    this.instant = false;
    this.shadow = 0;
    this.completed = 0;
    this.addend = 0;
    if (shift !== 0) {
      // A trigger with a shift also checks for overflow. blargg dmg_sound/rom_singles/06-overflow on trigger
      this.calculation = shift;
      this.reload = this.traits.glitchedWrites && (phase !== 0) === double ? 3 : 2;
      if (!wasActive) this.reload++;
      this.unshifted = false;
      this.addend = this.pulse.period >> shift;
    }
    this.hold = this.traits.sweepHold - phase;
    this.pace = (~this.nr10 >> 4) & 7;
  }

  /** NR10 */
  write(value: number, phase: number, double: boolean, at: number): void {
    if (this.calculation > 0 || this.reload > 0) this.disturb(value, phase, double, at);
    const negated = (this.nr10 & 8) !== 0 || this.traits.glitchedWrites ? 1 : 0;
    this.nr10 = value;
    // Leaving subtraction after it was used turns the channel off. blargg dmg_sound/rom_singles/05-sweep details
    if ((value & 8) === 0 && this.shadow + this.completed + negated > 0x7ff) this.pulse.stop(at);
    this.apply(phase, false, at);
  }

  private apply(phase: number, reset: boolean, at: number): void {
    if ((this.nr10 & 0x70) === 0 || this.pace !== 7) return;
    const shift = this.nr10 & 7;
    if (shift !== 0) {
      this.pulse.setPeriod((this.addend + this.shadow + ((this.nr10 >> 3) & 1)) & 0x7ff, at);
    }
    if (this.hold === 0) this.addend = this.pulse.period >> shift;
    this.calculation = shift;
    this.reload = reset ? 1 : 1 + phase;
    this.unshifted = shift === 0;
    this.instant = this.instant || shift === 0;
    this.pace = (~this.nr10 >> 4) & 7;
  }

  /** The new period overflows if the addend, added a second time, carries. */
  private complete(at: number): void {
    const subtract = (this.nr10 & 8) !== 0;
    if (this.hold === 0) this.shadow = this.pulse.period;
    if (subtract) this.addend ^= 0x7ff;
    else if (this.shadow + this.addend > 0x7ff) this.pulse.stop(at);
    this.completed = this.addend;
  }

  // A write to NR10 during a calculation. samesuite apu/channel_1/channel_1_sweep_restart_2
  private disturb(value: number, phase: number, double: boolean, at: number): void {
    const shift = this.nr10 & 7;
    if (!this.traits.glitchedWrites) {
      if (this.reload === 2) {
        this.calculation = value & 7;
        if (this.calculation === 0) this.reload = 0;
      }
      if ((value & 7) !== 0 && shift === 0 && phase === 0 && this.calculation > 1) this.calculation--;
      return;
    }
    if (this.reload === 1 && phase === 0) {
      if (double) this.calculation = CORRUPTED[this.calculation & 7];
    } else if (this.reload > 1) {
      if (double) this.calculation = value & 7;
    } else if (this.calculation > 0) {
      const step = shift === 0 ? (phase !== 0) !== double : double && this.calculation === 1;
      if (step && --this.calculation <= 1) {
        this.calculation = 0;
        this.complete(at);
      }
    }
  }
}
