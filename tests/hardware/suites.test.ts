import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { HOW_TO_GET_ROMS, projectRoot, romRoot } from '../helpers/rom-root.ts';

interface Result {
  readonly rom: string;
  readonly model: string;
  readonly picture: string;
  readonly keys: string;
  readonly verdict: string;
  readonly detail: string;
}

const readJson = (path: string) => JSON.parse(readFileSync(join(projectRoot, path), 'utf8')) as Result[];
const suites = readJson('test-roms/suites.json');
const known = readJson('tests/hardware/known-failures.json');
const root = romRoot();
const keyOf = ({ rom, model, picture, keys }: Pick<Result, 'rom' | 'model' | 'picture' | 'keys'>) =>
  [rom, model, picture, keys].join(' ').trim();
const knownFailures = new Set(known.map(keyOf));
const results = new Map<string, Result>();

describe('public test ROMs', () => {
  beforeAll(async () => {
    if (root === null) return;
    const roms = [...new Set(suites.map(({ rom }) => join(root, rom)))];
    for (const result of await runSuites(roms)) results.set(keyOf(result), result);
  });

  test.for(suites.map((entry) => [keyOf(entry)] as const))('%s', ([key], context) => {
    if (root === null) context.skip(HOW_TO_GET_ROMS);
    const result = results.get(key);
    expect(result, 'this verdict did not run').toBeDefined();
    if (knownFailures.has(key)) {
      expect(result!.verdict, 'it passes now: run `npm run accuracy`, which takes it off the list').not.toBe(
        'pass',
      );
    } else {
      expect(result!.verdict, result!.detail).toBe('pass');
    }
  });

  test('every verdict of verdicts.tsv ran', (context) => {
    const listed = suites.length;
    if (root === null) {
      context.task.meta.verdicts = { listed, ran: 0, passed: 0, knownFailures: 0 };
      context.skip(HOW_TO_GET_ROMS);
    }
    const lines = readFileSync(join(root!, 'verdicts.tsv'), 'utf8').trimEnd().split('\n').slice(1);
    const ran = suites.filter((entry) => results.has(keyOf(entry))).length;
    const passed = suites.filter((entry) => results.get(keyOf(entry))?.verdict === 'pass').length;
    const failing = suites.filter((entry) => knownFailures.has(keyOf(entry))).length;
    context.task.meta.verdicts = { listed: lines.length, ran, passed, knownFailures: failing };
    expect(ran).toBe(lines.length);
    expect(failing, 'known-failures.json names a verdict that is not listed').toBe(knownFailures.size);
  });
});

/** The built command line runs them, on two threads of its own. */
function runSuites(roms: readonly string[]): Promise<Result[]> {
  return new Promise((resolve, reject) => {
    const args = ['scripts/cli.mjs', 'test', ...roms, '--jobs', '2', '--json', '-'];
    const child = spawn(process.execPath, args, { cwd: projectRoot, stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk).slice(-4000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 || code === 1) resolve(JSON.parse(Buffer.concat(output).toString()) as Result[]);
      else reject(new Error(`dotmatrix test ended with ${code}: ${errors}`));
    });
  });
}
