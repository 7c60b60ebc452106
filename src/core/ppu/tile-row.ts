import { REVERSED } from './tiles.ts';

/** Tiles that a line of 160 pixels touches at most. */
const TILES = 21;

/** Bits of a byte spread to the even bits of a word, the leftmost pixel highest. */
const SPREAD = new Uint16Array(256);
for (let byte = 0; byte < 256; byte++) {
  for (let bit = 0; bit < 8; bit++) SPREAD[byte] |= ((byte >> bit) & 1) << (bit * 2);
}

/** A row of background or window tiles, decoded from a whole tile's edge. */
export class TileRow {
  /** Coloured pixels. */
  readonly pixels = new Uint16Array(TILES * 8);
  /** The 160 pixels from each of the first eight on. */
  readonly from: readonly Uint16Array[];
  /** Colour indices of each tile, two bits a pixel, the leftmost highest. */
  readonly words = new Uint16Array(TILES);
  /** Bit 7 of each tile's attributes: in front of objects. */
  readonly front = new Uint8Array(TILES);
  /** The same pixels as `pixels`, two a word; hosts are little-endian. */
  private readonly pairs = new Uint32Array(this.pixels.buffer);
  private readonly bytes: Uint8Array;
  private readonly cgb: boolean;

  constructor(bytes: Uint8Array, cgb: boolean) {
    this.bytes = bytes;
    this.cgb = cgb;
    this.from = Array.from({ length: 8 }, (_, first) => this.pixels.subarray(first, first + 160));
  }

  /**
   * Decodes `count` tiles of row `y` of the map's line at `map`, from column `column` on. `low`: LCDC bit 4 is 0.
   * `colours`: 16 pairs of pixels for each palette; `paletteMask` takes the palette from the attributes.
   */
  decode(
    map: number,
    column: number,
    y: number,
    count: number,
    low: boolean,
    colours: Uint32Array,
    paletteMask: number,
  ): void {
    const { bytes, pairs, words, front, cgb } = this;
    const rowAt = (y & 7) << 1;
    for (let tile = 0; tile < count; tile++) {
      const cell = map | ((column + tile) & 31);
      const index = bytes[cell];
      const data = low && index < 0x80 ? 0x1000 | (index << 4) : index << 4;
      let word: number;
      let palette = 0;
      if (cgb) {
        const attributes = bytes[0x2000 | cell];
        const at = data | (attributes & 0x40 ? rowAt ^ 14 : rowAt) | ((attributes & 8) << 10);
        word =
          attributes & 0x20
            ? SPREAD[REVERSED[bytes[at]]] | (SPREAD[REVERSED[bytes[at + 1]]] << 1)
            : SPREAD[bytes[at]] | (SPREAD[bytes[at + 1]] << 1);
        palette = (attributes & paletteMask) << 4;
        front[tile] = attributes & 0x80;
      } else {
        const at = data | rowAt;
        word = SPREAD[bytes[at]] | (SPREAD[bytes[at + 1]] << 1);
      }
      words[tile] = word;
      const to = tile << 2;
      pairs[to] = colours[palette | (word >> 12)];
      pairs[to + 1] = colours[palette | ((word >> 8) & 15)];
      pairs[to + 2] = colours[palette | ((word >> 4) & 15)];
      pairs[to + 3] = colours[palette | (word & 15)];
    }
  }

  /** Every tile in colour index 0, in the colour `pixel`. */
  clear(pixel: number): void {
    this.pixels.fill(pixel);
    this.words.fill(0);
    this.front.fill(0);
  }

  /** Colour index of the pixel at `x`, with bit 7 of its tile's attributes. */
  at(x: number): number {
    const tile = x >> 3;
    return ((this.words[tile] >> (14 - ((x & 7) << 1))) & 3) | this.front[tile];
  }
}
