const EVERY = 1000;

/** Figures of the last second. */
export interface Figures {
  readonly fps: number;
  readonly missed: number;
  readonly load: number;
  readonly frames: number;
}

/** Counts frames, lateness and the time that emulation takes. Times are milliseconds. */
export class Meter {
  private since = 0;
  private lastTick = 0;
  private frames = 0;
  private busy = 0;
  private missed = 0;
  private total = 0;
  private period = 0;

  restart(now: number): void {
    this.since = this.lastTick = now;
    this.frames = this.busy = this.missed = this.period = 0;
  }

  /** @param took milliseconds of this tick's work. */
  tick(time: number, frames: number, took: number, late: boolean): void {
    const gap = time - this.lastTick;
    this.lastTick = time;
    if (late) this.missed++;
    else if (this.period > 0 && gap > this.period * 1.5) this.missed++;
    // The usual gap, followed slowly.
    this.period = this.period === 0 ? gap : this.period + (gap - this.period) * 0.05;
    this.frames += frames;
    this.total += frames;
    this.busy += took;
  }

  due(now: number): boolean {
    return now - this.since >= EVERY;
  }

  /** The figures since the last call. */
  take(now: number): Figures {
    const seconds = (now - this.since) / 1000;
    const figures = {
      fps: this.frames / seconds,
      missed: this.missed,
      load: this.busy / 1000 / seconds,
      frames: this.total,
    };
    this.since = now;
    this.frames = this.busy = this.missed = 0;
    return figures;
  }
}
