import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { projectRoot } from './rom-root.mjs';

const KB = 1024;

/** Gzipped sizes of what `npm run build` made, with the most that each may have; null before a build. */
export function shippedSizes() {
  const dist = join(projectRoot, 'dist');
  if (!existsSync(join(dist, 'index.html'))) return null;
  const assets = join(dist, 'assets');
  const names = readdirSync(assets);
  const gzip = (file) => gzipSync(readFileSync(file), { level: 9 }).length;
  const sum = (files) => files.reduce((total, file) => total + gzip(file), 0);
  // What index.html itself names is loaded before a game runs.
  const html = readFileSync(join(dist, 'index.html'), 'utf8');
  const first = names.filter((name) => html.includes(`assets/${name}`) && /\.(js|css)$/.test(name));
  const engine = names.filter((name) => /worker|worklet/i.test(name) && name.endsWith('.js'));
  return [
    {
      what: 'first page',
      bytes: sum([join(dist, 'index.html'), ...first.map((name) => join(assets, name))]),
      most: 60 * KB,
    },
    { what: 'core, worker and worklet', bytes: sum(engine.map((name) => join(assets, name))), most: 70 * KB },
  ];
}

if (process.argv[1] === join(projectRoot, 'scripts/shipped-sizes.mjs')) {
  const sizes = shippedSizes();
  if (sizes === null) {
    console.error('Nothing is built: run `npm run build` first.');
    process.exit(2);
  }
  for (const { what, bytes, most } of sizes) {
    const over = bytes > most;
    console.log(
      `${(bytes / KB).toFixed(1)} KB of at most ${most / KB} KB gzip: ${what}${over ? ': TOO LARGE' : ''}`,
    );
    if (over) process.exitCode = 1;
  }
}
