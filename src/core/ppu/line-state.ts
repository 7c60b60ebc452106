import { FRAME, LINE, NEVER } from '../clock.ts';
import { INT_STAT, type Interrupts } from '../interrupts.ts';
import type { Memory } from '../memory.ts';
import type { Model } from '../models.ts';
import { FastLine, SHORTEST } from './fast-line.ts';
import { Palettes } from './palettes.ts';
import { type OamDmaView, PixelPipe } from './pixel-pipe.ts';
import { LCDC_ENABLE, Registers, STAT_HBLANK, STAT_LYC, STAT_OAM } from './registers.ts';
import { ScanLines } from './scan-lines.ts';
import { type PpuTiming, timingOf } from './timing.ts';

/** Half-dots since a line's start at which mode 3 begins, and since the LCD was switched on. */
export const DRAWING_AT = 162;
export const FIRST_DRAWING_AFTER = 157;
/** Half-dots since a line's start at the end of the M-cycle that switches the LCD on: its first line is short. */
export const FIRST_LINE_AT = 9;

/** A line's events before mode 3, half-dots from its start: see `event`. */
export const EVENTS: readonly number[] = [2, 4, 8, 10, 20];
export const DRAWING_STEP = EVENTS.length;

/** Where the PPU stands: its registers, line and latches, its parts, and when it must be looked at next. */
export abstract class LineState {
  /** When the PPU could next act on the CPU, half-dots. Derived. */
  due = NEVER;
  /** 160 × 144. CGB: 15-bit colours. DMG: shade | layer << 2 (0 BG and window, 1 OBP0, 2 OBP1). */
  readonly frame = new Uint16Array(160 * 144);
  /** 1 for each line of `frame` that was drawn anew since `beginFrame`. */
  readonly changedLines = new Uint8Array(144).fill(1);
  /** Set on entering line 144. */
  frameDone = false;
  /** Host option: make no pixels; timing stays the same. */
  blind = false;
  /** Host option: no shortcuts, and no deadline but the next M-cycle. */
  exact = false;
  /** An HBlank transfer is on: the start of mode 0 is a deadline. */
  hblankHdma = false;
  /** Told when mode 0 begins while `hblankHdma` is set. */
  hdma: { hblank(at: number): void } | null = null;

  lcdc = 0;
  /** STAT bits 3-6. */
  stat = 0;
  lyc = 0;
  /** LYC as the STAT line compares it. */
  lycSeen = 0;
  /** What has been done, half-dots. */
  time = 0;
  /** When LY counted up to this line. */
  lineStart = 0;
  /** 0-153. */
  line = 0;
  /** Which of the line's events comes next. */
  step = 0;
  firstLine = false;
  /** Where in its first line the LCD was switched on, half-dots. */
  firstAt = FIRST_LINE_AT;
  scanning = false;
  /** Objects compared so far. */
  scanned = 40;
  /** The latches behind OAM's two data buses. */
  scanY = 0;
  scanX = 0;
  rendering = false;
  /** When mode 3 began on a line that will be drawn at once at its end; NEVER where the pipe runs. */
  deferredAt = NEVER;
  /** Mode 0 as the STAT line sees it (WODU): from the last pixel to the next line's reset. */
  hblank = false;
  /** When mode 3 last ended. */
  drawnAt = 0;
  vblank = false;
  /** The pulse at a line's start that raises the mode 2 interrupt (RUTU). */
  lineEnd = false;
  /** What LYC is compared with; -1: nothing. */
  lyCompare = 0;
  /** STAT bit 2. */
  lycMatch = false;
  /** LY = LYC as the STAT line sees it. */
  lycLine = false;
  statLine = false;
  /** The first frame after the LCD was switched on is not shown. */
  blank = false;
  doubleSpeed = false;
  /** Writes on their way to the pipe: triples of time, register and value, the earliest first. */
  readonly queue = new Int32Array(12);
  queued = 0;
  wyCheckAt = NEVER;
  /** LCDC was written in this line's mode 3. */
  lcdcChanged = false;

  protected oamDma: OamDmaView | null = null;
  protected readonly reg = new Registers();
  protected readonly palettes = new Palettes();
  protected readonly pipe: PixelPipe;
  protected readonly fastLine: FastLine;
  protected readonly scanLines: ScanLines;
  /** When the last pixel of a deferred line comes. */
  protected lastPixelAt = NEVER;
  protected readonly model: Model;
  protected readonly memory: Memory;
  protected readonly bytes: Uint8Array;
  protected readonly interrupts: Interrupts;
  protected readonly cgb: boolean;
  protected timing: PpuTiming;
  /** When the first queued write arrives. */
  protected arrivesAt = NEVER;
  /** When the line's next event comes. */
  protected eventAt = NEVER;

  constructor(model: Model, memory: Memory, interrupts: Interrupts) {
    this.model = model;
    this.memory = memory;
    this.bytes = memory.bytes;
    this.interrupts = interrupts;
    this.cgb = model.cgb;
    this.timing = timingOf(model, false);
    this.reg.dmgMode = !model.cgb;
    this.pipe = new PixelPipe(model, this.reg, this.palettes, memory, this.frame);
    this.scanLines = new ScanLines(memory.bytes);
    this.fastLine = new FastLine(
      model.cgb,
      this.pipe,
      this.reg,
      this.palettes,
      memory,
      this.frame,
      this.changedLines,
    );
    this.whiten();
  }

  protected get isOn(): boolean {
    return (this.lcdc & LCDC_ENABLE) !== 0;
  }

  /** LY as it reads. */
  protected ly(): number {
    return this.line === 153 && this.time - this.lineStart >= this.timing.lyZero ? 0 : this.line;
  }

  protected whiten(): void {
    this.frame.fill(this.cgb ? 0x7fff : 0);
    this.fastLine.forgetAll();
  }

  /** The earliest time at which IF could change in a way that IE lets through, or HBlank DMA begin. */
  protected plan(): void {
    if (!this.isOn) {
      this.due = NEVER;
      return;
    }
    const { time, line, lineStart, stat } = this;
    // The end of the frame is where line 144 begins, and the request comes as LY has settled.
    let due = lineStart + (line < 144 ? 144 - line : 298 - line) * LINE;
    if (line === 144) due = lineStart + (time < lineStart + 4 ? 4 : FRAME);
    if (this.hblankHdma) due = this.nextMode0(due);
    if ((stat & 0x78) !== 0 && (this.interrupts.enabled & INT_STAT) !== 0) {
      if (stat & STAT_HBLANK) due = this.nextMode0(due);
      if (stat & STAT_OAM) due = this.nextScan(due);
      if (stat & STAT_LYC) due = this.nextLyc(due);
    }
    if (this.arrivesAt < due) due = this.arrivesAt;
    // Asked at every M-cycle: what the differential test holds the rest against.
    if (this.exact) due = Math.min(due, time + (this.doubleSpeed ? 4 : 6));
    this.due = due > time ? due : time + 1;
  }

  /** When mode 0 could begin next, or `due` if that is earlier. */
  private nextMode0(due: number): number {
    let next = this.lineStart + LINE;
    if (this.rendering) {
      next = this.deferredAt !== NEVER && !this.hblank ? this.lastPixelAt : this.time + 2;
    } else if (this.firstLine) next = this.eventAt;
    else if (this.line < 144 && this.step <= DRAWING_STEP) next = this.lineStart + DRAWING_AT + SHORTEST;
    else if (this.line < 143) next += DRAWING_AT + SHORTEST;
    return Math.min(next, due);
  }

  /** When mode 2 could begin next as the STAT line sees it, or `due` if that is earlier: in line 0 VBlank ends first. */
  private nextScan(due: number): number {
    const next = this.line === 0 && this.step < 2 ? this.eventAt : this.lineStart + LINE;
    return Math.min(next, due);
  }

  /** When LY could begin to match LYC, or `due` if that is earlier. */
  private nextLyc(due: number): number {
    const lyc = this.lycSeen;
    if (lyc > 153) return due;
    let next = this.eventAt;
    if (lyc !== this.line && this.line !== 153) {
      // Line 0 is compared in line 153 already.
      const lines = (lyc === 0 ? 153 : lyc) - this.line;
      next = this.lineStart + (lines < 0 ? lines + 154 : lines) * LINE;
    }
    return Math.min(next, due);
  }
}
