import { Resampler } from './resampler.ts';
import type { SoundRing } from './ring.ts';

/** What the speaker measured, since its last report or in all. Times in milliseconds. */
export interface SoundReport {
  /** Times the ring ran dry while it was being written, in all. */
  readonly underruns: number;
  /** Our share of the latency: the median of what waits when a quantum is read, that quantum included. */
  readonly latency: number;
  /** The low-water mark that the resampling steers to. */
  readonly margin: number;
  /** Present correction of the rate, 0 for none, at most 0.005 either way. */
  readonly correction: number;
}

export interface SpeakerOptions {
  /** Rate of the output in Hz. */
  readonly sampleRate: number;
  /** Least low-water mark in milliseconds. */
  readonly margin: number;
  /** Milliseconds that the device pulls at a time, as far as known. */
  readonly burst: number;
}

/** Largest correction of the rate: 0.5 % is nine cents, which nobody hears. */
const MAX_CORRECTION = 0.005;
/** Seconds over which the low-water mark is taken: longer than a frame and than any output burst. */
const WINDOW = 0.1;
/** Windows whose lowest point tells how uneven the writer is: five seconds. */
const MEMORY = 50;
const MAX_MARGIN = 0.06;
/** Margin before the writer's unevenness is known. */
const FIRST_MARGIN = 0.015;
/** Windows for which the margin does not sink after an underrun: ten seconds. */
const HOLD = 100;
/** Windows after which the margin may sink: two seconds. */
const SETTLED = 20;
/** Seconds that a fade takes, so that pause and resume don't click. */
const FADE = 0.004;
/** Stereo frames that the writer brings at a time: what the console sounds in one of its frames. */
const PIECE = 1100;
/** Pieces that a window holds at least, at any speed. */
const PIECES_PER_WINDOW = 6;
/** Seconds of sound too much at which the ring is cut down at once: steering alone would take too long. */
const TOO_MUCH = 0.06;
/** Fill histogram: half-millisecond steps up to 128 ms. */
const STEPS = 256;

/**
 * The reading end: takes sound from the ring, at whatever rate the host's device wants, and steers the
 * ratio so that the ring's low-water mark stays just above what the writer's unevenness needs.
 */
export class Speaker {
  private readonly ring: SoundRing;
  private readonly sampleRate: number;
  private readonly leastMargin: number;
  private readonly burst: number;
  private readonly resampler: Resampler;

  private margin: number;
  private holdFor = 0;
  private correction = 0;
  private primed = false;
  private gain = 0;
  private lastLeft = 0;
  private lastRight = 0;

  private windowLeft = 0;
  private low = Number.MAX_SAFE_INTEGER;
  private readonly lows = new Float64Array(MEMORY);
  private lowCount = 0;

  private underruns = 0;
  private readonly histogram = new Uint32Array(STEPS);
  private reads = 0;
  private quantum = 0;

  constructor(ring: SoundRing, options: SpeakerOptions) {
    this.ring = ring;
    this.sampleRate = options.sampleRate;
    this.leastMargin = options.margin / 1000;
    this.burst = options.burst / 1000;
    this.margin = Math.max(this.leastMargin, FIRST_MARGIN);
    this.resampler = new Resampler((0.46 * options.sampleRate) / 65536);
  }

  /** Fills one quantum of output. */
  pull(left: Float32Array, right: Float32Array): void {
    const { ring } = this;
    const rate = ring.rate;
    const count = left.length;
    this.quantum = count / this.sampleRate;
    if (rate === 0) {
      left.fill(0);
      right.fill(0);
      return;
    }
    const playing = ring.playing;
    const start = Math.ceil(rate * (this.margin + this.burst)) + PIECE;
    if (!this.primed && playing && ring.fill >= start) {
      this.primed = true;
      ring.skip(ring.fill - start);
      this.startWindow();
    }
    if (!this.primed) {
      // What is left over after a pause is stale.
      if (!playing) ring.skip(ring.fill);
      this.fadeOut(left, right, 0);
      return;
    }

    if (ring.fill > start + rate * TOO_MUCH) ring.skip(ring.fill - start);
    const step = (rate / this.sampleRate) * (1 + this.correction);
    const fill = ring.fill;
    this.note(fill / rate);
    if (this.resampler.needs(count, step) > fill) {
      const able = Math.max(0, Math.floor((fill - 1) / step));
      this.resampler.process(ring, left, right, 0, able, step);
      this.fadeIn(left, right, able);
      this.fadeOut(left, right, able);
      this.primed = false;
      if (playing) {
        this.underruns++;
        this.margin = Math.min(MAX_MARGIN, this.margin + 0.005);
        this.holdFor = HOLD;
      }
      return;
    }
    this.resampler.process(ring, left, right, 0, count, step);
    this.fadeIn(left, right, count);
    this.steer(ring.fill / rate);
  }

  /** The figures since the last report; underruns in all. */
  report(): SoundReport {
    const report: SoundReport = {
      underruns: this.underruns,
      latency: this.medianFill() * 1000,
      margin: this.margin * 1000,
      correction: this.correction,
    };
    this.histogram.fill(0);
    this.reads = 0;
    return report;
  }

  private steer(fill: number): void {
    if (fill < this.low) this.low = fill;
    this.windowLeft -= this.quantum;
    if (this.windowLeft > 0) return;
    const low = this.low;
    this.lows[this.lowCount % MEMORY] = low;
    this.lowCount++;
    this.adapt();
    // All of the error in a second: gentle, and far quicker than two clocks drift apart.
    const wanted = low - this.margin;
    this.correction = Math.max(-MAX_CORRECTION, Math.min(MAX_CORRECTION, wanted));
    this.startWindow();
  }

  /**
   * The margin follows the unevenness: the deepest dip of five seconds, against the windows beside it
   * (the level itself moves, because it is being steered).
   */
  private adapt(): void {
    const n = Math.min(this.lowCount, MEMORY);
    if (n < SETTLED) return;
    let deepest = 0;
    for (let i = this.lowCount - n + 1; i < this.lowCount - 1; i++) {
      const beside = (this.lows[(i - 1) % MEMORY] + this.lows[(i + 1) % MEMORY]) / 2;
      deepest = Math.max(deepest, beside - this.lows[i % MEMORY]);
    }
    const need = Math.min(MAX_MARGIN, Math.max(this.leastMargin, deepest + 0.001));
    // Up at once, down by four milliseconds a second: the correction can follow that.
    if (this.holdFor > 0) this.holdFor--;
    this.margin = Math.max(need, this.holdFor > 0 ? this.margin : this.margin - 0.0004);
  }

  private startWindow(): void {
    this.windowLeft = Math.max(WINDOW, (PIECES_PER_WINDOW * PIECE) / this.ring.rate);
    this.low = Number.MAX_SAFE_INTEGER;
  }

  private fadeIn(left: Float32Array, right: Float32Array, count: number): void {
    const step = 1 / (FADE * this.sampleRate);
    for (let i = 0; i < count && this.gain < 1; i++) {
      this.gain = Math.min(1, this.gain + step);
      left[i] *= this.gain;
      right[i] *= this.gain;
    }
    if (count > 0) {
      this.lastLeft = left[count - 1];
      this.lastRight = right[count - 1];
    }
  }

  /** From the last sample down to silence. */
  private fadeOut(left: Float32Array, right: Float32Array, from: number): void {
    const keep = 1 - 1 / (FADE * this.sampleRate);
    for (let i = from; i < left.length; i++) {
      this.lastLeft *= keep;
      this.lastRight *= keep;
      left[i] = this.lastLeft;
      right[i] = this.lastRight;
    }
    this.gain = 0;
  }

  private note(fill: number): void {
    this.histogram[Math.min(STEPS - 1, Math.floor(fill * 2000))]++;
    this.reads++;
  }

  private medianFill(): number {
    let seen = 0;
    for (let i = 0; i < STEPS; i++) {
      seen += this.histogram[i];
      if (seen * 2 >= this.reads) return this.reads === 0 ? 0 : (i + 0.5) / 2000;
    }
    return STEPS / 2000;
  }
}
