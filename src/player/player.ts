import type { GameBoy } from '../core/game-boy.ts';
import type { MovieRecorder } from './movie.ts';
import { RecentRun } from './recent-run.ts';
import { RewindRing } from './rewind-ring.ts';

/** Stereo pairs of two and a half frames: the longest that one `runFrame` can take, and some. */
const MOST_SAMPLES = 2800;

/**
 * The console as a player uses it: one frame forwards, with the one after it shown if run-ahead is on, or one
 * frame backwards. It adds nothing to the run itself: what the console goes through is the same in every mode.
 */
export class Player {
  readonly machine: GameBoy;
  /** Shows the frame after the one that was run. */
  runAhead = false;
  /** Takes down what happens; null while no movie is recorded. */
  recorder: MovieRecorder | null = null;
  /** The last seconds, for a report of something that went wrong. */
  readonly recent = new RecentRun();
  /** Sound of the last frame: `sampleCount` pairs at 65,536 Hz. */
  readonly samples = new Int16Array(MOST_SAMPLES * 2);
  sampleCount = 0;
  /** The picture to show, as `Ppu.frame` describes it. */
  readonly picture: Uint16Array;
  /** The state that run-ahead returns to. */
  private readonly present: Uint8Array;
  private ring: RewindRing | null = null;

  constructor(machine: GameBoy) {
    this.machine = machine;
    this.present = new Uint8Array(machine.stateSize);
    this.picture = machine.frame.slice();
  }

  get rewindFrames(): number {
    return this.ring?.frames ?? 0;
  }

  get rewindBytes(): number {
    return this.ring?.bytes ?? 0;
  }

  /** Whether the last minutes are kept. */
  keepPast(on: boolean): void {
    if (on) this.ring ??= new RewindRing(this.machine.stateSize);
    else this.ring = null;
  }

  /** The buttons from `at` half-dots after the start of the coming frame on. */
  press(buttons: number, at: number): void {
    this.recorder?.press(buttons, at);
    this.recent.press(buttons, at);
    this.machine.setButtons(buttons, at);
  }

  /** Seconds of the world's time pass for the cartridge's clock. */
  advanceClock(seconds: number): void {
    if (seconds <= 0) return;
    this.recorder?.advanceClock(seconds);
    this.recent.advanceClock(seconds);
    this.machine.advanceClock(seconds);
  }

  /**
   * Runs one frame. Returns the half-dots that passed.
   * @param show a picture is wanted; without one the frame takes less time and is otherwise the same.
   */
  frame(show: boolean): number {
    const { machine } = this;
    const ahead = this.runAhead && show;
    // A movie's hashes cover the picture of every frame.
    machine.ppu.blind = this.recorder === null && (ahead || !show);
    const passed = machine.runFrame();
    this.takeSamples();
    this.recorder?.frame(machine);
    this.recent.frame(machine);
    this.remember();
    if (ahead) this.lookAhead();
    else if (show) this.picture.set(machine.frame);
    return passed;
  }

  /**
   * Goes one frame back and shows it; its sound runs backwards. False if the past is not known any further.
   * What was to come is forgotten: the next frame goes on from here.
   */
  back(): boolean {
    const { machine } = this;
    const state = this.ring?.back() ?? null;
    if (state === null) return false;
    if (this.recorder && !this.recorder.back()) this.recorder = null;
    machine.load(state);
    this.recent.back(machine);
    this.showPresent();
    this.takeSamples();
    reverse(this.samples, this.sampleCount);
    return true;
  }

  /** Shows the moment `frames` ago without going there. False if the past does not reach that far. */
  peekBack(frames: number): boolean {
    const { machine } = this;
    const state = this.ring?.at(frames) ?? null;
    if (state === null) return false;
    machine.save(this.present);
    machine.load(state);
    this.runUnseen();
    machine.load(this.present);
    return true;
  }

  /** Something else was loaded: the past belongs to another run. */
  jumped(): void {
    this.recorder = null;
    this.recent.clear();
    this.ring?.clear();
    this.remember();
    this.showPresent();
  }

  /** Pictures are not in a state: runs a frame to see it, and takes it back. */
  showPresent(): void {
    const { machine } = this;
    machine.save(this.present);
    this.runUnseen();
    machine.load(this.present);
  }

  /** Runs a frame for its picture alone; the caller takes it back. */
  private runUnseen(): void {
    const { machine } = this;
    machine.ppu.blind = false;
    machine.runFrame();
    this.picture.set(machine.frame);
  }

  private remember(): void {
    if (this.ring === null) return;
    this.machine.save(this.ring.buffer);
    this.ring.push();
  }

  private lookAhead(): void {
    const { machine } = this;
    machine.save(this.present);
    machine.apu.silent = true;
    this.runUnseen();
    machine.apu.silent = false;
    machine.load(this.present);
  }

  private takeSamples(): void {
    const count = Math.min(this.machine.sampleCount, MOST_SAMPLES);
    this.samples.set(this.machine.samples.subarray(0, count * 2));
    this.sampleCount = count;
  }
}

/** Turns the order of stereo pairs round. */
function reverse(samples: Int16Array, count: number): void {
  for (let a = 0, b = count - 1; a < b; a++, b--) {
    const left = samples[a * 2];
    const right = samples[a * 2 + 1];
    samples[a * 2] = samples[b * 2];
    samples[a * 2 + 1] = samples[b * 2 + 1];
    samples[b * 2] = left;
    samples[b * 2 + 1] = right;
  }
}
