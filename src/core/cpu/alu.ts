/**
 * The SM83's 8-bit registers, flags and arithmetic. A base class and not a part of its own, so that an instruction
 * reaches everything through one object.
 */
export class Alu {
  a = 0;
  b = 0;
  c = 0;
  d = 0;
  e = 0;
  h = 0;
  l = 0;
  /** The Z flag is set when this is 0. */
  zero = 1;
  /** The C flag: 0 or 1. */
  carry = 0;
  /** The N flag: 0 or 1. */
  negative = 0;
  /** The H flag is bit 4. */
  half = 0;

  get bc(): number {
    return (this.b << 8) | this.c;
  }
  set bc(value: number) {
    this.b = value >> 8;
    this.c = value & 0xff;
  }
  get de(): number {
    return (this.d << 8) | this.e;
  }
  set de(value: number) {
    this.d = value >> 8;
    this.e = value & 0xff;
  }
  get hl(): number {
    return (this.h << 8) | this.l;
  }
  set hl(value: number) {
    this.h = value >> 8;
    this.l = value & 0xff;
  }
  /** The flag register, packed. */
  get f(): number {
    return (
      (this.zero === 0 ? 0x80 : 0) | (this.negative << 6) | ((this.half & 0x10) << 1) | (this.carry << 4)
    );
  }
  set f(value: number) {
    this.zero = value & 0x80 ? 0 : 1;
    this.negative = (value >> 6) & 1;
    this.half = (value & 0x20) >> 1;
    this.carry = (value >> 4) & 1;
  }
  get af(): number {
    return (this.a << 8) | this.f;
  }
  set af(value: number) {
    this.a = value >> 8;
    this.f = value & 0xff;
  }
  /** HL, then HL + 1. */
  get hli(): number {
    const hl = (this.h << 8) | this.l;
    this.hl = (hl + 1) & 0xffff;
    return hl;
  }
  /** HL, then HL - 1. */
  get hld(): number {
    const hl = (this.h << 8) | this.l;
    this.hl = (hl - 1) & 0xffff;
    return hl;
  }

  add(value: number): void {
    const sum = this.a + value;
    this.half = this.a ^ value ^ sum;
    this.carry = sum >> 8;
    this.negative = 0;
    this.zero = this.a = sum & 0xff;
  }

  adc(value: number): void {
    const sum = this.a + value + this.carry;
    this.half = this.a ^ value ^ sum;
    this.carry = sum >> 8;
    this.negative = 0;
    this.zero = this.a = sum & 0xff;
  }

  sub(value: number): void {
    const difference = this.a - value;
    this.half = this.a ^ value ^ difference;
    this.carry = (difference >> 8) & 1;
    this.negative = 1;
    this.zero = this.a = difference & 0xff;
  }

  sbc(value: number): void {
    const difference = this.a - value - this.carry;
    this.half = this.a ^ value ^ difference;
    this.carry = (difference >> 8) & 1;
    this.negative = 1;
    this.zero = this.a = difference & 0xff;
  }

  cp(value: number): void {
    const difference = this.a - value;
    this.half = this.a ^ value ^ difference;
    this.carry = (difference >> 8) & 1;
    this.negative = 1;
    this.zero = difference & 0xff;
  }

  and(value: number): void {
    this.zero = this.a &= value;
    this.half = 0x10;
    this.carry = 0;
    this.negative = 0;
  }

  xor(value: number): void {
    this.zero = this.a ^= value;
    this.half = 0;
    this.carry = 0;
    this.negative = 0;
  }

  or(value: number): void {
    this.zero = this.a |= value;
    this.half = 0;
    this.carry = 0;
    this.negative = 0;
  }

  inc(value: number): number {
    const sum = (value + 1) & 0xff;
    this.half = value ^ sum;
    this.negative = 0;
    this.zero = sum;
    return sum;
  }

  dec(value: number): number {
    const difference = (value - 1) & 0xff;
    this.half = value ^ difference;
    this.negative = 1;
    this.zero = difference;
    return difference;
  }

  rlc(value: number): number {
    const result = ((value << 1) | (value >> 7)) & 0xff;
    return this.shifted(result, value >> 7);
  }
  rrc(value: number): number {
    const result = ((value >> 1) | (value << 7)) & 0xff;
    return this.shifted(result, value & 1);
  }
  rl(value: number): number {
    return this.shifted(((value << 1) | this.carry) & 0xff, value >> 7);
  }
  rr(value: number): number {
    return this.shifted((value >> 1) | (this.carry << 7), value & 1);
  }
  sla(value: number): number {
    return this.shifted((value << 1) & 0xff, value >> 7);
  }
  sra(value: number): number {
    return this.shifted((value >> 1) | (value & 0x80), value & 1);
  }
  swap(value: number): number {
    return this.shifted(((value << 4) | (value >> 4)) & 0xff, 0);
  }
  srl(value: number): number {
    return this.shifted(value >> 1, value & 1);
  }

  private shifted(result: number, carry: number): number {
    this.zero = result;
    this.carry = carry;
    this.negative = 0;
    this.half = 0;
    return result;
  }

  bit(mask: number, value: number): void {
    this.zero = value & mask;
    this.negative = 0;
    this.half = 0x10;
  }

  rlca(): void {
    this.a = this.rlc(this.a);
    this.zero = 1;
  }
  rrca(): void {
    this.a = this.rrc(this.a);
    this.zero = 1;
  }
  rla(): void {
    this.a = this.rl(this.a);
    this.zero = 1;
  }
  rra(): void {
    this.a = this.rr(this.a);
    this.zero = 1;
  }

  daa(): void {
    let a = this.a;
    if (this.negative) {
      if (this.half & 0x10) a -= 6;
      if (this.carry) a -= 0x60;
    } else {
      let adjust = 0;
      if (this.half & 0x10 || (a & 0x0f) > 9) adjust = 6;
      if (this.carry || a > 0x99) {
        adjust |= 0x60;
        this.carry = 1;
      }
      a += adjust;
    }
    this.zero = this.a = a & 0xff;
    this.half = 0;
  }

  cpl(): void {
    this.a ^= 0xff;
    this.negative = 1;
    this.half = 0x10;
  }
  scf(): void {
    this.carry = 1;
    this.negative = 0;
    this.half = 0;
  }
  ccf(): void {
    this.carry ^= 1;
    this.negative = 0;
    this.half = 0;
  }
}
