import { FRAME } from '../core/clock.ts';

/** Pairs over which two pieces are blended: a millisecond. */
const BLEND = 64;

/**
 * Sound for more than the console's own speed: of n frames one is heard, at its right pitch, and each piece is
 * blended with how the one before would have gone on.
 */
export class FastSound {
  private owed = 0;
  private readonly next = new Int16Array(BLEND * 2);
  private hasNext = false;
  private heardLast = false;

  /**
   * Takes the sound of each frame in turn; true if this frame's is to be heard (it may have been blended).
   * @param passed half-dots of the frame.
   */
  hear(samples: Int16Array, count: number, passed: number, speed: number): boolean {
    if (speed <= 1) {
      this.owed = 0;
      this.hasNext = false;
      this.heardLast = true;
      return true;
    }
    if (this.heardLast && count >= BLEND) {
      this.next.set(samples.subarray(0, BLEND * 2));
      this.hasNext = true;
    }
    this.owed += passed / speed;
    this.heardLast = this.owed >= FRAME / 2;
    if (!this.heardLast) return false;
    this.owed -= FRAME;
    if (this.hasNext && count >= BLEND) this.blend(samples);
    return true;
  }

  private blend(samples: Int16Array): void {
    for (let i = 0; i < BLEND * 2; i++) {
      const weight = (i >> 1) / BLEND;
      samples[i] = this.next[i] + (samples[i] - this.next[i]) * weight;
    }
  }
}
