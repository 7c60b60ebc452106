// Pictures of whole games as they go on, to be looked at: npm run contact-sheets [-- NAME…]
// Each sheet in tests/.output/contact-sheets/ shows a game every five seconds of a minute, with scripted presses.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from 'fast-png';
import { projectRoot, romRoot } from './rom-root.mjs';

const FRAMES = 3600;
const EVERY = 300;
const COLUMNS = 4;
const [WIDTH, HEIGHT, GAP] = [160, 144, 4];
/** Past title screens and menus, then about. */
const KEYS = [
  'start@150+8,a@240+8,start@330+8,a@420+8,start@600+8,a@700+8,right@800+60,a@880+8,down@960+40,b@1020+8',
  'a@1100+8,left@1200+60,up@1300+40,a@1400+8,right@1500+120,a@1560+8,down@1700+60,a@1800+8,start@1950+8,a@2050+8',
  'right@2150+90,a@2180+8,left@2300+90,b@2350+8,up@2450+60,a@2550+8,down@2650+60,a@2750+8,right@2850+90,a@2900+8',
].join(',');

const root = romRoot();
const wanted = process.argv.slice(2);
const roms =
  root === null
    ? []
    : readdirSync(join(root, 'homebrew'))
        .filter((name) => /\.gbc?$/.test(name))
        .map((name) => join(root, 'homebrew', name));
roms.push(join(projectRoot, 'test-roms/game/glim.gb'));
const chosen = roms.filter((rom) => wanted.length === 0 || wanted.some((name) => rom.includes(name)));

const output = join(projectRoot, 'tests/.output/contact-sheets');
mkdirSync(output, { recursive: true });
for (const rom of chosen) {
  const name = rom
    .split(/[/\\]/)
    .at(-1)
    .replace(/\.gbc?$/, '');
  const { sheet, crash } = makeSheet(rom);
  const file = join(output, `${name}.png`);
  writeFileSync(file, sheet);
  console.log(`${file}${crash === null ? '' : `: ${crash}`}`);
  if (crash !== null) process.exitCode = 1;
}

function makeSheet(rom) {
  const folder = mkdtempSync(join(tmpdir(), 'dotmatrix-sheet-'));
  try {
    const rows = Math.ceil(FRAMES / EVERY / COLUMNS);
    const width = COLUMNS * (WIDTH + GAP) + GAP;
    const height = rows * (HEIGHT + GAP) + GAP;
    const data = new Uint8Array(width * height * 3).fill(64);
    const state = join(folder, 'state');
    let crash = null;
    for (let shot = 0; shot * EVERY < FRAMES; shot++) {
      const from = shot * EVERY;
      const picture = join(folder, 'shot.png');
      const args = [
        'scripts/cli.mjs',
        'run',
        rom,
        '--frames',
        String(EVERY),
        '--save-state',
        state,
        '--json',
        join(folder, 'run.json'),
      ];
      if (from > 0) args.push('--load-state', state);
      const press = pressesWithin(from);
      if (press !== '') args.push('--press', press);
      const { status, stderr } = spawnSync(process.execPath, [...args, '--screenshot', picture], {
        cwd: projectRoot,
        encoding: 'utf8',
      });
      if (status !== 0 || !existsSync(picture))
        return { sheet: encode({ width, height, data, channels: 3 }), crash: stderr.trim() };
      crash ??= JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')).crash;
      const { data: pixels } = decode(readFileSync(picture));
      const left = GAP + (shot % COLUMNS) * (WIDTH + GAP);
      const top = GAP + Math.floor(shot / COLUMNS) * (HEIGHT + GAP);
      for (let y = 0; y < HEIGHT; y++) {
        data.set(pixels.subarray(y * WIDTH * 3, (y + 1) * WIDTH * 3), ((top + y) * width + left) * 3);
      }
    }
    return { sheet: encode({ width, height, data, channels: 3 }), crash };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The presses that begin in these frames, counted from their first. */
function pressesWithin(from) {
  return KEYS.split(',')
    .map((key) => /(\w+)@(\d+)\+(\d+)/.exec(key))
    .filter(([, , at]) => Number(at) >= from && Number(at) < from + EVERY)
    .map(([, button, at, length]) => `${button}@${Number(at) - from}+${length}`)
    .join(',');
}
