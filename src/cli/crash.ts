import type { GameBoy } from '../core/game-boy.ts';
import type { Symbols } from './symbols.ts';

/** What a crashed program looks like, in words; null while it runs. Looked at once a frame. */
export function crashOf(gameBoy: GameBoy, symbols: Symbols): string | null {
  const { cpu } = gameBoy;
  const place = () => symbols.place(gameBoy, cpu.pc);
  if (cpu.isLocked) return `the CPU is locked up by the illegal opcode before ${place()}`;
  if (cpu.pc === 0x38 && gameBoy.peek(0x38) === 0xff)
    return 'the program runs in circles through RST $38 ($FF bytes)';
  if (cpu.isHalted && cpu.wakeIn === 0 && (gameBoy.peek(0xffff) & 0x1f) === 0)
    return `HALT before ${place()} waits for no interrupt (IE is 0)`;
  return null;
}
