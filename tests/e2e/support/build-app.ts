import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { projectRoot } from '../../helpers/rom-root.ts';
import { chromiumPath } from './browser.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the app was built for this run. */
    appFolder: string;
  }
}

/** Builds the app once per run, before the first test in a browser; takes the build away at the end. */
export default function buildApp(project: TestProject): (() => void) | undefined {
  // Runs at the same time must not build over each other.
  const folder = join(projectRoot, `tests/.output/app-${process.pid}`);
  project.provide('appFolder', folder);
  if (chromiumPath === null) return undefined;
  const vite = join(projectRoot, 'node_modules/vite/bin/vite.js');
  const build = spawnSync(process.execPath, [vite, 'build', '--outDir', folder, '--emptyOutDir'], {
    cwd: projectRoot,
    encoding: 'utf8',
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (build.status !== 0) throw new Error(`The app does not build:\n${build.stdout}\n${build.stderr}`);
  return () => rmSync(folder, { recursive: true, force: true });
}
