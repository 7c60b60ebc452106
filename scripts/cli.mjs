// Runs the command line, bundled into lib/ first when a source is newer than the bundle.
import { buildIfStale } from './build-lib.mjs';

await buildIfStale();
await import('../lib/cli.js');
