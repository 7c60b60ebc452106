// Times Dotmatrix beside two emulators from npm, and writes docs/performance.md.
// npm run bench -- [--rounds N] [--frames N] [--warmup N] [--only NAME] [--json F]
// npm run bench -- --browser times Dotmatrix in Chromium's worker beside Node.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfStale } from './build-lib.mjs';
import { profileShares } from './profile-shares.mjs';
import { replaceBetween } from './replace-between.mjs';
import { projectRoot, romRoot } from './rom-root.mjs';
import { shippedSizes } from './shipped-sizes.mjs';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    frames: { type: 'string', default: '2400' },
    warmup: { type: 'string', default: '600' },
    only: { type: 'string' },
    json: { type: 'string' },
    browser: { type: 'boolean' },
  },
});

const bench = join(projectRoot, 'bench');
const EMULATORS = ['ours', 'boytacean', 'wasmboy'];
const GOALS = { boytacean: 2.9, wasmboy: 8 };

function findRoms() {
  const root = romRoot();
  const homebrew = [
    'porklike.gb',
    'ucity.gbc',
    'tobu.gb',
    'Postie-1.1.gbc',
    'geometrix.gbc',
    'gb240p.gb',
    'Rebound.gbc',
  ];
  const roms = root === null ? [] : homebrew.map((name) => join(root, 'homebrew', name));
  if (root !== null) roms.push(join(root, 'blargg/cpu_instrs/cpu_instrs.gb'));
  else console.error('The public ROMs are not here (see README.md): only the built-in game is timed.');
  roms.push(join(projectRoot, 'test-roms/game/glim.gb'));
  return roms.filter((rom) => existsSync(rom) && (values.only === undefined || rom.includes(values.only)));
}

/** The peers and the Node version live in bench/. */
function installPeers() {
  if (existsSync(join(bench, 'node_modules/.package-lock.json'))) return;
  const { status } = spawnSync('npm', ['ci'], { cwd: bench, stdio: 'inherit' });
  if (status !== 0) throw new Error('The peers could not be installed: run `npm ci` in bench/ and look.');
}

function run(node, script, args, options = []) {
  const result = spawnSync(node, [...options, join(bench, script), ...args], {
    cwd: bench,
    encoding: 'utf8',
  });
  if (result.status !== 0) return null;
  return JSON.parse(result.stdout.trim().split('\n').at(-1));
}

const whole = (number) => Math.round(number).toLocaleString('en');
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const geomean = (numbers) =>
  numbers.length === 0 ? 0 : Math.exp(numbers.reduce((sum, n) => sum + Math.log(n), 0) / numbers.length);

function measure(node, rom) {
  const samples = Object.fromEntries(EMULATORS.map((name) => [name, []]));
  const right = { ours: true };
  for (const peer of EMULATORS.slice(1)) {
    right[peer] =
      run(node, 'verify.mjs', [peer, rom, String(Number(values.warmup) + Number(values.frames))])?.right ===
      true;
  }
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const name of EMULATORS) {
      if (!right[name]) continue;
      const sample = run(node, 'measure.mjs', [name, rom, values.warmup, values.frames]);
      if (sample === null) right[name] = false;
      else samples[name].push(sample);
    }
  }
  const fps = (name) => (right[name] ? median(samples[name].map((sample) => sample.fps)) : 0);
  if (!right.ours) throw new Error(`Our own run of ${rom} failed.`);
  return {
    rom: basename(rom),
    model: samples.ours[0].model,
    fps: fps('ours'),
    boytacean: fps('boytacean'),
    wasmboy: fps('wasmboy'),
    peakBytes: median(samples.ours.map((sample) => sample.peakBytes)),
    firstFrameMs: median(samples.ours.map((sample) => sample.firstFrameMs)),
  };
}

function node20Fps(rom) {
  if (!process.version.startsWith('v20.')) return 0;
  const all = Array.from({ length: Number(values.rounds) }, () =>
    run(process.execPath, 'measure.mjs', ['ours', rom, values.warmup, values.frames]),
  );
  return all.includes(null) ? 0 : median(all.map((sample) => sample.fps));
}

function shares(node, rom) {
  const folder = mkdtempSync(join(tmpdir(), 'dotmatrix-bench-'));
  try {
    const options = ['--cpu-prof', `--cpu-prof-dir=${folder}`];
    run(node, 'measure.mjs', ['ours', rom, values.warmup, values.frames], options);
    return profileShares(folder, join(projectRoot, 'lib/index.js'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await buildIfStale();
installPeers();
const node = join(bench, 'node_modules/.bin/node');
const version = spawnSync(node, ['-v'], { encoding: 'utf8' }).stdout.trim();
if (values.browser) timeInBrowser();
else timeBesidePeers();

/** Chromium's worker and Node in turns; the warm-up is reported by itself. */
function timeInBrowser() {
  const WARM_UP = 12000;
  const FRAMES = 24000;
  const lines = [
    '| ROM | Node | Chromium’s worker | ratio | the first 600 frames |',
    '|---|---:|---:|---:|---:|',
  ];
  const ratios = [];
  let chromium = '';
  for (const rom of findRoms()) {
    const inNode = [];
    const inBrowser = [];
    for (let round = 0; round < Number(values.rounds); round++) {
      inNode.push(run(node, 'measure.mjs', ['ours', rom, WARM_UP, FRAMES].map(String)));
      inBrowser.push(run(process.execPath, 'browser.mjs', [rom, WARM_UP, FRAMES].map(String)));
    }
    if (inBrowser.includes(null) || inNode.includes(null)) {
      throw new Error(`${rom} could not be timed: is Chromium installed?`);
    }
    chromium = inBrowser[0].version;
    const fps = median(inBrowser.map((sample) => sample.fps));
    const reference = median(inNode.map((sample) => sample.fps));
    ratios.push(fps / reference);
    const cold = median(inBrowser.map((sample) => sample.cold));
    lines.push(
      `| ${basename(rom)} | ${whole(reference)} | ${whole(fps)} | ${(fps / reference).toFixed(2)} | ${whole(cold)} |`,
    );
    console.error(lines.at(-1));
  }
  lines.push(`| **geometric mean** | | | **${geomean(ratios).toFixed(2)}** | |`);
  const about = `Chromium ${chromium} beside Node ${version}, ${WARM_UP} warm-up and ${FRAMES} measured frames, frames per second of the process's time.`;
  const text = [about, '', ...lines].join('\n');
  console.log(text);
  if (values.only === undefined)
    replaceBetween(join(projectRoot, 'docs/performance.md'), 'bench-browser', text);
}

function timeBesidePeers() {
  const rows = [];
  for (const rom of findRoms()) {
    const row = {
      ...measure(node, rom),
      node20: node20Fps(rom),
      shares: shares(node, rom),
      normal: run(node, 'normal-speed.mjs', [rom], ['--expose-gc']),
    };
    rows.push(row);
    const ratio = (peer) => (row[peer] === 0 ? 'wrong picture' : `${(row.fps / row[peer]).toFixed(2)} ×`);
    console.error(
      `${row.rom}: ${Math.round(row.fps)} fps, boytacean ${ratio('boytacean')}, WasmBoy ${ratio('wasmboy')}`,
    );
  }
  const ratios = (peer) => rows.filter((row) => row[peer] > 0).map((row) => row.fps / row[peer]);
  const means = { boytacean: geomean(ratios('boytacean')), wasmboy: geomean(ratios('wasmboy')) };
  const report = {
    roms: rows.map(({ rom, model, fps, boytacean, wasmboy }) => ({ rom, model, fps, boytacean, wasmboy })),
    geomean: means,
  };
  if (values.json === '-') console.log(JSON.stringify(report, null, 2));
  else if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

  const text = table(rows, means);
  if (values.json !== '-') console.log(text);
  if (values.only === undefined && romRoot() !== null) {
    replaceBetween(join(projectRoot, 'docs/performance.md'), 'bench', text);
  }
}

function table(rows, means) {
  const ratio = (row, peer) => (row[peer] === 0 ? 'wrong picture' : (row.fps / row[peer]).toFixed(2));
  const percent = (part) => `${Math.round(part * 100)} %`;
  const lines = [
    `Node ${version}, ${values.warmup} warm-up and ${values.frames} measured frames, median of ${values.rounds}, frames per second of processor time.`,
    '',
    '| ROM | model | Dotmatrix | boytacean | WasmBoy | × boytacean | × WasmBoy | Node 20 |',
    '|---|---|---:|---:|---:|---:|---:|---:|',
    ...rows.map(
      (row) =>
        `| ${row.rom} | ${row.model} | ${whole(row.fps)} | ${row.boytacean ? whole(row.boytacean) : '–'} | ` +
        `${row.wasmboy ? whole(row.wasmboy) : '–'} | ${ratio(row, 'boytacean')} | ${ratio(row, 'wasmboy')} | ` +
        `${row.node20 ? whole(row.node20) : '–'} |`,
    ),
    `| **geometric mean** | | | | | **${means.boytacean.toFixed(2)}** | **${means.wasmboy.toFixed(2)}** | |`,
    `| goal | | | | | ${GOALS.boytacean} | ${GOALS.wasmboy} | |`,
    '',
    'Where the time goes (sampled in the same run), the memory it takes, and the time from ROM bytes to the first frame:',
    '',
    '| ROM | CPU and bus | PPU | APU | rest | peak memory | first frame |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...rows.map(
      ({ rom, shares: share, peakBytes, firstFrameMs }) =>
        `| ${rom} | ${percent(share.cpu)} | ${percent(share.ppu)} | ${percent(share.apu)} | ${percent(share.rest)} | ` +
        `${Math.round(peakBytes / 1048576)} MB | ${firstFrameMs.toFixed(1)} ms |`,
    ),
    '',
    'At normal speed: garbage collections in 10,000 frames, the share of one processor, and the time of a snapshot and of a load:',
    '',
    '| ROM | collections | share | snapshot | load |',
    '|---|---:|---:|---:|---:|',
    ...rows.map(
      ({ rom, normal }) =>
        `| ${rom} | ${normal.collections} | ${(normal.share * 100).toFixed(1)} % | ${normal.saveUs.toFixed(0)} µs | ` +
        `${normal.loadUs.toFixed(0)} µs |`,
    ),
  ];
  const sizes = shippedSizes();
  if (sizes !== null) {
    lines.push('', 'Bytes shipped (gzip):', '', '| what | KB | at most |', '|---|---:|---:|');
    for (const { what, bytes, most } of sizes) {
      lines.push(`| ${what} | ${(bytes / 1024).toFixed(1)} | ${most === null ? '' : most / 1024} |`);
    }
  }
  return lines.join('\n');
}
