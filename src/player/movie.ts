import { sha256 } from '@noble/hashes/sha2.js';
import type { GameBoy } from '../core/game-boy.ts';
import type { ModelName } from '../core/models.ts';
import { findModel } from '../core/models.ts';
import { crc32 } from '../core/state/crc32.ts';
import { asciiBytes, parseAscii, recordOf } from './ascii-json.ts';
import { fromBase64, toBase64 } from './base64.ts';

/** A movie that cannot be used; `message` is a sentence for people. */
export class MovieError extends Error {}

/** The buttons from `at` half-dots after the start of `frame` on. */
export type MovieInput = readonly [frame: number, at: number, buttons: number];

/** Seconds of the world's time that pass for the cartridge's clock before `frame`. */
export type MovieClock = readonly [frame: number, seconds: number];

/**
 * Everything a run is a function of, and what it looked like. Stored as JSON, described in docs/formats.md.
 * Frames count from 0; `hashes` holds one 32-bit number for each.
 */
export interface Movie {
  /** SHA-256 of the ROM in hexadecimal. */
  readonly rom: string;
  readonly model: ModelName;
  /** Seed of the noise in RAM at power-on. */
  readonly seed: number;
  /** A state file to start from; null for power-on. */
  readonly state: Uint8Array | null;
  readonly frames: number;
  readonly inputs: readonly MovieInput[];
  readonly clock: readonly MovieClock[];
  /** `frameHash` after each frame. */
  readonly hashes: Uint32Array;
  /** Version of the app that recorded it; for people. */
  readonly app: string;
}

const KIND = 'dotmatrix-movie';
const VERSION = 1;

/** A number for what one frame showed, sounded and left behind: picture, samples and the state's checksum. */
export function frameHash(machine: GameBoy, state: Uint8Array): number {
  const { frame, samples, sampleCount } = machine;
  machine.save(state);
  let hash = 0x811c9dc5;
  for (let i = 0; i < frame.length; i++) hash = Math.imul(hash ^ frame[i], 0x01000193);
  for (let i = 0; i < sampleCount * 2; i++) hash = Math.imul(hash ^ samples[i], 0x01000193);
  return (hash ^ crc32(state)) >>> 0;
}

/** Takes down a run as it happens. */
export class MovieRecorder {
  private readonly inputs: MovieInput[] = [];
  private readonly clock: MovieClock[] = [];
  private hashes = new Uint32Array(3600);
  private readonly scratch: Uint8Array;
  /** Frames recorded so far. */
  frames = 0;

  constructor(stateSize: number) {
    this.scratch = new Uint8Array(stateSize);
  }

  /** The buttons from `at` half-dots after the start of the coming frame on. */
  press(buttons: number, at: number): void {
    this.inputs.push([this.frames, at, buttons]);
  }

  advanceClock(seconds: number): void {
    this.clock.push([this.frames, seconds]);
  }

  /** A frame was run. */
  frame(machine: GameBoy): void {
    if (this.frames === this.hashes.length) {
      const longer = new Uint32Array(this.hashes.length * 2);
      longer.set(this.hashes);
      this.hashes = longer;
    }
    this.hashes[this.frames++] = frameHash(machine, this.scratch);
  }

  /** The last frame was taken back. False if the movie began after it. */
  back(): boolean {
    if (this.frames === 0) return false;
    this.frames--;
    while ((this.inputs.at(-1)?.[0] ?? -1) >= this.frames) this.inputs.pop();
    while ((this.clock.at(-1)?.[0] ?? -1) >= this.frames) this.clock.pop();
    return true;
  }

  finish(about: Pick<Movie, 'rom' | 'model' | 'seed' | 'state' | 'app'>): Movie {
    return {
      ...about,
      frames: this.frames,
      inputs: this.inputs.slice(),
      clock: this.clock.slice(),
      hashes: this.hashes.slice(0, this.frames),
    };
  }
}

/** The first frame that differed, or null if every one was as recorded. */
export interface Verdict {
  readonly differs: number | null;
  readonly frames: number;
}

/** Runs a movie on a machine; `onFrame` is called after each frame. */
export function replay(machine: GameBoy, movie: Movie, onFrame: (frame: number) => void): void {
  let input = 0;
  let clock = 0;
  for (let frame = 0; frame < movie.frames; frame++) {
    for (; clock < movie.clock.length && movie.clock[clock][0] === frame; clock++) {
      machine.advanceClock(movie.clock[clock][1]);
    }
    for (; input < movie.inputs.length && movie.inputs[input][0] === frame; input++) {
      machine.setButtons(movie.inputs[input][2], movie.inputs[input][1]);
    }
    machine.runFrame();
    onFrame(frame);
  }
}

/** Replays a movie on a machine that stands where the movie starts, and compares every frame. */
export function verify(machine: GameBoy, movie: Movie): Verdict {
  const scratch = new Uint8Array(machine.stateSize);
  let differs: number | null = null;
  replay(machine, movie, (frame) => {
    if (differs === null && frameHash(machine, scratch) !== movie.hashes[frame]) differs = frame;
  });
  return { differs, frames: movie.frames };
}

/** Refuses a ROM that is not the movie's. @throws MovieError */
export function checkRom(movie: Movie, rom: Uint8Array): void {
  const hex = Array.from(sha256(rom), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== movie.rom) {
    throw new MovieError('This movie was recorded with another ROM, or with another version of this one.');
  }
}

/** The movie as a file: JSON, one line. */
export function writeMovie(movie: Movie): Uint8Array {
  return asciiBytes(JSON.stringify(movieJson(movie)));
}

/** The movie as JSON has it. */
export function movieJson(movie: Movie): object {
  return {
    kind: KIND,
    version: VERSION,
    app: movie.app,
    rom: movie.rom,
    model: movie.model,
    seed: movie.seed,
    frames: movie.frames,
    inputs: movie.inputs,
    clock: movie.clock,
    hashes: toBase64(littleEndian(movie.hashes)),
    state: movie.state === null ? null : toBase64(movie.state),
  };
}

/** Reads what `writeMovie` wrote. @throws MovieError with a sentence. */
export function readMovie(bytes: Uint8Array): Movie {
  const json = parseAscii(bytes);
  if (json === undefined) {
    throw new MovieError('This file is not a movie: it is no JSON text. It may be cut short.');
  }
  return movieOf(json);
}

/** Checks what `movieJson` made. @throws MovieError with a sentence. */
export function movieOf(json: unknown): Movie {
  const file = recordOf(json);
  if (file.kind !== KIND) throw new MovieError('This file is not a movie of Dotmatrix.');
  if (typeof file.version !== 'number' || file.version > VERSION) {
    throw new MovieError('This movie was recorded by a newer version of Dotmatrix. Update this one.');
  }
  const model = typeof file.model === 'string' ? findModel(file.model) : undefined;
  const { rom, seed, frames, app } = file;
  const hashes = bytesOf(file.hashes, 'hashes');
  const state = file.state === null ? null : bytesOf(file.state, 'state');
  if (typeof rom !== 'string' || !/^[0-9a-f]{64}$/.test(rom)) throw damaged('rom');
  if (model === undefined) throw damaged('model');
  if (!isCount(seed, 0xffffffff)) throw damaged('seed');
  if (!isCount(frames, 1e8) || hashes.length !== frames * 4) throw damaged('frames');
  return {
    rom,
    model: model.name,
    seed,
    state,
    frames,
    inputs: rows(file.inputs, 3, frames).map(([frame, at, buttons]) => {
      if (at > 0xffffff || buttons > 0xff) throw damaged('inputs');
      return [frame, at, buttons];
    }),
    clock: rows(file.clock, 2, frames).map(([frame, seconds]) => [frame, seconds]),
    hashes: words(hashes),
    app: typeof app === 'string' ? app : '',
  };
}

function rows(value: unknown, width: number, frames: number): number[][] {
  if (!Array.isArray(value)) throw damaged('inputs');
  let last = 0;
  for (const row of value) {
    if (!Array.isArray(row) || row.length !== width || !row.every((n) => isCount(n, 1e12)))
      throw damaged('inputs');
    if (row[0] < last || row[0] > frames) throw damaged('inputs');
    last = row[0];
  }
  return value;
}

function isCount(value: unknown, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
}

function bytesOf(value: unknown, field: string): Uint8Array {
  const bytes = typeof value === 'string' ? fromBase64(value) : null;
  if (bytes === null) throw damaged(field);
  return bytes;
}

function damaged(field: string): MovieError {
  return new MovieError(`This movie is damaged: its "${field}" cannot be read.`);
}

function littleEndian(values: Uint32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, i) => {
    view.setUint32(i * 4, value, true);
  });
  return bytes;
}

function words(bytes: Uint8Array): Uint32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: bytes.length >> 2 }, (_, i) => view.getUint32(i * 4, true));
}
