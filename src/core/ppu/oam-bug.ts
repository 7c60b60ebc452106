import type { Model } from '../models.ts';

/**
 * DMG OAM corruption: in mode 2 the CPU's access meets the row of eight bytes that the scan has open. Words of
 * that row and of rows before it are combined; how depends on the row. In the scan's first M-cycle and in the one
 * after its last it is the CPU's address that opens a row as well, and the two meet. What the specimens of a model
 * do differs in the odd rows; these are the figures of SameBoy.
 * // Pan Docs "OAM corruption bug"; blargg oam_bug
 */

/** Chips whose rows behave alike: the DMG's and SGB's, the MGB's, the SGB2's. */
export const CHIP_DMG = 0;
export const CHIP_MGB = 1;
export const CHIP_SGB2 = 2;

export function oamChip(model: Model): number {
  if (model.name === 'mgb') return CHIP_MGB;
  return model.name === 'sgb2' ? CHIP_SGB2 : CHIP_DMG;
}

/** Where the last row begins. */
const LAST = 0x98;

function word(oam: Uint8Array, at: number): number {
  return oam[at] | (oam[at + 1] << 8);
}

function setWord(oam: Uint8Array, at: number, value: number): void {
  oam[at] = value & 0xff;
  oam[at + 1] = value >> 8;
}

/** Each bit is what most of three have. */
function majority(a: number, b: number, c: number): number {
  return (a & b) | (a & c) | (b & c);
}

/** A write, or the incrementer, while the scan has `row` open (a multiple of 8, 8 to 0x98). */
export function corruptByWrite(oam: Uint8Array, base: number, row: number): void {
  const at = base + row;
  setWord(oam, at, majority(word(oam, at), word(oam, at - 8), word(oam, at - 4)));
  oam.copyWithin(at + 2, at - 6, at);
}

/** A read of `address` ($FE00-$FE9F) while the scan has its first row open. */
export function readWithFirstRow(oam: Uint8Array, base: number, address: number): void {
  const row = base + (address & 0xf8);
  const value = word(oam, row) | (word(oam, base) & word(oam, base + (address & 0xfe)));
  setWord(oam, base, value);
  setWord(oam, row, value);
  oam.copyWithin(base + 2, row + 2, row + 8);
}

/** A write of `value` to `address` ($FE00-$FEFF) while the scan has its first row open: it passes. */
export function writeWithFirstRow(oam: Uint8Array, base: number, address: number, value: number): void {
  const at = address & 0xff;
  if (at >= 0xa0) {
    oam[base + (at & 7)] = value;
    return;
  }
  oam[base + at] = value;
  const row = base + (at & 0xf8);
  setWord(oam, base, majority(word(oam, base), word(oam, row), word(oam, base + (at & 0xfe))));
  oam.copyWithin(base + 2, row + 2, row + 8);
}

/** A read of `address` ($FE00-$FE9F) in the M-cycle after the scan's last row. */
export function readAfterLastRow(oam: Uint8Array, base: number, address: number, chip: number): void {
  const row = base + (address & 0xf8);
  const column = address & 6;
  const at = base + LAST + column;
  const a = word(oam, base + 0x9c);
  const b = word(oam, at);
  if (column === 2) setWord(oam, at, majority(a, b, word(oam, row + column)));
  else if (column === 0 && chip === CHIP_DMG) setWord(oam, at, majority(a, b, word(oam, row)));
  else if (column !== 4) setWord(oam, at, b | (a & word(oam, row)));
  oam.copyWithin(row, base + LAST, base + LAST + 8);
}

/** A write of `value` to `address` ($FE00-$FE9F) in the M-cycle after the scan's last row: it passes. */
export function writeAfterLastRow(oam: Uint8Array, base: number, address: number, value: number): void {
  const row = base + (address & 0xf8);
  const column = address & 6;
  const own = word(oam, row + column);
  oam.copyWithin(row, base + LAST, base + LAST + 8);
  const other = word(oam, base + 0x9c) & 0xff;
  const last = word(oam, base + LAST + column);
  setWord(oam, row + column, majority(own, other | (other << 8), last));
  oam[base + (address & 0xff)] = value;
}

/** A read while the scan has `row` open (a multiple of 8, 8 to 0x98). */
export function corruptByRead(oam: Uint8Array, base: number, row: number, chip: number): void {
  const at = base + row;
  const kind = row & 0x18;
  if (kind === 0x10) corruptTwoRows(oam, at, row);
  else if (kind === 0) corruptManyRows(oam, base, row, chip);
  else {
    const value = word(oam, at - 8) | (word(oam, at) & word(oam, at - 4));
    setWord(oam, at - 8, value);
    setWord(oam, at, value);
  }
  oam.copyWithin(at, at - 8, at);
  if (row === 0x80 || (chip === CHIP_MGB && row === 0x40)) oam.copyWithin(base, at, at + 8);
}

/** Rows $10, $30, $50 and $70: the row before changes, and is copied over the one before that. */
function corruptTwoRows(oam: Uint8Array, at: number, row: number): void {
  if (row >= 0x98) return;
  const a = word(oam, at - 16);
  const b = word(oam, at - 8);
  const c = word(oam, at);
  const d = word(oam, at - 4);
  setWord(oam, at - 8, (b & (a | c | d)) | (a & c & d));
  oam.copyWithin(at - 16, at - 8, at);
}

/** Rows $20, $40, $60 and $80: the row before is copied over two rows. */
function corruptManyRows(oam: Uint8Array, base: number, row: number, chip: number): void {
  const at = base + row;
  const a = word(oam, at);
  const b = word(oam, at - 4);
  const c = word(oam, at - 8);
  const d = word(oam, at - 16);
  const e = word(oam, at - 32);
  let value: number;
  if (chip === CHIP_SGB2 && row === 0x40) {
    const first = word(oam, base);
    value = (c & (e | d | b | (first & a))) | (b & d & e & (a | first | ~word(oam, at - 14)));
  } else if (chip === CHIP_MGB || (chip === CHIP_DMG && row === 0x60))
    value = (c & (a | b | d | e)) | (b & d & e);
  else if (chip === CHIP_SGB2 || row === 0x20) value = (c & (a | b | d | e)) | (a & b & d & e);
  else if (row === 0x40) {
    const f = word(oam, at - 6);
    const g = word(oam, at - 14);
    value = (c & (e | d | (~f & g) | b | a)) | (b & d & e);
  } else value = c | (a & b & d & e);
  setWord(oam, at - 8, value & 0xffff);
  oam.copyWithin(at - 32, at - 8, at);
  oam.copyWithin(at - 16, at - 8, at);
}
