import { FRAME } from '../core/clock.ts';
import { ButtonTimeline } from '../player/button-timeline.ts';
import { FastSound } from '../player/fast-sound.ts';
import type { Diagnostics } from '../player/messages.ts';
import { CONSOLE_HZ, Pacer } from '../player/pacer.ts';
import type { Player } from '../player/player.ts';
import { Loop } from './loop.ts';
import { Meter } from './meter.ts';
import type { Outputs } from './outputs.ts';

const CORE_RATE = 65536;
const FRAME_MS = 1000 / CONSOLE_HZ;
/** Milliseconds of a tick that emulation may take: beyond it, what is owed is let off. */
const BUDGET = 14;

export interface RunnerEvents {
  /** The console was told of its buttons, `at` half-dots after the start of the coming frame. */
  onPress(buttons: number, at: number): void;
  /** A frame was run forwards. */
  onFrame(): void;
  /** A tick's frames are done; `now` is of `performance.now`. */
  onTick(now: number): void;
  /** The emulator threw: the console may stand in the middle of a frame. */
  onFault(error: unknown): void;
}

/** Runs a player in time: frames when they are due, presses at their own time, picture and sound to their places. */
export class Runner {
  /** Time goes backwards. */
  held = false;
  private readonly player: Player;
  private readonly outputs: Outputs;
  private readonly events: RunnerEvents;
  private readonly pacer = new Pacer();
  private readonly buttons = new ButtonTimeline();
  private readonly fastSound = new FastSound();
  private readonly meter = new Meter();
  private readonly loop: Loop;
  private readonly tell = (buttons: number, at: number): void => {
    this.player.press(buttons, at);
    this.events.onPress(buttons, at);
  };

  constructor(player: Player, outputs: Outputs, events: RunnerEvents) {
    this.player = player;
    this.outputs = outputs;
    this.events = events;
    this.loop = new Loop({
      onTick: (time) => this.tick(time, false),
      onLate: (time) => this.tick(time, true),
    });
  }

  get on(): boolean {
    return this.loop.on;
  }

  /** @param factor 1 is the console's own speed. */
  setSpeed(factor: number): void {
    this.pacer.speed = Math.min(16, Math.max(0.25, factor));
  }

  /** @param time of `performance.now` in this worker, milliseconds. */
  setButtons(buttons: number, time: number): void {
    this.buttons.change(buttons, time);
  }

  letGoOfButtons(): void {
    this.buttons.clear();
  }

  start(): void {
    this.pacer.restart();
    this.meter.restart(performance.now());
    this.loop.start();
  }

  stop(): void {
    this.loop.stop();
    this.outputs.sound.stop();
    this.buttons.clear();
    this.held = false;
  }

  /** The figures of the last second, once a second; null in between. */
  diagnostics(now: number): Diagnostics | null {
    if (!this.meter.due(now)) return null;
    return {
      ...this.meter.take(now),
      displayHz: this.pacer.displayHz,
      pacing: this.pacer.locked ? 'locked' : 'timed',
      rewindFrames: this.player.rewindFrames,
      rewindBytes: this.player.rewindBytes,
    };
  }

  private tick(time: number, late: boolean): void {
    const begun = performance.now();
    try {
      if (late) this.pacer.catchUp(time);
      else this.pacer.tick(time);
      const frames = this.held ? this.runBack() : this.runOn(time, begun);
      this.meter.tick(time, frames, performance.now() - begun, late);
    } catch (error) {
      this.events.onFault(error);
      return;
    }
    this.events.onTick(begun);
  }

  private runOn(time: number, begun: number): number {
    const { pacer, player, outputs } = this;
    const { speed } = pacer;
    const frameMs = FRAME_MS / speed;
    const total = pacer.count;
    outputs.sound.start(CORE_RATE * (speed > 1 ? pacer.rate / speed : pacer.rate));
    let ran = 0;
    while (pacer.due) {
      const tooSlow = ran > 0 && performance.now() - begun > BUDGET;
      const show = pacer.count === 1 || tooSlow;
      const end = time - Math.max(0, total - 1 - ran) * frameMs;
      this.buttons.frame(end - frameMs, end, this.tell);
      const passed = player.frame(show);
      pacer.ran(passed);
      ran++;
      if (this.fastSound.hear(player.samples, player.sampleCount, passed, speed)) {
        outputs.sound.write(player.samples, player.sampleCount);
      }
      this.events.onFrame();
      if (show) outputs.screen.show(player.picture);
      // A breakpoint has stopped the run.
      if (!this.loop.on) break;
      if (tooSlow) pacer.forgive();
    }
    return ran;
  }

  private runBack(): number {
    const { pacer, player, outputs } = this;
    let ran = 0;
    while (pacer.due) {
      pacer.ran(FRAME * pacer.speed);
      if (!player.back()) {
        outputs.sound.stop();
        continue;
      }
      outputs.sound.start(CORE_RATE * pacer.rate);
      outputs.sound.write(player.samples, player.sampleCount);
      ran++;
    }
    if (ran > 0) outputs.screen.show(player.picture);
    return ran;
  }
}
