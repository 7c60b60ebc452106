import { LINE, NEVER } from '../clock.ts';
import { OAM_AT } from '../memory.ts';
import type { Part, Shape } from '../state/state-map.ts';
import { ramBeyondOam, valueBeyondOam } from './beyond-oam.ts';
import { DRAWING_AT, FIRST_DRAWING_AFTER, FIRST_LINE_AT } from './line-state.ts';
import { Lines, LYC_LINE, MIX } from './lines.ts';
import {
  corruptByRead,
  corruptByWrite,
  oamChip,
  readAfterLastRow,
  readWithFirstRow,
  writeAfterLastRow,
  writeWithFirstRow,
} from './oam-bug.ts';
import { Palettes } from './palettes.ts';
import { LCDC_BG_ENABLE, LCDC_ENABLE, LCDC_WINDOW_ENABLE, Registers, STAT_LYC } from './registers.ts';
import { timingOf } from './timing.ts';

export const HBLANK = 0;
export const VBLANK = 1;
export const OAM_SCAN = 2;
export const DRAWING = 3;

/** Where the LCD is switched on in double speed: that first line is two dots less short. */
const FIRST_LINE_AT_DOUBLE = 5;

/** Kinds of `corruptOam`. */
export const CORRUPT_WRITE = 0;
export const CORRUPT_READ = 1;

/** The PPU as the CPU sees it: registers, modes, and the locks of VRAM, OAM and palettes. */
export class Ppu extends Lines {
  static readonly shape: Shape<
    Ppu,
    'due' | 'blind' | 'exact' | 'hblankHdma' | 'deferredAt' | 'changedLines'
  > = {
    lcdc: 'u8',
    stat: 'u8',
    lyc: 'u8',
    lycSeen: 'u8',
    time: 'i32',
    lineStart: 'i32',
    line: 'u8',
    step: 'u8',
    firstLine: 'bool',
    firstAt: 'u8',
    scanning: 'bool',
    scanned: 'u8',
    scanY: 'u8',
    scanX: 'u8',
    rendering: 'bool',
    hblank: 'bool',
    drawnAt: 'i32',
    vblank: 'bool',
    lineEnd: 'bool',
    lyCompare: 'i32',
    lycMatch: 'bool',
    lycLine: 'bool',
    statLine: 'bool',
    blank: 'bool',
    doubleSpeed: 'bool',
    frameDone: 'bool',
    queue: 'i32s',
    queued: 'u8',
    wyCheckAt: 'i32',
    lcdcChanged: 'bool',
  };

  parts(): Part[] {
    return [
      ['ppu', this, Ppu.shape],
      ['ppuRegisters', this.reg, Registers.shape],
      ['palettes', this.palettes, Palettes.shape],
      ...this.pipe.parts(),
    ];
  }

  /** The state that a boot ROM leaves: LY counted up to `line` `phase` half-dots ago, and the LCD is on. */
  powerUp(lcdc: number, line: number, phase: number, now: number): void {
    const flags = this.interrupts.flags;
    this.lcdc = this.reg.lcdc = this.reg.mix = lcdc;
    this.line = line;
    this.reg.line = line < 144 ? line : 0;
    this.lineStart = now - phase - 9;
    this.time = this.lineStart;
    this.vblank = line >= 144;
    this.step = 0;
    this.planEvent();
    this.sync(now);
    this.interrupts.writeFlags(flags);
  }

  /** What a boot ROM leaves in BGP and in both object palettes. */
  powerUpPalettes(bgp: number, obp: number): void {
    this.reg.bgp = bgp;
    this.reg.obp0 = this.reg.obp1 = obp;
  }

  /** The CPU's clock changes. */
  setDoubleSpeed(on: boolean): void {
    this.doubleSpeed = on;
    this.timing = timingOf(this.model, on);
  }

  /** KEY0: a DMG game runs on a CGB. */
  setCompatibility(on: boolean): void {
    this.undefer();
    this.reg.dmgMode = on || !this.cgb;
    this.reg.opri = on ? 1 : 0;
  }

  // ---- What the CPU sees ----------------------------------------------------------------------------------

  /** LY at `now`, for the debugger. */
  lineAt(now: number): number {
    this.sync(now);
    return this.line;
  }

  /** The mode at `now`. */
  mode(now: number): number {
    this.finish(now);
    return this.modeNow();
  }

  /** Mode 0 as the HBlank transfer sees it, at `now`: not any more when LY has counted up. */
  inHblank(now: number): boolean {
    if (this.mode(now) !== HBLANK) return false;
    return !this.isOn || this.firstLine || this.step > 0;
  }

  private modeNow(): number {
    if (!this.isOn) return HBLANK;
    if (this.rendering) {
      return this.timing.hblankAhead > 0 && this.nearlyComplete() ? HBLANK : DRAWING;
    }
    if (this.scanning && !this.dmaHoldsOam()) return OAM_SCAN;
    if (this.vblank && !(this.line === 0 && this.timing.vblankGap)) return VBLANK;
    return HBLANK;
  }

  private readStat(): number {
    return 0x80 | this.stat | (this.lycMatch ? 4 : 0) | this.modeNow();
  }

  read(address: number, now: number): number {
    this.finish(now);
    const { reg, palettes } = this;
    switch (address) {
      case 0xff40:
        return this.lcdc;
      case 0xff41:
        return this.readStat();
      case 0xff42:
        return reg.scy;
      case 0xff43:
        return reg.scx;
      case 0xff44:
        return this.isOn ? this.ly() : 0;
      case 0xff45:
        return this.lyc;
      case 0xff47:
        return reg.bgp;
      case 0xff48:
        return reg.obp0;
      case 0xff49:
        return reg.obp1;
      case 0xff4a:
        return reg.wy;
      case 0xff4b:
        return reg.wx;
      case 0xff4f:
        return 0xfe | this.memory.vramBank;
      case 0xff68:
        return palettes.bcps | 0x40;
      case 0xff69:
        return palettes.read(false, this.palettesLocked());
      case 0xff6a:
        return palettes.ocps | 0x40;
      case 0xff6b:
        return palettes.read(true, this.palettesLocked());
      default:
        return 0xff;
    }
  }

  /** Until when LY ($FF44) or STAT ($FF41) reads as it does at `now`, half-dots; early rather than late. */
  stableUntil(address: number, now: number): number {
    this.finish(now);
    if (!this.isOn) return NEVER;
    if (address === 0xff44) {
      const zero = this.lineStart + this.timing.lyZero;
      return this.line === 153 && now < zero ? zero : this.lineStart + LINE;
    }
    if (!this.rendering) return this.eventAt;
    if (this.deferredAt === NEVER) return now;
    return Math.min(this.eventAt, this.lastPixelAt - 1);
  }

  /** Palette RAM is locked a little later than mode 3, at both ends. */
  private palettesLocked(): boolean {
    const { paletteLock, paletteUnlock } = this.timing;
    if (!this.isOn || this.line >= 144) return false;
    if (this.rendering) {
      return (
        this.time - this.lineStart >=
        (this.firstLine ? this.firstAt + FIRST_DRAWING_AFTER : DRAWING_AT) + paletteLock
      );
    }
    return this.hblank && this.time < this.drawnAt + paletteUnlock;
  }

  write(address: number, value: number, now: number): void {
    if (address >= 0xff68 && address < 0xff6c) {
      this.writeColours(address, value, now);
      return;
    }
    if (now - 1 > this.time) this.advance(now - 1);
    const timing = this.timing;
    const { reg } = this;
    switch (address) {
      case 0xff40:
        this.writeLcdc(value, now);
        break;
      case 0xff41:
        this.writeStat(value, now);
        break;
      case 0xff42:
        this.later(address, value, now + timing.scy);
        break;
      case 0xff43:
        this.later(address, value, now + timing.scx);
        break;
      case 0xff44:
        break;
      case 0xff45:
        this.later(address, value, now + timing.lyc);
        this.later(LYC_LINE, value, now + timing.lycLine);
        break;
      case 0xff47:
      case 0xff48:
      case 0xff49:
        this.writePalette(address, value, now);
        break;
      case 0xff4a:
        reg.wy = value;
        this.wyCheckAt = now + this.timing.wyCheck;
        break;
      case 0xff4b:
        this.later(address, value, now + timing.wx);
        break;
      case 0xff4f:
        if (!reg.dmgMode) this.memory.vramBank = value & 1;
        break;
      case 0xff6c:
        this.undefer();
        reg.opri = value & 1;
        break;
    }
    this.plan();
  }

  /** BCPS, BCPD, OCPS and OCPD. Nobody but the CPU looks at an index. */
  private writeColours(address: number, value: number, now: number): void {
    const { palettes } = this;
    if (address === 0xff68) palettes.bcps = value & 0xbf;
    else if (address === 0xff6a) palettes.ocps = value & 0xbf;
    else {
      this.finish(now);
      const locked = this.palettesLocked();
      if (!locked && this.deferredAt !== NEVER) {
        this.undefer();
        this.plan();
      }
      palettes.write(address === 0xff6b, value, locked);
    }
  }

  private writePalette(address: number, value: number, now: number): void {
    const at = now + this.timing.palette;
    if (this.timing.paletteGlitch) this.later(address, value | this.palette(address), at - 2);
    this.later(address, value, at);
  }

  private palette(address: number): number {
    if (address === 0xff47) return this.reg.bgp;
    return address === 0xff48 ? this.reg.obp0 : this.reg.obp1;
  }

  private writeStat(value: number, now: number): void {
    if (!this.cgb) {
      // The DMG reads STAT as $FF while it is written. // Pan Docs "STAT bug"
      this.stat = 0x78;
      if (this.isOn) this.updateStat();
    }
    this.advance(now);
    // On colour consoles one bit is late: bit 6 at either edge, bit 3 in double speed as it falls.
    const late = this.timing.statLate;
    const kept = this.doubleSpeed ? this.stat | value : this.stat;
    this.stat = (value & 0x78 & ~late) | (kept & late);
    if (this.isOn) this.updateStat();
    if (late !== 0) this.later(0xff41, value & 0x78, now + this.timing.statDelay);
  }

  private writeLcdc(value: number, now: number): void {
    const old = this.lcdc;
    // A block falls due as the LCD goes off, if mode 0 would have brought one. // samesuite dma/hdma_lcd_off
    const cutsShort = (value & LCDC_ENABLE) === 0 && this.modeNow() !== HBLANK;
    this.lcdc = value;
    if ((old ^ value) & LCDC_ENABLE) {
      this.advance(now);
      while (this.queued > 0) this.arrive();
      if (cutsShort && this.hblankHdma && this.hdma !== null) this.hdma.hblank(now);
      this.reg.lcdc = this.reg.mix = value;
      if (value & LCDC_ENABLE) this.switchOn(now);
      else this.switchOff();
      return;
    }
    if (this.timing.window < this.timing.lcdc && (old ^ value) & LCDC_WINDOW_ENABLE) {
      this.later(0xff40, old ^ LCDC_WINDOW_ENABLE, now + this.timing.window);
    }
    this.later(0xff40, value, now + this.timing.lcdc);
    if (this.timing.paletteGlitch) this.later(MIX, old | (value & LCDC_BG_ENABLE), now + this.timing.mix - 2);
    this.later(MIX, value, now + this.timing.mix);
    if ((old ^ value) & LCDC_WINDOW_ENABLE) this.wyCheckAt = now + this.timing.wyCheck;
  }

  private switchOn(now: number): void {
    this.firstAt = this.doubleSpeed ? FIRST_LINE_AT_DOUBLE : FIRST_LINE_AT;
    this.lineStart = now - this.firstAt;
    this.line = 0;
    this.reg.line = 0;
    this.step = 2;
    this.firstLine = true;
    this.blank = !this.model.sgb;
    this.pipe.reset();
    this.wyCheckAt = now + this.timing.wyCheck;
    this.planEvent();
    this.compare(0);
  }

  private switchOff(): void {
    this.deferredAt = NEVER;
    this.lcdcChanged = false;
    this.rendering = false;
    this.scanning = false;
    this.hblank = false;
    this.vblank = false;
    this.lineEnd = false;
    this.line = 0;
    this.eventAt = NEVER;
    this.wyCheckAt = NEVER;
    // LYC is not compared while the LCD is off, but the result stands. // mooneye acceptance/ppu/stat_lyc_onoff
    this.lyCompare = 0;
    this.statLine = (this.stat & STAT_LYC) !== 0 && this.lycLine;
    this.pipe.reset();
    this.whiten();
  }

  // ---- VRAM and OAM ---------------------------------------------------------------------------------------

  private vramReadLocked(): boolean {
    if (!this.isOn) return false;
    if (this.rendering) return !(this.timing.hblankAhead > 0 && this.nearlyComplete());
    return this.scanning && this.time - this.lineStart >= this.timing.vramReadLock;
  }

  readVram(address: number, now: number): number {
    this.finish(now);
    if (this.vramReadLocked()) return 0xff;
    return this.bytes[(this.memory.vramBank << 13) | (address & 0x1fff)];
  }

  writeVram(address: number, value: number, now: number): void {
    this.finish(now);
    if (this.rendering && !(this.timing.hblankAhead > 0 && this.nearlyComplete())) return;
    const at = (this.memory.vramBank << 13) | (address & 0x1fff);
    if (this.bytes[at] === value) return;
    this.undefer();
    this.fastLine.vramChanges(address & 0x1fff);
    this.bytes[at] = value;
  }

  private oamReadLocked(): boolean {
    if (!this.isOn) return false;
    if (this.rendering) return !(this.timing.hblankAhead > 0 && this.nearlyComplete());
    if (this.scanning) return true;
    return (
      this.line < 144 &&
      !this.firstLine &&
      this.step === 0 &&
      this.time - this.lineStart >= this.timing.oamReadLock
    );
  }

  private oamWriteLocked(): boolean {
    if (!this.isOn) return false;
    if (this.rendering) return !(this.timing.hblankAhead > 0 && this.nearlyComplete());
    const phase = this.time - this.lineStart;
    if (this.scanning) return phase < this.timing.oamWriteGap;
    return this.line < 144 && !this.firstLine && this.step === 0 && phase >= this.timing.oamWriteLock;
  }

  readOam(address: number, now: number): number {
    this.finish(now);
    if (this.oamReadLocked()) {
      if (!this.cgb && !this.oamWriteLocked()) this.corruptAtEdge(address);
      else this.corruptOam(CORRUPT_READ, address, now);
      return 0xff;
    }
    const at = address < 0xfea0 ? address & 0xff : ramBeyondOam(this.model, address);
    return at >= 0 ? this.bytes[OAM_AT + at] : valueBeyondOam(this.model, address);
  }

  writeOam(address: number, value: number, now: number): void {
    this.finish(now);
    if (this.oamWriteLocked()) {
      this.corruptOam(CORRUPT_WRITE, address, now);
      return;
    }
    if (!this.cgb && this.oamReadLocked()) {
      this.oamChanges();
      if (!this.scanning) writeWithFirstRow(this.bytes, OAM_AT, address, value);
      else if (address < 0xfea0) writeAfterLastRow(this.bytes, OAM_AT, address, value);
      return;
    }
    const at = address < 0xfea0 ? address & 0xff : ramBeyondOam(this.model, address);
    if (at >= 0) this.setOam(at, value);
  }

  /** DMG: a read where the scan's first row is opened, or after its last. */
  private corruptAtEdge(address: number): void {
    if (address >= 0xfea0) return;
    this.oamChanges();
    if (!this.scanning) readWithFirstRow(this.bytes, OAM_AT, address);
    else readAfterLastRow(this.bytes, OAM_AT, address, oamChip(this.model));
  }

  /** OAM DMA ignores the lock. */
  dmaWriteOam(index: number, value: number): void {
    this.setOam(index, value);
  }

  /** The same for `count` bytes from `from` in the arena. */
  fillOam(index: number, from: number, count: number): void {
    const { bytes } = this;
    const to = OAM_AT + index;
    let same = 0;
    while (same < count && bytes[to + same] === bytes[from + same]) same++;
    if (same === count) return;
    this.oamChanges();
    bytes.copyWithin(to, from, from + count);
  }

  private setOam(index: number, value: number): void {
    if (this.bytes[OAM_AT + index] === value) return;
    this.oamChanges();
    this.bytes[OAM_AT + index] = value;
  }

  /** DMG: the CPU put an OAM address on the bus while the scan uses OAM. */
  corruptOam(kind: number, address: number, now: number): void {
    if (this.cgb || (address & 0xff00) !== 0xfe00) return;
    this.finish(now);
    if (!this.scanning) return;
    const phase = this.time - this.lineStart;
    this.scanTo(phase);
    const row = (phase >> 3) * 8;
    if (row < 8 || row >= 0xa0) return;
    this.oamChanges();
    if (kind === CORRUPT_READ) corruptByRead(this.bytes, OAM_AT, row, oamChip(this.model));
    else corruptByWrite(this.bytes, OAM_AT, row);
  }
}
