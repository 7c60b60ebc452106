import { type Clock, NEVER } from './clock.ts';
import { INT_TIMER, type Interrupts } from './interrupts.ts';
import type { Shape } from './state/state-map.ts';

/** Half-dots by which DIV moves before the end of an M-cycle, in T-cycles: the counter steps inside it. */
const PHASE = 1;
/** log2 of the T-cycles between two TIMA steps, by TAC bits 0-1. */
const PERIODS = [10, 4, 6, 8];

/**
 * DIV, TIMA, TMA and TAC. Nothing is stepped: DIV is a difference of times, and TIMA is brought up to date by
 * counting the falling edges of its DIV bit. T-cycles here are the CPU's: shorter in double speed.
 */
export class Timer {
  static readonly shape: Shape<Timer, 'due'> = {
    start: 'i32',
    edges: 'i32',
    tima: 'u8',
    tma: 'u8',
    tac: 'u8',
    reloadAt: 'i32',
    loadedAt: 'i32',
    held: 'bool',
  };
  /** When the DIV counter was 0, in half-dots. */
  start = 0;
  /** Falling edges of the TIMA bit that have been counted since `start`. */
  edges = 0;
  tima = 0;
  tma = 0;
  tac = 0;
  /** When TMA is loaded after an overflow and the interrupt comes; NEVER if none is on its way. */
  reloadAt = NEVER;
  /** When TMA was last loaded into TIMA. */
  loadedAt = -NEVER;
  /** STOP holds DIV at 0. */
  held = false;
  /** When the timer interrupt comes at the earliest. */
  due = NEVER;
  private readonly clock: Clock;
  private readonly interrupts: Interrupts;

  constructor(clock: Clock, interrupts: Interrupts) {
    this.clock = clock;
    this.interrupts = interrupts;
  }

  /** The DIV counter in whole M-cycles of 4 T-cycles since `start`, not wrapped. */
  private mCycles(now: number): number {
    if (this.held || now < this.start) return 0;
    return this.clock.mCycle === 8 ? (now - this.start) >> 3 : (now - this.start) >> 2;
  }

  /** The 16-bit DIV counter (T-cycles) at `now`; DIV is its high byte. */
  counterAt(now: number): number {
    return (this.mCycles(now) << 2) & 0xffff;
  }

  /**
   * When the DIV counter's `bit` next falls after `after`, in half-dots: the frame sequencer and the serial
   * clock hang on it.
   */
  nextFall(bit: number, after: number): number {
    if (this.held) return NEVER;
    const period = bit - 1;
    const next = ((this.mCycles(after) >> period) + 1) << period;
    return this.start + next * this.clock.mCycle;
  }

  /** Sets the 16-bit DIV counter, for power-up and states of other emulators. */
  setCounter(counter: number, now: number): void {
    this.sync(now);
    const quarter = this.clock.mCycle >> 2;
    this.start = now - (counter >> 2) * this.clock.mCycle - PHASE * quarter;
    this.recount(now);
    this.plan();
  }

  sync(now: number): void {
    if (this.reloadAt <= now) this.load();
    if ((this.tac & 4) === 0) return;
    let edges = this.mCycles(now) >> (PERIODS[this.tac & 3] - 2);
    let steps = edges - this.edges;
    this.edges = edges;
    while (this.tima + steps > 0xff) {
      steps -= 0x100 - this.tima;
      // TIMA stays 0 for one M-cycle before TMA is loaded.
      // Pan Docs "Timer obscure behaviour"; mooneye acceptance/timer/tima_reload
      edges = this.edges - steps;
      const overflow = this.start + (edges << (PERIODS[this.tac & 3] - 2)) * this.clock.mCycle;
      this.tima = 0;
      this.reloadAt = overflow + this.clock.mCycle;
      if (this.reloadAt > now) break;
      this.load();
    }
    this.tima += steps;
    this.plan();
  }

  private load(): void {
    this.tima = this.tma;
    this.interrupts.request(INT_TIMER);
    this.loadedAt = this.reloadAt;
    this.reloadAt = NEVER;
    this.plan();
  }

  private plan(): void {
    if (this.reloadAt !== NEVER) this.due = this.reloadAt;
    else if ((this.tac & 4) === 0 || this.held) this.due = NEVER;
    else {
      const overflow = (this.edges + 0x100 - this.tima) << (PERIODS[this.tac & 3] - 2);
      this.due = this.start + (overflow + 1) * this.clock.mCycle;
    }
  }

  private recount(now: number): void {
    this.edges = this.mCycles(now) >> (PERIODS[this.tac & 3] - 2);
  }

  /** Level of the DIV bit that clocks TIMA, gated by TAC's enable. */
  private level(now: number): boolean {
    return (this.tac & 4) !== 0 && ((this.mCycles(now) >> (PERIODS[this.tac & 3] - 3)) & 1) !== 0;
  }

  /** TIMA steps outside its rhythm, because its clock fell under a write to DIV or TAC. */
  private stepOnce(now: number): void {
    this.tima = (this.tima + 1) & 0xff;
    if (this.tima !== 0) return;
    // The overflow counts from the M-cycle grid on which DIV steps.
    const quarter = this.clock.mCycle >> 2;
    this.reloadAt = now + this.clock.mCycle - PHASE * quarter;
  }

  /** Ends an M-cycle grid and starts a new one with DIV at 0; the caller has told everyone who listens to DIV. */
  resetDiv(now: number): void {
    this.sync(now);
    const falls = this.level(now);
    this.start = now - PHASE * (this.clock.mCycle >> 2);
    this.edges = 0;
    if (falls) this.stepOnce(now);
    this.plan();
  }

  /** Lets DIV count from 0 at `at`, before or ahead: the CPU's clock has changed. It must stand at 0. */
  restart(at: number): void {
    this.start = at - PHASE * (this.clock.mCycle >> 2);
    this.edges = 0;
    this.plan();
  }

  /** STOP holds DIV at 0 until it ends. */
  hold(held: boolean, now: number): void {
    this.held = held;
    if (!held) this.start = now - PHASE * (this.clock.mCycle >> 2);
    this.edges = 0;
    this.plan();
  }

  read(address: number, now: number): number {
    switch (address) {
      case 0xff04:
        return this.counterAt(now) >> 8;
      case 0xff05:
        this.sync(now);
        return this.tima;
      case 0xff06:
        return this.tma;
      default:
        return this.tac | 0xf8;
    }
  }

  /** Writes TIMA, TMA or TAC; DIV goes through `resetDiv`. */
  write(address: number, value: number, now: number): void {
    this.sync(now);
    // TMA is loaded an instant before the end of an M-cycle: a write at its end still meets the loading.
    const reloading = this.reloadedIn(now);
    switch (address) {
      case 0xff05:
        // A write during the M-cycle at 0 cancels the reload; one while TMA is being loaded is lost.
        // mooneye acceptance/timer/tima_write_reloading
        if (reloading) break;
        this.tima = value;
        this.reloadAt = NEVER;
        break;
      case 0xff06:
        this.tma = value;
        if (reloading) this.tima = value;
        break;
      default: {
        const level = this.level(now);
        this.tac = value & 7;
        this.recount(now);
        // mooneye acceptance/timer/rapid_toggle
        if (level && !this.level(now)) this.stepOnce(now);
      }
    }
    this.plan();
  }

  /** Whether TMA was loaded in the M-cycle that ends at `now`. */
  private reloadedIn(now: number): boolean {
    return this.loadedAt + this.clock.mCycle > now;
  }

  /** Subtracts `by` half-dots from every time. */
  rebase(by: number): void {
    this.start -= by;
    if (this.reloadAt !== NEVER) this.reloadAt -= by;
    this.loadedAt = Math.max(this.loadedAt - by, -NEVER);
    // The counter wraps at 2^16 T-cycles, a whole number of TIMA periods.
    const wrap = this.clock.mCycle << 14;
    while (this.start < -2 * wrap) {
      this.start += wrap;
      this.edges -= 1 << (16 - PERIODS[this.tac & 3]);
    }
    this.plan();
  }

  afterLoad(): void {
    this.plan();
  }
}
