import { traceLine } from '../core/debug/trace.ts';
import type { GameBoy } from '../core/game-boy.ts';
import { OutputFile } from './output.ts';

const FLUSH_AT = 1 << 16;

/** A file with one line for each instruction, before it is run. */
export class Trace {
  private readonly file: OutputFile;
  private readonly gameBoy: GameBoy;
  private text = '';

  constructor(file: string, gameBoy: GameBoy) {
    this.gameBoy = gameBoy;
    this.file = new OutputFile(file);
  }

  line(pc: number): void {
    const { gameBoy } = this;
    this.text += `${traceLine(gameBoy.cpu, pc, (address) => gameBoy.peek(address))}\n`;
    if (this.text.length > FLUSH_AT) this.flush();
  }

  close(): void {
    this.flush();
    this.file.close();
  }

  private flush(): void {
    this.file.write(this.text);
    this.text = '';
  }
}
