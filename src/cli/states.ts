import { createHash } from 'node:crypto';
import type { GameBoy } from '../core/game-boy.ts';
import { exportState, importState, lostByExport } from '../core/state/interchange.ts';
import { say } from './output.ts';
import { version } from './version.ts';

/** The machine's state as a file that describes itself, with BESS behind it (docs/formats.md). */
export function stateFile(gameBoy: GameBoy, rom: Uint8Array): Uint8Array {
  // Time stands at 0: the same run gives the same file.
  return exportState(gameBoy, { rom: hashOf(rom), app: version() }, 0);
}

/** Says on standard error what other emulators will miss in a state that is written now. */
export function sayLostByExport(gameBoy: GameBoy): void {
  for (const sentence of lostByExport(gameBoy)) say(`Lost in other emulators (BESS): ${sentence}`, true);
}

/**
 * Loads a state file of ours, or another emulator's with BESS, and says on standard error what was lost.
 * @throws StateError with a sentence; then nothing has changed.
 */
export function loadStateFile(gameBoy: GameBoy, rom: Uint8Array, bytes: Uint8Array): void {
  for (const sentence of importState(gameBoy, bytes, hashOf(rom))) say(`Lost: ${sentence}`, true);
}

function hashOf(rom: Uint8Array): string {
  return createHash('sha256').update(rom).digest('hex');
}
