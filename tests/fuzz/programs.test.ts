import { test } from 'vitest';
import { fuzzPrograms } from './programs.ts';

const MINUTE = 60_000;

test(
  '10,000 random programs: no exception, no hang, and every state comes back',
  async () => {
    await fuzzPrograms(10_000, 8 * MINUTE);
  },
  9 * MINUTE,
);
