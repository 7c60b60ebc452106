import type { Clock } from '../clock.ts';
import type { Cpu } from './cpu.ts';

/** What the loop detector needs to know of the machine. */
export interface IdleBus {
  /** A byte of code, or -1 where the page table does not lead straight to memory. */
  codeAt(address: number): number;
  /**
   * Until when (half-dots) a read of `address` keeps giving what it gives now, if the CPU writes nothing;
   * 0 where that is not known.
   */
  stableUntil(address: number): number;
}

/** Longest loop that is looked at, bytes. */
const LONGEST = 20;

const READS_HL = 0x80;
const READS_PORT = 0x40;
const READS_WORD = 0xc0;

/**
 * The instructions that a loop may be made of while it waits: none writes memory, touches the stack, or changes
 * HL. Bits 0-2: M-cycles, 3-4: bytes, 6-7: what it reads. 0: not allowed.
 */
const WAITING = new Uint8Array(256);

function allow(opcode: number, mCycles: number, bytes: number, reads = 0): void {
  WAITING[opcode] = mCycles | (bytes << 3) | reads;
}

for (const opcode of [0x00, 0x07, 0x0f, 0x17, 0x1f, 0x2f, 0x37, 0x3f]) allow(opcode, 1, 1);
for (const opcode of [0x06, 0x0e, 0x16, 0x1e, 0x3e]) allow(opcode, 2, 2);
for (let opcode = 0x40; opcode < 0x80; opcode++) {
  const destination = (opcode >> 3) & 7;
  if (destination < 4 || destination === 7) allow(opcode, 1, 1);
}
for (let opcode = 0x80; opcode < 0xc0; opcode++) allow(opcode, 1, 1);
for (const opcode of [0x46, 0x4e, 0x56, 0x5e, 0x7e, 0x86, 0x8e, 0x96, 0x9e, 0xa6, 0xae, 0xb6, 0xbe]) {
  allow(opcode, 2, 1, READS_HL);
}
for (let opcode = 0xc6; opcode < 0x100; opcode += 8) allow(opcode, 2, 2);
allow(0xf0, 3, 2, READS_PORT);
allow(0xfa, 4, 3, READS_WORD);
// Conditions that were not met: jumps out of the loop.
for (const opcode of [0x20, 0x28, 0x30, 0x38]) allow(opcode, 2, 2);
for (const opcode of [0xc2, 0xca, 0xd2, 0xda]) allow(opcode, 3, 3);
for (const opcode of [0xc0, 0xc8, 0xd0, 0xd8]) allow(opcode, 2, 1);

/**
 * Jumps over loops that wait for an interrupt or for a register to change, as HALT is jumped over. A loop that
 * came back to its head with every register as it was, wrote nothing, and read only what stays as it is until a
 * known time will do the same again until then: whole rounds of it are skipped, at their exact length.
 */
export class IdleLoop {
  private readonly cpu: Cpu;
  private readonly clock: Clock;
  private readonly bus: IdleBus;
  private head = -1;
  private headAt = 0;
  /** What the loop reads is constant until here, half-dots. */
  private stable = 0;
  private low = 0;
  private high = 0;

  constructor(cpu: Cpu, clock: Clock, bus: IdleBus) {
    this.cpu = cpu;
    this.clock = clock;
    this.bus = bus;
  }

  /**
   * The CPU jumped back to `head` with an instruction that ends before `end` and took `jump` M-cycles. Nothing but
   * the next instruction of the loop may follow at once: no interrupt, transfer or hook.
   */
  looped(head: number, end: number, jump: number): void {
    if (end - head === 3 && this.countsDown(head)) return;
    const { cpu, clock } = this;
    const now = clock.now;
    // Every register, packed into two numbers.
    const low = (cpu.a << 24) | (cpu.b << 16) | (cpu.c << 8) | cpu.d;
    const high = (cpu.e << 24) | (cpu.h << 16) | (cpu.l << 8) | cpu.f;
    if (head === this.head && low === this.low && high === this.high && now < this.stable) {
      const round = this.roundOf(head, end, jump);
      if (round < 0) {
        cpu.busyHeads[head & 0xff] = head;
        return;
      }
      // A longer round was interrupted: what it read may be old.
      if (now - this.headAt === round * clock.mCycle) this.skip(now - this.headAt);
    } else if (head !== this.head && this.roundOf(head, end, jump) < 0) {
      cpu.busyHeads[head & 0xff] = head;
      return;
    }
    this.head = head;
    this.headAt = clock.now;
    this.low = low;
    this.high = high;
  }

  /**
   * `DEC r` and `JR NZ` back to it: all rounds but the last change nothing but r, the flags and the time. Games wait so
   * for OAM DMA to end.
   */
  private countsDown(head: number): boolean {
    const opcode = this.bus.codeAt(head);
    if ((opcode & 0xc7) !== 0x05 || opcode === 0x35 || this.bus.codeAt(head + 1) !== 0x20) return false;
    const { cpu, clock } = this;
    const { r } = cpu;
    const register = opcode >> 3;
    const round = 4 * clock.mCycle;
    const rounds = Math.min(r[register] - 1, Math.floor((clock.due - 1 - clock.now) / round));
    if (rounds > 0) {
      clock.now += rounds * round;
      r[register] = cpu.dec(r[register] - rounds + 1);
    }
    return true;
  }

  /** Forgets the last round: the machine has been changed from outside. */
  reset(): void {
    this.head = -1;
  }

  private skip(round: number): void {
    const clock = this.clock;
    const until = Math.min(clock.due, this.stable) - 1 - clock.now;
    if (until >= round) clock.now += until - (until % round);
  }

  /** M-cycles of one round from `head` to the jump that ends at `end`, or -1; also finds how long its reads are stable. */
  private roundOf(head: number, end: number, jump: number): number {
    const length = end - head;
    if (length <= 0 || length > LONGEST) return -1;
    let mCycles = jump;
    let stable = this.clock.due;
    let at = head;
    const last = end - (jump === 3 ? 2 : 3);
    while (at < last) {
      const opcode = this.bus.codeAt(at);
      if (opcode < 0) return -1;
      if (opcode === 0xcb) {
        const time = this.prefixed(this.bus.codeAt(at + 1));
        if (time < 0) return -1;
        if (time === 3) {
          const until = this.bus.stableUntil(this.cpu.hl);
          if (until === 0) return -1;
          stable = Math.min(stable, until);
        }
        mCycles += time;
        at += 2;
        continue;
      }
      const kind = WAITING[opcode];
      if (kind === 0) return -1;
      const reads = kind & 0xc0;
      if (reads !== 0) {
        const address = this.operand(at, reads);
        if (address < 0) return -1;
        const until = this.bus.stableUntil(address);
        if (until === 0) return -1;
        stable = Math.min(stable, until);
      }
      mCycles += kind & 7;
      at += (kind >> 3) & 3;
    }
    this.stable = stable;
    return at === last ? mCycles : -1;
  }

  /** M-cycles of an instruction after $CB that a waiting loop may hold, or -1. */
  private prefixed(opcode: number): number {
    const register = opcode & 7;
    if (opcode < 0 || register === 4 || register === 5) return -1;
    if (register !== 6) return 2;
    return opcode >= 0x40 && opcode < 0x80 ? 3 : -1;
  }

  private operand(at: number, reads: number): number {
    if (reads === READS_HL) return this.cpu.hl;
    const low = this.bus.codeAt(at + 1);
    if (low < 0) return -1;
    if (reads === READS_PORT) return 0xff00 | low;
    const high = this.bus.codeAt(at + 2);
    return high < 0 ? -1 : low | (high << 8);
  }
}
