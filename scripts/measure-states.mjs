// Measures what states, rewind and journal cost, and writes the table into docs/performance.md.
// npm run measure-states
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { replaceBetween } from './replace-between.mjs';
import { projectRoot, romRoot } from './rom-root.mjs';

const root = romRoot();
const names = ['porklike.gb', 'ucity.gbc', 'tobu.gb', 'geometrix.gbc', 'libbet.gb'];
const roms = root === null ? [] : names.map((name) => join(root, 'homebrew', name));
roms.push(join(projectRoot, 'test-roms/game/glim.gb'));

const scratch = mkdtempSync(join(tmpdir(), 'dotmatrix-measure-'));
const bundle = await rolldown({ input: join(projectRoot, 'scripts/measure-states.ts'), cwd: projectRoot });
await bundle.write({ file: join(scratch, 'measure.mjs') });
await bundle.close();
const { measureStates } = await import(pathToFileURL(join(scratch, 'measure.mjs')).href);

const processorMs = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
const kb = (bytes) => `${(bytes / 1000).toFixed(bytes < 100_000 ? 1 : 0)} KB`;
const ms = (time) => `${time.toFixed(3)} ms`;
const lines = [
  '| ROM | a state | copying it | until it can be written | each of a tree of 100 | rewind, a minute | rewind, a frame | journal, a minute |',
  '|---|--:|--:|--:|--:|--:|--:|--:|',
];
for (const rom of roms.filter((path) => existsSync(path))) {
  const figures = measureStates(new Uint8Array(readFileSync(rom)), processorMs);
  lines.push(
    `| ${basename(rom)} | ${kb(figures.size)} | ${ms(figures.copyMs)} | ${ms(figures.makeMs)} | ${kb(figures.treeBytes)} | ${kb(figures.rewindBytes)} | ${ms(figures.rewindMs)} | ${kb(figures.journalBytes)} |`,
  );
  console.log(lines.at(-1));
}
rmSync(scratch, { recursive: true });
replaceBetween(join(projectRoot, 'docs/performance.md'), 'states', lines.join('\n'));
