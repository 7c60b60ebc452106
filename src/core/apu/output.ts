import { SAMPLE, type Synth } from './synth.ts';

/** The level of digital 0 behind a DAC; digital 15 is its negative. A unit is 1/8 of half a digital step. */
export const FULL = 120;

/** What one channel sends through the mixer: its level, and how loud each side takes it. Host only, no state. */
export class Output {
  /** False while nobody listens, or neither side is connected: then levels need not be told. */
  heard = false;
  private muted = false;
  private level = 0;
  private left = 0;
  private right = 0;
  /** The level of an unconnected side (AGB), and the master volumes. */
  private readonly rest: number;
  private restLeft = 0;
  private restRight = 0;
  private readonly synth: Synth;

  constructor(synth: Synth, rest: number) {
    this.synth = synth;
    this.rest = rest;
  }

  /** The channel's level becomes `level` at `at`. */
  set(level: number, at: number): void {
    const change = level - this.level;
    if (change === 0) return;
    this.level = level;
    this.synth.add(change * this.left, change * this.right, at);
  }

  /** As `set`, for changes faster than the output can carry: a quarter of the work, less clean. */
  setCoarse(level: number, at: number): void {
    const change = level - this.level;
    if (change === 0) return;
    this.level = level;
    const late = this.synth.within(at);
    this.addCoarse(change, at, SAMPLE - late, late);
  }

  /** Changes by `step` and back in the sample of `at`, told as `Synth.addCoarse` takes them; `adopt` the last level. */
  addCoarse(step: number, at: number, early: number, late: number): void {
    this.synth.addCoarse(step * this.left, step * this.right, at, early, late);
  }

  /** Half-dots from the start of a sample to `time`. */
  within(time: number): number {
    return this.synth.within(time);
  }

  mute(muted: boolean): void {
    this.muted = muted;
    this.heard = !muted && (this.left | this.right) !== 0;
  }

  /** Gains, 0 to 8 a side; the rest level takes what the channel does not. Makes no sound by itself. */
  connect(left: number, right: number, volumeLeft: number, volumeRight: number): void {
    this.left = left;
    this.right = right;
    this.restLeft = volumeLeft - left;
    this.restRight = volumeRight - right;
    this.heard = !this.muted && (left | right) !== 0;
  }

  /** As `set`, also where nobody has listened so far. */
  update(level: number, at: number): void {
    if (this.heard) this.set(level, at);
    else this.level = level;
  }

  /** Takes a level without a sound: after a load, or where the changes that led to it have been told. */
  adopt(level: number): void {
    this.level = level;
  }

  get sumLeft(): number {
    return this.level * this.left + this.rest * this.restLeft;
  }

  get sumRight(): number {
    return this.level * this.right + this.rest * this.restRight;
  }
}
