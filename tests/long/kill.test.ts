import { beforeAll } from 'vitest';
import buildApp from '../e2e/support/build-app.ts';

beforeAll(buildApp);

// With DOTMATRIX_LONG: 40 rounds.
import '../e2e/kill.test.ts';
