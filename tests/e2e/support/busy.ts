import { availableParallelism, loadavg } from 'node:os';

const EVERY = 4;
/** Milliseconds by which a timer may come late on a machine that has time. */
const LATE = 25;
/** The same for a machine on which single milliseconds can be told. */
const CALM = 6;
/** Waiting processes per core, over the last minute. */
const CROWDED = 1.5;

/** Looks, while something is measured, at whether the machine had time for it. */
export class Busy {
  private worst = 0;
  private last = performance.now();
  private readonly timer = setInterval(() => {
    const now = performance.now();
    this.worst = Math.max(this.worst, now - this.last - EVERY);
    this.last = now;
  }, EVERY);

  /** Nothing else has had the machine, so far. */
  get calm(): boolean {
    return this.worst < CALM;
  }

  /** Ends the look. Says in words what else the machine did, or null if it was free. */
  end(): string | null {
    clearInterval(this.timer);
    const load = loadavg()[0] / availableParallelism();
    if (this.worst < LATE && load < CROWDED) return null;
    return (
      'this machine was too busy to measure time in a browser ' +
      `(a timer came ${this.worst.toFixed(0)} ms late, ${load.toFixed(1)} processes waited per core). Run it alone: ` +
      'npx vitest run --project e2e'
    );
  }
}
