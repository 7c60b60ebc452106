/** Three palettes of four 15-bit colours for a DMG game on a colour console. */
export interface CompatibilityPalettes {
  readonly obj0: readonly number[];
  readonly obj1: readonly number[];
  readonly bg: readonly number[];
}

/** Sums of the titles that the CGB's boot ROM knows, in its order. */
const SUMS = [
  0x00, 0x88, 0x16, 0x36, 0xd1, 0xdb, 0xf2, 0x3c, 0x8c, 0x92, 0x3d, 0x5c, 0x58, 0xc9, 0x3e, 0x70, 0x1d, 0x59,
  0x69, 0x19, 0x35, 0xa8, 0x14, 0xaa, 0x75, 0x95, 0x99, 0x34, 0x6f, 0x15, 0xff, 0x97, 0x4b, 0x90, 0x17, 0x10,
  0x39, 0xf7, 0xf6, 0xa2, 0x49, 0x4e, 0x43, 0x68, 0xe0, 0x8b, 0xf0, 0xce, 0x0c, 0x29, 0xe8, 0xb7, 0x86, 0x9a,
  0x52, 0x01, 0x9d, 0x71, 0x9c, 0xbd, 0x5d, 0x6d, 0x67, 0x3f, 0x6b, 0xb3, 0x46, 0x28, 0xa5, 0xc6, 0xd3, 0x27,
  0x61, 0x18, 0x66, 0x6a, 0xbf, 0x0d, 0xf4, 0xb3, 0x46, 0x28, 0xa5, 0xc6, 0xd3, 0x27, 0x61, 0x18, 0x66, 0x6a,
  0xbf, 0x0d, 0xf4, 0xb3,
];
/** From this entry on, the title's fourth letter must match too. */
const FIRST_WITH_LETTER = 65;
const LETTERS = 'BEFAARBEKEK R-URAR INAILICE R';
/** The combination that goes with each sum. */
const COMBINATIONS_BY_SUM = [
  0, 4, 5, 35, 34, 3, 31, 15, 10, 5, 19, 36, 7, 37, 30, 44, 21, 32, 31, 20, 5, 33, 13, 14, 5, 29, 5, 18, 9, 3,
  2, 26, 25, 25, 41, 42, 26, 45, 42, 45, 36, 38, 26, 42, 30, 41, 34, 34, 5, 42, 6, 5, 33, 25, 42, 42, 40, 2,
  16, 25, 42, 42, 5, 0, 39, 36, 22, 25, 6, 32, 12, 36, 11, 39, 18, 39, 24, 31, 50, 17, 46, 6, 27, 0, 47, 41,
  41, 0, 0, 19, 34, 23, 18, 29,
];
/** Where OBJ 0, OBJ 1 and the background start in `COLOURS`, by combination. */
const COMBINATIONS = [
  [16, 16, 116],
  [72, 72, 72],
  [80, 80, 80],
  [96, 96, 96],
  [36, 36, 36],
  [0, 0, 0],
  [108, 108, 108],
  [20, 20, 20],
  [48, 48, 48],
  [104, 104, 104],
  [64, 32, 32],
  [16, 112, 112],
  [16, 8, 8],
  [12, 16, 16],
  [16, 116, 116],
  [112, 16, 112],
  [8, 68, 8],
  [64, 64, 32],
  [16, 16, 28],
  [16, 16, 72],
  [16, 16, 80],
  [76, 76, 36],
  [15, 15, 44],
  [68, 68, 8],
  [16, 16, 8],
  [16, 16, 12],
  [112, 112, 0],
  [12, 12, 0],
  [0, 0, 4],
  [72, 88, 72],
  [80, 88, 80],
  [96, 88, 96],
  [64, 88, 32],
  [68, 16, 52],
  [111, 0, 56],
  [111, 16, 60],
  [76, 91, 36],
  [64, 112, 40],
  [16, 92, 112],
  [68, 88, 8],
  [16, 0, 8],
  [16, 112, 12],
  [112, 12, 0],
  [12, 112, 16],
  [84, 112, 16],
  [12, 112, 0],
  [100, 12, 112],
  [0, 112, 32],
  [16, 12, 112],
  [112, 12, 24],
  [16, 112, 116],
];
/** 15-bit colours; most combinations point at groups of four. */
const COLOURS = [
  0x7fff, 0x32bf, 0x00d0, 0x0000, 0x639f, 0x4279, 0x15b0, 0x04cb, 0x7fff, 0x6e31, 0x454a, 0x0000, 0x7fff,
  0x1bef, 0x0200, 0x0000, 0x7fff, 0x421f, 0x1cf2, 0x0000, 0x7fff, 0x5294, 0x294a, 0x0000, 0x7fff, 0x03ff,
  0x012f, 0x0000, 0x7fff, 0x03ef, 0x01d6, 0x0000, 0x7fff, 0x42b5, 0x3dc8, 0x0000, 0x7e74, 0x03ff, 0x0180,
  0x0000, 0x67ff, 0x77ac, 0x1a13, 0x2d6b, 0x7ed6, 0x4bff, 0x2175, 0x0000, 0x53ff, 0x4a5f, 0x7e52, 0x0000,
  0x4fff, 0x7ed2, 0x3a4c, 0x1ce0, 0x03ed, 0x7fff, 0x255f, 0x0000, 0x036a, 0x021f, 0x03ff, 0x7fff, 0x7fff,
  0x01df, 0x0112, 0x0000, 0x231f, 0x035f, 0x00f2, 0x0009, 0x7fff, 0x03ea, 0x011f, 0x0000, 0x299f, 0x001a,
  0x000c, 0x0000, 0x7fff, 0x027f, 0x001f, 0x0000, 0x7fff, 0x03e0, 0x0206, 0x0120, 0x7fff, 0x7eeb, 0x001f,
  0x7c00, 0x7fff, 0x3fff, 0x7e00, 0x001f, 0x7fff, 0x03ff, 0x001f, 0x0000, 0x03ff, 0x001f, 0x000c, 0x0000,
  0x7fff, 0x033f, 0x0193, 0x0000, 0x0000, 0x4200, 0x037f, 0x7fff, 0x7fff, 0x7e8c, 0x7c00, 0x0000, 0x7fff,
  0x1bef, 0x6180, 0x0000,
];

/** Sum of the 16 title bytes if the publisher is Nintendo, as the boot ROM takes it; otherwise 0. */
export function titleSum(rom: Uint8Array): number {
  const licensee = rom[0x14b];
  const nintendo = licensee === 0x33 ? rom[0x144] === 0x30 && rom[0x145] === 0x31 : licensee === 0x01;
  if (!nintendo) return 0;
  let sum = 0;
  for (let i = 0x134; i < 0x144; i++) sum += rom[i];
  return sum & 0xff;
}

/** The palettes that the CGB's boot ROM chooses for a DMG game. Pan Docs "Compatibility palettes". */
export function compatibilityPalettes(rom: Uint8Array): CompatibilityPalettes {
  const sum = titleSum(rom);
  const letter = String.fromCharCode(rom[0x137]);
  const found = SUMS.findIndex(
    (known, i) => known === sum && (i < FIRST_WITH_LETTER || LETTERS[i - FIRST_WITH_LETTER] === letter),
  );
  const [obj0, obj1, bg] = COMBINATIONS[COMBINATIONS_BY_SUM[Math.max(0, found)]];
  return {
    obj0: COLOURS.slice(obj0, obj0 + 4),
    obj1: COLOURS.slice(obj1, obj1 + 4),
    bg: COLOURS.slice(bg, bg + 4),
  };
}
