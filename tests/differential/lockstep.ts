import { GameBoy, type GameBoyOptions } from '../../src/core/game-boy.ts';

/** A difference between the two machines, or null. */
export type Difference = string | null;

/**
 * Two consoles with the same ROM, model, seed and presses: one takes every shortcut, the other none. After each
 * frame they must agree in every pixel, sample, field of state and in time.
 */
export class Lockstep {
  readonly fast: GameBoy;
  readonly exact: GameBoy;
  private readonly fastState: Uint8Array;
  private readonly exactState: Uint8Array;
  /** A host's picture, of which only the lines are copied that are said to have changed. */
  private readonly shown: Uint16Array;
  private frames = 0;

  constructor(options: GameBoyOptions) {
    this.fast = new GameBoy(options);
    this.exact = new GameBoy(options);
    this.exact.setExact(true);
    this.shown = this.fast.frame.slice();
    this.fastState = new Uint8Array(this.fast.stateSize);
    this.exactState = new Uint8Array(this.exact.stateSize);
  }

  setButtons(buttons: number, at = 0): void {
    this.fast.setButtons(buttons, at);
    this.exact.setButtons(buttons, at);
  }

  /** Runs one frame on both; says where they differ. */
  frame(): Difference {
    const { fast, exact } = this;
    const passed = fast.runFrame();
    const expected = exact.runFrame();
    this.frames++;
    const where = `frame ${this.frames}`;
    if (passed !== expected) return `${where}: ${passed} half-dots instead of ${expected}`;
    const pixel = firstDifference(fast.frame, exact.frame, exact.frame.length);
    if (pixel >= 0) {
      const at = `${pixel % 160},${Math.floor(pixel / 160)}`;
      return `${where}: pixel ${at} is ${fast.frame[pixel]} instead of ${exact.frame[pixel]}`;
    }
    for (let line = 0; line < 144; line++) {
      if (fast.changedLines[line] !== 0) {
        this.shown.set(fast.frame.subarray(line * 160, line * 160 + 160), line * 160);
      }
    }
    const stale = firstDifference(this.shown, exact.frame, exact.frame.length);
    if (stale >= 0) return `${where}: line ${Math.floor(stale / 160)} is not said to have changed`;
    if (fast.sampleCount !== exact.sampleCount) {
      return `${where}: ${fast.sampleCount} samples instead of ${exact.sampleCount}`;
    }
    const sample = firstDifference(fast.samples, exact.samples, exact.sampleCount * 2);
    if (sample >= 0)
      return `${where}: sample ${sample} is ${fast.samples[sample]} instead of ${exact.samples[sample]}`;
    const field = exact.stateDifference(fast.save(this.fastState), exact.save(this.exactState));
    return field === null ? null : `${where}: ${field} differs`;
  }

  /** Runs up to `count` frames, pressing what `pad` says before each; stops at the first difference. */
  run(count: number, pad: (frame: number) => number = () => 0): Difference {
    for (let i = 0; i < count; i++) {
      this.setButtons(pad(i));
      const difference = this.frame();
      if (difference !== null) return difference;
    }
    return null;
  }
}

function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>, count: number): number {
  for (let i = 0; i < count; i++) if (a[i] !== b[i]) return i;
  return -1;
}

/** Presses for a game from a seed: a new combination every 20 frames, Start now and then. */
export function seededPad(seed: number): (frame: number) => number {
  return (frame) => {
    let x = (seed * 0x9e3779b1 + Math.floor(frame / 20) * 0x85ebca6b) | 0;
    x ^= x >>> 15;
    x = Math.imul(x, 0x2c1b3c6d);
    x ^= x >>> 12;
    const start = Math.floor(frame / 20) % 12 === 3 ? 0x80 : 0;
    return frame % 20 < 12 ? (x & 0x3f) | start : 0;
  };
}
