import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RomError } from '../core/cartridge/rom-file.ts';
import { GameBoy } from '../core/game-boy.ts';
import { LinkedPair } from '../core/link.ts';
import { findModel } from '../core/models.ts';
import type { Expectation } from './expectations.ts';
import { type Answer, judge, type Question } from './judge.ts';
import { judgeExpectation } from './judge-expectation.ts';
import { parsePresses } from './keys.ts';
import { compare, differencePicture, encodePng, readPicture } from './picture.ts';
import { readRom } from './rom-file.ts';
import { readSymbols } from './symbols.ts';
import { UsageError } from './usage-error.ts';

/** One ROM to run; plain data, because it is sent to a worker thread. */
export interface Task {
  /** How the ROM is called in the report. */
  readonly rom: string;
  readonly file: string;
  /** Model by name, or '' for what the header asks for. */
  readonly model: string;
  readonly suite: string;
  readonly protocol: Question['protocol'] | 'expectations';
  readonly stop: Question['stop'];
  readonly maxFrames: number;
  /** The expected picture as the list names it. */
  readonly picture: string;
  readonly pictureFiles: readonly string[];
  readonly keys: string;
  /** Where the actual picture and the difference go when they differ. */
  readonly output: string;
  /** Writes the expected picture anew. */
  readonly update: boolean;
  /** The test of a dotmatrix.json, where the protocol is 'expectations'. */
  readonly expectation?: Expectation;
}

/** What the JSON report says of one run. `ms` is wall time, `frames` counts from the boot ROM's hand-over. */
export interface Result {
  readonly rom: string;
  readonly model: string;
  readonly suite: string;
  readonly protocol: string;
  readonly picture: string;
  readonly keys: string;
  readonly verdict: 'pass' | 'fail' | 'timeout' | 'unknown';
  readonly detail: string;
  readonly frames: number;
  readonly ms: number;
  /** The name of a test in a dotmatrix.json. */
  readonly name?: string;
}

/** Runs one task. A ROM that can't be used fails with the sentence that says why. */
export function runTask(task: Task): Result {
  const start = performance.now();
  const about = {
    rom: task.rom,
    suite: task.suite,
    picture: task.picture,
    keys: task.keys,
    ...(task.expectation?.name === undefined ? {} : { name: task.expectation.name }),
  };
  const ms = () => Math.round((performance.now() - start) * 10) / 10;
  let model = task.model;
  try {
    const { bytes } = readRom(task.file);
    const options = {
      ...(task.model === '' ? {} : { model: findModel(task.model)!.name }),
      ...(task.expectation === undefined ? {} : { seed: task.expectation.seed }),
    };
    const gameBoy = new GameBoy({ rom: bytes, ...options });
    if (model === '') model = gameBoy.model.name;
    const pictures = task.update ? [] : task.pictureFiles.map(readPicture);
    const answer = ask(task, gameBoy, pictures);
    let { verdict, detail } = answer;
    if (answer.picture !== null && task.update && task.pictureFiles.length > 0) {
      if (task.protocol === 'picture') verdict = 'pass';
      detail = `wrote ${task.picture}${detail === '' || task.protocol === 'picture' ? '' : `; ${detail}`}`;
      write(task.pictureFiles[0], encodePng(answer.picture));
    } else if (answer.picture !== null && verdict !== 'pass') {
      detail += `; see ${saveDifference(task, model, answer.picture, pictures)}`;
    }
    const protocol = task.protocol === 'any' ? answer.protocol : task.protocol;
    return { ...about, model, protocol, verdict, detail, frames: answer.frames, ms: ms() };
  } catch (error) {
    const detail = explain(error);
    return { ...about, model, protocol: task.protocol, verdict: 'fail', detail, frames: 0, ms: ms() };
  }
}

function ask(task: Task, gameBoy: GameBoy, pictures: readonly Uint8Array[]): Answer {
  const presses = parsePresses(task.keys);
  if (task.protocol === 'expectations') {
    const symbols = readSymbols(task.file, task.expectation?.symbols);
    return judgeExpectation(gameBoy, task.expectation!, pictures, presses, symbols, runner(task, gameBoy));
  }
  return judge(gameBoy, {
    protocol: task.protocol,
    stop: task.stop,
    maxFrames: task.maxFrames,
    pictures,
    presses,
  });
}

/** Runs a frame; where the test asks for a cable, the console at its other end with it. */
function runner({ expectation }: Task, gameBoy: GameBoy): () => void {
  if (expectation?.link === undefined) return () => gameBoy.runFrame();
  const { bytes } = readRom(expectation.link);
  const other = new GameBoy({ rom: bytes, model: gameBoy.model.name, seed: expectation.seed });
  const pair = new LinkedPair(gameBoy, other);
  return () => pair.runFrame();
}

/** A sentence for input that can't be used; the place, for what should never happen. */
export function explain(error: unknown): string {
  if (error instanceof UsageError || error instanceof RomError) return error.message;
  return `the emulator failed: ${(error as Error).stack?.split('\n', 3).join(' ') ?? String(error)}`;
}

/** Leaves the actual picture, the nearest expected one and the difference behind. */
function saveDifference(
  task: Task,
  model: string,
  actual: Uint8Array,
  pictures: readonly Uint8Array[],
): string {
  let nearest = pictures[0];
  let least = Number.POSITIVE_INFINITY;
  for (const expected of pictures) {
    const pixels = compare(actual, expected)?.pixels ?? 0;
    if (pixels < least) {
      least = pixels;
      nearest = expected;
    }
  }
  const keys = task.keys === '' ? '' : `-${task.keys.replace(/[^a-z0-9]+/gi, '_')}`;
  const safe = task.rom.replace(/^(\.\.?\/)+|^\/+/, '').replace(/[^\w./ -]+/g, '_');
  const base = join(task.output, `${safe}-${model}${keys}`);
  write(`${base}-actual.png`, encodePng(actual));
  write(`${base}-expected.png`, encodePng(nearest));
  write(`${base}-difference.png`, encodePng(differencePicture(actual, nearest)));
  return `${base}-difference.png`;
}

function write(file: string, bytes: Uint8Array): void {
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
