import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, extname, join, relative } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { parseHeader } from '../../core/cartridge/header.ts';
import { findModel, MODELS } from '../../core/models.ts';
import type { Command, Input } from '../arguments.ts';
import { readExpectations } from '../expectations.ts';
import { groupBy } from '../group-by.ts';
import { toJunit } from '../junit.ts';
import { modelOption } from '../model-option.ts';
import { say, writeJson, writeOutput } from '../output.ts';
import { runAll } from '../pool.ts';
import { Progress } from '../progress.ts';
import { readRom } from '../rom-file.ts';
import { pathBelow, readSuites, romRoot, type SuiteEntry } from '../suites.ts';
import type { Result, Task } from '../task.ts';
import { UsageError } from '../usage-error.ts';

/** Long enough for every test ROM in common use that isn't listed. */
const UNLISTED_FRAMES = 4500;
const EXPECTATIONS = 'dotmatrix.json';

export const testCommand: Command = {
  name: 'test',
  operands: '[PATH…]',
  summary:
    'Runs test ROMs and says which passed.\n' +
    'A PATH is a ROM, a folder, a glob or a dotmatrix.json; without one, the dotmatrix.json of this folder is run.',
  options: {
    model: { value: 'M', help: 'only this model (by default the list, or the ROM itself, decides)' },
    jobs: { value: 'N', short: 'j', help: 'threads (default: one for each processor)' },
    json: { value: 'F', help: 'write the results as JSON' },
    junit: { value: 'F', help: 'write the results as JUnit XML' },
    update: { help: 'write the expected pictures anew from what is shown now' },
    output: {
      value: 'DIR',
      help: 'where actual and difference pictures go (default: tests/.output)',
    },
    quiet: { short: 'q', help: 'list only what did not pass' },
  },
  epilogue:
    'Exit codes: 0 every one passed, 1 something did not, 2 wrong usage or input.\nSee docs/cli.md for dotmatrix.json.',
  run,
};

async function run(input: Input): Promise<number> {
  const model = modelOption(input);
  const jobs = input.count('jobs', availableParallelism(), 1);
  const settings: Settings = {
    model,
    output: input.text('output') ?? join('tests', '.output'),
    update: input.flag('update'),
  };
  const tasks = findTasks(input.operands, settings);
  const onData = input.text('json') === '-' || input.text('junit') === '-';
  const progress = new Progress();
  let notPassed = 0;
  const results = await runAll(tasks, jobs, (result, finished) => {
    if (result.verdict !== 'pass') notPassed++;
    progress.show(`${finished}/${tasks.length}  ${notPassed} not passed  ${result.rom}`);
  });
  progress.clear();
  for (const line of table(results, input.flag('quiet'))) say(line, onData);
  writeJson(input.text('json'), results);
  const junit = input.text('junit');
  if (junit !== undefined) writeOutput(junit, toJunit(results));
  return results.every((result) => result.verdict === 'pass') ? 0 : 1;
}

interface Settings {
  readonly model: string;
  readonly output: string;
  readonly update: boolean;
}

// ---- Which ROMs ---------------------------------------------------------------------------------------------

/** Every run that the paths ask for. */
function findTasks(paths: readonly string[], settings: Settings): Task[] {
  const given = paths.length > 0 ? paths : existsSync(EXPECTATIONS) ? [EXPECTATIONS] : [];
  if (given.length === 0) {
    throw new UsageError(`Which ROMs? Give a ROM or a folder; there is no ${EXPECTATIONS} here either.`);
  }
  const root = romRoot();
  const listed = groupBy(root === null ? [] : readSuites(), (entry) => entry.rom);
  const tasks: Task[] = [];
  for (const path of given) {
    const files = filesOf(path);
    // A ROM that the user names must be usable; one found in a folder fails like a test.
    if (files.length === 1 && files[0] === path && extname(path) !== '.json')
      parseHeader(readRom(path).bytes);
    const covered = new Set<string>();
    for (const file of files) {
      if (extname(file) !== '.json') continue;
      const described = readExpectations(file, settings);
      tasks.push(...described.tasks);
      for (const rom of described.roms) covered.add(rom);
    }
    for (const file of files) {
      if (extname(file) === '.json' || covered.has(file)) continue;
      const below = pathBelow(root, file);
      const entries = (below === null ? undefined : listed.get(below)) ?? [];
      const wanted = entries.filter((entry) => settings.model === '' || same(entry.model, settings.model));
      if (wanted.length > 0)
        for (const entry of wanted) tasks.push(listedTask(entry, file, root ?? '', settings));
      else tasks.push(...unlistedTasks(file, below, settings));
    }
  }
  return tasks;
}

function filesOf(path: string): string[] {
  if (!existsSync(path)) {
    if (!isDynamicPattern(path)) throw new UsageError(`Can't read ${path}: there is no such file or folder.`);
    const found = globSync(path, { onlyFiles: true });
    if (found.length === 0) throw new UsageError(`No file matches ${path}.`);
    return found.sort();
  }
  if (!statSync(path).isDirectory()) return [path];
  const found = globSync(['**/*.{gb,gbc,GB,GBC}', `**/${EXPECTATIONS}`], {
    cwd: path,
    ignore: ['**/node_modules/**'],
    onlyFiles: true,
  });
  if (found.length === 0) {
    throw new UsageError(`There is no ROM (.gb or .gbc) and no ${EXPECTATIONS} in ${path}.`);
  }
  return found.sort().map((name) => join(path, name));
}

function same(a: string, b: string): boolean {
  return findModel(a)?.name === findModel(b)?.name;
}

function listedTask(entry: SuiteEntry, file: string, root: string, settings: Settings): Task {
  return {
    rom: entry.rom,
    file,
    model: entry.model,
    suite: entry.rom.split('/')[0],
    protocol: entry.protocol,
    stop: entry.stop,
    maxFrames: entry.maxFrames,
    picture: entry.picture,
    pictureFiles: entry.picture === '' ? [] : entry.picture.split('|').map((name) => join(root, name)),
    keys: entry.keys,
    output: settings.output,
    // The published pictures are nobody's to rewrite.
    update: false,
  };
}

/** On the header's model, by whichever protocol the ROM speaks, or against the pictures beside it. */
function unlistedTasks(file: string, below: string | null, settings: Settings): Task[] {
  const task: Task = {
    rom: below ?? relative('.', file).replaceAll('\\', '/'),
    file,
    model: settings.model,
    suite: '',
    protocol: 'any',
    stop: 'any',
    maxFrames: UNLISTED_FRAMES,
    picture: '',
    pictureFiles: [],
    keys: '',
    output: settings.output,
    update: settings.update,
  };
  const stem = join(dirname(file), basename(file, extname(file)));
  const against = (model: string, picture: string): Task => ({
    ...task,
    model,
    protocol: 'picture',
    stop: 'match',
    picture: relative('.', picture).replaceAll('\\', '/'),
    pictureFiles: [picture],
  });
  const tasks = [...Object.keys(MODELS), 'cgb']
    .filter((model) => settings.model === '' || same(model, settings.model))
    .filter((model) => existsSync(`${stem}-${model}.png`))
    .map((model) => against(model, `${stem}-${model}.png`));
  if (existsSync(`${stem}.png`) && (settings.model === '' || tasks.length === 0)) {
    tasks.push(against(settings.model, `${stem}.png`));
  }
  return tasks.length > 0 ? tasks : [task];
}

// ---- The table ------------------------------------------------------------------------------------------------

/** The ROM, and what a dotmatrix.json calls the test. */
function nameOf({ rom, name, keys }: Result): string {
  return `${rom}${name === undefined ? '' : `: ${name}`}${keys === '' ? '' : ' ⌨'}`;
}

function table(results: readonly Result[], quiet: boolean): string[] {
  const words = { pass: 'pass', fail: 'FAIL', timeout: 'TIMEOUT', unknown: 'UNKNOWN' };
  const listed = quiet ? results.filter((result) => result.verdict !== 'pass') : results;
  const width = Math.max(4, ...listed.map((result) => nameOf(result).length));
  const lines: string[] = [];
  for (const result of listed) {
    const detail = result.verdict === 'pass' ? '' : `  ${result.detail}`;
    lines.push(
      `${words[result.verdict].padEnd(7)}  ${nameOf(result).padEnd(width)}  ${result.model.padEnd(5)}${detail}`.trimEnd(),
    );
  }
  const suites = groupBy(results, (result) => `${result.suite || 'unlisted'} ${result.model}`);
  if (suites.size > 1) {
    lines.push('');
    for (const [name, group] of [...suites].sort(([a], [b]) => (a < b ? -1 : 1))) {
      lines.push(
        `${String(group.filter((one) => one.verdict === 'pass').length).padStart(5)} of ${group.length}  ${name}`,
      );
    }
  }
  const count = (verdict: Result['verdict']) => results.filter((one) => one.verdict === verdict).length;
  const parts = [`${count('pass')} passed`, `${count('fail')} failed`];
  if (count('timeout') > 0) parts.push(`${count('timeout')} timed out`);
  if (count('unknown') > 0) parts.push(`${count('unknown')} gave no verdict`);
  lines.push('', parts.join(', '));
  return lines;
}
