import { it } from 'vitest';
import { fuzzRoms, fuzzSaves } from '../fuzz/cartridge-files.ts';

it('100,000 files as ROMs', () => fuzzRoms(100_000));
it('100,000 files as saves', () => fuzzSaves(100_000));
