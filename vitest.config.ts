import { defineConfig } from 'vitest/config';

/** Seconds to milliseconds. */
const seconds = (count: number) => count * 1000;

export default defineConfig({
  define: { __VERSION__: JSON.stringify('test') },
  test: {
    reporters: [['default', { summary: false }], './tests/plain-words-reporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/{differential,hardware,e2e,long}/**'],
          testTimeout: seconds(120),
        },
      },
      {
        extends: true,
        test: {
          name: 'differential',
          include: ['tests/differential/**/*.test.ts'],
          testTimeout: seconds(300),
        },
      },
      {
        // Two worker threads of its own do the work, so it runs when nothing else does.
        extends: true,
        test: {
          name: 'hardware',
          include: ['tests/hardware/**/*.test.ts'],
          testTimeout: seconds(300),
          hookTimeout: seconds(600),
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // One browser at a time: some tests measure time.
        extends: true,
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/e2e/support/build-app.ts'],
          testTimeout: seconds(120),
          hookTimeout: seconds(180),
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        // The full numbers of what `npm test` samples: only by `npm run test:long`.
        extends: true,
        test: {
          name: 'long',
          include: process.env.DOTMATRIX_LONG === '1' ? ['tests/long/**/*.test.ts'] : [],
          globalSetup: process.env.DOTMATRIX_LONG === '1' ? ['tests/e2e/support/build-app.ts'] : [],
          testTimeout: seconds(4 * 3600),
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
