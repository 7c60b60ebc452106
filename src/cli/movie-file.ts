import { createHash } from 'node:crypto';
import type { GameBoy } from '../core/game-boy.ts';
import { checkRom, type Movie, MovieRecorder, readMovie, writeMovie } from '../player/movie.ts';
import { isReport, readReport } from '../player/report.ts';
import { readInput, writeOutput } from './output.ts';
import { version } from './version.ts';

/** Reads a movie, or a report's, and refuses one of another ROM. */
export function readMovieFor(rom: Uint8Array, file: string): Movie {
  const bytes = readInput(file);
  const movie = isReport(bytes) ? readReport(bytes).movie : readMovie(bytes);
  checkRom(movie, rom);
  return movie;
}

/** Presses what a movie pressed, and lets its cartridge's clock go on as it did. */
export class MovieKeys {
  private readonly gameBoy: GameBoy;
  private readonly movie: Movie;
  private input = 0;
  private clock = 0;

  constructor(gameBoy: GameBoy, movie: Movie) {
    this.gameBoy = gameBoy;
    this.movie = movie;
  }

  /** To be called before each frame; frames count from 0. */
  hold(frame: number): void {
    const { inputs, clock } = this.movie;
    for (; this.clock < clock.length && clock[this.clock][0] === frame; this.clock++) {
      this.gameBoy.advanceClock(clock[this.clock][1]);
    }
    for (; this.input < inputs.length && inputs[this.input][0] === frame; this.input++) {
      this.gameBoy.setButtons(inputs[this.input][2], inputs[this.input][1]);
    }
  }
}

/** Takes down a run as a movie. */
export class MovieWriter {
  private readonly recorder: MovieRecorder;
  private readonly gameBoy: GameBoy;
  private readonly about: Pick<Movie, 'rom' | 'model' | 'seed' | 'state' | 'app'>;

  /** `state`: the state file that the run starts from, or null for power-on. */
  constructor(gameBoy: GameBoy, rom: Uint8Array, seed: number, state: Uint8Array | null) {
    this.gameBoy = gameBoy;
    this.recorder = new MovieRecorder(gameBoy.stateSize);
    const hash = createHash('sha256').update(rom).digest('hex');
    this.about = { rom: hash, model: gameBoy.model.name, seed, state, app: version() };
  }

  press(buttons: number): void {
    this.recorder.press(buttons, 0);
  }

  frame(): void {
    if (!this.gameBoy.isMidFrame) this.recorder.frame(this.gameBoy);
  }

  write(file: string): void {
    writeOutput(file, writeMovie(this.recorder.finish(this.about)));
  }
}
