import { Clock } from '../core/clock.ts';
import type { CpuBus } from '../core/cpu/accesses.ts';
import { Cpu } from '../core/cpu/cpu.ts';
import { hex } from '../core/debug/symbols.ts';
import { Interrupts } from '../core/interrupts.ts';
import { Memory } from '../core/memory.ts';

type Register = 'a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'h' | 'l' | 'sp' | 'pc';

/** The CPU before or after an instruction; `ei` marks an EI whose effect is still to come. */
interface VectorState extends Record<Register, number> {
  readonly ime: number;
  readonly ei?: number;
  readonly ram: readonly (readonly [address: number, value: number])[];
}

/** One instruction: where it starts, where it ends, and what the bus does in each M-cycle. */
export interface Vector {
  readonly name: string;
  readonly initial: VectorState;
  readonly final: VectorState;
  readonly cycles: readonly (readonly [address: number | null, value: number | null, kind: string])[];
}

const REGISTERS: readonly Register[] = ['a', 'b', 'c', 'd', 'e', 'f', 'h', 'l', 'sp', 'pc'];

/** A CPU on a flat 64 KB of memory that writes down what happens in every M-cycle. */
export class VectorMachine {
  private readonly ram = new Uint8Array(0x10000);
  private readonly log: string[] = [];
  private readonly clock = new Clock();
  private readonly interrupts = new Interrupts(this.clock);
  private readonly cpu: Cpu;

  constructor() {
    const { ram, log, clock } = this;
    const memory = new Memory(new Uint8Array(0x8000), 0);
    // Every access goes through the bus below; a deadline that is always due reports every M-cycle.
    memory.watch(true);
    memory.hooked = true;
    clock.due = clock.deadline = 0;
    const bus: CpuBus = {
      runDue() {
        log.push('---');
      },
      readSlow(address) {
        log[log.length - 1] = `r ${hex(address, 4)} ${hex(ram[address])}`;
        return ram[address];
      },
      writeSlow(address, value) {
        log[log.length - 1] = `w ${hex(address, 4)} ${hex(value)}`;
        ram[address] = value;
      },
      corruptOam() {},
      stop() {},
      halted() {},
      transfer() {},
    };
    this.cpu = new Cpu(clock, memory, this.interrupts, bus, false);
  }

  /** What differs from the vector, or null. `crude` compares registers and the first fetch only. */
  check(vector: Vector, crude: boolean): string | null {
    const { cpu, ram, log, clock } = this;
    clock.now = 0;
    cpu.isHalted = cpu.isStopped = cpu.isLocked = cpu.haltBug = cpu.justHalted = cpu.enabling = false;
    cpu.afterLoad();
    for (const name of REGISTERS) cpu[name] = vector.initial[name];
    cpu.ime = vector.initial.ime !== 0;
    for (const [address, value] of vector.initial.ram) ram[address] = value;
    log.length = 0;
    cpu.step();
    const wrong: string[] = [];
    for (const name of REGISTERS) {
      const digits = name.length * 2;
      const wanted = vector.final[name];
      if (cpu[name] !== wanted)
        wrong.push(`${name} is ${hex(cpu[name], digits)}, not ${hex(wanted, digits)}`);
    }
    const ime = cpu.ime || cpu.enabling;
    const wantedIme = vector.final.ime !== 0 || vector.final.ei === 1;
    if (ime !== wantedIme)
      wrong.push(`interrupts are ${ime ? 'on' : 'off'}, not ${wantedIme ? 'on' : 'off'}`);
    if (!crude) {
      for (const [address, value] of vector.final.ram) {
        if (ram[address] !== value)
          wrong.push(`(${hex(address, 4)}) is ${hex(ram[address])}, not ${hex(value)}`);
      }
    }
    const wanted = vector.cycles.map(describe);
    const seen = crude ? log.slice(0, 1) : log;
    const expected = crude ? wanted.slice(0, 1) : wanted;
    if (seen.join() !== expected.join())
      wrong.push(`the bus did [${seen.join(', ')}], not [${expected.join(', ')}]`);
    for (const [address] of vector.initial.ram) ram[address] = 0;
    for (const [address] of vector.final.ram) ram[address] = 0;
    return wrong.length === 0 ? null : wrong.join('; ');
  }
}

/** An M-cycle as the log has it; idle ones count by kind only. */
function describe([address, value, kind]: Vector['cycles'][number]): string {
  if (kind === '---' || address === null) return '---';
  return `${kind.includes('w') ? 'w' : 'r'} ${hex(address, 4)} ${hex(value ?? 0)}`;
}
