// Prints test-roms/suites.json from the verdicts.tsv in the folder of public test ROMs.
// `--check` only compares, and fails when the file is stale.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot, romRoot } from './rom-root.mjs';

const root = romRoot();
if (root === null) {
  console.error('No folder of test ROMs: set GB_TEST_ROMS to the folder that holds verdicts.tsv.');
  process.exit(2);
}

const [head, ...lines] = readFileSync(join(root, 'verdicts.tsv'), 'utf8').trimEnd().split('\n');
const columns = head.split('\t');
const rows = lines.map((line) => {
  const cells = line.split('\t');
  const row = Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? '']));
  return JSON.stringify({
    rom: row.rom,
    model: row.model,
    class: row.class,
    protocol: row.protocol,
    stop: row.stop,
    maxFrames: Number(row.max_frames),
    picture: row.picture,
    keys: row.keys,
  });
});
const text = `[\n${rows.join(',\n')}\n]\n`;
const file = join(projectRoot, 'test-roms/suites.json');

if (process.argv.includes('--check')) {
  if (readFileSync(file, 'utf8') !== text) {
    console.error('test-roms/suites.json is stale: run `node scripts/gen-suites.mjs`.');
    process.exit(1);
  }
} else {
  writeFileSync(file, text);
  console.log(`test-roms/suites.json: ${rows.length} verdicts`);
}
