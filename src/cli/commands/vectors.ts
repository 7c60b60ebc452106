import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command, Input } from '../arguments.ts';
import { reason, say, writeJson } from '../output.ts';
import { Progress } from '../progress.ts';
import { UsageError } from '../usage-error.ts';
import { type Vector, VectorMachine } from '../vector-machine.ts';

/** Mistakes shown for each file. */
const SHOWN = 3;

export const vectorsCommand: Command = {
  name: 'vectors',
  operands: 'DIR',
  summary:
    'Runs single-instruction vectors (SingleStepTests sm83): registers, RAM, and the bus in every M-cycle.',
  options: { json: { value: 'F', help: 'write the counts and the mistakes as JSON' } },
  run,
};

async function run(input: Input): Promise<number> {
  const folder = input.operand('folder of vectors');
  const json = input.text('json');
  const files = vectorFiles(folder);
  const machine = new VectorMachine();
  const progress = new Progress();
  const failures: { file: string; name: string; detail: string }[] = [];
  let passed = 0;
  let total = 0;
  for (const [at, file] of files.entries()) {
    progress.show(`${at}/${files.length} ${file}`);
    // HALT and STOP come from a generator that models them crudely: registers and the first fetch count.
    const crude = file === '76.json' || file === '10.json';
    let wrong = 0;
    for (const vector of readVectors(join(folder, file))) {
      const detail = machine.check(vector, crude);
      total++;
      if (detail === null) {
        passed++;
        continue;
      }
      failures.push({ file, name: vector.name, detail });
      if (wrong++ < SHOWN) {
        progress.clear();
        say(`${file} ${vector.name}: ${detail}`, json === '-');
      }
    }
    if (wrong > SHOWN) say(`${file}: ${wrong - SHOWN} more`, json === '-');
  }
  progress.clear();
  writeJson(json, { passed, total, failures });
  say(`${passed} of ${total} passed`, json === '-');
  return passed === total ? 0 : 1;
}

function vectorFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new UsageError(`Can't read ${folder}: ${reason(error)}.`);
  }
  const files = names.filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0) throw new UsageError(`There are no vectors (.json) in ${folder}.`);
  return files;
}

function readVectors(file: string): Vector[] {
  try {
    const vectors: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (Array.isArray(vectors) && vectors.every((one) => one?.initial && one.final && one.cycles))
      return vectors;
  } catch (error) {
    throw new UsageError(`Can't read ${file}: ${reason(error)}.`);
  }
  throw new UsageError(`${file} holds no vectors: it should be a list of {name, initial, final, cycles}.`);
}
