// Draws the app's icons into public/icons: a D of dots and one more dot. node scripts/draw-icons.mjs
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'fast-png';

const out = fileURLToPath(new URL('../public/icons/', import.meta.url));

const LETTER = ['####.', '#...#', '#...#', '#...#', '#...#', '#...#', '####.'];
const COLUMNS = 7;
const ROWS = 7;
const GROUND = [11, 58, 48];
const FAINT = [24, 82, 69];
const LIT = [126, 235, 200];
const SPARK = [255, 138, 92];

/** The dots of the picture on a grid of 7 × 7: the letter, then the dot behind it. */
function dots() {
  const list = [];
  for (let y = 0; y < ROWS; y++) {
    for (let x = 0; x < COLUMNS; x++) {
      const lit = LETTER[y][x] === '#';
      const spark = x === 6 && y === 6;
      list.push({
        x: x + 0.5,
        y: y + 0.5,
        r: lit || spark ? 0.42 : 0.2,
        kind: spark ? 'spark' : lit ? 'lit' : 'faint',
      });
    }
  }
  return list;
}

/**
 * @param {number} size pixels
 * @param {number} share of the width that the grid takes
 * @param {number} corner radius as a share of the width
 */
function draw(size, share, corner, monochrome = false) {
  const data = new Uint8ClampedArray(size * size * 4);
  const cell = (size * share) / COLUMNS;
  const from = (size - cell * COLUMNS) / 2;
  const list = dots().filter((dot) => !monochrome || dot.kind !== 'faint');
  const steps = 4;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      let [r, g, b, a] = [0, 0, 0, 0];
      for (let s = 0; s < steps * steps; s++) {
        const px = x + ((s % steps) + 0.5) / steps;
        const py = y + (Math.floor(s / steps) + 0.5) / steps;
        const dot = list.find(
          (one) => Math.hypot(px - from - one.x * cell, py - from - one.y * cell) < one.r * cell,
        );
        const colour = dot
          ? monochrome
            ? [255, 255, 255]
            : { lit: LIT, spark: SPARK, faint: FAINT }[dot.kind]
          : monochrome || !inRounded(px, py, size, corner * size)
            ? null
            : GROUND;
        if (colour === null) continue;
        r += colour[0];
        g += colour[1];
        b += colour[2];
        a++;
      }
      const at = (y * size + x) * 4;
      if (a > 0) data.set([r / a, g / a, b / a, (a * 255) / (steps * steps)], at);
    }
  }
  return encode({ width: size, height: size, channels: 4, data: new Uint8Array(data.buffer) });
}

function inRounded(x, y, size, radius) {
  const dx = Math.max(radius - x, x - (size - radius), 0);
  const dy = Math.max(radius - y, y - (size - radius), 0);
  return Math.hypot(dx, dy) <= radius || radius === 0;
}

function svg() {
  const css = (colour) => `#${colour.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
  const circles = (kind) =>
    dots()
      .filter((dot) => dot.kind === kind)
      .map((dot) => `<circle cx="${dot.x + 1.5}" cy="${dot.y + 1.5}" r="${dot.r}"/>`)
      .join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>Dotmatrix</title><rect width="10" height="10" rx="2.2" fill="${css(GROUND)}"/>` +
    `<g fill="${css(FAINT)}">${circles('faint')}</g><g fill="${css(LIT)}">${circles('lit')}</g>` +
    `<g fill="${css(SPARK)}">${circles('spark')}</g></svg>\n`
  );
}

mkdirSync(out, { recursive: true });
const files = {
  'icon.svg': svg(),
  'icon-192.png': draw(192, 0.7, 0.22),
  'icon-512.png': draw(512, 0.7, 0.22),
  // Masks may cut everything outside the middle circle of 80 %.
  'maskable-192.png': draw(192, 0.52, 0),
  'maskable-512.png': draw(512, 0.52, 0),
  'monochrome-512.png': draw(512, 0.62, 0, true),
  'apple-touch-icon.png': draw(180, 0.62, 0),
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(out, name), content);
console.log(`${Object.keys(files).length} icons drawn`);
