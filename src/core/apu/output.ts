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
    this.synth.addCoarse(change * this.left, change * this.right, at, SAMPLE - late, late);
  }

  /**
   * Noise between `zero` and `one`, a step every `every` half-dots (fewer than a sample has), the first at `at`: `count`
   * steps of the 15-bit shift register `bits`. As `setCoarse` at each, but without asking whether the level changes,
   * which nobody can foresee. Returns the register.
   */
  playCoarse(zero: number, one: number, bits: number, count: number, at: number, every: number): number {
    const { synth } = this;
    const left = (one - zero) * this.left;
    const right = (one - zero) * this.right;
    let bit = this.level === zero ? 0 : 1;
    let register = bits;
    let sample = at;
    let within = synth.within(at);
    let early = 0;
    let late = 0;
    for (let step = 0; step < count; step++) {
      register = (register >> 1) | ((~(register ^ (register >> 1)) & 1) << 14);
      const change = (register & 1) - bit;
      bit += change;
      early += change * (SAMPLE - within);
      late += change * within;
      within += every;
      if (within >= SAMPLE) {
        within -= SAMPLE;
        synth.addCoarse(left, right, sample, early, late);
        sample += SAMPLE;
        early = late = 0;
      }
    }
    synth.addCoarse(left, right, sample, early, late);
    this.level = bit === 0 ? zero : one;
    return register;
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

  /** Takes a level without a sound: after a load. */
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
