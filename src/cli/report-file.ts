import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { globSync } from 'tinyglobby';
import type { GameBoy } from '../core/game-boy.ts';
import { parseStateFile } from '../core/state/state-file.ts';
import { frameHash } from '../player/movie.ts';
import { isReport, type Report, readReport } from '../player/report.ts';
import { readInput, say } from './output.ts';
import { type RomFile, readRom } from './rom-file.ts';
import { UsageError } from './usage-error.ts';

const ROMS = '*.{gb,gbc,sgb,cgb,zip,GB,GBC,SGB,CGB,ZIP}';
/** More than the words by which a report is known. */
const BEGINNING = 64;

/** The report in a file, or null: it is something else, or not there. */
export function reportIn(file: string): Report | null {
  const beginning = new Uint8Array(BEGINNING);
  try {
    const fd = openSync(file, 'r');
    try {
      readSync(fd, beginning);
    } finally {
      closeSync(fd);
    }
  } catch {
    // Whoever reads it as a ROM says what is wrong with it.
    return null;
  }
  return isReport(beginning) ? readReport(readInput(file)) : null;
}

/**
 * The ROM that a report was made with: `given` is its file, or the folder to look in; without it, the report's own.
 * It is known by its hash. @throws UsageError
 */
export function romOf(report: Report, file: string, given: string | undefined): RomFile & { path: string } {
  const wanted = report.movie.rom;
  const name = `${report.title === '' ? 'its game' : `"${report.title}"`} (SHA-256 ${wanted.slice(0, 16)}…)`;
  if (given !== undefined && !isFolder(given)) {
    const rom = readRom(given);
    if (hashOf(rom.bytes) === wanted) return { path: given, ...rom };
    throw new UsageError(
      `This report was made with ${name}. ${given} is another ROM, or another version of it: its SHA-256 begins with ${hashOf(rom.bytes).slice(0, 16)}.`,
    );
  }
  const folder = given ?? dirname(file);
  for (const found of globSync(ROMS, { cwd: folder, onlyFiles: true }).sort()) {
    const path = join(folder, found);
    const rom = readable(path);
    if (rom !== null && hashOf(rom.bytes) === wanted) return { path, ...rom };
  }
  throw new UsageError(
    `This report was made with ${name}, and that ROM is not in ${folder}. Give it with --rom game.gb.`,
  );
}

/** Compares a replay with what a report recorded, frame by frame. */
export class Comparison {
  /** The first frame that differs, or null. */
  differs: number | null = null;
  /** Whether the replay ended in the report's own state; null where that is not known. */
  arrives: boolean | null = null;
  /** How many frames to run: where the emulator threw, one more than were recorded. */
  readonly most: number;
  private readonly gameBoy: GameBoy;
  private readonly report: Report;
  private readonly scratch: Uint8Array;
  private ran = 0;

  constructor(gameBoy: GameBoy, report: Report) {
    this.gameBoy = gameBoy;
    this.report = report;
    this.scratch = new Uint8Array(gameBoy.stateSize);
    this.most = report.movie.frames + (report.fault === null ? 0 : 1);
  }

  /** A frame was run; frames count from 0. */
  frame(frame: number): void {
    const { gameBoy, report, scratch } = this;
    const { movie } = report;
    if (gameBoy.isMidFrame || frame >= movie.frames) return;
    this.ran++;
    if (this.differs === null && frameHash(gameBoy, scratch) !== movie.hashes[frame]) this.differs = frame;
    if (this.ran !== movie.frames || report.state === null) return;
    const { format, state } = parseStateFile(report.state);
    // A state of another version has another layout; then the frames alone tell.
    if (JSON.stringify(format) === JSON.stringify(gameBoy.stateFormat)) {
      this.arrives = gameBoy.stateDifference(gameBoy.save(), state) === null;
    }
  }

  /** Says what was found; the exit code. */
  conclude(data: boolean): number {
    const { movie, fault } = this.report;
    const made = movie.app === '' ? '' : `, recorded by version ${movie.app}`;
    if (this.differs !== null) {
      say(`Frame ${this.differs} of ${movie.frames} is the first that differs${made}.`, data);
      return 1;
    }
    const all =
      this.ran === movie.frames ? `All ${movie.frames} frames` : `${this.ran} of ${movie.frames} frames`;
    say(`${all} are as in the report${made}.`, data);
    if (fault !== null) say(`There the emulator stopped: ${fault}`, data);
    if (this.arrives === false) {
      say(
        'But they do not lead to the state in the report: the app went another way than its own replay.',
        data,
      );
      return 1;
    }
    return 0;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A ROM that can be read, or null. */
function readable(path: string): RomFile | null {
  try {
    return readRom(path);
  } catch (error) {
    if (error instanceof UsageError) return null;
    throw error;
  }
}

function hashOf(rom: Uint8Array): string {
  return createHash('sha256').update(rom).digest('hex');
}
