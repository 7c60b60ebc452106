import type { ColourCorrection, VideoSettings } from './messages.ts';

/** Pixels of a DMG frame: shade (0 to 3) and layer (background, OBP0, OBP1). */
const DMG_ENTRIES = 12;
const CGB_ENTRIES = 0x8000;

/** Rows R, G, B: how much of each 5-bit channel (0 to 31) goes into an 8-bit one. */
type Mix = readonly [red: readonly number[], green: readonly number[], blue: readonly number[]];

const EVEN = 255 / 31;

/** The LCD's filters overlap: each channel leaks into its neighbours, and full red is orange. */
const LCD: Mix = [
  [6.5, 1, 0.5],
  [0, 6, 2],
  [1.5, 1, 5.5],
];

/** Brightest value of LCD colours: its white is not quite white. */
const LCD_WHITE = 240;

/**
 * The colour of every possible pixel, as RGBA in the byte order of ImageData (little-endian words).
 * @param colour the frame holds 15-bit colours (CGB), not shades.
 */
export function colourTable(colour: boolean, settings: VideoSettings): Uint32Array {
  return colour ? cgbTable(settings.correction) : dmgTable(settings.palette);
}

/** Colours a frame. `pixels` is 160 × 144 words of RGBA; with `lines` (144 flags), only the lines that are set. */
export function paint(frame: Uint16Array, table: Uint32Array, pixels: Uint32Array, lines?: Uint8Array): void {
  for (let line = 0; line < 144; line++) {
    if (lines === undefined || lines[line] !== 0) paintLine(frame, table, pixels, line * 160);
  }
}

/** Four pixels a round, because the loop itself costs time. */
function paintLine(frame: Uint16Array, table: Uint32Array, pixels: Uint32Array, from: number): void {
  for (let i = from; i < from + 160; i += 4) {
    pixels[i] = table[frame[i]];
    pixels[i + 1] = table[frame[i + 1]];
    pixels[i + 2] = table[frame[i + 2]];
    pixels[i + 3] = table[frame[i + 3]];
  }
}

function dmgTable(palette: VideoSettings['palette']): Uint32Array {
  const table = new Uint32Array(DMG_ENTRIES);
  const layers = [palette.bg, palette.obj0 ?? palette.bg, palette.obj1 ?? palette.bg];
  layers.forEach((shades, layer) => {
    shades.forEach((rgb, shade) => {
      table[(layer << 2) | shade] = rgba(rgb >> 16, (rgb >> 8) & 0xff, rgb & 0xff);
    });
  });
  return table;
}

function cgbTable(correction: ColourCorrection): Uint32Array {
  const table = new Uint32Array(CGB_ENTRIES);
  for (let colour = 0; colour < CGB_ENTRIES; colour++) {
    const r = colour & 31;
    const g = (colour >> 5) & 31;
    const b = colour >> 10;
    table[colour] =
      correction === 'lcd' ? lcd(r, g, b) : correction === 'vivid' ? vivid(r, g, b) : plain(r, g, b);
  }
  return table;
}

function plain(r: number, g: number, b: number): number {
  return rgba(Math.round(r * EVEN), Math.round(g * EVEN), Math.round(b * EVEN));
}

function lcd(r: number, g: number, b: number): number {
  const mixed = LCD.map((row) => Math.min(LCD_WHITE, Math.round(row[0] * r + row[1] * g + row[2] * b)));
  return rgba(mixed[0], mixed[1], mixed[2]);
}

/** A quarter more distance from grey. */
function vivid(r: number, g: number, b: number): number {
  const grey = 0.299 * r + 0.587 * g + 0.114 * b;
  const push = (channel: number) => Math.round(clamp(grey + (channel - grey) * 1.25) * EVEN);
  return rgba(push(r), push(g), push(b));
}

function clamp(channel: number): number {
  return Math.max(0, Math.min(31, channel));
}

function rgba(r: number, g: number, b: number): number {
  return (0xff000000 | (b << 16) | (g << 8) | r) >>> 0;
}
