import type { DebugView } from '../../player/messages.ts';

/** RGBA, ready for `new ImageData`. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

const BANK = 0x2000;
const GREYS = [0xffffff, 0xb0b0b0, 0x606060, 0x000000];
const LCDC = 0x40;
const SCY = 0x42;
const SCX = 0x43;
const BGP = 0x47;
const OBP0 = 0x48;

function blank(width: number, height: number): Picture {
  return { width, height, rgba: new Uint8ClampedArray(width * height * 4) };
}

function put(picture: Picture, x: number, y: number, rgb: number): void {
  const at = (y * picture.width + x) * 4;
  picture.rgba[at] = rgb >> 16;
  picture.rgba[at + 1] = (rgb >> 8) & 255;
  picture.rgba[at + 2] = rgb & 255;
  picture.rgba[at + 3] = 255;
}

/** Index 0 to 3 of a pixel of a tile; `at` is the tile's offset in VRAM. */
function pixel(vram: Uint8Array, at: number, x: number, y: number): number {
  const bit = 7 - x;
  return ((vram[at + 2 * y] >> bit) & 1) | (((vram[at + 2 * y + 1] >> bit) & 1) << 1);
}

function rgbOf(colour: number): number {
  const channel = (shift: number) => Math.round((((colour >> shift) & 31) * 255) / 31);
  return (channel(0) << 16) | (channel(5) << 8) | channel(10);
}

function shade(palette: number, index: number): number {
  return GREYS[(palette >> (2 * index)) & 3];
}

/** All 384 tiles of each bank, 16 in a row, in plain greys; the second bank is to the right. */
export function tilesPicture(view: DebugView): Picture {
  const banks = view.colours === null ? 1 : 2;
  const picture = blank(128 * banks, 192);
  for (let bank = 0; bank < banks; bank++) {
    for (let tile = 0; tile < 384; tile++) {
      for (let i = 0; i < 64; i++) {
        const index = pixel(view.vram, bank * BANK + tile * 16, i & 7, i >> 3);
        put(picture, bank * 128 + (tile % 16) * 8 + (i & 7), (tile >> 4) * 8 + (i >> 3), GREYS[index]);
      }
    }
  }
  return picture;
}

/** A whole tile map of 256 × 256, with the edge of what the screen shows drawn into it. */
export function mapPicture(view: DebugView, second: boolean): Picture {
  const { vram, ports, colours } = view;
  const picture = blank(256, 256);
  const map = second ? 0x1c00 : 0x1800;
  const lowTiles = (ports[LCDC] & 0x10) !== 0;
  for (let y = 0; y < 256; y++) {
    for (let x = 0; x < 256; x++) {
      const cell = map + (y >> 3) * 32 + (x >> 3);
      const number = vram[cell];
      const attributes = colours === null ? 0 : vram[BANK + cell];
      const bank = attributes & 0x08 ? BANK : 0;
      const tile = bank + (lowTiles || number >= 128 ? number * 16 : 0x1000 + number * 16);
      const index = pixel(
        vram,
        tile,
        attributes & 0x20 ? 7 - (x & 7) : x & 7,
        attributes & 0x40 ? 7 - (y & 7) : y & 7,
      );
      const rgb = colours === null ? shade(ports[BGP], index) : rgbOf(colours[(attributes & 7) * 4 + index]);
      put(picture, x, y, rgb);
    }
  }
  for (let i = 0; i < 160; i++) {
    put(picture, (ports[SCX] + i) & 255, ports[SCY], 0xff5530);
    put(picture, (ports[SCX] + i) & 255, (ports[SCY] + 143) & 255, 0xff5530);
  }
  for (let i = 0; i < 144; i++) {
    put(picture, ports[SCX], (ports[SCY] + i) & 255, 0xff5530);
    put(picture, (ports[SCX] + 159) & 255, (ports[SCY] + i) & 255, 0xff5530);
  }
  return picture;
}

/** The forty objects, eight in a row, each as it would be shown alone. */
export function objectsPicture(view: DebugView): Picture {
  const { vram, oam, ports, colours } = view;
  const tall = (ports[LCDC] & 0x04) !== 0;
  const height = tall ? 16 : 8;
  const picture = blank(8 * 10, 5 * 18);
  for (let object = 0; object < 40; object++) {
    const [, , number, attributes] = oam.subarray(object * 4, object * 4 + 4);
    const bank = colours !== null && attributes & 0x08 ? BANK : 0;
    for (let i = 0; i < 8 * height; i++) {
      const [x, y] = [i & 7, i >> 3];
      const row = attributes & 0x40 ? height - 1 - y : y;
      const tile = bank + (tall ? (number & 0xfe) + (row >> 3) : number) * 16;
      const index = pixel(vram, tile, attributes & 0x20 ? 7 - x : x, row & 7);
      if (index === 0) continue;
      const rgb =
        colours === null
          ? shade(ports[OBP0 + ((attributes >> 4) & 1)], index)
          : rgbOf(colours[32 + (attributes & 7) * 4 + index]);
      put(picture, (object % 8) * 10 + 1 + x, (object >> 3) * 18 + 1 + y, rgb);
    }
  }
  return picture;
}
