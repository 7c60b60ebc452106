import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelName } from '../core/models.ts';

/** One published verdict: a ROM on a model, how it tells its result, and when to stop. */
export interface SuiteEntry {
  /** Path below the folder of test ROMs, with forward slashes. */
  readonly rom: string;
  readonly model: ModelName | 'cgb';
  readonly class: string;
  readonly protocol: 'blargg' | 'mooneye' | 'gbmicrotest' | 'picture';
  readonly stop: 'blargg' | 'ld-b-b' | 'ff82' | 'frames';
  /** The most frames, from the point where the boot ROM hands over. */
  readonly maxFrames: number;
  /** Expected pictures, `|` between alternatives, any one of which passes. */
  readonly picture: string;
  /** Scripted keys, `button@frame+duration`. */
  readonly keys: string;
}

/** Where the bundle's package lies; inside node_modules the user's own folder counts instead. */
function projectRoot(): string {
  const root = fileURLToPath(new URL('..', import.meta.url));
  return root.split(sep).includes('node_modules') ? process.cwd() : root;
}

/** The folder of public test ROMs, or null where there is none. */
export function romRoot(): string | null {
  const named = process.env.GB_TEST_ROMS;
  if (named) return resolve(projectRoot(), named);
  const places = ['test-roms/external', '../shared/test-roms'].map((place) => resolve(projectRoot(), place));
  return places.find((place) => existsSync(join(place, 'verdicts.tsv'))) ?? null;
}

/** suites.json lies beside the bundle. */
export function readSuites(): SuiteEntry[] {
  return JSON.parse(readFileSync(new URL('./suites.json', import.meta.url), 'utf8')) as SuiteEntry[];
}

/** A file's path below the folder of test ROMs, with forward slashes; null where it is elsewhere. */
export function pathBelow(root: string | null, file: string): string | null {
  if (root === null) return null;
  const path = relative(root, resolve(file));
  return path === '' || path.startsWith('..') || isAbsolute(path) ? null : path.split(sep).join('/');
}
