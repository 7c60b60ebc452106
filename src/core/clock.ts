import type { Shape } from './state/state-map.ts';

/** Half-dots (8,388,608 Hz) in one dot. */
export const DOT = 2;
/** Half-dots in one line of 456 dots. */
export const LINE = 912;
/** Half-dots in one frame of 154 lines (70,224 dots). */
export const FRAME = 140448;
/** Half-dots in one second. */
export const HALF_DOTS_PER_SECOND = 8388608;
/** A time that never comes: later than any frame can reach. */
export const NEVER = 0x3fffffff;

/**
 * The one clock. Times are half-dots since `epoch` and stay small integers, because the machine
 * rebases every part after each frame: a double passed through a call would be allocated.
 */
export class Clock {
  static readonly shape: Shape<Clock, 'due' | 'deadline'> = { epoch: 'f64', now: 'i32', mCycle: 'u8' };
  /** Half-dots between power-on and time 0. */
  epoch = 0;
  /** The present, in half-dots since `epoch`. */
  now = 0;
  /** Length of an M-cycle: 8 half-dots, 4 in double speed. */
  mCycle = 8;
  /** The earliest time at which any part could act on the CPU. Derived. */
  due = 0;
  /** What the CPU compares with: `due`, or 0 while something else than the next instruction is to be done. Derived. */
  deadline = 0;
}
