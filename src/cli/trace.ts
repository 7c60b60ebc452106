import { closeSync, openSync, writeSync } from 'node:fs';
import { traceLine } from '../core/debug/trace.ts';
import type { GameBoy } from '../core/game-boy.ts';
import { reason } from './output.ts';
import { UsageError } from './usage-error.ts';

const FLUSH_AT = 1 << 16;

/** A file with one line for each instruction, before it is run. */
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
    const { gameBoy } = this;
    this.text += `${traceLine(gameBoy.cpu, pc, (address) => gameBoy.peek(address))}\n`;
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
