import { GameBoy } from '../core/game-boy.ts';
import { packStateFile } from '../core/state/state-file.ts';
import type { ReportAbout } from '../player/messages.ts';
import { type Movie, MovieRecorder } from '../player/movie.ts';
import type { RecentRun } from '../player/recent-run.ts';
import { writeReport } from '../player/report.ts';

/** Milliseconds of replaying after which other messages get their turn. */
const TURN = 30;

export interface Reported {
  readonly machine: GameBoy;
  readonly recent: RecentRun;
  /** The ROM as it was added, and its hash. */
  readonly rom: Uint8Array;
  readonly id: string;
  readonly seed: number;
  /** The header of the console's state files. */
  readonly description: Uint8Array;
  readonly fault: string | null;
}

/**
 * One file that shows a mistake again: the last seconds as a movie, the present state, settings and version. The
 * movie's hashes come from replaying it here, so that recording costs a running game nothing.
 */
export async function makeReport(game: Reported, about: ReportAbout): Promise<Uint8Array> {
  const { machine, description, fault } = game;
  const state = machine.isMidFrame ? null : packStateFile(description, machine.save());
  return writeReport({ ...about, fault, movie: await replayed(game), state });
}

async function replayed({ machine, recent, rom, id, seed, description }: Reported): Promise<Movie> {
  const recorder = new MovieRecorder(machine.stateSize);
  const about = { rom: id, model: machine.model.name, seed, app: __VERSION__ };
  // A console that a debugger has moved has no seconds before: the report begins with the present.
  const run = recent.take() ?? { start: machine.save(), frames: 0, inputs: [], clock: [] };
  const console = new GameBoy({ rom, model: machine.model.name, seed });
  console.load(run.start);
  let input = 0;
  let clock = 0;
  let since = performance.now();
  for (let frame = 0; frame <= run.frames; frame++) {
    for (; run.clock[clock]?.[0] === frame; clock++) {
      recorder.advanceClock(run.clock[clock][1]);
      console.advanceClock(run.clock[clock][1]);
    }
    for (; run.inputs[input]?.[0] === frame; input++) {
      const [, at, buttons] = run.inputs[input];
      recorder.press(buttons, at);
      console.setButtons(buttons, at);
    }
    if (frame === run.frames) break;
    console.runFrame();
    recorder.frame(console);
    if (performance.now() - since > TURN) {
      await new Promise((resolve) => setTimeout(resolve));
      since = performance.now();
    }
  }
  return recorder.finish({ ...about, state: packStateFile(description, run.start) });
}
