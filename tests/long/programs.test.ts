import { test } from 'vitest';
import { fuzzPrograms } from '../fuzz/programs.ts';

const HOUR = 3_600_000;

test(
  '200,000 random programs',
  async () => {
    await fuzzPrograms(200_000, 3 * HOUR);
  },
  3 * HOUR,
);
