/**
 * The SM83's 8-bit registers, flags and arithmetic. A base class and not a part of its own, so that an instruction
 * reaches everything through one object.
 */
export class Alu {
  /** B, C, D, E, H, L, nothing, A: as opcodes number them. */
  readonly r = new Uint8Array(8);
  /** The Z flag is set when this is 0. */
  zero = 1;
  /** The C flag: 0 or 1. */
  carry = 0;
  /** The N flag: 0 or 1. */
  negative = 0;
  /** The H flag is bit 4. */
  half = 0;

  get a(): number {
    return this.r[7];
  }
  set a(value: number) {
    this.r[7] = value;
  }
  get b(): number {
    return this.r[0];
  }
  set b(value: number) {
    this.r[0] = value;
  }
  get c(): number {
    return this.r[1];
  }
  set c(value: number) {
    this.r[1] = value;
  }
  get d(): number {
    return this.r[2];
  }
  set d(value: number) {
    this.r[2] = value;
  }
  get e(): number {
    return this.r[3];
  }
  set e(value: number) {
    this.r[3] = value;
  }
  get h(): number {
    return this.r[4];
  }
  set h(value: number) {
    this.r[4] = value;
  }
  get l(): number {
    return this.r[5];
  }
  set l(value: number) {
    this.r[5] = value;
  }
  /** BC, DE or HL, by bits 4 and 5 of the opcode. */
  pair(op: number): number {
    const { r } = this;
    const high = (op >> 3) & 6;
    return (r[high] << 8) | r[high + 1];
  }
  setPair(op: number, value: number): void {
    const { r } = this;
    const high = (op >> 3) & 6;
    r[high] = value >> 8;
    r[high + 1] = value;
  }
  get bc(): number {
    return (this.r[0] << 8) | this.r[1];
  }
  set bc(value: number) {
    this.r[0] = value >> 8;
    this.r[1] = value & 0xff;
  }
  get de(): number {
    return (this.r[2] << 8) | this.r[3];
  }
  set de(value: number) {
    this.r[2] = value >> 8;
    this.r[3] = value & 0xff;
  }
  get hl(): number {
    return (this.r[4] << 8) | this.r[5];
  }
  set hl(value: number) {
    this.r[4] = value >> 8;
    this.r[5] = value & 0xff;
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
    return (this.r[7] << 8) | this.f;
  }
  set af(value: number) {
    this.r[7] = value >> 8;
    this.f = value & 0xff;
  }
  /** HL, which then counts up or, with bit 4 of the opcode, down. */
  hlOn(op: number): number {
    const { hl } = this;
    this.hl = hl + ((op & 0x10) === 0 ? 1 : -1);
    return hl;
  }
  /** NZ, Z, NC or C, by bits 3 and 4 of the opcode. */
  condition(op: number): boolean {
    const flag = (op & 0x10) === 0 ? (this.zero === 0 ? 1 : 0) : this.carry;
    return flag === ((op >> 3) & 1);
  }

  add(value: number): void {
    const sum = this.r[7] + value;
    this.half = this.r[7] ^ value ^ sum;
    this.carry = sum >> 8;
    this.negative = 0;
    this.zero = this.r[7] = sum & 0xff;
  }

  adc(value: number): void {
    const sum = this.r[7] + value + this.carry;
    this.half = this.r[7] ^ value ^ sum;
    this.carry = sum >> 8;
    this.negative = 0;
    this.zero = this.r[7] = sum & 0xff;
  }

  sub(value: number): void {
    const difference = this.r[7] - value;
    this.half = this.r[7] ^ value ^ difference;
    this.carry = (difference >> 8) & 1;
    this.negative = 1;
    this.zero = this.r[7] = difference & 0xff;
  }

  sbc(value: number): void {
    const difference = this.r[7] - value - this.carry;
    this.half = this.r[7] ^ value ^ difference;
    this.carry = (difference >> 8) & 1;
    this.negative = 1;
    this.zero = this.r[7] = difference & 0xff;
  }

  cp(value: number): void {
    const difference = this.r[7] - value;
    this.half = this.r[7] ^ value ^ difference;
    this.carry = (difference >> 8) & 1;
    this.negative = 1;
    this.zero = difference & 0xff;
  }

  and(value: number): void {
    this.zero = this.r[7] &= value;
    this.half = 0x10;
    this.carry = 0;
    this.negative = 0;
  }

  xor(value: number): void {
    this.zero = this.r[7] ^= value;
    this.half = 0;
    this.carry = 0;
    this.negative = 0;
  }

  or(value: number): void {
    this.zero = this.r[7] |= value;
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
    this.r[7] = this.rlc(this.r[7]);
    this.zero = 1;
  }
  rrca(): void {
    this.r[7] = this.rrc(this.r[7]);
    this.zero = 1;
  }
  rla(): void {
    this.r[7] = this.rl(this.r[7]);
    this.zero = 1;
  }
  rra(): void {
    this.r[7] = this.rr(this.r[7]);
    this.zero = 1;
  }

  daa(): void {
    let a = this.r[7];
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
    this.zero = this.r[7] = a & 0xff;
    this.half = 0;
  }

  cpl(): void {
    this.r[7] ^= 0xff;
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
