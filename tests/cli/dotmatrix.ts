import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from '../helpers/rom-root.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** Standard output as it came. */
  readonly bytes: Buffer;
}

/** Runs the command line, built when stale, in a folder. */
export function dotmatrix(args: readonly string[], cwd = projectRoot): Outcome {
  const result = spawnSync(process.execPath, [join(projectRoot, 'scripts/cli.mjs'), ...args], {
    cwd,
    maxBuffer: 1 << 28,
    env: { ...process.env, GB_TEST_ROMS: join(projectRoot, 'tests/.output/no-roms-here') },
  });
  return {
    code: result.status ?? -1,
    out: result.stdout.toString(),
    err: result.stderr.toString(),
    bytes: result.stdout,
  };
}

/** Calls `use` with a new folder that is gone afterwards. */
export async function inFolder<T>(use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'dotmatrix-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
