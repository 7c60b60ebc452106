import type { Memory } from '../memory.ts';
import { OAM_AT } from '../memory.ts';
import { CGB_D, type Model } from '../models.ts';
import type { Part, Shape } from '../state/state-map.ts';
import { ObjectStore } from './objects.ts';
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
import { timingOf } from './timing.ts';

/** The pixel counter at which a line is complete: 8 hidden pixels, then 160. */
export const LAST_PIXEL = 167;
/** Phase counters stop here: nothing looks at later phases. */
const IDLE = 63;

/** What the PPU needs to know of OAM DMA. */
export interface OamDmaView {
  readonly running: boolean;
  readonly paused: boolean;
  /** The next byte to be written, 0-160. */
  readonly index: number;
  /** When the transfer ends. */
  readonly due: number;
  sync(now: number): void;
}

/**
 * Mode 3, one half-dot at a time, as the DMG's latches do it: flip-flops of the falling half of a dot change in
 * `even()`, those of the rising half in `odd()`. Names in comments are the cells of the published die netlist.
 */
export class PixelPipe {
  static readonly shape: Shape<PixelPipe, 'blind'> = {
    pixel: 'u8',
    fine: 'u8',
    tilePhase: 'u8',
    objectPhase: 'u8',
    tileReady: 'bool',
    tileReadyLate: 'bool',
    preloaded: 'bool',
    windowStall: 'bool',
    windowStallLate: 'bool',
    windowOn: 'bool',
    windowOnLate: 'bool',
    wxMatch: 'bool',
    wxMatchLate: 'bool',
    refill: 'bool',
    refillLate: 'bool',
    scrolling: 'bool',
    fineMatch: 'bool',
    fineMatchLate: 'bool',
    fetchingObject: 'bool',
    objectRequest: 'bool',
    objectRequestLate: 'bool',
    objectSlot: 'i32',
    clocked: 'bool',
    wyMatch: 'bool',
    windowColumn: 'u8',
    windowLine: 'u8',
    tileIndex: 'u8',
    tileAttributes: 'u8',
    tileRow: 'u8',
    tileLow: 'u8',
    tileHigh: 'u8',
    pipeLow: 'u8',
    pipeHigh: 'u8',
    pipeAttributes: 'u8',
    lastRead: 'bytes',
    firstHeld: 'bool',
    firstColor: 'u8',
    firstObject: 'u8',
    firstBgp: 'u8',
    firstObp0: 'u8',
    firstObp1: 'u8',
    objectIndex: 'u8',
    objectTile: 'u8',
    objectFlags: 'u8',
    objectAddress: 'u16',
    objectLow: 'u8',
    objectHigh: 'u8',
    objectPixels: 'bytes',
    objectOrder: 'bytes',
    objectHead: 'u8',
  };
  readonly objects = new ObjectStore();
  /** Host option: make no pixels. */
  blind = false;
  dma: OamDmaView | null = null;

  /** Pixels clocked out, 0-167 (XEHO..SYBE). */
  pixel = 0;
  /** Counts to 7 within a tile (RYKU, ROGA, RUBU). */
  fine = 0;
  /** Half-dots since the tile fetch began (LAXU, MESU, NYVA). */
  tilePhase = IDLE;
  /** Half-dots since the object fetch began (TOXE, TULY, TESE). */
  objectPhase = IDLE;
  /** A tile is fetched: NYKA, then PORY. */
  tileReady = false;
  tileReadyLate = false;
  /** The first tile has been fetched and thrown away (POKY). */
  preloaded = false;
  /** The pipe waits for the window's first tile (RYDY, SOVY). */
  windowStall = false;
  windowStallLate = false;
  /** The fetcher reads the window (PYNU, NOPA). */
  windowOn = false;
  windowOnLate = false;
  /** The pixel counter is at WX (PYCO, NUNU). */
  wxMatch = false;
  wxMatchLate = false;
  /** The tile in the pipe is used up (RYFA, RENE). */
  refill = false;
  refillLate = false;
  /** SCX & 7 pixels are still being dropped (ROXY). */
  scrolling = true;
  /** The fine counter has met SCX & 7 (PUXA, NYZE). */
  fineMatch = false;
  fineMatchLate = false;
  /** TAKA: an object fetch runs, or the first tile is not there yet. */
  fetchingObject = false;
  objectRequest = false;
  objectRequestLate = false;
  /** The slot whose X the pixel counter is at, or -1 (FEPO). */
  objectSlot = -1;
  /** The pixel clock is high in this dot (TYFA). */
  clocked = false;
  /** WY has been met in this frame (REJO). */
  wyMatch = false;
  windowColumn = 0;
  windowLine = 0;
  tileIndex = 0;
  tileAttributes = 0;
  /** Row within the tile when its number was read. */
  tileRow = 0;
  tileLow = 0;
  tileHigh = 0;
  pipeLow = 0;
  pipeHigh = 0;
  pipeAttributes = 0;
  /** The byte last read from each 4 KB of VRAM. */
  readonly lastRead = new Uint8Array(4);
  /** The first pixel on its way to the LCD. */
  firstHeld = false;
  firstColor = 0;
  firstObject = 0;
  firstBgp = 0;
  firstObp0 = 0;
  firstObp1 = 0;
  /** OAM index of the object that is fetched. */
  objectIndex = 0;
  objectTile = 0;
  objectFlags = 0;
  /** Where the object's row is in VRAM. */
  objectAddress = 0;
  objectLow = 0;
  objectHigh = 0;
  /** Ring of 8: colour index | OBJ flags & 0x9f << 2 (see `merge`). */
  readonly objectPixels = new Uint8Array(8);
  /** OAM index of each pixel in the ring, for the CGB's priority. */
  readonly objectOrder = new Uint8Array(8);
  objectHead = 0;

  private readonly cgb: boolean;
  private readonly firstLate: boolean;
  /** CGB D and later keep the row of the tile's number; earlier chips look at SCY for each byte. */
  private readonly latchesRow: boolean;
  private readonly reg: Registers;
  private readonly colors: Uint16Array;
  private readonly bytes: Uint8Array;
  private readonly frame: Uint16Array;

  constructor(model: Model, reg: Registers, palettes: Palettes, memory: Memory, frame: Uint16Array) {
    this.cgb = model.cgb;
    this.firstLate = timingOf(model, false).firstLate;
    this.latchesRow = model.revision >= CGB_D;
    this.reg = reg;
    this.colors = palettes.colors;
    this.bytes = memory.bytes;
    this.frame = frame;
  }

  parts(): Part[] {
    return [
      ['pipe', this, PixelPipe.shape],
      ['objects', this.objects, ObjectStore.shape],
    ];
  }

  /** LCD off, or a new frame's LCD on: everything that the video reset clears. */
  reset(): void {
    this.lineReset();
    this.stop();
    this.windowOnLate = this.wxMatch = this.wxMatchLate = false;
    this.windowStall = this.windowStallLate = false;
    this.wyMatch = false;
    this.windowLine = 0;
    this.firstHeld = false;
    this.settle(false);
  }

  /** The end of a line (ATEJ): the window ends, counters and object slots empty. */
  lineReset(): void {
    this.pixel = 0;
    this.objects.clear();
    this.objectSlot = -1;
    this.fetchingObject = true;
    this.objectPhase = IDLE;
    this.windowColumn = 0;
    // Only the DMG takes a match at the last pixel into the next line.
    if (this.cgb) this.wxMatch = this.wxMatchLate = false;
    this.leaveWindow();
  }

  /** Mode 3 begins (AVAP). */
  start(): void {
    this.stop();
    // WX = 166 matches as the line ends: the next one begins inside the window.
    if (this.wxMatchLate && this.reg.lcdc & LCDC_WINDOW_ENABLE) this.windowOn = this.windowOnLate = true;
    this.tilePhase = 0;
    this.pipeLow = this.tileLow;
    this.pipeHigh = this.tileHigh;
    this.objectPixels.fill(0);
  }

  /** Mode 3 is over: what the rendering latch holds in reset (XYMU). */
  private stop(): void {
    this.tileReady = this.tileReadyLate = this.preloaded = false;
    this.refill = this.refillLate = false;
    this.scrolling = true;
    this.fineMatch = this.fineMatchLate = false;
    this.fine = 0;
    this.objectSlot = -1;
    this.objectRequest = this.objectRequestLate = false;
    this.clocked = false;
    this.tilePhase = IDLE;
  }

  /**
   * The end of mode 3: latches that nobody looks at again before they are set anew. Which bytes were read last is
   * kept only if LCDC changed in this line (`keep`): whole lines at once don't know them.
   */
  settle(keep: boolean): void {
    this.tileIndex = this.tileAttributes = this.tileRow = this.tileLow = this.tileHigh = 0;
    if (!keep) this.lastRead.fill(0);
    this.pipeLow = this.pipeHigh = this.pipeAttributes = 0;
    this.objectIndex = this.objectTile = this.objectFlags = this.objectLow = this.objectHigh = 0;
    this.objectAddress = 0;
    this.objectPixels.fill(0);
    this.objectOrder.fill(0);
    this.objectHead = 0;
    this.objectPhase = IDLE;
    this.windowOnLate = this.windowOn;
    this.firstColor = this.firstObject = this.firstBgp = this.firstObp0 = this.firstObp1 = 0;
  }

  /** What a whole line leaves behind if it was drawn at once, with the window begun or not. */
  finishLine(window: boolean, fetched: boolean): void {
    this.pixel = LAST_PIXEL;
    this.fetchingObject = this.windowStallLate = false;
    this.windowOn = this.windowOnLate = window;
    const lastRead = this.lastRead;
    lastRead[0] = lastRead[1] = lastRead[2] = lastRead[3] = 0;
    if (fetched) this.objects.fetchAll(LAST_PIXEL);
    if (window) this.windowColumn = this.reg.wx < LAST_PIXEL ? ((LAST_PIXEL - 1 - this.reg.wx) >> 3) + 1 : 0;
  }

  /** Whether mode 3 has reached its last pixel (WODU): the mode 0 interrupt's condition. */
  complete(): boolean {
    // A window that begins at the last pixel still holds the CGB up.
    return this.pixel === LAST_PIXEL && this.objectSlot < 0 && !(this.cgb && this.windowStall);
  }

  /** The next two half-dots will reach the end of mode 3. */
  nearlyComplete(): boolean {
    if (this.pixel === LAST_PIXEL) return this.complete();
    return (
      this.pixel === LAST_PIXEL - 1 &&
      this.clocked &&
      !this.scrolling &&
      this.objects.match(LAST_PIXEL) < 0 &&
      !(this.cgb && this.wxMatch)
    );
  }

  /** LCDC bit 5 is low: the window's latches are held in reset. */
  leaveWindow(): void {
    if (this.windowOn) {
      this.windowOn = false;
      this.windowLine = (this.windowLine + 1) & 0xff;
    }
  }

  /** The falling half of a dot. Returns true when mode 3 ends. */
  even(): boolean {
    const reg = this.reg;
    const request = this.objectSlot >= 0 && !this.windowStall && this.tilePhase >= 10 && !this.fetchingObject;
    this.objectRequest = request;
    // LCDC bit 1 acts through gates alone: the pixel clock goes on in the very half-dot of the write.
    // mealybug m3_lcdc_obj_en_change_variant
    if (!this.cgb && !(reg.lcdc & LCDC_OBJ_ENABLE)) this.objectSlot = -1;
    if (this.objectPhase < IDLE) this.objectPhase++;
    if (request && !this.objectRequestLate) {
      this.objectPhase = 0;
      this.fetchingObject = true;
    }
    this.windowOnLate = this.windowOn;
    if (!(reg.lcdc & LCDC_WINDOW_ENABLE)) {
      this.leaveWindow();
      this.windowColumn = 0;
    } else if (this.wxMatchLate && !this.windowOn) {
      // LCDC bit 5 rises one dot after WX matched. // mealybug m3_lcdc_win_en_change_multiple_wx
      this.windowOn = true;
      this.windowStall = true;
    }
    if (this.complete()) {
      this.emit();
      this.stop();
      return true;
    }
    this.tileReady = this.tilePhase >= 10;
    if (this.tileReadyLate) this.preloaded = true;
    this.windowStallLate = this.windowStall;
    this.refillLate = this.refill;
    const clocked = !this.windowStall && this.preloaded && this.objectSlot < 0 && this.pixel !== LAST_PIXEL;
    this.clocked = clocked;
    if (clocked) {
      this.fineMatch = this.scrolling && this.fine === (reg.scx & 7);
      this.wxMatch = this.wyMatch && reg.wx === this.pixel;
    }
    if (this.fineMatch && !this.fineMatchLate) this.scrolling = false;
    if (this.tilePhase < IDLE) this.tilePhase++;
    // A row of the object is addressed as LCDC bit 2 stands then, and read two half-dots later on a CGB.
    switch (this.objectPhase) {
      case 4:
      case 8:
        if (this.cgb) this.objectAddress = this.addressObject();
        break;
      case 6:
        if (!this.cgb) this.objectAddress = this.addressObject();
        this.objectLow = this.readObjectRow(0);
        break;
      case 10:
        if (!this.cgb) this.objectAddress = this.addressObject();
        this.objectHigh = this.readObjectRow(1);
        break;
    }
    return false;
  }

  /** The rising half of a dot. */
  odd(): void {
    const reg = this.reg;
    const stall = this.windowStall;
    const before = this.pixel;
    if (this.firstHeld) {
      this.firstHeld = false;
      if (!this.blind) this.emitFirst();
    }
    if (this.objectPhase < IDLE) this.objectPhase++;
    this.objectRequestLate = this.objectRequest;
    if (this.objectPhase === 1) this.readObject();
    else if (this.objectPhase === 11) {
      // The fetch runs to its end even if LCDC bit 1 went low meanwhile; only then its slot is not emptied.
      this.merge();
      if (this.objectSlot >= 0) this.objects.done(this.objectSlot);
      this.fetchingObject = false;
    }
    this.wxMatchLate = this.wxMatch;
    if (!(reg.lcdc & LCDC_WINDOW_ENABLE)) this.leaveWindow();
    else if (this.wxMatchLate) this.windowOn = true;
    const windowStarts = this.windowOn && !this.windowOnLate;
    if (windowStarts) {
      this.tileReady = this.tileReadyLate = false;
      this.windowStall = true;
    } else {
      this.tileReadyLate = this.tileReady;
      if (this.tileReadyLate) this.windowStall = false;
    }
    this.fineMatchLate = this.fineMatch;
    if (this.clocked && !stall) {
      this.refill = this.fine === 7 && !this.skipsRefill();
      if (this.fine < 7) this.fine++;
      if (!this.scrolling) this.shift();
    }
    const firstTile = this.tileReady && this.tileReadyLate && !this.preloaded;
    const load =
      (this.refill && !this.refillLate) || (this.windowStallLate && !this.windowStall) || firstTile;
    if (firstTile) this.fetchingObject = false;
    if (load) {
      this.fine = 0;
      if (this.windowOn) this.windowColumn = (this.windowColumn + 1) & 31;
    }
    if (load || windowStarts) {
      this.pipeLow = this.tileLow;
      this.pipeHigh = this.tileHigh;
      this.pipeAttributes = this.tileAttributes;
      this.tilePhase = 0;
    } else if (this.tilePhase < IDLE) this.tilePhase++;
    this.objectSlot =
      this.objects.left > 0 && (this.cgb || reg.lcdc & LCDC_OBJ_ENABLE) ? this.objects.match(this.pixel) : -1;
    switch (this.tilePhase) {
      case 2:
        this.readMap(this.cgb ? before : this.pixel);
        break;
      case 6:
        this.tileLow = this.tileByte(0);
        break;
      case 10:
        this.tileHigh = this.tileByte(1);
        break;
    }
  }

  /**
   * No new tile is loaded at the pixel where WX matches: there one pixel of colour 0 slips in (PANY). The DMG does
   * so even with the window disabled. // mealybug m3_wx_4_change_sprites, cgb-acid2
   */
  private skipsRefill(): boolean {
    const reg = this.reg;
    if (!this.wyMatch || reg.wx !== this.pixel) return false;
    return !this.cgb || (reg.lcdc & LCDC_WINDOW_ENABLE) !== 0;
  }

  private readMap(column: number): void {
    const reg = this.reg;
    let at: number;
    if (this.windowOn) {
      at = (reg.lcdc & LCDC_WINDOW_MAP ? 0x1c00 : 0x1800) | ((this.windowLine >> 3) << 5) | this.windowColumn;
    } else {
      const y = (reg.line + reg.scy) & 0xff;
      at = (reg.lcdc & LCDC_BG_MAP ? 0x1c00 : 0x1800) | ((y >> 3) << 5) | (((column + reg.scx) >> 3) & 31);
    }
    this.tileIndex = this.bytes[at];
    this.lastRead[1] = this.tileIndex;
    if (this.cgb) {
      this.tileAttributes = this.bytes[0x2000 + at];
      this.lastRead[3] = this.tileAttributes;
    }
    this.tileRow = this.fetchedRow();
  }

  private fetchedRow(): number {
    return (this.windowOn ? this.windowLine : this.reg.line + this.reg.scy) & 7;
  }

  private tileByte(high: number): number {
    const reg = this.reg;
    const attributes = this.tileAttributes;
    const y = this.latchesRow ? this.tileRow : this.fetchedRow();
    const row = attributes & 0x40 ? y ^ 7 : y;
    const index = this.tileIndex;
    const at =
      (reg.lcdc & LCDC_TILE_DATA || index >= 0x80 ? index << 4 : 0x1000 | (index << 4)) |
      (row << 1) |
      high |
      ((attributes & 8) << 10);
    const byte = this.bytes[at];
    this.lastRead[at >> 12] = byte;
    return attributes & 0x20 ? REVERSED[byte] : byte;
  }

  /**
   * LCDC bit 4 changes between the two dots of a read of tile data. If that moves the address to the other half
   * of VRAM (A12), the CGB gets the byte that was last read from there.
   * // mealybug m3_lcdc_tile_sel_change, m3_lcdc_tile_sel_win_change
   */
  tileSelectGlitch(set: boolean): void {
    const phase = this.tilePhase;
    if ((phase !== 6 && phase !== 10) || this.tileIndex & 0x80) return;
    let byte = this.lastRead[((this.tileAttributes & 8) >> 2) | (set ? 0 : 1)];
    if (this.tileAttributes & 0x20) byte = REVERSED[byte];
    if (phase === 6) this.tileLow = byte;
    else this.tileHigh = byte;
  }

  private readObject(): void {
    this.objectIndex = this.objectSlot < 0 ? 0x3f : this.objects.index[this.objectSlot];
    let at = OAM_AT + (this.objectIndex << 2) + 2;
    // OAM DMA has the address bus: the fetch gets the pair of bytes that is being written. // strikethrough
    const dma = this.dma;
    if (dma?.running && dma.index > 0 && dma.index < 160)
      at = OAM_AT + ((this.cgb ? dma.index : dma.index - 1) & 0xfe);
    this.objectTile = this.bytes[at];
    this.objectFlags = this.bytes[at + 1];
  }

  private addressObject(): number {
    const flags = this.objectFlags;
    let row =
      this.objectSlot < 0 ? (this.reg.line - this.objectTile) & 0xf : this.objects.row[this.objectSlot];
    if (flags & 0x40) row ^= 0xf;
    const tall = this.reg.lcdc & LCDC_OBJ_SIZE;
    const bank = this.cgb && !this.reg.dmgMode ? (flags & 8) << 10 : 0;
    return (
      (tall ? ((this.objectTile & 0xfe) << 4) | (row << 1) : (this.objectTile << 4) | ((row & 7) << 1)) | bank
    );
  }

  private readObjectRow(high: number): number {
    const at = this.objectAddress | high;
    const byte = this.bytes[at];
    this.lastRead[at >> 12] = byte;
    return this.objectFlags & 0x20 ? REVERSED[byte] : byte;
  }

  /** Puts the fetched object behind what the ring already shows. */
  private merge(): void {
    const flags = this.objectFlags;
    const index = this.objectIndex;
    const palette = this.reg.dmgMode ? (flags >> 2) & 4 : (flags & 7) << 2;
    const order = this.reg.opri & 1 ? 0 : index;
    for (let i = 0; i < 8; i++) {
      const color = ((this.objectLow >> (7 - i)) & 1) | (((this.objectHigh >> (7 - i)) & 1) << 1);
      if (color === 0) continue;
      const at = (this.objectHead + i) & 7;
      if ((this.objectPixels[at] & 3) === 0 || this.objectOrder[at] > order) {
        this.objectPixels[at] = color | palette | (flags & 0x80);
        this.objectOrder[at] = order;
      }
    }
  }

  private shift(): void {
    if (this.pixel === 8 && this.firstLate) this.holdFirst();
    else this.emit();
    this.pixel++;
    this.pipeLow = (this.pipeLow << 1) & 0xff;
    this.pipeHigh = (this.pipeHigh << 1) & 0xff;
    this.objectPixels[this.objectHead] = 0;
    this.objectHead = (this.objectHead + 1) & 7;
  }

  /** The LCD's clock starts with the second pixel: until then the first is still open. */
  private holdFirst(): void {
    this.firstHeld = true;
    this.firstColor = (this.pipeLow >> 7) | ((this.pipeHigh >> 6) & 2);
    this.firstObject = this.objectPixels[this.objectHead];
    this.firstBgp = this.reg.bgp;
    this.firstObp0 = this.reg.obp0;
    this.firstObp1 = this.reg.obp1;
  }

  /** The first pixel: mixed a dot late, but coloured in its own time. // mealybug m3_lcdc_bg_en_change, m3_bgp_change */
  private emitFirst(): void {
    const reg = this.reg;
    const { bgp, obp0, obp1 } = reg;
    reg.bgp = this.firstBgp;
    reg.obp0 = this.firstObp0;
    reg.obp1 = this.firstObp1;
    this.mix(reg.line * 160, this.firstColor, this.firstObject);
    reg.bgp = bgp;
    reg.obp0 = obp0;
    reg.obp1 = obp1;
  }

  /** Sends the pixel at the pipes' ends to the LCD. */
  private emit(): void {
    if (this.pixel < 8 || this.blind) return;
    const color = (this.pipeLow >> 7) | ((this.pipeHigh >> 6) & 2);
    this.mix(this.reg.line * 160 + this.pixel - 8, color, this.objectPixels[this.objectHead]);
  }

  /** Mixes a pixel of the background with one of the objects, by the registers as they are now. */
  private mix(at: number, background: number, foreground: number): void {
    const reg = this.reg;
    const object = reg.mix & LCDC_OBJ_ENABLE ? foreground : 0;
    let color = background;
    if (!this.cgb) {
      if (!(reg.mix & LCDC_BG_ENABLE)) color = 0;
      if ((object & 3) === 0 || (object & 0x80 && color !== 0)) {
        this.frame[at] = (reg.bgp >> (color << 1)) & 3;
      } else if (object & 4) this.frame[at] = ((reg.obp1 >> ((object & 3) << 1)) & 3) | 8;
      else this.frame[at] = ((reg.obp0 >> ((object & 3) << 1)) & 3) | 4;
      return;
    }
    let behind = (object | this.pipeAttributes) & 0x80;
    if (!(reg.mix & LCDC_BG_ENABLE)) {
      behind = 0;
      if (reg.dmgMode) color = 0;
    }
    if ((object & 3) !== 0 && !(behind !== 0 && color !== 0)) {
      if (reg.dmgMode) {
        const obp = object & 4 ? reg.obp1 : reg.obp0;
        this.frame[at] = this.colors[32 | (object & 4) | ((obp >> ((object & 3) << 1)) & 3)];
      } else this.frame[at] = this.colors[32 | (object & 0x1f)];
    } else if (reg.dmgMode) this.frame[at] = this.colors[(reg.bgp >> (color << 1)) & 3];
    else this.frame[at] = this.colors[((this.pipeAttributes & 7) << 2) | color];
  }
}
