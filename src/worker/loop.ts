/** Milliseconds without a tick of the display after which time goes on without it: a frame and a little. */
const LATE = 20.5;

/** A worker of an older browser may have an OffscreenCanvas and no ticks of the display: then a timer stands in. */
const nextTick: (show: (time: number) => void) => void =
  typeof requestAnimationFrame === 'function'
    ? requestAnimationFrame
    : (show) => setTimeout(() => show(performance.now()), 1000 / 60);

export interface LoopEvents {
  /** The display shows its next picture at `time` (of `performance.now`, milliseconds). */
  onTick(time: number): void;
  /** The display is late; the sound must not be. */
  onLate(time: number): void;
}

/** Calls back with the display's ticks, and between them when they fail to come. */
export class Loop {
  private readonly events: LoopEvents;
  private running = false;
  private turn = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(events: LoopEvents) {
    this.events = events;
  }

  get on(): boolean {
    return this.running;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.turn++;
    this.wait(this.turn);
  }

  stop(): void {
    this.running = false;
    this.turn++;
    clearTimeout(this.timer);
  }

  private wait(turn: number): void {
    nextTick((time) => {
      if (turn !== this.turn) return;
      const now = performance.now();
      // Some browsers count a worker's ticks from the page's start.
      this.events.onTick(Math.abs(time - now) < 100 ? time : now);
      if (turn !== this.turn) return;
      this.guard(turn);
      this.wait(turn);
    });
  }

  private guard(turn: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (turn !== this.turn) return;
      this.events.onLate(performance.now());
      this.guard(turn);
    }, LATE);
  }
}
