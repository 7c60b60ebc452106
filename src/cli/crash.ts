import { hex } from '../core/debug/symbols.ts';
import type { GameBoy } from '../core/game-boy.ts';

/** What a crashed program looks like, in words; null while it runs. Looked at once a frame. */
export function crashOf(gameBoy: GameBoy): string | null {
  const { cpu } = gameBoy;
  if (cpu.isLocked) return `the CPU is locked up by the illegal opcode before $${hex(cpu.pc, 4)}`;
  if (cpu.pc === 0x38 && gameBoy.peek(0x38) === 0xff)
    return 'the program runs in circles through RST $38 ($FF bytes)';
  if (cpu.isHalted && cpu.wakeIn === 0 && (gameBoy.peek(0xffff) & 0x1f) === 0)
    return `HALT before $${hex(cpu.pc, 4)} waits for no interrupt (IE is 0)`;
  return null;
}
