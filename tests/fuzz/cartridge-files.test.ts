import { describe, it } from 'vitest';
import { fuzzRoms, fuzzSaves } from './cartridge-files.ts';

describe('files from anywhere', () => {
  it('as ROMs are refused with a sentence or give a board that takes any access', () => fuzzRoms(10_000));
  it('as saves are refused with a sentence or come back the same', () => fuzzSaves(10_000));
});
