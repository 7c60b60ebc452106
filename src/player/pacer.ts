import { FRAME, HALF_DOTS_PER_SECOND } from '../core/clock.ts';

const HALF_DOTS_PER_MS = HALF_DOTS_PER_SECOND / 1000;
/** The console's own frame rate, 59.7275 Hz. */
export const CONSOLE_HZ = HALF_DOTS_PER_SECOND / FRAME;

/** How far a display's rate (or a whole fraction of it) may lie from the console's to be followed exactly. */
const LOCK_WITHIN = 0.007;
/** Ticks that are looked at before the display's rate is believed. */
const WARM_UP = 12;
const HISTORY = 15;
/** Share by which the usual tick must differ for the display to have changed its rate. */
const ANOTHER_RATE = 0.12;
/** A gap in milliseconds after which time is not made up for. */
const PAUSE = 250;
/** Share of a tick by which one must be late to be made up for without it. */
const LATE_BY = 0.2;
/** Frames of debt that are made up for at once. */
const MOST_DEBT = 4;

/**
 * Says when a frame is due. A display whose rate is within 0.7 % of the console's rate, or of a multiple of
 * it, is followed exactly (each frame is shown once, or twice at 120 Hz); any other by time.
 * Times are milliseconds from anywhere; emulated time is in half-dots.
 */
export class Pacer {
  /** Console seconds per second that are asked for. */
  speed = 1;
  private period = 1000 / 60;
  /** Ticks of the display per frame, or 0 when paced by time. */
  private divisor = 0;
  private beat = -1;
  private last = -1;
  private balance = 0;
  private grant = FRAME;
  private readonly deltas = new Float64Array(HISTORY);
  private ticks = 0;

  /** Estimated rate of the display in Hz. */
  get displayHz(): number {
    return 1000 / this.period;
  }

  get locked(): boolean {
    return this.divisor !== 0;
  }

  /** Console seconds that pass per second, the display's half percent and the speed included. */
  get rate(): number {
    return this.speed * (this.divisor === 0 ? 1 : this.displayHz / this.divisor / CONSOLE_HZ);
  }

  /** A frame is due; ask again after each. */
  get due(): boolean {
    return this.balance >= FRAME - Math.min(this.grant, FRAME) / 2;
  }

  /** How many frames are due. */
  get count(): number {
    const threshold = FRAME - Math.min(this.grant, FRAME) / 2;
    return this.balance < threshold ? 0 : 1 + Math.floor((this.balance - threshold) / FRAME);
  }

  /** Begins anew, with one frame due: after a pause nothing is made up for. */
  restart(): void {
    this.beat = -1;
    this.last = -1;
    this.balance = 0;
  }

  /** The display shows its next picture at `time`. */
  tick(time: number): void {
    const delta = time - this.last;
    if (this.last < 0 || delta > PAUSE || delta < 0) {
      this.last = this.beat = time;
      this.balance = FRAME;
      return;
    }
    this.last = time;
    this.deltas[this.ticks++ % HISTORY] = delta;
    if (this.ticks >= WARM_UP) this.follow();
    const elapsed = time - this.beat;
    const steps = Math.round(elapsed / this.period);
    const error = elapsed - steps * this.period;
    // A phase-locked loop: timestamps jitter (some browsers round them), displays don't.
    if (steps > 0) this.period += (error * 0.01) / steps;
    const smoothed = steps * this.period + error * 0.1;
    this.beat += smoothed;
    this.pay(steps, smoothed);
  }

  /** No tick has come for too long: what is overdue at `time` is granted, so that the sound goes on. */
  catchUp(time: number): void {
    if (this.beat < 0 || time - this.beat > PAUSE) return;
    const steps = Math.floor((time - this.beat) / this.period - LATE_BY);
    if (steps <= 0) return;
    this.beat += steps * this.period;
    this.pay(steps, steps * this.period);
  }

  /** A frame of `halfDots` was run. */
  ran(halfDots: number): void {
    this.balance -= halfDots;
  }

  /** The device is too slow: what is owed is let off. */
  forgive(): void {
    this.balance = Math.min(this.balance, 0);
  }

  private pay(steps: number, milliseconds: number): void {
    const granted = this.divisor === 0 ? milliseconds * HALF_DOTS_PER_MS : (steps * FRAME) / this.divisor;
    if (steps > 0) this.grant = (granted * this.speed) / steps;
    const most = FRAME * Math.max(MOST_DEBT, this.speed * 2);
    this.balance = Math.min(most, this.balance + granted * this.speed);
  }

  /** Takes up the display's rate when it is first known, and when it has changed. */
  private follow(): void {
    const median = this.medianDelta();
    const isFirst = this.ticks === WARM_UP;
    if (isFirst || Math.abs(median / this.period - 1) >= ANOTHER_RATE) this.period = median;
    this.choose();
  }

  private choose(): void {
    const ratio = this.displayHz / CONSOLE_HZ;
    const whole = Math.max(1, Math.round(ratio));
    const off = Math.abs(ratio / whole - 1);
    // Once locked it stays so until the rate is clearly another one.
    const limit = this.divisor === whole ? LOCK_WITHIN * 1.5 : LOCK_WITHIN;
    this.divisor = off < limit ? whole : 0;
  }

  private medianDelta(): number {
    const n = Math.min(this.ticks, HISTORY);
    const sorted = this.deltas.slice(0, n).sort();
    return sorted[n >> 1];
  }
}
