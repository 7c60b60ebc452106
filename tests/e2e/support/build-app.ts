import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../helpers/rom-root.ts';
import { chromiumPath } from './browser.ts';

/** Where the app is built for these tests. */
export const APP_FOLDER = join(projectRoot, 'tests/.output/app');

/** Once per run, before the first test in a browser. */
export default function buildApp(): void {
  if (chromiumPath === null) return;
  rmSync(APP_FOLDER, { recursive: true, force: true });
  const vite = join(projectRoot, 'node_modules/vite/bin/vite.js');
  const build = spawnSync(process.execPath, [vite, 'build', '--outDir', APP_FOLDER, '--emptyOutDir'], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (build.status !== 0) throw new Error(`The app does not build:\n${build.stdout}\n${build.stderr}`);
}
