import { disassemble } from '../core/cpu/disassembler.ts';
import { Symbols } from '../core/debug/symbols.ts';
import type { GameBoy } from '../core/game-boy.ts';
import { OAM_AT, VRAM_AT, WRAM_AT } from '../core/memory.ts';
import { Palettes } from '../core/ppu/palettes.ts';
import type { DebugRequest, DebugView, Watchpoint } from '../player/messages.ts';
import { rangeOf, Watchpoints } from './watchpoints.ts';

/** A call that does not come back within this many instructions is left where it is. */
const MOST_STEPS = 1_500_000;
const LINES = 32;
/** Instructions shown before the one that comes next. */
const LINES_BEFORE = 8;
const MEMORY = 256;
const LD_B_B = 0x40;

/** Looks into a console, stops it at addresses, and moves it by single instructions. */
export class GameDebugger {
  /** The run was stopped by a breakpoint. */
  private hit = false;
  private readonly machine: GameBoy;
  private symbols = new Symbols();
  private breakpoints: readonly string[] = [];
  /** Address and the bank it must be in; -1 is any. */
  private readonly stops = new Map<number, number>();
  private stopsAtLdBB = false;
  private watchpoints: readonly Watchpoint[] = [];
  private readonly watching: Watchpoints;
  /** The developer sees this instruction as the next one, so going on starts with it; -1 for none. */
  private passing = -1;

  constructor(machine: GameBoy) {
    this.machine = machine;
    this.watching = new Watchpoints(machine, (address) => this.bankOf(address));
  }

  /** Lets the console run as if nobody had looked. */
  detach(): void {
    this.machine.setCpuHook(null);
    this.watching.clear();
  }

  /** Called after each frame that ran: true if a breakpoint or a watchpoint stopped it. */
  takeHit(): boolean {
    const { watching } = this;
    const hit = (this.hit && this.machine.isMidFrame) || watching.fresh;
    // A frame that ran on leaves nothing to say of an earlier stop.
    if (!watching.fresh) watching.seen = null;
    this.hit = watching.fresh = false;
    return hit;
  }

  /** Does what is asked while the console stands still. True if that moved it. */
  perform({ command }: DebugRequest): boolean {
    if (command.do !== 'look') this.watching.seen = null;
    switch (command.do) {
      case 'look':
        return false;
      case 'step':
        this.step();
        break;
      case 'stepOver':
        this.stepOver();
        break;
      case 'frame':
        this.passing = this.machine.cpu.pc;
        this.machine.runFrame();
        this.hit = false;
        break;
      case 'breakpoints':
        this.breakpoints = command.at;
        this.stopsAtLdBB = command.ldBB;
        this.arm();
        this.passing = this.machine.cpu.pc;
        return false;
      case 'watchpoints':
        this.watchpoints = command.at;
        this.arm();
        this.passing = this.machine.cpu.pc;
        return false;
      case 'symbols':
        this.symbols = new Symbols(command.text);
        this.arm();
        this.passing = this.machine.cpu.pc;
        return false;
    }
    this.passing = this.machine.cpu.pc;
    this.watching.fresh = false;
    return true;
  }

  view({ code, memory }: DebugRequest): DebugView {
    const { machine } = this;
    const { cpu, clock } = machine;
    machine.ppu.sync(clock.now);
    const from = (code === '' ? null : this.addressOf(code)) ?? this.before(cpu.pc);
    const memoryAt = (this.addressOf(memory) ?? 0xc000) & 0xfff0;
    return {
      registers: { af: cpu.af, bc: cpu.bc, de: cpu.de, hl: cpu.hl, sp: cpu.sp, pc: cpu.pc },
      ime: cpu.ime,
      halted: cpu.isHalted,
      code: this.lines(from),
      memoryAt,
      memory: this.read(memoryAt, MEMORY),
      ports: this.read(0xff00, 0x80),
      interruptEnable: machine.peek(0xffff),
      vram: machine.memory.bytes.slice(VRAM_AT, WRAM_AT),
      oam: machine.memory.bytes.slice(OAM_AT, OAM_AT + 160),
      colours: machine.model.cgb ? this.colours() : null,
      breakpoints: this.breakpoints.map((text) => ({ text, address: this.addressOf(text) })),
      watchpoints: this.watchpoints.map((one) => ({
        ...one,
        known: rangeOf(one.text, this.symbols) !== null,
      })),
      watched: this.watched(),
      symbols: this.symbols.size,
    };
  }

  private watched(): DebugView['watched'] {
    const { seen } = this.watching;
    if (seen === null) return null;
    const { address } = seen;
    return { ...seen, label: this.symbols.describe(this.bankOf(address), address) ?? null };
  }

  private arm(): void {
    this.watching.set(this.watchpoints, this.symbols);
    this.stops.clear();
    for (const text of this.breakpoints) {
      const at = this.symbols.parse(text);
      if (at !== undefined) this.stops.set(at.address, at.address < 0x8000 ? at.bank : -1);
    }
    const idle = this.stops.size === 0 && !this.stopsAtLdBB;
    this.machine.setCpuHook(idle ? null : { before: (pc) => this.isStop(pc) });
  }

  /** Called before each instruction while there are breakpoints. */
  private isStop(pc: number): boolean {
    if (pc === this.passing) {
      this.passing = -1;
      return false;
    }
    this.passing = -1;
    if (!this.stopsAt(pc) && !(this.stopsAtLdBB && this.machine.peek(pc) === LD_B_B)) return false;
    this.hit = true;
    return true;
  }

  /** One instruction; HALT lasts until something wakes the CPU. */
  private step(): void {
    const { machine } = this;
    machine.step();
    for (let i = 0; i < MOST_STEPS && machine.cpu.isHalted; i++) machine.step();
  }

  /** Runs a called routine as one step. */
  private stepOver(): void {
    const { machine } = this;
    const { cpu } = machine;
    const { length, text } = this.lineAt(cpu.pc);
    const next = (cpu.pc + length) & 0xffff;
    const { sp } = cpu;
    this.step();
    if (!/^(CALL|RST)/.test(text)) return;
    for (let i = 0; i < MOST_STEPS && !(cpu.pc === next && cpu.sp === sp); i++) {
      if (this.stopsAt(cpu.pc) || this.watching.seen !== null) return;
      machine.step();
    }
  }

  private stopsAt(address: number): boolean {
    const bank = this.stops.get(address);
    return bank !== undefined && (bank < 0 || bank === this.bankOf(address));
  }

  private lineAt(address: number): { address: number; length: number; text: string } {
    return disassemble(
      address,
      (at) => this.machine.peek(at),
      (at) => this.symbols.nameAt(this.bankOf(at), at),
    );
  }

  private lines(from: number): DebugView['code'] {
    const lines: DebugView['code'][number][] = [];
    let at = from;
    for (let i = 0; i < LINES; i++) {
      const { address, length, text } = this.lineAt(at);
      lines.push({
        address,
        bytes: this.read(address, length),
        text,
        label: this.symbols.nameAt(this.bankOf(address), address) ?? null,
        stops: this.stopsAt(address),
      });
      at = (at + length) & 0xffff;
    }
    return lines;
  }

  /** An address some instructions before `pc` from which reading arrives at `pc`: code has no marks. */
  private before(pc: number): number {
    for (let back = LINES_BEFORE * 3; back > 0; back--) {
      let at = pc - back;
      if (at < 0) continue;
      let count = 0;
      while (at < pc) {
        at += this.lineAt(at).length;
        count++;
      }
      if (at === pc && count <= LINES_BEFORE) return pc - back;
    }
    return pc;
  }

  private read(from: number, length: number): Uint8Array {
    return Uint8Array.from({ length }, (_, i) => this.machine.peek((from + i) & 0xffff));
  }

  /** A label, `$C000`, `C000` or `01:4000`, each with an optional `+offset`. */
  private addressOf(text: string): number | null {
    return this.symbols.parse(text)?.address ?? null;
  }

  /** The bank mapped at an address; 0 where there is only one. */
  private bankOf(address: number): number {
    const { memory } = this.machine;
    if (address < 0x8000) return (memory.offsetOf(address) + (address & ~0x3fff) - memory.romAt) >> 14;
    if (address < 0xa000) return memory.vramBank;
    return address >> 12 === 0xd ? memory.wramBank : 0;
  }

  /** 15-bit colours: eight background palettes, then eight object palettes. */
  private colours(): Uint16Array {
    const colours = new Uint16Array(64);
    const palettes = this.machine.ppu.parts().find(([, part]) => part instanceof Palettes)?.[1];
    if (!(palettes instanceof Palettes)) return colours;
    const { bg, obj } = palettes;
    for (let i = 0; i < 32; i++) {
      colours[i] = bg[2 * i] | (bg[2 * i + 1] << 8);
      colours[32 + i] = obj[2 * i] | (obj[2 * i + 1] << 8);
    }
    return colours;
  }
}
