import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { dotmatrix } from '../cli/dotmatrix.ts';
import { projectRoot } from '../helpers/rom-root.ts';

/** Two processors share the seeds. */
const PROCESSES = 2;
/** MB of heap for a console and a copy of it, with whatever a frame might leave behind. */
const MOST_MEMORY = 128;

/** Runs that many random ROMs on the built console; throws the first failure. A hang ends after `timeout` ms. */
export async function fuzzPrograms(count: number, timeout: number): Promise<void> {
  // Builds lib/ when it is stale.
  dotmatrix(['--version']);
  const share = Math.ceil(count / PROCESSES);
  await Promise.all(Array.from({ length: PROCESSES }, (_, i) => fuzzShare(i * share, share, timeout)));
}

function fuzzShare(first: number, count: number, timeout: number): Promise<void> {
  const script = join(projectRoot, 'tests/fuzz/run-programs.mjs');
  const args = [`--max-old-space-size=${MOST_MEMORY}`, script, String(first), String(count)];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout });
    let last = '';
    let errors = '';
    child.stdout.on('data', (chunk: Buffer) => {
      last = (last + chunk).slice(-200);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errors = (errors + chunk).slice(-4000);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      const lines = last.trim().split('\n');
      if (code === 0 && lines.at(-1)?.startsWith('done')) resolve();
      else if (code === null) reject(new Error(`seed ${lines.at(-1)} did not come to its end`));
      else reject(new Error(errors));
    });
  });
}
