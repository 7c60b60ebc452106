// Runs every public test ROM, prints docs/accuracy.md, and keeps the list of known failures.
// Fails when a verdict that used to pass fails; `--accept` takes the new failures onto the list.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceBetween } from './replace-between.mjs';
import { projectRoot, romRoot } from './rom-root.mjs';

const knownFile = join(projectRoot, 'tests/hardware/known-failures.json');
const output = join(projectRoot, 'tests/.output/accuracy.json');

mkdirSync(dirname(output), { recursive: true });

const root = romRoot();
if (root === null) {
  console.error(
    'The public test ROMs are not here: put them into test-roms/external/ or set GB_TEST_ROMS to their folder.',
  );
  process.exit(2);
}

const suites = JSON.parse(readFileSync(join(projectRoot, 'test-roms/suites.json'), 'utf8'));
const keyOf = ({ rom, model, picture, keys }) => [rom, model, picture, keys].join(' ').trim();
const classOf = new Map(suites.map((entry) => [keyOf(entry), entry.class]));

const roms = [...new Set(suites.map(({ rom }) => join(root, rom)))].filter((rom) => existsSync(rom));
const run = spawnSync(process.execPath, ['scripts/cli.mjs', 'test', ...roms, '-q', '--json', output], {
  cwd: projectRoot,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (run.status !== 0 && run.status !== 1) process.exit(run.status ?? 1);
const results = JSON.parse(readFileSync(output, 'utf8'));

const failures = results.filter(({ verdict }) => verdict !== 'pass');
const known = JSON.parse(readFileSync(knownFile, 'utf8'));
const notes = new Map(known.map((entry) => [keyOf(entry), entry.note ?? '']));
const worse = failures.filter((result) => !notes.has(keyOf(result)));
const better = known.filter((entry) => !failures.some((result) => keyOf(result) === keyOf(entry)));
const accept = process.argv.includes('--accept');

const text = table();
console.log(text);
if (worse.length === 0 || accept) {
  replaceBetween(join(projectRoot, 'docs/accuracy.md'), 'accuracy', text);
  replaceBetween(join(projectRoot, 'README.md'), 'accuracy', totals());
  const list = failures.map(({ rom, model, picture, keys }) => {
    const key = keyOf({ rom, model, picture, keys });
    return { rom, model, picture, keys, note: notes.get(key) ?? '' };
  });
  writeFileSync(knownFile, `[${list.map((entry) => `\n  ${JSON.stringify(entry)}`).join(',')}\n]\n`);
}
for (const entry of better) console.log(`Passes now: ${keyOf(entry)}`);
if (worse.length > 0 && !accept) {
  console.error(`\n${worse.length} verdicts that used to pass do not:`);
  for (const { detail, ...result } of worse) console.error(`  ${keyOf(result)}: ${detail}`);
  process.exitCode = 1;
} else if (results.length < suites.length) {
  console.error(`\nOnly ${results.length} of ${suites.length} verdicts ran: ROMs are missing.`);
  process.exitCode = 1;
}

function rowsBy(nameOf) {
  const rows = new Map();
  for (const result of results) {
    const name = nameOf(result);
    const row = rows.get(name) ?? { passed: 0, total: 0 };
    row.total++;
    if (result.verdict === 'pass') row.passed++;
    rows.set(name, row);
  }
  return rows;
}

function table() {
  const passed = results.filter(({ verdict }) => verdict === 'pass').length;
  const lines = [
    `**${passed} of ${results.length} verdicts pass.**`,
    '',
    '| suite | class | passed | of |',
    '|---|---|---:|---:|',
  ];
  const suiteAndClass = rowsBy((result) => {
    const name = classOf.get(keyOf(result)) ?? '';
    return `${result.suite} | ${name === 'other' ? result.model : name}`;
  });
  for (const [name, row] of suiteAndClass) lines.push(`| ${name} | ${row.passed} | ${row.total} |`);
  if (failures.length === 0) return lines.join('\n');
  lines.push('', '### What fails', '', '| ROM | model | seen | what is known |', '|---|---|---|---|');
  for (const result of failures) {
    const seen = result.detail
      .replace(/; see .*$/, '')
      .replaceAll('|', '/')
      .slice(0, 160);
    const extra = result.keys === '' ? '' : ` (${result.keys})`;
    lines.push(`| ${result.rom}${extra} | ${result.model} | ${seen} | ${notes.get(keyOf(result)) ?? ''} |`);
  }
  return lines.join('\n');
}

function totals() {
  const lines = ['| suite | passed | of |', '|---|---:|---:|'];
  for (const [name, row] of rowsBy((result) => result.suite))
    lines.push(`| ${name} | ${row.passed} | ${row.total} |`);
  const passed = results.filter(({ verdict }) => verdict === 'pass').length;
  lines.push(`| **all** | **${passed}** | **${results.length}** |`);
  return lines.join('\n');
}
