import type { Shape } from '../state/state-map.ts';
import { PHASES, STEPS, WIDTH } from './step-table.ts';

/** Stereo samples a second. */
export const SAMPLE_RATE = 65536;
/** Half-dots in one sample. */
export const SAMPLE = 128;

/** Samples for which changes are kept before they are moved to the start of the buffers. */
const ROOM = 256;
const LANE = ROOM + WIDTH + 2;
/** Frames of 2 x 1,097 values fit twice, and what a late host leaves behind. */
const CAPACITY = 8192;
/** Half of the kernel: where a coarse change goes to be as late as a clean one. */
const COARSE_DELAY = WIDTH / 2 - 1;

/**
 * Turns changes of level into samples: each change is a band-limited step from a table, added where it
 * happens; reading sums the steps up. All in integers, so that every engine makes the same samples.
 */
export class Synth {
  static readonly shape: Shape<Synth, 'count'> = {
    start: 'i32',
    at: 'u16',
    mid: 'i32s',
    side: 'i32s',
    midSum: 'i32',
    sideSum: 'i32',
    leftCharge: 'i32',
    rightCharge: 'i32',
  };
  /** Time (half-dots) at which the next sample begins. */
  start = 0;
  /** Place of the next sample in the lanes. */
  at = 0;
  /** Left plus right, and left minus right: most sound is the same on both sides and fills only one lane. */
  readonly mid = new Int32Array(LANE);
  readonly side = new Int32Array(LANE);
  midSum = 0;
  sideSum = 0;
  /** Charge of the high-pass capacitors, in 1/65,536 of an output unit. */
  leftCharge = 0;
  rightCharge = 0;
  /** Finished samples, left and right interleaved. */
  readonly samples: Int16Array = new Int16Array(CAPACITY);
  /** Place in the lanes from which on both are 0: no change reaches that far. */
  private clean = 0;
  /** The same for `side` alone: where the sound is in the middle, one lane makes both sides. */
  private sideClean = 0;
  /** How many stereo samples are finished. */
  count = 0;
  private readonly highPass: number;

  constructor(highPass: number) {
    this.highPass = highPass;
  }

  /** The levels of the two sides change by `left` and `right` at `time`, which is not before `start`. */
  add(left: number, right: number, time: number): void {
    const offset = time - this.start;
    const place = this.at + (offset >> 7);
    const row = ((offset >> 2) & (PHASES - 1)) * WIDTH;
    const m = left + right;
    const s = left - right;
    if (place + WIDTH > this.clean) this.clean = place + WIDTH;
    if (m !== 0) {
      const lane = this.mid;
      for (let i = 0; i < WIDTH; i++) lane[place + i] += m * STEPS[row + i];
    }
    if (s !== 0) {
      this.sideClean = this.clean;
      const lane = this.side;
      for (let i = 0; i < WIDTH; i++) lane[place + i] += s * STEPS[row + i];
    }
  }

  /**
   * As `add` with the plainest kernel, the mean over one sample: for noise faster than the sample rate. Several changes
   * in the sample of `time` are told at once: `early` and `late` are what they sum up to, in 1/128 of this sample and of
   * the next one.
   */
  addCoarse(left: number, right: number, time: number, early: number, late: number): void {
    const place = this.at + ((time - this.start) >> 7) + COARSE_DELAY;
    if (place + 2 > this.clean) this.clean = place + 2;
    const m = (left + right) << 8;
    const s = (left - right) << 8;
    this.mid[place] += m * early;
    this.mid[place + 1] += m * late;
    if (s === 0) return;
    this.sideClean = this.clean;
    this.side[place] += s * early;
    this.side[place + 1] += s * late;
  }

  /** Half-dots from the start of a sample to `time`, 0 to 127. */
  within(time: number): number {
    return (time - this.start) & (SAMPLE - 1);
  }

  /** The lanes have come from a saved state. */
  afterLoad(): void {
    this.clean = this.sideClean = this.at + WIDTH + 1;
  }

  /** Makes sure that changes up to `ahead` half-dots after `now` fit; at most half the room. */
  reserve(ahead: number, now: number): void {
    if (this.at * SAMPLE + now - this.start + ahead > ROOM * SAMPLE) this.finish(now);
  }

  /** Finishes every sample that ends by `now`. */
  finish(now: number): void {
    let n = (now - this.start) >> 7;
    this.start += n * SAMPLE;
    while (n > 0) {
      const changing = Math.min(n, this.clean - this.at, ROOM - this.at);
      if (changing > 0) {
        const isMiddle =
          this.sideClean <= this.at && this.sideSum === 0 && this.leftCharge === this.rightCharge;
        if (isMiddle) this.emitMiddle(changing);
        else this.emit(changing);
        if (this.at >= ROOM >> 1) this.gather();
        n -= changing;
      } else {
        this.emitSteady(n);
        n = 0;
      }
    }
  }

  /** Finishes `n` samples in which there may be changes, but only in the middle. */
  private emitMiddle(n: number): void {
    const { mid, samples, highPass } = this;
    let { midSum } = this;
    let charge = this.leftCharge;
    const from = this.at;
    let to = this.count * 2;
    for (let place = from; place < from + n; place++) {
      midSum += mid[place];
      mid[place] = 0;
      const level = (midSum >> 14) - (charge >> 16);
      charge += level * highPass;
      // Writes beyond the end of the array are lost, as they should be.
      samples[to] = samples[to + 1] = Math.min(Math.max(level, -32768), 32767);
      to += 2;
    }
    this.midSum = midSum;
    this.leftCharge = this.rightCharge = charge;
    this.count = Math.min(to, CAPACITY) >> 1;
    this.at = from + n;
  }

  /** Finishes `n` samples in which there may be changes. */
  private emit(n: number): void {
    const { mid, side, samples, highPass } = this;
    let { midSum, sideSum, leftCharge, rightCharge } = this;
    const from = this.at;
    let to = this.count * 2;
    for (let place = from; place < from + n; place++) {
      midSum += mid[place];
      sideSum += side[place];
      mid[place] = 0;
      side[place] = 0;
      const left = ((midSum + sideSum) >> 14) - (leftCharge >> 16);
      const right = ((midSum - sideSum) >> 14) - (rightCharge >> 16);
      leftCharge += left * highPass;
      rightCharge += right * highPass;
      // Writes beyond the end of the array are lost, as they should be.
      samples[to++] = Math.min(Math.max(left, -32768), 32767);
      samples[to++] = Math.min(Math.max(right, -32768), 32767);
    }
    this.midSum = midSum;
    this.sideSum = sideSum;
    this.leftCharge = leftCharge;
    this.rightCharge = rightCharge;
    this.count = Math.min(to, CAPACITY) >> 1;
    this.at = from + n;
  }

  /** Finishes `n` samples without any change: the high-pass filter goes on until it has reached silence. */
  private emitSteady(n: number): void {
    const { samples, highPass } = this;
    let { leftCharge, rightCharge } = this;
    const leftLevel = (this.midSum + this.sideSum) >> 14;
    const rightLevel = (this.midSum - this.sideSum) >> 14;
    let to = this.count * 2;
    const end = to + n * 2;
    while (to < end) {
      const left = leftLevel - (leftCharge >> 16);
      const right = rightLevel - (rightCharge >> 16);
      if (left === 0 && right === 0) break;
      leftCharge += left * highPass;
      rightCharge += right * highPass;
      samples[to++] = Math.min(Math.max(left, -32768), 32767);
      samples[to++] = Math.min(Math.max(right, -32768), 32767);
    }
    samples.fill(0, to, end);
    this.leftCharge = leftCharge;
    this.rightCharge = rightCharge;
    this.count = Math.min(end, CAPACITY) >> 1;
    this.gather();
  }

  /** Moves what is unfinished to the start of the lanes. */
  gather(): void {
    const at = this.at;
    if (at === 0) return;
    const unfinished = this.clean - at;
    if (unfinished > 0) {
      const rest = Math.max(at, unfinished);
      this.mid.copyWithin(0, at, this.clean);
      this.mid.fill(0, rest, this.clean);
      if (this.sideClean > at) {
        this.side.copyWithin(0, at, this.clean);
        this.side.fill(0, rest, this.clean);
      }
    }
    this.clean = Math.max(unfinished, 0);
    this.sideClean = Math.max(this.sideClean - at, 0);
    this.at = 0;
  }

  /** Goes to `now` as if both sides had long been at these levels: no sound, no samples. */
  settle(now: number, left: number, right: number): void {
    this.start += ((now - this.start) >> 7) * SAMPLE;
    this.at = 0;
    this.clean = this.sideClean = 0;
    this.mid.fill(0);
    this.side.fill(0);
    this.midSum = (left + right) << 15;
    this.sideSum = (left - right) << 15;
    this.leftCharge = (left << 2) * 65536;
    this.rightCharge = (right << 2) * 65536;
  }
}
