import type { ColourCorrection, DmgPalette } from '../../player/messages.ts';

const WIDTH = 160;
const HEIGHT = 144;
/** The lower strip shows colours, the rest shades. */
const STRIP = 112;

/** A hill, a sun and a walker in the palette's colours, and a strip of colours as they would be corrected. */
export function demoFrame(palette: DmgPalette, correction: ColourCorrection): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const colour = y < STRIP ? scene(x, y, palette) : strip(x, y, correction);
      const at = (y * WIDTH + x) * 4;
      rgba[at] = colour >> 16;
      rgba[at + 1] = (colour >> 8) & 255;
      rgba[at + 2] = colour & 255;
      rgba[at + 3] = 255;
    }
  }
  return rgba;
}

const WALKER = [
  '..###...',
  '.#####..',
  '.#.#.#..',
  '.#####..',
  '..###...',
  '.#####..',
  '#.###.#.',
  '..#.#...',
];
const LAMP = ['...##...', '..####..', '.##..##.', '.##..##.', '..####..', '...##...', '..####..', '...##...'];

function scene(x: number, y: number, palette: DmgPalette): number {
  const walker = sprite(WALKER, x, y, 62, 78);
  if (walker) return (palette.obj0 ?? palette.bg)[walker];
  const lamp = sprite(LAMP, x, y, 104, 60);
  if (lamp) return (palette.obj1 ?? palette.bg)[lamp];
  const far = 66 + 10 * Math.sin(x / 19) + 5 * Math.sin(x / 7);
  const near = 88 + 7 * Math.sin(x / 26 + 2);
  if (y > near) return palette.bg[y > near + 3 && ((x + y * 3) % 11 !== 0 || y % 4 !== 0) ? 3 : 2];
  if (y > far) return palette.bg[y < far + 3 || dither(x, y, (y - far) / 40) ? 2 : 1];
  if (Math.hypot(x - 122, y - 30) < 16) return palette.bg[y % 5 === 4 && y > 30 ? 0 : 1];
  return palette.bg[dither(x, y, y / 170 - 0.1) ? 1 : 0];
}

/** Twice the size, with a darker outline to the right and below. */
function sprite(rows: readonly string[], x: number, y: number, left: number, top: number): number {
  const column = (x - left) >> 1;
  const row = (y - top) >> 1;
  if (rows[row]?.[column] !== '#') return 0;
  return rows[row + 1]?.[column] === '#' && rows[row][column + 1] === '#' ? 2 : 3;
}

const BAYER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5];

function dither(x: number, y: number, share: number): boolean {
  return (BAYER[(y & 3) * 4 + (x & 3)] + 0.5) / 16 < share;
}

/** Hues from left to right, brighter downwards, in the console's 15 bits. */
function strip(x: number, y: number, correction: ColourCorrection): number {
  const light = 0.4 + (0.6 * Math.floor((y - STRIP) / 8)) / 3;
  const hue = Math.floor(x / 10) / 16;
  const channel = (shift: number) => {
    const wave = Math.abs(((hue + shift) % 1) * 6 - 3) - 1;
    return Math.round(31 * light * Math.max(0, Math.min(1, wave)));
  };
  return corrected(channel(0), channel(2 / 3), channel(1 / 3), correction);
}

/** The same mixing as the player's, here for sixteen hues: the page loads no code of the player's. */
function corrected(r: number, g: number, b: number, correction: ColourCorrection): number {
  if (correction === 'lcd') {
    const mix = (x: number, y: number, z: number) => Math.min(240, Math.round(x * r + y * g + z * b));
    return (mix(6.5, 1, 0.5) << 16) | (mix(0, 6, 2) << 8) | mix(1.5, 1, 5.5);
  }
  const grey = 0.299 * r + 0.587 * g + 0.114 * b;
  const gain = correction === 'vivid' ? 1.25 : 1;
  const out = (c: number) => Math.round((Math.max(0, Math.min(31, grey + (c - grey) * gain)) * 255) / 31);
  return (out(r) << 16) | (out(g) << 8) | out(b);
}
