// Makes the golden states of this release, from our own ROMs, into tests/golden: once, before it is published.
// npm run golden-states [-- --again]
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { projectRoot } from './rom-root.mjs';

const A = 16;
const B = 32;
const RIGHT = 1;
const START = 128;
const PLAY = { 200: START, 206: 0, 300: A, 306: 0, 360: RIGHT, 380: A, 386: B, 392: 0 };

/** name, ROM, model, frames, presses */
const GOLDEN = [
  ['glim-title-dmg', 'test-roms/game/glim.gb', 'dmg', 150, {}],
  ['glim-play-dmg', 'test-roms/game/glim.gb', 'dmg', 500, PLAY],
  ['glim-play-mgb', 'test-roms/game/glim.gb', 'mgb', 450, PLAY],
  ['glim-play-cgb-e', 'test-roms/game/glim.gb', 'cgb-e', 500, PLAY],
  ['glim-play-agb', 'test-roms/game/glim.gb', 'agb', 420, PLAY],
  ['glim-play-sgb', 'test-roms/game/glim.gb', 'sgb', 420, PLAY],
  ['hdma-cgb-e', 'test-roms/hdma/hdma.gb', 'cgb-e', 40, {}],
  ['mbc1', 'test-roms/mappers/mbc1.gb', 'dmg', 40, {}],
  ['mbc2', 'test-roms/mappers/mbc2.gb', 'dmg', 40, {}],
  ['mbc3', 'test-roms/mappers/mbc3.gb', 'cgb-e', 40, {}],
  ['mbc5', 'test-roms/mappers/mbc5.gb', 'cgb-e', 40, {}],
];

const { version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
const folder = join(projectRoot, 'tests/golden/states', version);
const roms = join(projectRoot, 'tests/golden/roms');
if (existsSync(folder) && !process.argv.includes('--again')) {
  console.error(`The golden states of ${version} are there already; they are made once for each release.`);
  process.exit(2);
}
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
mkdirSync(roms, { recursive: true });

const scratch = mkdtempSync(join(tmpdir(), 'dotmatrix-golden-'));
const bundle = await rolldown({ input: join(projectRoot, 'scripts/golden-states.ts'), cwd: projectRoot });
await bundle.write({ file: join(scratch, 'golden.mjs') });
await bundle.close();
const { makeGolden } = await import(pathToFileURL(join(scratch, 'golden.mjs')).href);
rmSync(scratch, { recursive: true });

const list = [];
for (const [name, path, model, frames, presses] of GOLDEN) {
  const file = join(projectRoot, path);
  const { state, rom, frame } = makeGolden(
    new Uint8Array(readFileSync(file)),
    model,
    frames,
    presses,
    version,
  );
  writeFileSync(join(folder, `${name}.dotstate`), state);
  // The ROM as it was at this release, since ours go on changing.
  copyFileSync(file, join(roms, `${rom.slice(0, 16)}.gb`));
  list.push({ name, model, rom, frame });
}
writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(list, null, 2)}\n`);
console.log(`${list.length} golden states of ${version}.`);
