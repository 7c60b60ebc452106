import { CGB_C, type Model } from '../models.ts';

/**
 * When things happen within a line, in half-dots from the moment at which LY counts up, and when a write reaches
 * the pixel pipe, in half-dots from the end of the CPU's M-cycle. Models differ only here.
 */
export interface PpuTiming {
  /** STAT bit 2 falls while LY changes, before LY and LYC are compared again. */
  readonly flagFalls: boolean;
  /** On line 0 a read sees mode 0 before mode 2, as on other lines; elsewhere mode 1 lasts until mode 2. */
  readonly vblankGap: boolean;
  /** The same for mode 3 giving way to mode 0. */
  readonly hblankAhead: number;
  /** OAM reads are locked from here on (OAM scan and mode 3). */
  readonly oamReadLock: number;
  /** OAM writes are locked from here on. */
  readonly oamWriteLock: number;
  /** OAM writes pass again between the scan's last object and mode 3. */
  readonly oamWriteGap: number;
  /** VRAM reads are locked from here on. */
  readonly vramReadLock: number;
  /** On line 153, LY reads 0 from here on. */
  readonly lyZero: number;
  /** Delay of each write. */
  readonly lcdc: number;
  /** LCDC bit 5, never later than the rest of LCDC. */
  readonly window: number;
  /** WY is compared this much after a write to it, or to LCDC bit 5. */
  readonly wyCheck: number;
  /** WY is compared with LY as it counts up, and not only when it has settled. */
  readonly wyEarly: boolean;
  readonly mix: number;
  readonly scy: number;
  readonly scx: number;
  readonly wx: number;
  /** LYC, as STAT bit 2 and as the STAT line see it. */
  readonly lyc: number;
  readonly lycLine: number;
  /** The bit of STAT that a write reaches `statDelay` late, or 0. */
  readonly statLate: number;
  readonly statDelay: number;
  readonly palette: number;
  /** CGB palette RAM is locked this much after mode 3 begins, and free this much after it ends. */
  readonly paletteLock: number;
  readonly paletteUnlock: number;
  /** A palette register shows old | new for one dot before the new value. */
  readonly paletteGlitch: boolean;
  /** The LCD's first pixel still changes with LCDC bits 0 and 1 for a dot after it was shifted out. */
  readonly firstLate: boolean;
}

const DMG: PpuTiming = {
  flagFalls: true,
  vblankGap: true,
  hblankAhead: 2,
  oamReadLock: 0,
  oamWriteLock: 2,
  oamWriteGap: 154,
  vramReadLock: 154,
  lyZero: 4,
  lcdc: -1,
  window: -1,
  wyCheck: 3,
  wyEarly: false,
  mix: 1,
  scy: -1,
  scx: 0,
  wx: 0,
  lyc: 0,
  lycLine: 0,
  statLate: 0,
  statDelay: 0,
  palette: 1,
  paletteLock: 6,
  paletteUnlock: 8,
  paletteGlitch: true,
  firstLate: true,
};

const CGB_EARLY: PpuTiming = {
  ...DMG,
  oamWriteLock: 0,
  oamWriteGap: 162,
  vramReadLock: 162,
  lcdc: 3,
  window: 1,
  wyCheck: 8,
  wyEarly: true,
  mix: 3,
  scy: 3,
  scx: 3,
  wx: 2,
  lyc: 2,
  lycLine: 8,
  statLate: 0x40,
  statDelay: 3,
  paletteGlitch: false,
  firstLate: false,
  vblankGap: false,
};

const CGB_LATE: PpuTiming = { ...CGB_EARLY, flagFalls: false, lyZero: 10, palette: -1 };
/** What double speed changes on every revision. */
const DOUBLE = {
  flagFalls: false,
  hblankAhead: 0,
  paletteUnlock: 4,
  lcdc: 1,
  window: -1,
  wyCheck: 4,
  mix: 1,
  wyEarly: false,
  scy: 1,
  scx: 1,
  wx: 0,
  lyc: 0,
  lycLine: 0,
  statLate: 0x08,
  statDelay: 1,
} as const;

const CGB_EARLY_DOUBLE: PpuTiming = { ...CGB_EARLY, ...DOUBLE, oamReadLock: 2, lyZero: 10 };
const CGB_LATE_DOUBLE: PpuTiming = { ...CGB_LATE, ...DOUBLE };

/** The Pocket's LCD and the SGB, which has none, differ where the LCD itself takes part. */
const MGB: PpuTiming = { ...DMG, firstLate: false };
const SGB: PpuTiming = { ...MGB, paletteGlitch: false };

/** The timing of a model at either speed. */
export function timingOf(model: Model, doubleSpeed: boolean): PpuTiming {
  if (!model.cgb) return model.sgb ? SGB : model.name === 'mgb' ? MGB : DMG;
  if (model.revision <= CGB_C) return doubleSpeed ? CGB_EARLY_DOUBLE : CGB_EARLY;
  return doubleSpeed ? CGB_LATE_DOUBLE : CGB_LATE;
}
