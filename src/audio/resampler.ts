import type { SoundRing } from './ring.ts';

const TAPS = 32;
const PHASES = 128;
/** Full scale of the core's 16-bit samples. */
const SCALE = 1 / 32768;

/**
 * Windowed-sinc resampling by any ratio. The low-pass lies under the lower of the two Nyquist rates, so
 * that nothing folds back; 32 taps at 65,536 Hz delay the sound by a quarter of a millisecond.
 */
export class Resampler {
  private readonly kernel: Float32Array;
  /** The last TAPS input frames, stored twice so that any window of them is contiguous. */
  private readonly left = new Float32Array(TAPS * 2);
  private readonly right = new Float32Array(TAPS * 2);
  private head = 0;
  /** How far the output stands between two input frames, 0 to 1. */
  private phase = 0;

  /** @param cutoff of the low-pass in relation to the input rate, at most 0.5. */
  constructor(cutoff: number) {
    this.kernel = kernelOf(Math.min(0.5, cutoff));
  }

  /** Input frames that `count` output frames of `step` input frames each take from the ring. */
  needs(count: number, step: number): number {
    return Math.floor(this.phase + count * step);
  }

  /** Fills `left` and `right` from `from` to `to`. The ring must hold what `needs` says. */
  process(
    ring: SoundRing,
    left: Float32Array,
    right: Float32Array,
    from: number,
    to: number,
    step: number,
  ): void {
    const { kernel } = this;
    let taken = 0;
    for (let i = from; i < to; i++) {
      const position = this.phase * PHASES;
      const row = Math.floor(position);
      const blend = position - row;
      const a = row * TAPS;
      let l = 0;
      let r = 0;
      for (let k = 0; k < TAPS; k++) {
        const near = kernel[a + k];
        const weight = near + (kernel[a + TAPS + k] - near) * blend;
        l += this.left[this.head + k] * weight;
        r += this.right[this.head + k] * weight;
      }
      left[i] = l;
      right[i] = r;
      this.phase += step;
      while (this.phase >= 1) {
        this.phase -= 1;
        this.push(ring.peek(taken, 0) * SCALE, ring.peek(taken, 1) * SCALE);
        taken++;
      }
    }
    ring.skip(taken);
  }

  private push(left: number, right: number): void {
    this.left[this.head] = left;
    this.left[this.head + TAPS] = left;
    this.right[this.head] = right;
    this.right[this.head + TAPS] = right;
    this.head = this.head + 1 === TAPS ? 0 : this.head + 1;
  }
}

/** Row p holds the weights, oldest frame first, for an output that stands p/PHASES past the middle. */
function kernelOf(cutoff: number): Float32Array {
  const kernel = new Float32Array((PHASES + 1) * TAPS);
  for (let p = 0; p <= PHASES; p++) {
    let sum = 0;
    for (let k = 0; k < TAPS; k++) {
      const x = k - (TAPS / 2 - 1) - p / PHASES;
      // Blackman window over the TAPS frames around the output.
      const w = (x + TAPS / 2) / TAPS;
      const window = 0.42 - 0.5 * Math.cos(2 * Math.PI * w) + 0.08 * Math.cos(4 * Math.PI * w);
      const angle = 2 * Math.PI * cutoff * x;
      const value = window * (angle === 0 ? 1 : Math.sin(angle) / angle);
      kernel[p * TAPS + k] = value;
      sum += value;
    }
    for (let k = 0; k < TAPS; k++) kernel[p * TAPS + k] /= sum;
  }
  return kernel;
}
