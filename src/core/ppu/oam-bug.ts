/**
 * DMG OAM corruption: in mode 2 the CPU's access meets the row of eight bytes that the scan has open.
 * // Pan Docs "OAM corruption bug"; blargg oam_bug
 */

function word(oam: Uint8Array, at: number): number {
  return oam[at] | (oam[at + 1] << 8);
}

function setWord(oam: Uint8Array, at: number, value: number): void {
  oam[at] = value & 0xff;
  oam[at + 1] = value >> 8;
}

/** A write, or the incrementer, while the scan has `row` open (a multiple of 8, at least 8). */
export function corruptByWrite(oam: Uint8Array, base: number, row: number): void {
  const at = base + row;
  const a = word(oam, at);
  const b = word(oam, at - 8);
  const c = word(oam, at - 4);
  setWord(oam, at, ((a ^ c) & (b ^ c)) ^ c);
  oam.copyWithin(at + 2, at - 6, at);
}

/** A read while the scan has `row` open. */
export function corruptByRead(oam: Uint8Array, base: number, row: number): void {
  const at = base + row;
  const a = word(oam, at);
  const b = word(oam, at - 8);
  const c = word(oam, at - 4);
  setWord(oam, at, b | (a & c));
  oam.copyWithin(at + 2, at - 6, at);
}
