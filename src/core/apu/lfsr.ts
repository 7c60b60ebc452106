import type { Shape } from '../state/state-map.ts';

/** Fifteen bits of feedback, or seven as well. */
const WIDE = 0x4000;
const NARROW = 0x4040;

// What CGB E does when the selected bit is 0 before and after a write to NR43 but 1 in between: rows are the
// low three bits of the old shift, columns those of the new one, which is 8 or more. See `disturbLow`.
const LOW_E = [
  [0, 0, 4, 2, 2, 2, 0, 0],
  [0, 0, 2, 4, 2, 2, 0, 0],
  [1, 2, 0, 1, 5, 3, 0, 0],
  [0, 0, 0, 0, 2, 2, 0, 0],
  [0, 2, 2, 2, 0, 0, 0, 0],
  [6, 0, 2, 2, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, 0, 0, 0, 0, 0],
];

// The same for CGB D where the bit is 1, 0, 1; for an old shift below 8, and for one of 8 or more. Bits 4 and 5
// say what happens instead where the bit does not even fall. See `disturbHighD`.
const HIGH_D_FROM_LOW = [
  [0x00, 0x01, 0x01, 0x21, 0x02, 0x21, 0x00, 0x00],
  [0x03, 0x00, 0x21, 0x01, 0x04, 0x04, 0x00, 0x00],
  [0x05, 0x01, 0x00, 0x01, 0x04, 0x21, 0x00, 0x00],
  [0x03, 0x05, 0x05, 0x00, 0x01, 0x01, 0x00, 0x00],
  [0x05, 0x01, 0x01, 0x21, 0x00, 0x01, 0x00, 0x00],
  [0x05, 0x05, 0x21, 0x01, 0x05, 0x00, 0x00, 0x00],
  [0x05, 0x01, 0x05, 0x01, 0x05, 0x01, 0x00, 0x00],
  [0x03, 0x05, 0x05, 0x05, 0x05, 0x05, 0x00, 0x00],
];
const HIGH_D_FROM_HIGH = [
  [0x00, 0x27, 0x26, 0x37, 0x21, 0x38, 0x01, 0x01],
  [0x01, 0x00, 0x38, 0x21, 0x21, 0x21, 0x01, 0x01],
  [0x01, 0x27, 0x00, 0x28, 0x21, 0x38, 0x01, 0x01],
  [0x01, 0x02, 0x01, 0x00, 0x31, 0x21, 0x01, 0x01],
  [0x06, 0x28, 0x28, 0x38, 0x00, 0x27, 0x01, 0x01],
  [0x01, 0x03, 0x38, 0x21, 0x01, 0x00, 0x01, 0x01],
  [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00],
  [0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00],
];

/** Steps that `jump` makes at once: up to 2^LEVELS - 1. */
const LEVELS = 15;
/** What 2^k steps make of each bit, k = 0 to LEVELS - 1, of the complement: there the feedback is a plain XOR. */
const WIDE_STEPS = powers(WIDE);
const NARROW_STEPS = powers(NARROW);

function powers(high: number): Int32Array {
  const table = new Int32Array(LEVELS * 15);
  for (let bit = 0; bit < 15; bit++) {
    const kept = (1 << bit) >> 1;
    table[bit] = bit < 2 ? (kept & ~high) ^ high : kept & ~high;
  }
  for (let level = 1; level < LEVELS; level++) {
    const half = (level - 1) * 15;
    for (let bit = 0; bit < 15; bit++) table[level * 15 + bit] = times(table, half, table[half + bit]);
  }
  return table;
}

/** The bits after the steps whose images start at `at`. */
function times(table: Int32Array, at: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < 15; bit++) result ^= table[at + bit] & -((bits >> bit) & 1);
  return result;
}

/**
 * The shift register of channel 4. A write to NR43 can give it a clock pulse too short for all of its bits; what
 * then comes out differs by revision and specimen. The tables follow single consoles, as measured by SameBoy
 * (its issue 397). Each `disturb` says whether bit 0 went out anew.
 */
export class Lfsr {
  static readonly shape: Shape<Lfsr> = { bits: 'u16', steppedNarrow: 'bool', bit7: 'bool' };
  bits = 0;
  /** The last step was one of 7-bit mode. */
  steppedNarrow = false;
  /** Bit 7 before the last step. */
  bit7 = false;

  reset(): void {
    this.bits = 0;
    this.steppedNarrow = false;
    this.bit7 = false;
  }

  step(narrow: boolean): void {
    const bits = this.bits;
    const high = narrow ? NARROW : WIDE;
    this.bit7 = (bits & 0x80) !== 0;
    this.steppedNarrow = narrow;
    this.bits = ((bits ^ (bits >> 1)) & 1) === 0 ? (bits >> 1) | high : (bits >> 1) & ~high;
  }

  /** `n` steps, 1 to 2^15. */
  jump(n: number, narrow: boolean): void {
    const table = narrow ? NARROW_STEPS : WIDE_STEPS;
    let bits = ~this.bits & 0x7fff;
    for (let level = 0, left = n - 1; left > 0; level += 15, left >>= 1) {
      if ((left & 1) !== 0) bits = times(table, level, bits);
    }
    this.bits = ~bits & 0x7fff;
    this.step(narrow);
  }

  /** CGB C and earlier: a second step that takes its new bits from their neighbours. */
  stepDoubled(narrow: boolean): void {
    this.step(narrow);
    const high = narrow ? NARROW : WIDE;
    this.bits = (this.bits & ~high) | ((this.bits & (high >> 1)) << 1);
  }

  /** CGB E and AGB, bit 0 - 1 - 0. */
  disturbLow(old: number, value: number): void {
    const narrow = (value & 8) !== 0;
    const kind = (value & 0x80) !== 0 ? LOW_E[(old >> 4) & 7][(value >> 4) & 7] : 0;
    const before = this.bits;
    if (kind === 3 || kind === 5) {
      if (kind === 5) {
        if ((before & 3) === 2) this.bits &= narrow ? ~NARROW : ~WIDE;
        if ((this.bits & 0x19) === 8) this.bits &= ~8;
      }
      this.bits = (this.bits & ~1) | ((this.bits >> 1) & 1);
      this.steppedNarrow = narrow;
      return;
    }
    this.step(narrow);
    if (kind === 2) this.bits &= before | 1;
    if (kind === 4) this.bits &= before | (narrow ? ~0x2022 : ~0x2002);
    if (kind === 6) {
      const low = this.bits & 0x71;
      const high = this.bits & 0x7001;
      if ((narrow && low === 0x20) || low === 0x61) this.bits &= ~0x20;
      if (high === 0x2000 || high === 0x6001) this.bits &= ~0x2000;
    }
    if ((kind === 1 || kind === 6) && (this.bits & 3) === 2) this.bits &= ~2;
  }

  /** CGB E and AGB, bit 1 - 0 - 1. */
  disturbHigh(old: number, value: number): boolean {
    const narrow = (value & 8) !== 0;
    if ((value & 0x80) === 0) {
      this.step(narrow);
      return true;
    }
    const from = (old >> 4) & 7;
    const to = (value >> 4) & 7;
    if ((from ^ 7) + to <= 7 && ((from ^ 7) & to) === 0) return false;
    this.bits = (this.bits & ~0x80) | ((this.bits >> 1) & 0x80);
    let out = false;
    if (to === 3 && (from === 0 || from === 4)) {
      this.bits &= (this.bits >> 1) | 0x545;
      out = true;
    } else if (to === 3 && from === 2) {
      const keep = ((this.bits & 0xc) === 0xc ? 8 : 0) | ((this.bits & 0xc00) === 0xc00 ? 0x800 : 0);
      this.bits &= (this.bits >> 1) | 0x555 | keep;
      out = true;
    }
    if (!narrow && (old & 8) !== 0 && this.steppedNarrow) {
      this.bits = (this.bits & ~0x40) | (this.bit7 ? 0x40 : 0);
    }
    this.bits |= narrow ? NARROW : WIDE;
    this.steppedNarrow = narrow;
    return out;
  }

  /** CGB D, bit 1 - 0 - 1, or with `steady` 1 throughout. */
  disturbHighD(old: number, value: number, steady: boolean): boolean {
    const narrow = (value & 8) !== 0;
    const high = narrow ? NARROW : WIDE;
    const table = (old & 0x80) !== 0 ? HIGH_D_FROM_HIGH : HIGH_D_FROM_LOW;
    const entry = table[(old >> 4) & 7][(value >> 4) & 7];
    let kind = entry & 15;
    if (steady) {
      const crossing = ((old ^ value) & 0x80) !== 0;
      let sets = kind === 1 || kind === 4;
      if (!crossing) sets = (entry & 0x20) !== 0;
      else if ((value & 0x80) === 0) sets = (entry & 0x10) !== 0;
      kind = sets ? 5 : 0;
    }
    const before = this.bits;
    if (kind === 0) return false;
    if (kind === 5) {
      this.bits |= high;
      return false;
    }
    const joins =
      kind === 2 || (kind === 4 && (before & 0x60) !== 0x40) || (kind === 6 && (before & 0x40) === 0);
    if (joins && (before & 1) === 0) this.bits &= ~2;
    this.step(narrow);
    if (kind === 3) this.bits = (this.bits & before) | (before & 1) | high;
    else if (kind === 7 || (kind === 8 && (before & 3) === 2)) this.bits |= before & high;
    else this.bits |= high;
    return true;
  }
}
