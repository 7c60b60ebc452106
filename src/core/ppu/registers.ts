import type { Shape } from '../state/state-map.ts';

export const LCDC_BG_ENABLE = 0x01;
export const LCDC_OBJ_ENABLE = 0x02;
export const LCDC_OBJ_SIZE = 0x04;
export const LCDC_BG_MAP = 0x08;
export const LCDC_TILE_DATA = 0x10;
export const LCDC_WINDOW_ENABLE = 0x20;
export const LCDC_WINDOW_MAP = 0x40;
export const LCDC_ENABLE = 0x80;

export const STAT_LYC_FLAG = 0x04;
export const STAT_HBLANK = 0x08;
export const STAT_VBLANK = 0x10;
export const STAT_OAM = 0x20;
export const STAT_LYC = 0x40;

/** The registers that the pixel pipe looks at, as it sees them: a write reaches each at its own half-dot. */
export class Registers {
  static readonly shape: Shape<Registers> = {
    lcdc: 'u8',
    mix: 'u8',
    scy: 'u8',
    scx: 'u8',
    wy: 'u8',
    wx: 'u8',
    bgp: 'u8',
    obp0: 'u8',
    obp1: 'u8',
    opri: 'u8',
    line: 'u8',
    dmgMode: 'bool',
  };
  /** LCDC as fetchers and window see it. */
  lcdc = 0;
  /** LCDC bits 0 and 1 as the pixel mixer sees them. */
  mix = 0;
  scy = 0;
  scx = 0;
  wy = 0;
  wx = 0;
  bgp = 0;
  obp0 = 0;
  obp1 = 0;
  /** OPRI bit 0: objects by X coordinate (1) or by OAM index (0). */
  opri = 0;
  /** LY as the fetchers see it. */
  line = 0;
  /** Colour indices go through BGP and OBP: a DMG, or a CGB with a DMG game. */
  dmgMode = true;
}
