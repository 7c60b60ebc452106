import { readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { findModel } from '../core/models.ts';
import { nearest } from './arguments.ts';
import { parsePresses } from './keys.ts';
import { checkModel } from './model-option.ts';
import { reason } from './output.ts';
import type { Task } from './task.ts';
import { UsageError } from './usage-error.ts';

/** One test of a dotmatrix.json. Paths count from the file's folder. */
export interface Expectation {
  readonly name: string | undefined;
  readonly frames: number;
  readonly seed: number;
  readonly symbols: string | undefined;
  /** The ROM of a second console at the other end of a link cable. */
  readonly link: string | undefined;
  readonly expect: Expected;
}

export interface Expected {
  /** What the ROM itself must tell, by one of the protocols; stands alone. */
  readonly verdict?: 'pass' | 'fail';
  /** Text that the serial port must have sent by the end. */
  readonly serial?: string;
  /** Bytes by address or symbol, at the end. */
  readonly memory?: Readonly<Record<string, number | string | readonly (number | string)[]>>;
  /** Registers when `at` is reached for the first time. */
  readonly registers?: Readonly<Record<string, number | string>>;
  /** The exact picture at the end. */
  readonly picture?: string;
  /** Hashes of pictures by frame, as `dotmatrix run --json` prints them. */
  readonly hashes?: Readonly<Record<string, string>>;
  /** False allows the program to crash; by default a crash fails. */
  readonly noCrash?: boolean;
}

const TEST_KEYS = ['name', 'rom', 'model', 'frames', 'press', 'seed', 'sym', 'link', 'expect'];
const EXPECT_KEYS = ['verdict', 'serial', 'memory', 'registers', 'picture', 'hashes', 'noCrash'];

/** What a dotmatrix.json describes. */
export interface Described {
  /** One for each test and each model that is asked for. */
  readonly tasks: readonly Task[];
  /** The ROMs of all tests, which are not run by themselves. */
  readonly roms: readonly string[];
}

/** Reads a dotmatrix.json. @throws UsageError with a sentence. */
export function readExpectations(
  file: string,
  settings: { readonly model: string; readonly output: string; readonly update: boolean },
): Described {
  const folder = dirname(file);
  const roms: string[] = [];
  const tasks = readTests(file).flatMap((test, at) => {
    const where = `${file}, test ${at + 1}`;
    const object = record(test, where);
    onlyKnown(object, TEST_KEYS, where);
    const rom = text(object.rom, `${where}: rom`);
    const expect = record(object.expect ?? {}, `${where}: expect`);
    onlyKnown(expect, EXPECT_KEYS, `${where}: expect`);
    const expected = checkExpected(expect, `${where}: expect`);
    const press = object.press === undefined ? '' : text(object.press, `${where}: press`);
    parsePresses(press);
    const expectation: Expectation = {
      name: object.name === undefined ? undefined : text(object.name, `${where}: name`),
      frames: object.frames === undefined ? 600 : whole(object.frames, `${where}: frames`),
      seed: object.seed === undefined ? 0 : whole(object.seed, `${where}: seed`),
      symbols: object.sym === undefined ? undefined : below(folder, text(object.sym, `${where}: sym`)),
      link: object.link === undefined ? undefined : below(folder, text(object.link, `${where}: link`)),
      expect: expected,
    };
    const models = [object.model ?? '']
      .flat()
      .map((model) => (model === '' ? '' : text(model, `${where}: model`)));
    for (const model of models) if (model !== '') checkModel(model);
    const wanted = models.filter(
      (model) => settings.model === '' || model === '' || findModel(model) === findModel(settings.model),
    );
    const path = below(folder, rom);
    roms.push(path);
    const picture = expected.picture === undefined ? [] : [below(folder, expected.picture)];
    return wanted.map(
      (model): Task => ({
        rom: relative('.', path).replaceAll('\\', '/'),
        file: path,
        model: model === '' ? settings.model : model,
        suite: relative('.', file).replaceAll('\\', '/'),
        protocol: 'expectations',
        stop: 'frames',
        maxFrames: expectation.frames,
        picture: picture.map((one) => relative('.', one).replaceAll('\\', '/')).join(''),
        pictureFiles: picture,
        keys: press,
        output: settings.output,
        update: settings.update,
        expectation,
      }),
    );
  });
  return { tasks, roms };
}

/** A path that counts from a folder, unless it is absolute. */
function below(folder: string, path: string): string {
  return isAbsolute(path) ? path : join(folder, path);
}

function readTests(file: string): unknown[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? `it is no JSON (${error.message})` : reason(error);
    throw new UsageError(`Can't read ${file}: ${why}.`);
  }
  const object = record(content, file);
  onlyKnown(object, ['tests'], file);
  if (!Array.isArray(object.tests)) throw new UsageError(`${file} needs "tests": a list of tests.`);
  return object.tests;
}

function checkExpected(object: Record<string, unknown>, where: string): Expected {
  if (object.verdict !== undefined) {
    if (object.verdict !== 'pass' && object.verdict !== 'fail') {
      throw new UsageError(`${where}.verdict must be "pass" or "fail".`);
    }
    const other = Object.keys(object).find((key) => key !== 'verdict');
    if (other !== undefined) {
      throw new UsageError(`${where}: "verdict" stands alone; put "${other}" into a test of its own.`);
    }
  }
  if (object.serial !== undefined) text(object.serial, `${where}.serial`);
  if (object.picture !== undefined) text(object.picture, `${where}.picture`);
  if (object.noCrash !== undefined && typeof object.noCrash !== 'boolean') {
    throw new UsageError(`${where}.noCrash must be true or false.`);
  }
  for (const key of ['memory', 'registers', 'hashes']) {
    if (object[key] !== undefined) record(object[key], `${where}.${key}`);
  }
  const registers = object.registers as Record<string, unknown> | undefined;
  if (registers !== undefined && registers.at === undefined) {
    throw new UsageError(`${where}.registers needs "at": the address or symbol where they are read.`);
  }
  return object as Expected;
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new UsageError(`${where} must be an object in braces.`);
}

function onlyKnown(object: Record<string, unknown>, known: readonly string[], where: string): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key)) continue;
    const meant = nearest(key, known);
    throw new UsageError(
      `${where} doesn't know "${key}".${meant === undefined ? ` It knows ${known.join(', ')}.` : ` Did you mean "${meant}"?`}`,
    );
  }
}

function text(value: unknown, where: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new UsageError(`${where} must be a text in quotes.`);
}

function whole(value: unknown, where: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new UsageError(`${where} must be a whole number.`);
}
