import { type Memory, OAM_AT } from '../memory.ts';
import { LAST_PIXEL, type PixelPipe } from './pixel-pipe.ts';
import type { Palettes } from './palettes.ts';
import {
  LCDC_BG_ENABLE,
  LCDC_BG_MAP,
  LCDC_OBJ_ENABLE,
  LCDC_OBJ_SIZE,
  LCDC_TILE_DATA,
  LCDC_WINDOW_ENABLE,
  LCDC_WINDOW_MAP,
  type Registers,
} from './registers.ts';
import { REVERSED } from './tiles.ts';

/** Half-dots from the start of mode 3 to its last pixel, with nothing that delays it. */
const SHORTEST = 346;
/** Dots that the window's first tile and each object's fetch take. */
const WINDOW_DOTS = 6;
const OBJECT_DOTS = 6;
/** Dots of a tile's fetch that must have passed before an object's can begin. */
const TILE_DOTS = 5;

/** Bits of a byte spread to the even bits of a word, the leftmost pixel highest. */
const SPREAD = new Uint16Array(256);
for (let byte = 0; byte < 256; byte++) {
  for (let bit = 0; bit < 8; bit++) SPREAD[byte] |= ((byte >> bit) & 1) << (bit * 2);
}

/**
 * A whole line of mode 3 at once, for lines in which nobody writes what the pixel pipe looks at: how long it
 * takes, known at its start, and its pixels. The differential test holds it equal to `PixelPipe`.
 */
export class FastLine {
  private readonly cgb: boolean;
  private readonly pipe: PixelPipe;
  private readonly reg: Registers;
  private readonly colors: Uint16Array;
  private readonly bytes: Uint8Array;
  private readonly frame: Uint16Array;
  /** Colour index of each background pixel, with bit 7 of its attributes, on lines with objects. */
  private readonly background = new Uint8Array(176);
  /** Screen pixels on which an object has been drawn or hidden. */
  private readonly taken = new Uint8Array(176);
  /** Slots in the order in which their pixels win. */
  private readonly order = new Uint8Array(10);
  /** Shades by colour index: BGP, OBP0, OBP1 as the frame holds them. */
  private readonly shades = new Uint16Array(12);
  private shadesOf = -1;

  constructor(
    cgb: boolean,
    pipe: PixelPipe,
    reg: Registers,
    palettes: Palettes,
    memory: Memory,
    frame: Uint16Array,
  ) {
    this.cgb = cgb;
    this.pipe = pipe;
    this.reg = reg;
    this.colors = palettes.colors;
    this.bytes = memory.bytes;
    this.frame = frame;
  }

  /** Whether the window begins in this line, if nothing changes. */
  private get hasWindow(): boolean {
    return this.pipe.wyMatch && (this.reg.lcdc & LCDC_WINDOW_ENABLE) !== 0 && this.reg.wx < LAST_PIXEL;
  }

  /**
   * Half-dots from the start of mode 3 to its last pixel, or -1 where only the pipe itself can tell: the window's
   * odd places, and objects that begin where it does.
   */
  length(): number {
    const { pipe, reg } = this;
    const fine = reg.scx & 7;
    const window = this.hasWindow;
    if (window) {
      if (reg.wx === 0 || reg.wx === LAST_PIXEL - 1) return -1;
    } else if (pipe.wyMatch && reg.wx <= LAST_PIXEL && ((reg.wx + fine) & 7) === 7) {
      // A disabled window still disturbs the refill where WX matches.
      return -1;
    }
    let dots = fine + (window ? WINDOW_DOTS : 0);
    if (pipe.objects.left > 0 && (this.cgb || reg.lcdc & LCDC_OBJ_ENABLE)) {
      const delay = this.objectDelay(fine, window ? reg.wx : 0xff);
      if (delay < 0) return -1;
      dots += delay;
    }
    return SHORTEST + dots * 2;
  }

  /** Dots by which the objects' fetches delay the line, or -1. Also finds their order by X coordinate. */
  private objectDelay(fine: number, wx: number): number {
    const { x, count } = this.pipe.objects;
    const order = this.order;
    for (let slot = 0; slot < count; slot++) {
      let at = slot;
      while (at > 0 && x[order[at - 1]] > x[slot]) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = slot;
    }
    let dots = 0;
    let tile = -1;
    let waited = 0;
    for (let i = 0; i < count; i++) {
      const start = x[order[i]];
      if (start > LAST_PIXEL) break;
      if (start === wx || start === wx + 1) return -1;
      // Where the object begins in the tile that is being fetched. At 0 no pixel has been dropped yet.
      const inWindow = start > wx;
      const position = inWindow ? start - wx - 1 : start === 0 ? 0 : start + fine;
      const under = (position >> 3) + (inWindow ? 64 : 0);
      if (under !== tile) {
        tile = under;
        waited = 0;
      }
      const wait = TILE_DOTS - (position & 7) - waited;
      const delay = OBJECT_DOTS + (wait > 0 ? wait : 0);
      waited += delay;
      dots += delay;
    }
    return dots;
  }

  /** Draws the line and leaves the pipe as mode 3 leaves it. */
  draw(): void {
    const { pipe, reg } = this;
    const active = pipe.objects.left > 0 && (this.cgb || (reg.lcdc & LCDC_OBJ_ENABLE) !== 0);
    if (!pipe.blind) {
      const objects = active && (reg.mix & LCDC_OBJ_ENABLE) !== 0;
      if (reg.dmgMode) this.updateShades();
      this.drawBackground(objects);
      if (objects) this.drawObjects();
    }
    pipe.finishLine(this.hasWindow, active);
  }

  private updateShades(): void {
    const { bgp, obp0, obp1 } = this.reg;
    const key = bgp | (obp0 << 8) | (obp1 << 16);
    if (this.cgb) {
      for (let i = 0; i < 4; i++) {
        this.shades[i] = this.colors[(bgp >> (i * 2)) & 3];
        this.shades[4 + i] = this.colors[32 | ((obp0 >> (i * 2)) & 3)];
        this.shades[8 + i] = this.colors[36 | ((obp1 >> (i * 2)) & 3)];
      }
      return;
    }
    if (key === this.shadesOf) return;
    this.shadesOf = key;
    for (let i = 0; i < 4; i++) {
      this.shades[i] = (bgp >> (i * 2)) & 3;
      this.shades[4 + i] = ((obp0 >> (i * 2)) & 3) | 4;
      this.shades[8 + i] = ((obp1 >> (i * 2)) & 3) | 8;
    }
  }

  private drawBackground(keep: boolean): void {
    const { reg } = this;
    const at = reg.line * 160;
    if (reg.dmgMode && !(reg.mix & LCDC_BG_ENABLE)) {
      this.frame.fill(this.shades[0], at, at + 160);
      if (keep) this.background.fill(0);
      return;
    }
    const window = this.hasWindow;
    const edge = window ? Math.max(0, reg.wx - 7) : 160;
    const map = reg.lcdc & LCDC_BG_MAP ? 0x1c00 : 0x1800;
    const y = (reg.line + reg.scy) & 0xff;
    if (edge > 0) {
      this.drawTiles(map | ((y >> 3) << 5), reg.scx >> 3, y, -(reg.scx & 7), edge, keep);
    }
    if (window && edge < 160) {
      const row = this.pipe.windowLine;
      const windowMap = reg.lcdc & LCDC_WINDOW_MAP ? 0x1c00 : 0x1800;
      this.drawTiles(windowMap | ((row >> 3) << 5), 0, row, reg.wx - 7, 160, keep);
    }
  }

  /** Draws a row of tiles from map column `column`, whose first pixel is at `x` (it may be left of the screen). */
  private drawTiles(map: number, column: number, y: number, x: number, end: number, keep: boolean): void {
    const { bytes, frame, reg, background, cgb } = this;
    const base = reg.line * 160;
    const colours = reg.dmgMode ? this.shades : this.colors;
    const low = (reg.lcdc & LCDC_TILE_DATA) === 0;
    let palette = 0;
    let behind = 0;
    let row = (y & 7) << 1;
    for (let left = x; left < end; left += 8, column++) {
      const cell = map | (column & 31);
      const index = bytes[cell];
      let at = low && index < 0x80 ? 0x1000 | (index << 4) : index << 4;
      let word: number;
      if (cgb) {
        const attributes = bytes[0x2000 | cell];
        row = (attributes & 0x40 ? ~y & 7 : y & 7) << 1;
        at |= row | ((attributes & 8) << 10);
        word =
          attributes & 0x20
            ? SPREAD[REVERSED[bytes[at]]] | (SPREAD[REVERSED[bytes[at + 1]]] << 1)
            : SPREAD[bytes[at]] | (SPREAD[bytes[at + 1]] << 1);
        palette = reg.dmgMode ? 0 : (attributes & 7) << 2;
        behind = attributes & 0x80;
      } else {
        at |= row;
        word = SPREAD[bytes[at]] | (SPREAD[bytes[at + 1]] << 1);
      }
      if (left >= 0 && left + 8 <= end) {
        const to = base + left;
        frame[to] = colours[palette | (word >> 14)];
        frame[to + 1] = colours[palette | ((word >> 12) & 3)];
        frame[to + 2] = colours[palette | ((word >> 10) & 3)];
        frame[to + 3] = colours[palette | ((word >> 8) & 3)];
        frame[to + 4] = colours[palette | ((word >> 6) & 3)];
        frame[to + 5] = colours[palette | ((word >> 4) & 3)];
        frame[to + 6] = colours[palette | ((word >> 2) & 3)];
        frame[to + 7] = colours[palette | (word & 3)];
      } else {
        for (let i = Math.max(0, -left); i < 8 && left + i < end; i++) {
          frame[base + left + i] = colours[palette | ((word >> (14 - i * 2)) & 3)];
        }
      }
      if (keep) {
        for (let i = Math.max(0, -left); i < 8 && left + i < end; i++) {
          background[left + i] = ((word >> (14 - i * 2)) & 3) | behind;
        }
      }
    }
  }

  private drawObjects(): void {
    const { bytes, frame, reg, background, taken, cgb } = this;
    const { x, index, row, count } = this.pipe.objects;
    const tall = (reg.lcdc & LCDC_OBJ_SIZE) !== 0;
    const base = reg.line * 160;
    // Without BG enable a CGB lets every object pass in front of the background.
    const always = cgb && !(reg.mix & LCDC_BG_ENABLE);
    const byX = (reg.opri & 1) !== 0 || !cgb;
    taken.fill(0);
    for (let i = 0; i < count; i++) {
      // Slots are in OAM order.
      const slot = byX ? this.order[i] : i;
      const start = x[slot];
      if (start > LAST_PIXEL) continue;
      const oam = OAM_AT + (index[slot] << 2);
      const tile = bytes[oam + 2];
      const flags = bytes[oam + 3];
      const line = flags & 0x40 ? row[slot] ^ 0xf : row[slot];
      const at =
        (tall ? ((tile & 0xfe) << 4) | (line << 1) : (tile << 4) | ((line & 7) << 1)) |
        (cgb && !reg.dmgMode ? (flags & 8) << 10 : 0);
      let low = bytes[at];
      let high = bytes[at + 1];
      if ((low | high) === 0) continue;
      if (flags & 0x20) {
        low = REVERSED[low];
        high = REVERSED[high];
      }
      const colours = reg.dmgMode ? this.shades : this.colors;
      const palette = reg.dmgMode ? (flags & 0x10 ? 8 : 4) : 32 | ((flags & 7) << 2);
      for (let pixel = 0; pixel < 8; pixel++) {
        const to = start - 8 + pixel;
        const colour = ((low >> (7 - pixel)) & 1) | (((high >> (7 - pixel)) & 1) << 1);
        if (colour === 0 || to < 0 || to >= 160 || taken[to] !== 0) continue;
        taken[to] = 1;
        const under = background[to];
        const behind = !always && ((flags | (cgb ? under : 0)) & 0x80) !== 0;
        if (!behind || (under & 3) === 0) frame[base + to] = colours[palette | colour];
      }
    }
  }
}
