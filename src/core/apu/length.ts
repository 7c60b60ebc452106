import type { Shape } from '../state/state-map.ts';

/** The length counter of a channel: turns it off after a time set by NRx1, in steps of 1/256 s. */
export class LengthCounter {
  static readonly shape: Shape<LengthCounter> = { counter: 'u16', enabled: 'bool' };
  /** Steps left; 0 is expired. */
  counter = 0;
  enabled = false;
  /** Steps of a full count: 64, or 256 for the wave channel. */
  private readonly full: number;

  constructor(full: number) {
    this.full = full;
  }

  reset(): void {
    this.counter = 0;
    this.enabled = false;
  }

  /** NRx1 */
  load(value: number): void {
    this.counter = this.full - value;
  }

  /** One step of 256 Hz; true when the channel must turn off. */
  clock(): boolean {
    return this.enabled && this.counter > 0 && --this.counter === 0;
  }

  /**
   * NRx4. `between` is set while the next sequencer step does not clock length: enabling then clocks at once.
   * `always`: even if bit 6 is not set (early CGB). True when the channel must turn off.
   */
  control(value: number, between: boolean, always: boolean): boolean {
    const trigger = (value & 0x80) !== 0;
    if (trigger && this.counter === 0) {
      this.counter = this.full;
      this.enabled = false;
    }
    let expired = false;
    if (((value & 0x40) !== 0 || always) && !this.enabled && between && this.counter > 0) {
      this.counter--;
      if (this.counter === 0) {
        if (trigger) this.counter = this.full - 1;
        else expired = true;
      }
    }
    this.enabled = (value & 0x40) !== 0;
    return expired;
  }
}
