// Bundles the command line and the library into lib/, when a source is newer than the bundle.
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './rom-root.mjs';

const out = join(projectRoot, 'lib');
const inputs = ['src/core', 'src/player', 'src/cli', 'scripts', 'package.json', 'test-roms/suites.json'];

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let time = stat.mtimeMs;
  for (const name of readdirSync(path)) time = Math.max(time, newest(join(path, name)));
  return time;
}

export async function buildIfStale() {
  const built = existsSync(join(out, 'cli.js')) ? statSync(join(out, 'cli.js')).mtimeMs : 0;
  if (inputs.every((input) => newest(join(projectRoot, input)) < built)) return;
  await build();
}

/** Each file appears whole, so that two builds at once do no harm. */
export async function build() {
  const { rolldown } = await import('rolldown');
  const temporary = join(out, `.building-${process.pid}`);
  mkdirSync(temporary, { recursive: true });
  try {
    const entries = [
      ['cli', 'src/cli/main.ts', 'node', '#!/usr/bin/env node'],
      ['index', 'src/player/library.ts', 'neutral', ''],
    ];
    for (const [name, input, platform, banner] of entries) {
      const bundle = await rolldown({ input: join(projectRoot, input), platform, cwd: projectRoot });
      await bundle.write({ file: join(temporary, `${name}.js`), format: 'esm', minify: false, banner });
      await bundle.close();
    }
    chmodSync(join(temporary, 'cli.js'), 0o755);
    copyFileSync(join(projectRoot, 'test-roms/suites.json'), join(temporary, 'suites.json'));
    for (const name of ['suites.json', 'index.js', 'cli.js'])
      renameSync(join(temporary, name), join(out, name));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

if (process.argv[1] === join(projectRoot, 'scripts/build-lib.mjs')) await build();
