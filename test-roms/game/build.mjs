// Builds glim.gb and its symbols from src/, gfx.txt and music.txt: node test-roms/game/build.mjs
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { output, symbolFile } from '../tools/output.mjs';
import { assemble, CGB, db, parseArt, RAM, TYPE, tile } from '../tools/rom.mjs';
import { compileMusic } from './music.mjs';
import { trigonometry } from './tables.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const FONT_AT = 0x20;
const WATER_FONT_AT = 0xa0;

/** Cuts a picture into tiles, row by row. */
function cut(rows) {
  const tiles = [];
  for (let y = 0; y < rows.length; y += 8)
    for (let x = 0; x < rows[0].length; x += 8) tiles.push(tile(rows, x, y));
  return tiles;
}

/** The same rows with every `.` dim: letters that stand on water. */
const wet = (rows) => rows.map((row) => row.replaceAll('.', '-'));

/**
 * A ring of `count` dots around the middle of `across` × `across` tiles, so placed that each dot has a tile of
 * its own. Returns the tiles of the dots that are off, then of those that are on, and where each lies.
 */
function ring(count, radius, across, art) {
  const middle = across * 4;
  const places = [];
  const tiles = { DOT_OFF: [], DOT_ON: [] };
  for (let dot = 0; dot < count; dot++) {
    const angle = ((dot + (count === 12 ? 0.5 : 0)) * 2 * Math.PI) / count;
    for (const name of ['DOT_OFF', 'DOT_ON']) {
      const size = art[name].length;
      const corner = (way) => {
        const far = Math.round(Math.abs(way * radius) - size / 2 + 1e-9);
        return way < -1e-9 ? middle - far - size : Math.abs(way) < 1e-9 ? middle - size / 2 : middle + far;
      };
      const [left, top] = [corner(Math.cos(angle)), corner(Math.sin(angle))];
      const rows = Array.from({ length: across * 8 }, (_, y) =>
        Array.from({ length: across * 8 }, (_, x) => art[name][y - top]?.[x - left] ?? '.').join(''),
      );
      const [tx, ty] = [Math.floor((left + size / 2 - 0.5) / 8), Math.floor((top + size / 2 - 0.5) / 8)];
      tiles[name].push(tile(rows, tx * 8, ty * 8));
      if (name === 'DOT_ON') places.push([tx, ty]);
    }
  }
  return { tiles: [...tiles.DOT_OFF, ...tiles.DOT_ON], places };
}

function graphics() {
  const pictures = parseArt(readFileSync(join(here, 'gfx.txt'), 'utf8'));
  const art = Object.fromEntries(pictures.filter((p) => p.kind === 'pic').map((p) => [p.name, p.rows]));
  const slots = new Array(256).fill(null);
  slots[0] = Buffer.alloc(16);
  slots[FONT_AT] = Buffer.alloc(16);
  slots[WATER_FONT_AT] = tile(wet(Array(8).fill('........')));
  for (const font of pictures.filter((p) => p.kind === 'font'))
    [...font.name].forEach((letter, n) => {
      const rows = ['........', ...font.rows.map((row) => `.${row.slice(n * 6, n * 6 + 6)}.`)];
      slots[letter.charCodeAt(0)] = tile(rows);
      if (!'*+'.includes(letter)) slots[letter.charCodeAt(0) | 0x80] = tile(wet(rows));
    });
  const big = ring(12, 14, 4, art);
  const small = ring(8, 9.6, 3, art);
  const { DOT_OFF, DOT_ON, CREST, ...rest } = art;
  const runs = Object.entries(rest).map(([name, rows]) => ({ name, tiles: cut(rows) }));
  runs.push({ name: 'BIG_RING', tiles: big.tiles }, { name: 'SMALL_RING', tiles: small.tiles });
  runs.push({ name: 'CREST', tiles: cut(CREST) }, { name: 'SHINE', tiles: Array(8).fill(cut(art.LOGO0)[0]) });
  runs.sort((a, b) => b.tiles.length - a.tiles.length);
  const at = {};
  for (const { name, tiles } of runs) {
    const fits = (from) => tiles.every((_, n) => from + n < 256 && !slots[from + n]);
    const from = slots.findIndex((_, n) => fits(n));
    if (from < 0) throw new Error(`no room for the ${tiles.length} tiles of ${name}`);
    tiles.forEach((bytes, n) => {
      slots[from + n] = bytes;
    });
    at[name] = from;
  }

  // The tiles of a lantern's square, and where in it each dot lies (32 to a row, as in the tile map).
  const layout = (across, places, ringAt, core, coreAcross) => {
    const cells = new Array(across * across).fill(0);
    places.forEach(([x, y], dot) => {
      cells[y * across + x] = ringAt + dot;
    });
    for (let y = 0; y < coreAcross; y++)
      for (let x = 0; x < coreAcross; x++) cells[(y + 1) * across + x + 1] = core + y * coreAcross + x;
    return cells;
  };
  const offsets = (places) => places.map(([x, y]) => y * 32 + x);
  const crest = [];
  for (let shift = 0; shift < 32; shift++)
    crest.push(...cut(CREST.map((row) => row.slice(shift) + row.slice(0, shift))).flatMap((t) => [...t]));

  const constants = Object.entries(at).map(([name, index]) => `T_${name} = ${index}`);
  const data = [
    ['tiles', slots.flatMap((bytes) => [...(bytes ?? Buffer.alloc(16))])],
    ['crest_frames', crest],
    ['layout_lantern', layout(4, big.places, at.BIG_RING, at.LANTERN, 2)],
    ['layout_bubble', layout(4, big.places, at.BIG_RING, at.BUBBLE, 2)],
    ['layout_bud', layout(3, small.places, at.SMALL_RING, at.BUD, 1)],
    ['big_dots', offsets(big.places)],
    ['small_dots', offsets(small.places)],
    ['shine_frames', ['LOGO0', 'LOGO1', 'LOGO2', 'LOGO3'].flatMap((name) => [...cut(art[name])[0]])],
  ];
  return `${constants.join('\n')}\n${data.map(([name, bytes]) => `${name}:\n${db(bytes)}`).join('')}`;
}

const { rom, symbols } = assemble({
  source: join(here, 'src', 'main.s'),
  include: [join(here, 'src')],
  generated: {
    'gfx.inc': graphics(),
    'tables.inc': trigonometry(),
    'music.inc': compileMusic(readFileSync(join(here, 'music.txt'), 'utf8')),
  },
  header: { title: 'GLIM', cgb: CGB.BOTH, type: TYPE.MBC5_RAM_BATTERY, ram: RAM.KB8 },
});
output(join(here, 'glim.gb'), rom);
output(join(here, 'glim.sym'), symbolFile(symbols));
