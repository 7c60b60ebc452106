/**
 * DMG OAM corruption: in mode 2 the CPU's access meets the row of eight bytes that the scan has open. Words of
 * that row and of rows before it are combined; how depends on the row.
 * // Pan Docs "OAM corruption bug"; blargg oam_bug
 */

function word(oam: Uint8Array, at: number): number {
  return oam[at] | (oam[at + 1] << 8);
}

function setWord(oam: Uint8Array, at: number, value: number): void {
  oam[at] = value & 0xff;
  oam[at + 1] = value >> 8;
}

/** A write, or the incrementer, while the scan has `row` open (a multiple of 8, 8 to 0x98). */
export function corruptByWrite(oam: Uint8Array, base: number, row: number): void {
  const at = base + row;
  const a = word(oam, at);
  const b = word(oam, at - 8);
  const c = word(oam, at - 4);
  setWord(oam, at, ((a ^ c) & (b ^ c)) ^ c);
  oam.copyWithin(at + 2, at - 6, at);
}

/** A read while the scan has `row` open. `mgb`: the Game Boy Pocket's chip; others differ from unit to unit. */
export function corruptByRead(oam: Uint8Array, base: number, row: number, mgb: boolean): void {
  const at = base + row;
  const kind = row & 0x18;
  if (kind === 0x10) corruptTwoRows(oam, at, row);
  else if (kind === 0) corruptManyRows(oam, base, row, mgb);
  else {
    const value = word(oam, at - 8) | (word(oam, at) & word(oam, at - 4));
    setWord(oam, at - 8, value);
    setWord(oam, at, value);
  }
  oam.copyWithin(at, at - 8, at);
  if (row === 0x80 || (mgb && row === 0x40)) oam.copyWithin(base, at, at + 8);
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
function corruptManyRows(oam: Uint8Array, base: number, row: number, mgb: boolean): void {
  const at = base + row;
  const a = word(oam, at);
  const b = word(oam, at - 4);
  const c = word(oam, at - 8);
  const d = word(oam, at - 16);
  const e = word(oam, at - 32);
  let value: number;
  if (mgb || row === 0x60) value = (c & (a | b | d | e)) | (b & d & e);
  else if (row === 0x20) value = (c & (a | b | d | e)) | (a & b & d & e);
  else if (row === 0x40) {
    const f = word(oam, at - 6);
    const g = word(oam, at - 14);
    value = (c & (e | d | (~f & g) | b | a)) | (b & d & e);
  } else value = c | (a & b & d & e);
  setWord(oam, at - 8, value & 0xffff);
  oam.copyWithin(at - 32, at - 8, at);
  oam.copyWithin(at - 16, at - 8, at);
}
