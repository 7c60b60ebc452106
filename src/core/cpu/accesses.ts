import type { Clock } from '../clock.ts';
import { HRAM_AT, type Memory } from '../memory.ts';
import { Alu } from './alu.ts';

/** What the CPU needs of the machine around it. No time passes inside these calls. */
export interface CpuBus {
  /** Brings up to date whatever is due; called when the clock has reached its deadline. */
  runDue(): void;
  /** A read that the page table leaves to the bus. */
  readSlow(address: number): number;
  /** A write that the page table leaves to the bus. */
  writeSlow(address: number, value: number): void;
  /** The 16-bit incrementer put an address in $FE00-$FEFF on the bus (DMG OAM corruption). */
  corruptOam(address: number): void;
  /** STOP: switches speed or waits for a button. `pending`: an enabled interrupt is requested. */
  stop(pending: boolean): void;
  /** HALT was executed: transfers stop where they do. */
  halted(): void;
  /** Runs the HBlank or general-purpose transfer that is due. */
  transfer(): void;
}

/**
 * What the SM83 does in an M-cycle: nothing, a read, or a write, at its end; and the pairs of them that every program is
 * full of. Where nothing falls due in between, a pair is one step.
 */
export abstract class Accesses extends Alu {
  sp = 0;
  pc = 0;
  protected readonly clock: Clock;
  protected readonly bus: CpuBus;
  protected readonly bytes: Uint8Array;
  protected readonly readPage: Int32Array;
  private readonly writePage: Int32Array;
  private readonly memory: Memory;

  constructor(clock: Clock, memory: Memory, bus: CpuBus) {
    super();
    this.clock = clock;
    this.bus = bus;
    this.bytes = memory.bytes;
    this.readPage = memory.readPage;
    this.writePage = memory.writePage;
    this.memory = memory;
  }

  /** An M-cycle without an access. */
  idle(): void {
    const clock = this.clock;
    clock.now += clock.mCycle;
    if (clock.now >= clock.deadline) this.bus.runDue();
  }

  /** An M-cycle that reads. */
  read(address: number): number {
    const clock = this.clock;
    clock.now += clock.mCycle;
    if (clock.now >= clock.deadline) this.bus.runDue();
    const at = this.readPage[address >> 12] + address;
    return at >= 0 ? this.bytes[at] : this.readOther(address);
  }

  /** An M-cycle that reads $FF00 + `offset`. */
  readHigh(offset: number): number {
    const clock = this.clock;
    clock.now += clock.mCycle;
    if (clock.now >= clock.deadline) this.bus.runDue();
    return this.isHram(offset) ? this.bytes[HRAM_AT - 0x80 + offset] : this.bus.readSlow(0xff00 | offset);
  }

  /** HRAM is the CPU's own, and nothing gets in its way but the debugger. `offset`: from $FF00. */
  private isHram(offset: number): boolean {
    return offset >= 0x80 && offset !== 0xff && !this.memory.hooked;
  }

  /** A read that the page table does not answer. */
  protected readOther(address: number): number {
    const offset = address - 0xff00;
    return this.isHram(offset) ? this.bytes[HRAM_AT - 0x80 + offset] : this.bus.readSlow(address);
  }

  /** An M-cycle that writes. */
  write(address: number, value: number): void {
    const clock = this.clock;
    clock.now += clock.mCycle;
    if (clock.now >= clock.deadline) this.bus.runDue();
    const at = this.writePage[address >> 12] + address;
    if (at >= 0) this.bytes[at] = value;
    else this.writeOther(address, value);
  }

  /** An M-cycle that writes to $FF00 + `offset`. */
  writeHigh(offset: number, value: number): void {
    const clock = this.clock;
    clock.now += clock.mCycle;
    if (clock.now >= clock.deadline) this.bus.runDue();
    if (this.isHram(offset)) this.bytes[HRAM_AT - 0x80 + offset] = value;
    else this.bus.writeSlow(0xff00 | offset, value);
  }

  private writeOther(address: number, value: number): void {
    const offset = address - 0xff00;
    if (this.isHram(offset)) this.bytes[HRAM_AT - 0x80 + offset] = value;
    else this.bus.writeSlow(address, value);
  }

  /** An M-cycle that reads the byte after the opcode. */
  fetch(): number {
    const pc = this.pc;
    this.pc = (pc + 1) & 0xffff;
    return this.read(pc);
  }

  /** Two M-cycles that read a 16-bit operand. */
  fetch16(): number {
    const pc = this.pc;
    this.pc = (pc + 2) & 0xffff;
    return this.read16(pc);
  }

  /** Two M-cycles that read two bytes, the low one first. */
  private read16(address: number): number {
    const { clock, bytes } = this;
    const at = this.readPage[address >> 12] + address;
    const time = clock.now + 2 * clock.mCycle;
    if (time < clock.deadline && at >= 0 && (address & 0xfff) !== 0xfff) {
      clock.now = time;
      return bytes[at] | (bytes[at + 1] << 8);
    }
    return this.readBoth(address);
  }

  private readBoth(address: number): number {
    const low = this.read(address);
    return low | (this.read((address + 1) & 0xffff) << 8);
  }

  /** An M-cycle in which the incrementer holds `address`. */
  idu(address: number): void {
    this.idle();
    if ((address & 0xff00) === 0xfe00) this.bus.corruptOam(address);
  }

  /** Three M-cycles: SP on the incrementer, then two writes. */
  push(value: number): void {
    const { clock, sp } = this;
    const to = (sp - 2) & 0xffff;
    this.sp = to;
    const at = this.writePage[to >> 12] + to;
    const time = clock.now + 3 * clock.mCycle;
    if (time < clock.deadline && at >= 0 && (to & 0xfff) !== 0xfff) {
      clock.now = time;
      this.bytes[at + 1] = value >> 8;
      this.bytes[at] = value;
    } else this.pushSlowly(sp, value);
  }

  private pushSlowly(sp: number, value: number): void {
    this.idu(sp);
    this.write((sp - 1) & 0xffff, value >> 8);
    this.write((sp - 2) & 0xffff, value & 0xff);
  }

  /** Two M-cycles. */
  pop(): number {
    const sp = this.sp;
    this.sp = (sp + 2) & 0xffff;
    return this.read16(sp);
  }
}
