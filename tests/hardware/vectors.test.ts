import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dotmatrix } from '../cli/dotmatrix.ts';
import { HOW_TO_GET_ROMS, romRoot } from '../helpers/rom-root.ts';

const root = romRoot();

test('all 31,500 single-instruction vectors', (context) => {
  if (root === null || !existsSync(join(root, 'sm83'))) context.skip(HOW_TO_GET_ROMS);
  const { out } = dotmatrix(['vectors', join(root!, 'sm83')]);
  expect(out).toBe('31500 of 31500 passed\n');
});
