import { FRAME } from '../core/clock.ts';

/**
 * A button is down for at least this long (half-dots): games look once a frame, and a quick tap, or a
 * switch device that presses and releases at once, should never fall between two looks.
 */
const LEAST_HOLD = Math.round(FRAME * 1.1);
const BUTTONS = 8;

interface Change {
  /** Milliseconds. */
  readonly time: number;
  readonly buttons: number;
}

/**
 * Puts presses at their own place inside the frames that are emulated. The frames of one tick are emulated
 * at its end, but stand for the time before it; a press keeps its distance to that time.
 */
export class ButtonTimeline {
  private readonly changes: Change[] = [];
  /** What the player holds. */
  private held = 0;
  /** What the console was told. */
  private told = 0;
  /** Half-dots since each button of `told` went down. */
  private readonly downFor = new Float64Array(BUTTONS);

  /** What the console was told last. */
  get buttons(): number {
    return this.told;
  }

  /** All buttons that are down from `time` on. */
  change(buttons: number, time: number): void {
    this.changes.push({ buttons, time });
  }

  /** Lets everything go: after a pause no button hangs. */
  clear(): void {
    this.changes.length = 0;
    this.held = 0;
  }

  /**
   * Hands over what happens in a frame that stands for the milliseconds from `start` to `end`.
   * @param tell gets the buttons and the half-dots after the frame's start, in order.
   */
  frame(start: number, end: number, tell: (buttons: number, at: number) => void): void {
    const scale = (FRAME - 1) / Math.max(0.001, end - start);
    let now = 0;
    for (;;) {
      const next = this.changes[0];
      const at =
        next && next.time < end ? Math.max(now, Math.round(Math.max(0, next.time - start) * scale)) : FRAME;
      const release = this.nextRelease();
      if (release < FRAME && now + release <= at) {
        now = this.pass(now, now + release);
        this.update(now, tell);
      } else if (at < FRAME) {
        this.changes.shift();
        now = this.pass(now, at);
        this.held = next.buttons;
        this.update(now, tell);
      } else {
        this.pass(now, FRAME);
        return;
      }
      if (now >= FRAME) return;
    }
  }

  /** Half-dots until a button that the player let go may go up; FRAME if there is none. */
  private nextRelease(): number {
    let least = FRAME;
    for (let i = 0; i < BUTTONS; i++) {
      const bit = 1 << i;
      if ((this.told & bit) === 0 || (this.held & bit) !== 0) continue;
      least = Math.min(least, Math.max(0, LEAST_HOLD - this.downFor[i]));
    }
    return least;
  }

  private pass(from: number, to: number): number {
    for (let i = 0; i < BUTTONS; i++) this.downFor[i] += to - from;
    return to;
  }

  private update(now: number, tell: (buttons: number, at: number) => void): void {
    let buttons = this.held;
    for (let i = 0; i < BUTTONS; i++) {
      const bit = 1 << i;
      if ((this.told & bit) !== 0 && this.downFor[i] < LEAST_HOLD) buttons |= bit;
      if ((buttons & bit) !== 0 && (this.told & bit) === 0) this.downFor[i] = 0;
    }
    if (buttons === this.told) return;
    this.told = buttons;
    tell(buttons, Math.min(now, FRAME - 1));
  }
}
