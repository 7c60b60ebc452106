// What `npm pack` needs: the bundles, and the declarations of core and player.
import { spawnSync } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from './build-lib.mjs';
import { projectRoot } from './rom-root.mjs';

await build();

const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const { status } = spawnSync(process.execPath, [tsc, '-b', 'src/core', 'src/player'], {
  cwd: projectRoot,
  stdio: 'inherit',
});
if (status !== 0) process.exit(1);

const types = join(projectRoot, 'lib/types');
rmSync(types, { recursive: true, force: true });
for (const [from, to] of [
  ['core', 'core'],
  ['player/player', 'player'],
]) {
  cpSync(join(projectRoot, '.tsbuild/src', from), join(types, to), {
    recursive: true,
    filter: (source) => !/\.(tsbuildinfo|map)$/.test(source),
  });
}
