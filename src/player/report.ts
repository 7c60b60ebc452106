import { asciiBytes, parseAscii, recordOf } from './ascii-json.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { type Movie, MovieError, movieJson, movieOf } from './movie.ts';

/** What somebody sends who met a mistake: how it looked, and how to see it again. Described in docs/formats.md. */
export interface Report {
  /** What the game is called, for people. */
  readonly title: string;
  /** The seconds before; names ROM, model and version. */
  readonly movie: Movie;
  /** A state file of the moment of the report; null if the console stood in the middle of a frame. */
  readonly state: Uint8Array | null;
  /** What the emulator said when the game could not go on, or null. It happens in the frame after the movie's last. */
  readonly fault: string | null;
  /** The app's settings by name. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What the browser calls itself. */
  readonly browser: string;
}

const KIND = 'dotmatrix-report';
const VERSION = 1;
const BEGIN = asciiBytes(`{"kind":"${KIND}"`);

/** Whether a file is a report, by how it begins. */
export function isReport(bytes: Uint8Array): boolean {
  return BEGIN.every((byte, i) => bytes[i] === byte);
}

/** The report as a file: JSON, one line. */
export function writeReport(report: Report): Uint8Array {
  return asciiBytes(
    JSON.stringify({
      kind: KIND,
      version: VERSION,
      title: report.title,
      browser: report.browser,
      fault: report.fault,
      settings: report.settings,
      movie: movieJson(report.movie),
      state: report.state === null ? null : toBase64(report.state),
    }),
  );
}

/** Reads what `writeReport` wrote. @throws MovieError with a sentence. */
export function readReport(bytes: Uint8Array): Report {
  const json = parseAscii(bytes);
  if (json === undefined) throw new MovieError('This report is damaged or cut short: it is no JSON text.');
  const file = recordOf(json);
  if (file.kind !== KIND) throw new MovieError('This file is not a report made by Dotmatrix.');
  if (typeof file.version !== 'number' || file.version > VERSION) {
    throw new MovieError('This report was made by a newer version of Dotmatrix. Update this one.');
  }
  const { title, browser, fault } = file;
  const state = typeof file.state === 'string' ? fromBase64(file.state) : null;
  if (state === null && file.state !== null) {
    throw new MovieError('This report is damaged: its "state" cannot be read.');
  }
  return {
    title: typeof title === 'string' ? title : '',
    browser: typeof browser === 'string' ? browser : '',
    fault: typeof fault === 'string' ? fault : null,
    settings: recordOf(file.settings),
    movie: movieOf(file.movie),
    state,
  };
}
