import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url));

/** The folder of public test ROMs, or null where there is none. */
export function romRoot() {
  const named = process.env.GB_TEST_ROMS;
  if (named) return existsSync(resolve(projectRoot, named)) ? resolve(projectRoot, named) : null;
  const places = [join(projectRoot, 'test-roms/external'), join(projectRoot, '../shared/test-roms')];
  return places.find((place) => existsSync(join(place, 'verdicts.tsv'))) ?? null;
}
