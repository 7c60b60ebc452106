import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url));

export const HOW_TO_GET_ROMS =
  'the public test ROMs are not here. Put them into test-roms/external/, or set GB_TEST_ROMS to the folder that ' +
  'holds them and verdicts.tsv.';

/** The folder of public test ROMs, or null where there is none. */
export function romRoot(): string | null {
  const named = process.env.GB_TEST_ROMS;
  const places = named ? [named] : ['test-roms/external', '../shared/test-roms'];
  const found = places
    .map((place) => resolve(projectRoot, place))
    .find((place) => existsSync(join(place, 'verdicts.tsv')));
  return found ?? null;
}
