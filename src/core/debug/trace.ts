import type { Cpu } from '../cpu/cpu.ts';
import { hex } from './symbols.ts';

/**
 * One line for one instruction that is about to run, in the form by which emulators compare their runs:
 * `A:01 F:B0 B:00 C:13 D:00 E:D8 H:01 L:4D SP:FFFE PC:0100 PCMEM:00,C3,13,02`. `peek` reads without side effects.
 */
export function traceLine(cpu: Registers, pc: number, peek: (address: number) => number): string {
  const memory = [0, 1, 2, 3].map((i) => hex(peek((pc + i) & 0xffff))).join(',');
  return (
    `A:${hex(cpu.a)} F:${hex(cpu.f)} B:${hex(cpu.b)} C:${hex(cpu.c)} D:${hex(cpu.d)} E:${hex(cpu.e)} ` +
    `H:${hex(cpu.h)} L:${hex(cpu.l)} SP:${hex(cpu.sp, 4)} PC:${hex(pc, 4)} PCMEM:${memory}`
  );
}

/** What a line shows of the CPU. */
export type Registers = Readonly<Pick<Cpu, 'a' | 'f' | 'b' | 'c' | 'd' | 'e' | 'h' | 'l' | 'sp'>>;
