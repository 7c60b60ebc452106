// Builds every test ROM that has a build.mjs beside it: node test-roms/build.mjs [--check] [name…]
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const wanted = process.argv.slice(2).filter((word) => word !== '--check');
const names = readdirSync(here).filter((name) => existsSync(join(here, name, 'build.mjs')));
for (const name of wanted)
  if (!names.includes(name))
    throw new Error(`test-roms/${name} has no build.mjs; there are ${names.join(', ')}`);
for (const name of wanted.length ? wanted : names)
  await import(pathToFileURL(join(here, name, 'build.mjs')).href);
