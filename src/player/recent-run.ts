import type { GameBoy } from '../core/game-boy.ts';
import type { MovieClock, MovieInput } from './movie.ts';

/** Frames after which a new start is taken: twenty seconds. */
const LENGTH = 1200;

interface Segment {
  /** The console's state before the first frame. */
  readonly start: Uint8Array;
  frames: number;
  inputs: MovieInput[];
  clock: MovieClock[];
}

/** The last 20 to 40 seconds as a movie needs them: a state, and everything that happened since. */
export class RecentRun {
  /** One or two, the newest last; none while what happened is not known frame by frame. */
  private segments: Segment[] = [];

  /** The buttons from `at` half-dots after the start of the coming frame on. */
  press(buttons: number, at: number): void {
    const newest = this.segments.at(-1);
    newest?.inputs.push([newest.frames, at, buttons]);
  }

  advanceClock(seconds: number): void {
    const newest = this.segments.at(-1);
    newest?.clock.push([newest.frames, seconds]);
  }

  /** A frame was run, perhaps not to its end: no movie starts or stops inside of one. */
  frame(machine: GameBoy): void {
    const newest = this.segments.at(-1);
    if (machine.isMidFrame) this.clear();
    else if (newest === undefined || ++newest.frames === LENGTH) this.begin(machine);
  }

  /** The last frame was taken back. */
  back(machine: GameBoy): void {
    if (this.segments.at(-1)?.frames === 0) this.segments.pop();
    const newest = this.segments.at(-1);
    if (newest === undefined) {
      this.begin(machine);
      return;
    }
    newest.frames--;
    newest.inputs = newest.inputs.filter(([frame]) => frame < newest.frames);
    newest.clock = newest.clock.filter(([frame]) => frame < newest.frames);
  }

  /** What happens from here on does not follow from what was before. */
  clear(): void {
    this.segments.length = 0;
  }

  /** A movie without its hashes, or null: no frame was run since the console was moved in another way. */
  take(): { start: Uint8Array; frames: number; inputs: MovieInput[]; clock: MovieClock[] } | null {
    if (this.segments.length === 0) return null;
    const inputs: MovieInput[] = [];
    const clock: MovieClock[] = [];
    let frames = 0;
    for (const segment of this.segments) {
      const from = frames;
      for (const [frame, at, buttons] of segment.inputs) inputs.push([from + frame, at, buttons]);
      for (const [frame, seconds] of segment.clock) clock.push([from + frame, seconds]);
      frames += segment.frames;
    }
    return { start: this.segments[0].start.slice(), frames, inputs, clock };
  }

  private begin(machine: GameBoy): void {
    const oldest = this.segments.length === 2 ? this.segments.shift() : undefined;
    const start = machine.save(oldest?.start);
    this.segments.push({ start, frames: 0, inputs: [], clock: [] });
  }
}
