import type { Shape } from '../state/state-map.ts';

/** The length counter of a channel: turns it off after a time set by NRx1, in steps of 1/256 s. */
export class LengthCounter {
  static readonly shape: Shape<LengthCounter> = { counter: 'u16', enabled: 'bool' };
  /** Steps left; 0 is expired. */
  counter = 0;
  enabled = false;
  /** Steps of a full count: 64, or 256 for the wave channel. */
  private readonly full: number;
  /** Early CGB: a write to NRx4 clocks a counter that was off even if it stays off. */
  private readonly always: boolean;
  /** Such a write that brings the counter to 0 leaves the channel on until the next one. */
  private readonly late: boolean;

  constructor(full: number, always: boolean, late = false) {
    this.full = full;
    this.always = always;
    this.late = late;
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
   * True when the channel must turn off.
   */
  control(value: number, between: boolean): boolean {
    const trigger = (value & 0x80) !== 0;
    const enable = (value & 0x40) !== 0;
    if (trigger && this.counter === 0) {
      this.counter = this.full;
      this.enabled = false;
    }
    let expired = false;
    if ((enable || this.always) && !this.enabled && between) {
      if (this.counter > 0) {
        this.counter--;
        expired = this.counter === 0 && !this.late;
      } else {
        expired = this.late;
      }
      if (expired && trigger) {
        this.counter = this.full - 1;
        expired = false;
      }
    }
    this.enabled = enable;
    return expired;
  }
}
