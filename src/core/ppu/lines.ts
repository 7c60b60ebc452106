import { LINE, NEVER } from '../clock.ts';
import { INT_STAT, INT_VBLANK } from '../interrupts.ts';
import { OAM_AT } from '../memory.ts';
import { DRAWING_AT, DRAWING_STEP, EVENTS, FIRST_DRAWING_AFTER, LineState } from './line-state.ts';
import type { OamDmaView } from './pixel-pipe.ts';
import {
  LCDC_ENABLE,
  LCDC_OBJ_SIZE,
  LCDC_TILE_DATA,
  LCDC_WINDOW_ENABLE,
  STAT_HBLANK,
  STAT_LYC,
  STAT_OAM,
  STAT_VBLANK,
} from './registers.ts';
import { timingOf } from './timing.ts';

/** LCDC as the pixel mixer sees it, in the queue of writes. */
export const MIX = 0;
/** LYC as the STAT line compares it, in the queue of writes. */
export const LYC_LINE = 1;

/**
 * The PPU's time: lines and their events, the STAT line and its interrupts, OAM scan and mode 3, and the writes
 * that are on their way to the pixel pipe. Mode 3 itself is in `PixelPipe`.
 */
export abstract class Lines extends LineState {
  private syncingDma = false;

  /** OAM DMA, which the scan and the object fetches run into. */
  set dma(dma: OamDmaView) {
    this.oamDma = dma;
    this.pipe.dma = dma;
  }

  afterLoad(): void {
    this.timing = timingOf(this.model, this.doubleSpeed);
    this.scanLines.stale = true;
    this.fastLine.forgetAll();
    this.palettes.afterLoad();
    // Pictures are not in a state, and no line is drawn while the LCD is off or has just come on.
    if (!(this.lcdc & LCDC_ENABLE) || this.blank) this.whiten();
    // Version 0.1.0 counted more writes at power-up than the queue holds.
    this.queued = Math.min(this.queued, this.queue.length / 3);
    this.arrivesAt = this.queued > 0 ? this.queue[0] : NEVER;
    this.deferredAt = NEVER;
    this.planEvent();
    this.plan();
  }

  beginFrame(): void {
    this.frameDone = false;
    this.changedLines.fill(0);
  }

  redraw(): void {
    this.oamChanges();
    this.fastLine.forgetAll();
  }

  rebase(by: number): void {
    this.time -= by;
    this.lineStart -= by;
    this.drawnAt -= by;
    for (let i = 0; i < this.queued; i++) this.queue[i * 3] -= by;
    this.arrivesAt = this.queued > 0 ? this.queue[0] : NEVER;
    if (this.wyCheckAt !== NEVER) this.wyCheckAt -= by;
    if (this.deferredAt !== NEVER) {
      this.deferredAt -= by;
      this.lastPixelAt -= by;
    }
    if (!(this.lcdc & LCDC_ENABLE)) this.lineStart = 0;
    this.planEvent();
    this.plan();
  }

  // ---- Time -----------------------------------------------------------------------------------------------

  /**
   * Brings the PPU to the end of an M-cycle at `now`: all but its last half-dot, which a write in that M-cycle
   * can still reach. Requests of interrupts never fall on it.
   */
  sync(now: number): void {
    if (now - 1 > this.time) this.advance(now - 1);
    this.plan();
  }

  /** Brings the PPU to `now`, for a read. */
  protected finish(now: number): void {
    if (now <= this.time) return;
    this.advance(now);
    // Time alone brings nothing before what was due already.
    if (now >= this.due) this.plan();
  }

  protected advance(now: number): void {
    if (!this.isOn) {
      this.time = now;
      while (this.arrivesAt <= now) this.arrive();
      return;
    }
    if (this.oamDma?.running && !this.syncingDma) this.syncDma(now);
    while (this.time < now) {
      if (this.time === this.lineStart && this.lineStart + LINE <= now && this.isWhole()) {
        this.skipLines(now);
        this.wholeLine();
        continue;
      }
      let stop = this.eventAt;
      if (this.arrivesAt < stop) stop = this.arrivesAt;
      if (this.wyCheckAt < stop) stop = this.wyCheckAt;
      if (stop > now) {
        if (this.rendering) this.render(now);
        else this.time = now;
        return;
      }
      const drawing = this.rendering;
      if (drawing) this.render(stop - 1);
      this.time = stop - 1;
      // Events come before the pipe's own half-dot.
      if (this.eventAt === stop) this.event();
      if (this.wyCheckAt === stop) this.checkWy();
      if (drawing && this.rendering) this.render(stop);
      this.time = stop;
      while (this.arrivesAt === stop) this.arrive();
    }
  }

  /** Nothing happens in this line but what happens in every line. */
  private isWhole(): boolean {
    return (
      this.arrivesAt === NEVER &&
      this.wyCheckAt === NEVER &&
      this.line !== 153 &&
      this.step === 0 &&
      !this.firstLine &&
      !this.exact &&
      !this.dmaHoldsOam()
    );
  }

  /**
   * From the start of a whole line to that of the last one until `now`, where those between leave nothing behind but
   * their pixels: the STAT line stays low.
   */
  private skipLines(now: number): void {
    const { line, pipe, lycSeen, stat, fastLine } = this;
    let last = Math.min(line - 1 + Math.floor((now - this.lineStart) / LINE), line < 144 ? 143 : 152);
    if (last <= line || line === 0 || line === 144 || this.rendering || this.hblankHdma) return;
    if ((stat & 0x78) !== 0) {
      if ((stat & 0x78) !== STAT_LYC || this.lycLine || this.statLine) return;
      if (lycSeen >= line && lycSeen < last) last = lycSeen;
    }
    if (line < 144) {
      const { wy } = this.reg;
      if (!pipe.wyMatch && wy >= line && wy < last) last = wy;
      pipe.blind = this.blind || this.blank;
      last = fastLine.drawLines(line, last, this.scanLines);
      this.reg.line = last;
    }
    this.lineStart += (last - line) * LINE;
    this.time = this.lineStart;
    this.line = last;
  }

  /** A line's events one after the other, as `advance` would find them. */
  private wholeLine(): void {
    const start = this.lineStart;
    const drawn = this.line < 144;
    this.time = start + EVENTS[0] - 1;
    if (drawn) this.beginScan();
    this.time = start + EVENTS[1] - 1;
    this.enterLine();
    this.time = start + EVENTS[2] - 1;
    this.lineEnd = false;
    this.updateStat();
    this.step = DRAWING_STEP + 1;
    if (drawn) {
      this.time = start + DRAWING_AT - 1;
      this.beginDrawing();
      this.time = start + DRAWING_AT;
      if (this.deferredAt === NEVER) {
        this.planEvent();
        return;
      }
      this.renderDeferred(start + LINE - 1);
    }
    this.time = start + LINE - 1;
    this.nextLine();
    this.time = start + LINE;
    this.planEvent();
  }

  /** Nobody looks at OAM until `at`: in VBlank, and without the LCD. */
  ignoresOamUntil(at: number): boolean {
    if (!this.isOn || at <= this.time) return true;
    return this.line >= 144 && at < this.lineStart + (154 - this.line) * LINE;
  }

  /** OAM DMA is about to move a byte at `at`, half-dots: what comes before it sees OAM as it was. */
  beforeOamByte(at: number): void {
    if (this.ignoresOamUntil(at)) return;
    const syncing = this.syncingDma;
    this.syncingDma = true;
    this.advance(at);
    this.syncingDma = syncing;
    this.scanTo(this.time - this.lineStart);
  }

  /** Lets OAM DMA write what is due. */
  private syncDma(now: number): void {
    const dma = this.oamDma;
    if (dma === null) return;
    this.syncingDma = true;
    dma.sync(now < dma.due ? now : dma.due - 1);
    this.syncingDma = false;
  }

  /** Runs the pipe to `until`, half-dot by half-dot. */
  private render(until: number): void {
    if (this.deferredAt !== NEVER) {
      this.renderDeferred(until);
      return;
    }
    const pipe = this.pipe;
    const start = this.lineStart;
    let time = this.time;
    while (time < until) {
      time++;
      if ((time - start) & 1) {
        if (pipe.even()) {
          this.time = until;
          this.endRendering(time);
          return;
        }
      } else {
        pipe.odd();
        if (pipe.pixel === 167 && !this.hblank && pipe.complete()) {
          this.hblank = true;
          this.updateStat();
        }
      }
    }
    this.time = until;
  }

  /** A deferred line passes: its last pixel raises mode 0, and a half-dot later it is drawn. */
  private renderDeferred(until: number): void {
    if (until < this.lastPixelAt) {
      this.time = until;
      return;
    }
    if (!this.hblank) {
      this.time = this.lastPixelAt;
      this.hblank = true;
      this.updateStat();
    }
    this.time = until;
    if (until === this.lastPixelAt) return;
    this.deferredAt = NEVER;
    this.fastLine.draw();
    this.leaveRendering(this.lastPixelAt + 1);
  }

  /** Something changes that the pipe looks at: it makes up for what was deferred. */
  undefer(): void {
    if (this.deferredAt === NEVER) return;
    const now = this.time;
    this.time = this.deferredAt;
    this.deferredAt = NEVER;
    this.fastLine.forget(this.reg.line);
    this.pipe.start();
    this.render(now);
  }

  /** A byte of OAM is about to change. */
  protected oamChanges(): void {
    this.undefer();
    this.scanLines.stale = true;
    this.pipe.objects.version = -1;
  }

  /** Plans the line whose pipe starts after `at` as a whole, if its length can be told. */
  private defer(at: number): boolean {
    if (this.exact || this.queued > 0 || this.dmaHoldsOam()) return false;
    const length = this.fastLine.length();
    if (length < 0) return false;
    this.deferredAt = at;
    this.lastPixelAt = at + length;
    return true;
  }

  /** The pipe is as far as the line gets in the next two half-dots. */
  protected nearlyComplete(): boolean {
    if (this.deferredAt === NEVER) return this.pipe.nearlyComplete();
    return this.time >= this.lastPixelAt - this.fastLine.lastClocks();
  }

  private endRendering(at: number): void {
    this.pipe.settle(this.lcdcChanged);
    this.lcdcChanged = false;
    this.leaveRendering(at);
  }

  private leaveRendering(at: number): void {
    this.rendering = false;
    this.drawnAt = at;
    if (this.hblankHdma && this.hdma !== null) this.hdma.hblank(at);
  }

  /** Events of a line, in half-dots from its start. */
  protected planEvent(): void {
    if (!this.isOn) {
      this.eventAt = NEVER;
      return;
    }
    this.eventAt = this.lineStart + this.eventOffset();
  }

  private eventOffset(): number {
    if (this.step < DRAWING_STEP) return EVENTS[this.step];
    if (this.step > DRAWING_STEP) return LINE;
    return this.firstLine ? this.firstAt + FIRST_DRAWING_AFTER : DRAWING_AT;
  }

  private event(): void {
    switch (this.step++) {
      case 0:
        if (this.line < 144 && !this.firstLine) this.beginScan();
        break;
      case 1:
        this.enterLine();
        break;
      case 2:
        this.lineEnd = false;
        this.updateStat();
        // What follows differs: only line 153 compares again, and no line of VBlank is drawn.
        if (this.line !== 153) this.step = this.line < 144 ? 5 : 6;
        break;
      case 3:
        this.compare(-1);
        break;
      case 4:
        this.compare(0);
        this.step = 6;
        break;
      case 5:
        this.beginDrawing();
        break;
      default:
        this.nextLine();
    }
    this.planEvent();
  }

  private nextLine(): void {
    this.lineStart += LINE;
    this.step = 0;
    this.firstLine = false;
    this.line = this.line === 153 ? 0 : this.line + 1;
    if (this.line < 144) this.reg.line = this.line;
    this.lineEnd = true;
    // Colour consoles leave mode 0 as LY counts up, except into VBlank.
    if (this.cgb && this.line !== 144) this.hblank = false;
    if (this.timing.wyEarly) this.checkWy();
    this.compare(this.line === 0 ? 0 : -1);
    if (this.line === 144) {
      this.frameDone = true;
      this.blank = false;
      this.pipe.blind = this.blind;
    }
  }

  private beginScan(): void {
    if (this.rendering) {
      this.rendering = false;
      this.lcdcChanged = false;
      this.pipe.settle(false);
    }
    this.pipe.lineReset();
    this.hblank = false;
    this.scanning = true;
    this.scanned = 0;
    this.updateStat();
  }

  /** LY has settled: the comparisons, and the edges of VBlank. */
  private enterLine(): void {
    if (this.line === 0) {
      this.vblank = false;
      this.pipe.windowLine = 0;
    }
    this.compare(this.line);
    if (this.line === 144) {
      // Line 143's LYC match falls before VBlank rises: an edge if STAT selects both.
      this.vblank = true;
      this.interrupts.request(INT_VBLANK);
      this.updateStat();
    }
    this.checkWy();
  }

  private beginDrawing(): void {
    this.scanTo(NEVER);
    this.scanning = false;
    this.rendering = true;
    this.pipe.blind = this.blind || this.blank;
    if (this.defer(this.time + 1)) return;
    this.fastLine.forget(this.reg.line);
    this.pipe.start();
  }

  /** LYC is compared with `ly`; with nothing (-1), the flag falls but the STAT line keeps its state. */
  protected compare(ly: number): void {
    this.lyCompare = ly;
    if (ly >= 0 || this.timing.flagFalls) this.lycMatch = ly === this.lyc;
    if (ly >= 0) this.lycLine = ly === this.lycSeen;
    this.updateStat();
  }

  /** A write to LYC reaches STAT bit 2. */
  private setLyc(value: number): void {
    this.lyc = value;
    if (this.isOn && (this.lyCompare >= 0 || this.timing.flagFalls)) this.lycMatch = this.lyCompare === value;
  }

  /** A write to LYC reaches the STAT line. */
  private seeLyc(value: number): void {
    this.lycSeen = value;
    // In double speed the comparison rests from two dots before LY counts up.
    if (!this.isOn || (this.doubleSpeed && this.time - this.lineStart >= LINE - 4)) return;
    if (this.lyCompare >= 0) this.lycLine = this.lyCompare === value;
    this.updateStat();
  }

  private checkWy(): void {
    this.wyCheckAt = NEVER;
    const pipe = this.pipe;
    let match = pipe.wyMatch;
    if (this.lcdc & LCDC_WINDOW_ENABLE && this.reg.wy === this.ly()) match = true;
    if (this.vblank) match = false;
    if (match === pipe.wyMatch) return;
    this.undefer();
    pipe.wyMatch = match;
  }

  protected updateStat(): void {
    const stat = this.stat;
    const line =
      ((stat & STAT_HBLANK) !== 0 && this.hblank && !this.vblank) ||
      ((stat & STAT_VBLANK) !== 0 && this.vblank) ||
      ((stat & STAT_OAM) !== 0 && this.lineEnd && !this.vblank) ||
      ((stat & STAT_LYC) !== 0 && this.lycLine);
    if (line && !this.statLine) this.interrupts.request(INT_STAT);
    this.statLine = line;
  }

  /** Compares the objects whose turn has come `offset` half-dots into the line. */
  protected scanTo(offset: number): void {
    if (!this.scanning) return;
    const tall = (this.reg.lcdc & LCDC_OBJ_SIZE) !== 0;
    if (offset === NEVER && this.scanned === 0 && !this.exact && !this.dmaHoldsOam()) {
      this.scanLines.scan(this.pipe.objects, this.line, tall);
      this.scanned = 40;
      this.scanY = this.bytes[OAM_AT + 156];
      this.scanX = this.bytes[OAM_AT + 157];
      return;
    }
    while (this.scanned < 40 && this.scanned * 4 + 6 < offset) {
      const at = OAM_AT + this.scanned * 4;
      if (!this.dmaHoldsOam()) {
        this.scanY = this.bytes[at];
        this.scanX = this.bytes[at + 1];
      }
      this.pipe.objects.scan(this.scanned, this.scanY, this.scanX, this.line, tall);
      this.scanned++;
    }
  }

  protected dmaHoldsOam(): boolean {
    return this.oamDma?.running === true;
  }

  // ---- Writes ---------------------------------------------------------------------------------------------

  /** Lets a write reach the pipe at `at`, at the earliest where the PPU stands. */
  protected later(register: number, value: number, at: number): void {
    if (at <= this.time && this.queued === 0) {
      this.set(register, value);
      return;
    }
    const queue = this.queue;
    let end = this.queued++ * 3;
    for (; end > 0 && queue[end - 3] > at; end -= 3) this.moveQueued(end - 3, end);
    queue[end] = at;
    queue[end + 1] = register;
    queue[end + 2] = value;
    this.arrivesAt = queue[0];
  }

  /** The first queued write takes effect. */
  protected arrive(): void {
    const queue = this.queue;
    const register = queue[1];
    const value = queue[2];
    this.queued--;
    for (let i = 0; i < this.queued; i++) this.moveQueued(i * 3 + 3, i * 3);
    this.arrivesAt = this.queued > 0 ? queue[0] : NEVER;
    this.set(register, value);
  }

  /** Moves one entry of the queue; an engine's `copyWithin` takes longer to be called. */
  private moveQueued(from: number, to: number): void {
    const { queue } = this;
    queue[to] = queue[from];
    queue[to + 1] = queue[from + 1];
    queue[to + 2] = queue[from + 2];
  }

  private set(register: number, value: number): void {
    switch (register) {
      case 0xff41:
        this.stat = value;
        if (this.isOn) this.updateStat();
        return;
      case 0xff45:
        this.setLyc(value);
        return;
      case LYC_LINE:
        this.seeLyc(value);
        return;
    }
    this.undefer();
    const reg = this.reg;
    switch (register) {
      case 0xff40:
        if ((reg.lcdc ^ value) & LCDC_OBJ_SIZE) this.scanTo(this.time - this.lineStart);
        if (this.cgb && this.rendering && (reg.lcdc ^ value) & LCDC_TILE_DATA) {
          this.pipe.tileSelectGlitch((value & LCDC_TILE_DATA) !== 0);
        }
        if (this.rendering) this.lcdcChanged = true;
        reg.lcdc = value;
        break;
      case MIX:
        reg.mix = value;
        break;
      case 0xff42:
        reg.scy = value;
        break;
      case 0xff43:
        reg.scx = value;
        break;
      case 0xff47:
        reg.bgp = value;
        break;
      case 0xff48:
        reg.obp0 = value;
        break;
      case 0xff49:
        reg.obp1 = value;
        break;
      case 0xff4b:
        reg.wx = value;
        break;
    }
  }
}
