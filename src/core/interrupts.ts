import type { Clock } from './clock.ts';
import type { Shape } from './state/state-map.ts';

export const INT_VBLANK = 0x01;
export const INT_STAT = 0x02;
export const INT_TIMER = 0x04;
export const INT_SERIAL = 0x08;
export const INT_JOYPAD = 0x10;

/** IF ($FF0F) and IE ($FFFF). */
export class Interrupts {
  static readonly shape: Shape<Interrupts, 'pending'> = { flags: 'u8', enabled: 'u8' };
  /** IF: the five requests. */
  flags = 0;
  /** IE: all eight bits can be read back. */
  enabled = 0;
  /** Requests that are enabled: what wakes HALT and is dispatched under IME. Derived. */
  pending = 0;

  private readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Sets bits of IF. */
  request(mask: number): void {
    this.flags |= mask;
    this.update();
  }

  /** Clears bits of IF: a dispatch acknowledges its request. */
  acknowledge(mask: number): void {
    this.flags &= ~mask;
    this.update();
  }

  writeFlags(value: number): void {
    this.flags = value & 0x1f;
    this.update();
  }

  writeEnabled(value: number): void {
    this.enabled = value;
    this.update();
  }

  afterLoad(): void {
    this.update();
  }

  private update(): void {
    this.pending = this.flags & this.enabled & 0x1f;
    // The CPU has to look, whether it takes the interrupt or not.
    if (this.pending !== 0) this.clock.deadline = 0;
  }
}
