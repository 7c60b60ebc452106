// Curves and colours of the game, worked out at build time.
import { db } from '../tools/rom.mjs';

/** Launch speed in dots a frame. */
const LAUNCH = 3.2;

/** The sky from the horizon up: a stop's row (32 dots of height each) and its red, green and blue (0-31). */
const SKY = [
  [0, 19, 8, 11],
  [5, 13, 5, 13],
  [14, 6, 4, 14],
  [40, 3, 3, 11],
  [70, 1, 1, 7],
  [110, 0, 3, 6],
  [150, 4, 1, 8],
  [200, 0, 4, 5],
  [255, 3, 0, 7],
];

const turn = (step) => (step * 2 * Math.PI) / 256;
const circle = (of) => Array.from({ length: 256 }, (_, step) => of(turn(step)));

function skyColours() {
  const bytes = [];
  for (let row = 0; row < 256; row++) {
    const next = Math.max(
      1,
      SKY.findIndex(([at]) => at >= row),
    );
    const [from, to] = [SKY[next - 1], SKY[next]];
    const part = (row - from[0]) / (to[0] - from[0]);
    const [red, green, blue] = [1, 2, 3].map((n) => Math.round(from[n] + (to[n] - from[n]) * part));
    const colour = red | (green << 5) | (blue << 10);
    bytes.push(colour & 0xff, colour >> 8);
  }
  return bytes;
}

/** Assembler source of every table; those of 256 bytes start on a page. */
export function trigonometry() {
  const launch = circle((angle) => Math.round(Math.sin(angle) * LAUNCH * 256));
  const halfSquares = Array.from({ length: 33 }, (_, n) => Math.min(255, (n * n) >> 1));
  const angles = [];
  for (let y = -31; y < 32; y += 2)
    for (let x = -31; x < 32; x += 2)
      angles.push(Math.round((Math.atan2(y, x) * 256) / (2 * Math.PI)) & 0xff);
  const pages = [
    ['orbit_big', circle((angle) => Math.round(Math.sin(angle) * 14))],
    ['orbit_small', circle((angle) => Math.round(Math.sin(angle) * 9.6))],
    ['launch_low', launch.map((speed) => speed & 0xff)],
    ['launch_high', launch.map((speed) => speed >> 8)],
    ['angle_of', angles],
    ['sky', skyColours()],
    ['half_square', halfSquares],
  ];
  return pages.map(([name, bytes]) => `${name}:\n${db(bytes)}`).join('');
}
