import type { Clock } from '../clock.ts';
import { INT_VBLANK, type Interrupts } from '../interrupts.ts';
import type { Memory } from '../memory.ts';
import type { Shape } from '../state/state-map.ts';
import { Accesses, type CpuBus } from './accesses.ts';
import type { IdleLoop } from './idle-loop.ts';
import { OPCODES } from './opcodes.ts';
import { PREFIXED } from './prefixed.ts';

/** Reasons for leaving the fast loop; bits of `attention`. */
export const ATTEND_FRAME = 1;
export const ATTEND_HALT = 2;
export const ATTEND_EI = 4;
export const ATTEND_TRANSFER = 8;
export const ATTEND_HOOK = 16;
export const ATTEND_HALT_BUG = 32;
export const ATTEND_LOCKED = 64;
export const ATTEND_STOP = 128;
export const ATTEND_PAUSE = 256;

/** The debugger's view of instruction starts. */
export interface CpuHook {
  /**
   * Called before the instruction at `pc` is fetched; true stops the run there. The run that follows goes past it
   * without asking again. Not called while the CPU sleeps or an interrupt comes first.
   */
  before(pc: number): boolean;
}

/**
 * The SM83 (the CPU core of the LR35902 chip): the run of instructions, HALT, STOP and interrupt dispatch. Registers and
 * arithmetic are in alu.ts, M-cycles in accesses.ts, the 512 instructions in opcodes.ts and prefixed.ts.
 */
export class Cpu extends Accesses {
  static readonly shape: Shape<Cpu, 'attention' | 'busyHeads' | 'r' | 'af' | 'bc' | 'de' | 'f' | 'hl'> = {
    a: 'u8',
    b: 'u8',
    c: 'u8',
    d: 'u8',
    e: 'u8',
    h: 'u8',
    l: 'u8',
    zero: 'u8',
    carry: 'u8',
    negative: 'u8',
    half: 'u8',
    sp: 'u16',
    pc: 'u16',
    ime: 'bool',
    enabling: 'bool',
    isHalted: 'bool',
    justHalted: 'bool',
    haltBug: 'bool',
    isStopped: 'bool',
    isLocked: 'bool',
    wakeIn: 'i32',
  };
  ime = false;
  /** EI was the last instruction: IME rises after the next one has started. */
  enabling = false;
  isHalted = false;
  /** HALT was the last instruction: its first look at IF comes earlier. */
  justHalted = false;
  /** The byte after HALT will be fetched twice. */
  haltBug = false;
  /** STOP waits for a button. */
  isStopped = false;
  /** An illegal opcode was executed: only a reset helps. */
  isLocked = false;
  /** Half-dots until a speed switch lets the CPU go on; 0 when there is none. */
  wakeIn = 0;
  /** Why the fast loop must not go on: ATTEND_ bits. Derived, except for the frame's end. */
  attention = 0;
  /** Heads of loops that are known not to wait, by their low byte: asked first, because most loops don't. */
  readonly busyHeads = new Int32Array(256).fill(-1);
  /** Whether HALT looks at IF in the middle of an M-cycle (DMG) or at its start (CGB). */
  private readonly haltLook: number;
  private hook: CpuHook | null = null;
  /** Where the hook stopped the run; -1 once it has gone on. */
  private stoppedAt = -1;
  private idleLoop: IdleLoop | null = null;
  private skips = true;
  private readonly interrupts: Interrupts;

  constructor(clock: Clock, memory: Memory, interrupts: Interrupts, bus: CpuBus, cgb: boolean) {
    super(clock, memory, bus);
    this.interrupts = interrupts;
    this.haltLook = cgb ? 0 : 4;
  }

  // ---- Running --------------------------------------------------------------------------------------------

  /** Runs instructions until `ATTEND_FRAME` is set, or a hook stops the run: then the result is true. */
  run(): boolean {
    for (;;) {
      if (this.attention !== 0) {
        if (this.attention & ATTEND_PAUSE) return true;
        if (this.attention & ATTEND_FRAME) return false;
        if (this.hook !== null && this.stopsHere(this.hook)) return true;
      }
      this.step();
      this.plan();
      this.proceed();
    }
  }

  /** Instructions one after the other, as long as nothing comes between them. */
  private proceed(): void {
    const { clock, bytes, readPage } = this;
    const table = OPCODES;
    for (;;) {
      const time = clock.now + clock.mCycle;
      if (time >= clock.deadline) return;
      clock.now = time;
      const pc = this.pc;
      this.pc = (pc + 1) & 0xffff;
      const at = readPage[pc >> 12] + pc;
      const opcode = at >= 0 ? bytes[at] : this.readOther(pc);
      table[opcode](this, opcode);
    }
  }

  /** Finds until when instructions can follow each other, from `clock.due` and what else there is to do. */
  plan(): void {
    const { clock } = this;
    const isBusy = this.attention !== 0 || (this.ime && this.interrupts.pending !== 0);
    clock.deadline = isBusy ? 0 : clock.due;
  }

  /** Something else than the next instruction is to be done: `reason` is an ATTEND_ bit. */
  attend(reason: number): void {
    this.attention |= reason;
    this.clock.deadline = 0;
  }

  private stopsHere(hook: CpuHook): boolean {
    if (this.isHalted || this.isStopped || this.isLocked) return false;
    if (this.ime && this.interrupts.pending !== 0) return false;
    const passes = this.pc === this.stoppedAt;
    this.stoppedAt = -1;
    if (passes || !hook.before(this.pc)) return false;
    this.stoppedAt = this.pc;
    return true;
  }

  /** One instruction, one interrupt dispatch, or one look at IF while halted; every special case is here. */
  step(): void {
    const clock = this.clock;
    if (this.isLocked || this.isStopped) {
      this.skip(0);
      this.idle();
      return;
    }
    if (this.isHalted) {
      if (!this.wakes()) return;
    } else {
      clock.now += clock.mCycle;
      if (clock.now >= clock.due) this.bus.runDue();
    }
    this.next();
  }

  /** Nothing can change before the deadline: jumps to the last M-cycle that ends `look` half-dots before it. */
  private skip(look: number): void {
    if (!this.skips) return;
    const clock = this.clock;
    const idle = clock.due - clock.now - look - 1;
    if (idle >= clock.mCycle) clock.now += idle - (idle % clock.mCycle);
  }

  /** The rest of an instruction or dispatch whose first M-cycle has passed. */
  private next(): void {
    const enabled = this.ime;
    if (this.enabling) {
      this.enabling = false;
      this.ime = true;
      this.attention &= ~ATTEND_EI;
      this.plan();
    }
    if (enabled && this.interrupts.pending !== 0) {
      this.dispatch();
      return;
    }
    const pc = this.pc;
    this.pc = (pc + 1) & 0xffff;
    const at = this.readPage[pc >> 12] + pc;
    const opcode = at >= 0 ? this.bytes[at] : this.readOther(pc);
    if (this.attention & ATTEND_TRANSFER) this.bus.transfer();
    if (this.haltBug) {
      this.haltBug = false;
      this.attention &= ~ATTEND_HALT_BUG;
      this.pc = pc;
    }
    OPCODES[opcode](this, opcode);
  }

  /**
   * Waits in HALT, as far as the next deadline at once. True when the CPU goes on at `clock.now`.
   * The DMG looks at IF in the middle of each M-cycle, the CGB an M-cycle before it goes on; the first look
   * comes right after HALT itself. // mooneye acceptance/halt_ime0_nointr_timing, gbmicrotest int_hblank_halt_*
   */
  private wakes(): boolean {
    const clock = this.clock;
    const mCycle = clock.mCycle;
    if (this.justHalted) {
      this.justHalted = false;
      clock.now += mCycle;
      if (clock.now >= clock.due) this.bus.runDue();
    } else {
      if (this.wakeIn === 0 && this.interrupts.pending === 0) this.skip(this.haltLook);
      clock.now += this.haltLook;
      if (clock.now >= clock.due) this.bus.runDue();
      clock.now -= this.haltLook;
    }
    const pending = this.interrupts.pending !== 0;
    clock.now += mCycle;
    if (clock.now >= clock.due) this.bus.runDue();
    if (this.wakeIn > 0) {
      this.wakeIn = Math.max(0, this.wakeIn - mCycle);
      if (this.wakeIn === 0) {
        this.wake();
        return true;
      }
    }
    if (!pending) return false;
    this.wake();
    this.wakeIn = 0;
    return true;
  }

  private wake(): void {
    this.isHalted = false;
    this.attention &= ~ATTEND_HALT;
    this.bus.halted();
  }

  /**
   * Five M-cycles to the handler; the first has passed. IE is read after the high byte of PC is pushed and IF
   * after the low one, so that a push into IE can cancel. // mooneye acceptance/interrupts/ie_push
   */
  private dispatch(): void {
    const clock = this.clock;
    const interrupts = this.interrupts;
    this.ime = false;
    this.plan();
    this.idu(this.pc);
    if ((this.sp & 0xff00) === 0xfe00) this.bus.corruptOam(this.sp);
    this.idle();
    this.sp = (this.sp - 1) & 0xffff;
    this.write(this.sp, this.pc >> 8);
    const enabled = interrupts.enabled;
    this.sp = (this.sp - 1) & 0xffff;
    // A low byte that lands in IF is pushed too late to choose the handler.
    const requested = this.sp === 0xff0f ? this.requestedNext() : -1;
    this.write(this.sp, this.pc & 0xff);
    const queue = (requested < 0 ? interrupts.flags : requested) & enabled & 0x1f;
    if (queue === 0) {
      this.pc = 0;
      return;
    }
    // The request is acknowledged in the middle of the last M-cycle: one that comes later is kept.
    const half = clock.mCycle >> 1;
    clock.now += half;
    if (clock.now >= clock.deadline) this.bus.runDue();
    clock.now -= half;
    let bit = INT_VBLANK;
    let vector = 0x40;
    while ((queue & bit) === 0) {
      bit <<= 1;
      vector += 8;
    }
    interrupts.acknowledge(bit);
    this.pc = vector;
  }

  /** IF as it will be an M-cycle from now, before a write of the CPU. */
  private requestedNext(): number {
    const clock = this.clock;
    clock.now += clock.mCycle;
    if (clock.now >= clock.deadline) this.bus.runDue();
    clock.now -= clock.mCycle;
    return this.interrupts.flags;
  }

  /** Shortcuts: HALT and the loops that `idleLoop` recognises jump to the deadline; with null nothing does. */
  setShortcuts(idleLoop: IdleLoop | null): void {
    this.idleLoop = idleLoop;
    this.skips = idleLoop !== null;
  }

  /** Installs the debugger's hook, or removes it with null. */
  setHook(hook: CpuHook | null): void {
    this.hook = hook;
    this.stoppedAt = -1;
    this.attention = hook ? this.attention | ATTEND_HOOK : this.attention & ~ATTEND_HOOK;
    this.plan();
  }

  /** Times have been rebased: the last round of a waiting loop is no longer where it was. */
  rebase(): void {
    this.idleLoop?.reset();
  }

  afterLoad(): void {
    this.stoppedAt = -1;
    this.idleLoop?.reset();
    this.attention =
      (this.attention & ATTEND_HOOK) |
      (this.isHalted ? ATTEND_HALT : 0) |
      (this.enabling ? ATTEND_EI : 0) |
      (this.haltBug ? ATTEND_HALT_BUG : 0) |
      (this.isLocked ? ATTEND_LOCKED : 0) |
      (this.isStopped ? ATTEND_STOP : 0);
  }

  // ---- Arithmetic that takes M-cycles ----------------------------------------------------------------------

  /** ADD HL,rr; one more M-cycle. */
  addHl(value: number): void {
    this.idle();
    const hl = this.hl;
    const sum = hl + value;
    this.half = (hl ^ value ^ sum) >> 8;
    this.carry = sum >> 16;
    this.negative = 0;
    this.hl = sum & 0xffff;
  }

  /** SP + signed operand, for ADD SP,e and LD HL,SP+e; the flags are those of the low bytes. */
  spPlus(): number {
    const offset = this.fetch();
    const low = (this.sp & 0xff) + offset;
    this.half = this.sp ^ offset ^ low;
    this.carry = low >> 8;
    this.negative = 0;
    this.zero = 1;
    this.idle();
    return (this.sp + ((offset << 24) >> 24)) & 0xffff;
  }

  /** An M-cycle on the incrementer, INC rr. */
  inc16(value: number): number {
    this.idu(value);
    return (value + 1) & 0xffff;
  }

  dec16(value: number): number {
    this.idu(value);
    return (value - 1) & 0xffff;
  }

  // ---- Flow -----------------------------------------------------------------------------------------------

  jr(taken: boolean): void {
    const offset = this.fetch();
    if (!taken) return;
    this.idle();
    const end = this.pc;
    this.pc = (end + ((offset << 24) >> 24)) & 0xffff;
    if (offset > 0xe8 && this.busyHeads[this.pc & 0xff] !== this.pc) this.looped(end, 3);
  }

  /** Lets the loop detector look at a short jump backwards. */
  private looped(end: number, mCycles: number): void {
    if (this.idleLoop === null || this.attention !== 0) return;
    if (this.ime && this.interrupts.pending !== 0) return;
    this.idleLoop.looped(this.pc, end, mCycles);
  }

  jp(taken: boolean): void {
    const target = this.fetch16();
    if (!taken) return;
    this.idle();
    const end = this.pc;
    this.pc = target;
    if (target < end && end - target < 24 && this.busyHeads[target & 0xff] !== target) this.looped(end, 4);
  }

  call(taken: boolean): void {
    const target = this.fetch16();
    if (!taken) return;
    this.push(this.pc);
    this.pc = target;
  }

  rst(target: number): void {
    this.push(this.pc);
    this.pc = target;
  }

  ret(): void {
    const target = this.pop();
    this.idle();
    this.pc = target;
  }

  retIf(taken: boolean): void {
    this.idle();
    if (taken) this.ret();
  }

  reti(): void {
    this.ret();
    this.ime = true;
    this.plan();
  }

  /** LD (nn),SP. */
  storeSp(): void {
    const address = this.fetch16();
    this.write(address, this.sp & 0xff);
    this.write((address + 1) & 0xffff, this.sp >> 8);
  }

  /** LD SP,HL. */
  loadSp(): void {
    this.idu(this.hl);
    this.sp = this.hl;
  }

  prefix(): void {
    const opcode = this.fetch();
    PREFIXED[opcode](this, opcode);
  }

  di(): void {
    this.ime = false;
    this.enabling = false;
    this.attention &= ~ATTEND_EI;
  }

  ei(): void {
    if (this.ime || this.enabling) return;
    this.enabling = true;
    this.attend(ATTEND_EI);
  }

  /**
   * HALT reads the byte after it. With an enabled request already there it does not halt: under IME the handler
   * returns to HALT itself, without IME the next byte is fetched twice.
   * // blargg halt_bug, mooneye acceptance/halt_ime1_timing
   */
  halt(): void {
    this.read(this.pc);
    this.justHalted = true;
    if (this.interrupts.pending === 0) {
      this.isHalted = true;
      this.attend(ATTEND_HALT);
      this.bus.halted();
    } else if (this.ime) {
      this.pc = (this.pc - 1) & 0xffff;
    } else {
      this.haltBug = true;
      this.attend(ATTEND_HALT_BUG);
    }
    // The M-cycle of that read is the one that the next fetch, or the first look at IF, begins with.
    this.clock.now -= this.clock.mCycle;
  }

  stop(): void {
    const pending = this.interrupts.pending !== 0;
    this.bus.stop(pending);
  }

  /** Puts the CPU to sleep for STOP until a button is pressed. */
  sleep(): void {
    this.isStopped = true;
    this.attend(ATTEND_STOP);
  }

  /** A button ends STOP. */
  wakeFromStop(): void {
    this.isStopped = false;
    this.attention &= ~ATTEND_STOP;
  }

  /** After a speed switch the CPU waits `halfDots`, or for an interrupt. */
  haltFor(halfDots: number): void {
    this.isHalted = true;
    this.justHalted = true;
    this.wakeIn = halfDots;
    this.attend(ATTEND_HALT);
  }

  /** One of the eleven opcodes that do not exist: the CPU stops for good. */
  lockUp(): void {
    this.isLocked = true;
    this.attend(ATTEND_LOCKED);
  }
}
