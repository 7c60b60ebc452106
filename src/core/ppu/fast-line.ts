import { type Memory, OAM_AT } from '../memory.ts';
import type { Palettes } from './palettes.ts';
import { LAST_PIXEL, type PixelPipe } from './pixel-pipe.ts';
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
import type { ScanLines } from './scan-lines.ts';
import { TileRow } from './tile-row.ts';
import { REVERSED } from './tiles.ts';

/** Numbers that tell what a line was drawn from; the first is never negative for a line that may stay. */
const DRAWN_FROM = 7;
/** Half-dots from the start of mode 3 to its last pixel, with nothing that delays it. */
export const SHORTEST = 346;
/** Dots that the window's first tile and each object's fetch take. */
const WINDOW_DOTS = 6;
const OBJECT_DOTS = 6;
/** Dots of a tile's fetch that must have passed before an object's can begin. */
const TILE_DOTS = 5;

/**
 * A whole line of mode 3 at once, for lines in which nobody writes what the pixel pipe looks at: how long it
 * takes, known at its start, and its pixels. The differential test holds it equal to `PixelPipe`.
 */
export class FastLine {
  private readonly cgb: boolean;
  private readonly pipe: PixelPipe;
  private readonly reg: Registers;
  private readonly palettes: Palettes;
  private readonly colors: Uint16Array;
  private readonly bytes: Uint8Array;
  private readonly frame: Uint16Array;
  private readonly backgroundRow: TileRow;
  private readonly windowRow: TileRow;
  /** Where the window begins on the screen, 160 where it doesn't; and the first pixel that shows of each row. */
  private edge = 160;
  private fine = 0;
  private windowFine = 0;
  /** Screen pixels on which an object has been drawn or hidden. */
  private readonly taken = new Uint8Array(160);
  /** Slots in the order in which their pixels win. */
  private readonly order = new Uint8Array(10);
  /** Colours of BGP, OBP0 and OBP1 as the frame holds them. */
  private readonly shades = new Uint16Array(12);
  /** Pairs of background pixels by palette and two colour indices. */
  private readonly pairs = new Uint32Array(128);
  /** The palette registers that `shades` and `pairs` were made of, and how often they have been made. */
  private madeOf = -1;
  private colourVersion = 0;
  /** Count changes of tile data, and of each row of the two maps. */
  private tileVersion = 0;
  private readonly mapVersions = new Int32Array(64);
  /** What each line of the frame was drawn from, `DRAWN_FROM` numbers a line: drawn from the same again, it stays. */
  private readonly drawnFrom = new Int32Array(144 * DRAWN_FROM).fill(-1);
  private readonly changedLines: Uint8Array;

  constructor(
    cgb: boolean,
    pipe: PixelPipe,
    reg: Registers,
    palettes: Palettes,
    memory: Memory,
    frame: Uint16Array,
    changedLines: Uint8Array,
  ) {
    this.cgb = cgb;
    this.pipe = pipe;
    this.reg = reg;
    this.palettes = palettes;
    this.colors = palettes.colors;
    this.bytes = memory.bytes;
    this.frame = frame;
    this.changedLines = changedLines;
    this.backgroundRow = new TileRow(memory.bytes, cgb);
    this.windowRow = new TileRow(memory.bytes, cgb);
  }

  /** Whether the window begins in this line, if nothing changes. */
  get hasWindow(): boolean {
    return this.pipe.wyMatch && (this.reg.lcdc & LCDC_WINDOW_ENABLE) !== 0 && this.reg.wx < LAST_PIXEL;
  }

  /**
   * Half-dots from the start of mode 3 to its last pixel, or -1 where only the pipe itself can tell: the window's
   * odd places, and objects that begin where it does.
   */
  length(): number {
    const { pipe, reg } = this;
    const fine = reg.scx & 7;
    if (pipe.wxMatchLate || pipe.windowStall) return -1;
    const window = this.hasWindow;
    // A match at the last pixel stays behind, even where the window is disabled.
    if (pipe.wyMatch && reg.wx === LAST_PIXEL - 1) return -1;
    if (window) {
      if (reg.wx === 0) return -1;
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

  /** Half-dots, 0 to 2, for which the pixel clock runs without a stop before the last pixel comes. */
  lastClocks(): number {
    const { objects } = this.pipe;
    if (objects.match(LAST_PIXEL) >= 0) return 0;
    const stops = objects.match(LAST_PIXEL - 1) >= 0 || (this.hasWindow && this.reg.wx === LAST_PIXEL - 2);
    return stops ? 1 : 2;
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
      const delay = OBJECT_DOTS + Math.max(wait, 0);
      waited += delay;
      dots += delay;
    }
    return dots;
  }

  /** Draws the line and leaves the pipe as mode 3 leaves it. */
  draw(): void {
    const { pipe, reg } = this;
    const active = pipe.objects.left > 0 && this.fetchesObjects;
    if (!pipe.blind) {
      this.updateColours();
      if (!this.isDrawn(active)) {
        this.drawBackground();
        if (active && reg.mix & LCDC_OBJ_ENABLE) this.drawObjects();
      }
    }
    pipe.finishLine(this.hasWindow, active);
  }

  /** The byte of VRAM at `offset` changes, 0-$1FFF in either bank. */
  vramChanges(offset: number): void {
    if (offset < 0x1800) this.tileVersion = (this.tileVersion + 1) & 0x3fffffff;
    else this.mapVersions[(offset - 0x1800) >> 5]++;
  }

  /** Somebody else draws on `line`. */
  forget(line: number): void {
    this.drawnFrom[line * DRAWN_FROM] = -1;
    this.changedLines[line] = 1;
  }

  /** Somebody else has drawn on the frame, or changed what lines are drawn from. */
  forgetAll(): void {
    this.drawnFrom.fill(-1);
    this.changedLines.fill(1);
  }

  private get fetchesObjects(): boolean {
    return this.cgb || (this.reg.lcdc & LCDC_OBJ_ENABLE) !== 0;
  }

  /** Registers that a line is drawn from, and whether and where in the window. */
  private registers(): number {
    const { scx, scy, lcdc, mix } = this.reg;
    return scx | (scy << 8) | (lcdc << 16) | (mix << 24);
  }

  private modes(): number {
    const { wx, opri, dmgMode } = this.reg;
    return wx | (this.pipe.wyMatch ? 1 << 8 : 0) | ((opri & 1) << 9) | (dmgMode ? 1 << 10 : 0);
  }

  private rowVersion(line: number): number {
    const { lcdc, scy } = this.reg;
    return this.mapVersions[(lcdc & LCDC_BG_MAP ? 32 : 0) | (((line + scy) & 0xff) >> 3)];
  }

  private windowVersion(windowLine: number): number {
    return this.mapVersions[(this.reg.lcdc & LCDC_WINDOW_MAP ? 32 : 0) | (windowLine >> 3)];
  }

  /** Whether the frame still holds this very line; if not, it will. */
  private isDrawn(active: boolean): boolean {
    const { reg, pipe, drawnFrom } = this;
    const registers = this.registers();
    const window = this.hasWindow ? pipe.windowLine : -1;
    const modes = this.modes() | ((window + 1) << 11);
    const version = active ? pipe.objects.version : 0;
    const row = this.rowVersion(reg.line);
    const windowRow = window < 0 ? 0 : this.windowVersion(window);
    if (this.holds(reg.line, registers, modes, version, row, windowRow)) return true;
    const at = reg.line * DRAWN_FROM;
    drawnFrom[at] = version < 0 ? -1 : this.tileVersion;
    drawnFrom[at + 1] = this.colourVersion;
    drawnFrom[at + 2] = registers;
    drawnFrom[at + 3] = modes;
    drawnFrom[at + 4] = version;
    drawnFrom[at + 5] = row;
    drawnFrom[at + 6] = windowRow;
    this.changedLines[reg.line] = 1;
    return false;
  }

  /** The frame holds `line` as it would be drawn from these. */
  private holds(
    line: number,
    registers: number,
    modes: number,
    version: number,
    row: number,
    windowRow: number,
  ): boolean {
    const { drawnFrom } = this;
    const at = line * DRAWN_FROM;
    return (
      drawnFrom[at] === this.tileVersion &&
      drawnFrom[at + 1] === this.colourVersion &&
      drawnFrom[at + 2] === registers &&
      drawnFrom[at + 3] === modes &&
      drawnFrom[at + 4] === version &&
      drawnFrom[at + 5] === row &&
      drawnFrom[at + 6] === windowRow
    );
  }

  /**
   * Draws the lines from `line`, which is about to begin, to `end`, if nothing changes until there: they leave nothing
   * behind but the count of the window's lines. Returns the first line that was not drawn: `end`, or one whose length
   * only the pipe can tell, or in which the window begins or ends.
   */
  drawLines(line: number, end: number, scanLines: ScanLines): number {
    const { reg, pipe } = this;
    const window = this.hasWindow;
    if (window !== pipe.windowOn) return line;
    const active = this.fetchesObjects;
    const tall = (reg.lcdc & LCDC_OBJ_SIZE) !== 0;
    if (active) scanLines.prepare(tall);
    this.updateColours();
    const registers = this.registers();
    const modes = this.modes();
    for (let y = line; y < end; y++) {
      // The window's line counts up as the line before ends.
      const windowLine = pipe.windowLine + 1;
      const version = active && scanLines.counts[y] > 0 ? scanLines.version : 0;
      const isHeld = window
        ? this.holds(
            y,
            registers,
            modes | ((windowLine + 1) << 11),
            version,
            this.rowVersion(y),
            this.windowVersion(windowLine),
          )
        : this.holds(y, registers, modes, version, this.rowVersion(y), 0);
      if (isHeld) {
        if (window) pipe.windowLine = windowLine & 0xff;
        continue;
      }
      reg.line = y;
      pipe.lineReset();
      scanLines.scan(pipe.objects, y, tall);
      if (this.length() < 0) return y;
      this.draw();
    }
    return end;
  }

  private updateColours(): void {
    const { bgp, obp0, obp1, dmgMode } = this.reg;
    const key = dmgMode ? bgp | (obp0 << 8) | (obp1 << 16) : -2;
    if (key === this.madeOf && this.palettes.changed === 0) return;
    const changed = key === this.madeOf ? this.palettes.changed : 0x1ff;
    this.madeOf = key;
    this.palettes.changed = 0;
    this.colourVersion = (this.colourVersion + 1) & 0x3fffffff;
    const { shades, pairs, colors } = this;
    if (!dmgMode) {
      for (let palette = 0; palette < 8; palette++) {
        if (((changed >> palette) & 1) === 0) continue;
        const at = palette << 2;
        for (let i = 0; i < 16; i++) pairs[(palette << 4) | i] = pair(colors, at | (i >> 2), at | (i & 3));
      }
      return;
    }
    for (let i = 0; i < 4; i++) {
      const shift = i * 2;
      shades[i] = this.cgb ? colors[(bgp >> shift) & 3] : (bgp >> shift) & 3;
      shades[4 + i] = this.cgb ? colors[32 | ((obp0 >> shift) & 3)] : ((obp0 >> shift) & 3) | 4;
      shades[8 + i] = this.cgb ? colors[36 | ((obp1 >> shift) & 3)] : ((obp1 >> shift) & 3) | 8;
    }
    for (let i = 0; i < 16; i++) pairs[i] = pair(shades, i >> 2, i & 3);
  }

  private drawBackground(): void {
    const { reg, backgroundRow, windowRow, frame, pairs } = this;
    const at = reg.line * 160;
    this.edge = 160;
    this.fine = reg.scx & 7;
    if (reg.dmgMode && !(reg.mix & LCDC_BG_ENABLE)) {
      backgroundRow.clear(this.shades[0]);
      frame.set(backgroundRow.from[0], at);
      return;
    }
    const low = (reg.lcdc & LCDC_TILE_DATA) === 0;
    const mask = reg.dmgMode ? 0 : 7;
    if (this.hasWindow) {
      this.edge = Math.max(0, reg.wx - 7);
      this.windowFine = Math.max(0, 7 - reg.wx);
      const row = this.pipe.windowLine;
      const map = (reg.lcdc & LCDC_WINDOW_MAP ? 0x1c00 : 0x1800) | ((row >> 3) << 5);
      windowRow.decode(map, 0, row, (160 - this.edge + this.windowFine + 7) >> 3, low, pairs, mask);
    }
    if (this.edge > 0) {
      const y = (reg.line + reg.scy) & 0xff;
      const map = (reg.lcdc & LCDC_BG_MAP ? 0x1c00 : 0x1800) | ((y >> 3) << 5);
      backgroundRow.decode(map, reg.scx >> 3, y, (this.edge + this.fine + 7) >> 3, low, pairs, mask);
      frame.set(backgroundRow.from[this.fine], at);
    }
    const pixels = windowRow.pixels;
    for (let x = this.edge, from = this.windowFine; x < 160; x++) frame[at + x] = pixels[from++];
  }

  private drawObjects(): void {
    const { bytes, frame, reg, backgroundRow, windowRow, edge, taken, cgb } = this;
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
        const under =
          to < edge ? backgroundRow.at(to + this.fine) : windowRow.at(to - edge + this.windowFine);
        const behind = !always && ((flags | (cgb ? under : 0)) & 0x80) !== 0;
        if (!behind || (under & 3) === 0) frame[base + to] = colours[palette | colour];
      }
    }
  }
}

function pair(colours: Uint16Array, left: number, right: number): number {
  return colours[left] | (colours[right] << 16);
}
