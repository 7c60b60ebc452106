import { closeSync, openSync, writeSync } from 'node:fs';
import type { GameBoy } from '../core/game-boy.ts';
import { reason } from './output.ts';
import { hex } from './symbols.ts';
import { UsageError } from './usage-error.ts';

const FLUSH_AT = 1 << 16;

/**
 * One line for each instruction, before it is run, in the format that emulators are compared by:
 * `A:01 F:B0 B:00 C:13 D:00 E:D8 H:01 L:4D SP:FFFE PC:0100 PCMEM:00,C3,13,02`.
 */
export class Trace {
  private readonly fd: number;
  private readonly gameBoy: GameBoy;
  private text = '';

  constructor(file: string, gameBoy: GameBoy) {
    this.gameBoy = gameBoy;
    try {
      this.fd = file === '-' ? 1 : openSync(file, 'w');
    } catch (error) {
      throw new UsageError(`Can't write ${file}: ${reason(error)}.`);
    }
  }

  line(pc: number): void {
    const { cpu } = this.gameBoy;
    const memory = [0, 1, 2, 3].map((i) => hex(this.gameBoy.peek((pc + i) & 0xffff))).join();
    this.text +=
      `A:${hex(cpu.a)} F:${hex(cpu.f)} B:${hex(cpu.b)} C:${hex(cpu.c)} D:${hex(cpu.d)} E:${hex(cpu.e)} ` +
      `H:${hex(cpu.h)} L:${hex(cpu.l)} SP:${hex(cpu.sp, 4)} PC:${hex(pc, 4)} PCMEM:${memory}\n`;
    if (this.text.length > FLUSH_AT) this.flush();
  }

  close(): void {
    this.flush();
    if (this.fd !== 1) closeSync(this.fd);
  }

  private flush(): void {
    writeSync(this.fd, this.text);
    this.text = '';
  }
}
