import { readFileSync } from 'node:fs';
import { convertIndexedToRgb, decode, encode } from 'fast-png';
import { reason } from './output.ts';
import { UsageError } from './usage-error.ts';

export const WIDTH = 160;
export const HEIGHT = 144;
const PIXELS = WIDTH * HEIGHT;

/** DMG shades from white to black, as the published pictures have them. */
const SHADES = [0xff, 0xaa, 0x55, 0x00];

/** Turns the core's frame into RGB bytes, without colour correction. */
export function frameToRgb(frame: Uint16Array, color: boolean): Uint8Array {
  const rgb = new Uint8Array(PIXELS * 3);
  for (let i = 0, at = 0; i < PIXELS; i++, at += 3) {
    const value = frame[i];
    if (color) {
      const red = value & 31;
      const green = (value >> 5) & 31;
      const blue = (value >> 10) & 31;
      rgb[at] = (red << 3) | (red >> 2);
      rgb[at + 1] = (green << 3) | (green >> 2);
      rgb[at + 2] = (blue << 3) | (blue >> 2);
    } else {
      rgb[at] = rgb[at + 1] = rgb[at + 2] = SHADES[value & 3];
    }
  }
  return rgb;
}

export function encodePng(rgb: Uint8Array): Uint8Array {
  return encode({ width: WIDTH, height: HEIGHT, data: rgb, channels: 3, depth: 8 });
}

/** Reads any 160 × 144 PNG as RGB bytes. */
export function readPicture(path: string): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new UsageError(`Can't read the expected picture ${path}: ${reason(error)}.`);
  }
  return decodePicture(bytes, path);
}

export function decodePicture(bytes: Uint8Array, path: string): Uint8Array {
  let png: ReturnType<typeof decode>;
  try {
    png = decode(bytes);
  } catch {
    throw new UsageError(`${path} is no PNG picture.`);
  }
  if (png.width !== WIDTH || png.height !== HEIGHT) {
    throw new UsageError(
      `${path} is ${png.width} × ${png.height}; a Game Boy's picture is ${WIDTH} × ${HEIGHT}.`,
    );
  }
  if (png.palette !== undefined) {
    const { data, channels } = { data: convertIndexedToRgb(png), channels: png.palette[0]?.length ?? 3 };
    return toRgb(data, channels, 8);
  }
  if (png.depth < 8) return toRgb(spread(png.data as Uint8Array, png.depth), 1, 8);
  return toRgb(png.data, png.channels, png.depth);
}

/** Opens out packed grey pixels (1, 2 or 4 bits) to 8 bits; rows start on a whole byte. */
function spread(packed: Uint8Array, depth: number): Uint8Array {
  const rowBytes = Math.ceil((WIDTH * depth) / 8);
  const most = (1 << depth) - 1;
  const out = new Uint8Array(PIXELS);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const bit = x * depth;
      const value = (packed[y * rowBytes + (bit >> 3)] >> (8 - depth - (bit & 7))) & most;
      out[y * WIDTH + x] = (value * 255) / most;
    }
  }
  return out;
}

function toRgb(data: ArrayLike<number>, channels: number, depth: number): Uint8Array {
  const rgb = new Uint8Array(PIXELS * 3);
  const shift = depth - 8;
  const grey = channels < 3;
  for (let i = 0; i < PIXELS; i++) {
    for (let c = 0; c < 3; c++) rgb[i * 3 + c] = data[i * channels + (grey ? 0 : c)] >> shift;
  }
  return rgb;
}

export interface Difference {
  /** Pixels that differ. */
  readonly pixels: number;
  /** The first of them, from the top left. */
  readonly x: number;
  readonly y: number;
}

export function compare(actual: Uint8Array, expected: Uint8Array): Difference | null {
  let pixels = 0;
  let first = -1;
  for (let i = 0; i < PIXELS; i++) {
    const at = i * 3;
    if (
      actual[at] !== expected[at] ||
      actual[at + 1] !== expected[at + 1] ||
      actual[at + 2] !== expected[at + 2]
    ) {
      if (first < 0) first = i;
      pixels++;
    }
  }
  return pixels === 0 ? null : { pixels, x: first % WIDTH, y: Math.floor(first / WIDTH) };
}

/** The expected picture in grey, with every differing pixel in red. */
export function differencePicture(actual: Uint8Array, expected: Uint8Array): Uint8Array {
  const out = new Uint8Array(PIXELS * 3);
  for (let at = 0; at < out.length; at += 3) {
    const same =
      actual[at] === expected[at] &&
      actual[at + 1] === expected[at + 1] &&
      actual[at + 2] === expected[at + 2];
    const grey = 128 + (((expected[at] + expected[at + 1] + expected[at + 2]) / 3) >> 1);
    out[at] = same ? grey : 255;
    out[at + 1] = out[at + 2] = same ? grey : 0;
  }
  return out;
}
