import { HALF_DOTS_PER_SECOND } from '../core/clock.ts';
import type { GameBoy } from '../core/game-boy.ts';
import { writeOutput } from './output.ts';
import type { Trace } from './trace.ts';
import type { Until } from './until.ts';

/** What a run does besides running. */
export interface Watch {
  readonly until: Until | null;
  readonly trace: Trace | null;
  /** Prints what the serial port sends. */
  readonly echo: boolean;
}

/** A run frame by frame, with what is watched on the way. */
export class Session {
  /** Frames run, the last of them perhaps not to its end. */
  frames = 0;
  /** The condition came true. */
  reached = false;
  /** What the serial port sent. */
  serial = '';
  private halfDots = 0;
  private readonly gameBoy: GameBoy;
  private readonly watch: Watch;

  constructor(gameBoy: GameBoy, watch: Watch) {
    this.gameBoy = gameBoy;
    this.watch = watch;
    const { until, trace } = watch;
    if (trace === null && until?.beforeInstruction === undefined) return;
    gameBoy.setCpuHook({
      before: (pc) => {
        this.reached ||= until?.beforeInstruction?.(pc) === true;
        if (!this.reached) trace?.line(pc);
        return this.reached;
      },
    });
  }

  /** Emulated seconds. */
  get seconds(): number {
    return this.halfDots / HALF_DOTS_PER_SECOND;
  }

  frame(): void {
    this.halfDots += this.gameBoy.runFrame();
    this.frames++;
    const bytes = this.gameBoy.takeSerial();
    if (bytes.length > 0) {
      this.serial += String.fromCharCode(...bytes);
      if (this.watch.echo) writeOutput('-', bytes);
    }
    this.reached ||= this.watch.until?.afterFrame?.(this.serial) === true;
  }

  close(): void {
    this.gameBoy.setCpuHook(null);
    this.watch.trace?.close();
  }
}
