import { createHash } from 'node:crypto';
import type { GameBoy } from '../core/game-boy.ts';
import { checkBelongs, describeState, packStateFile, parseStateFile } from '../core/state/state-file.ts';
import { version } from './version.ts';

/** The machine's state as a file that describes itself (docs/formats.md). */
export function stateFile(gameBoy: GameBoy, rom: Uint8Array): Uint8Array {
  const description = describeState({
    ...identity(gameBoy, rom),
    app: version(),
    format: gameBoy.stateFormat,
  });
  return packStateFile(description, gameBoy.save());
}

/** @throws StateError with a sentence; then nothing has changed. */
export function loadStateFile(gameBoy: GameBoy, rom: Uint8Array, bytes: Uint8Array): void {
  const file = parseStateFile(bytes);
  checkBelongs(file, identity(gameBoy, rom));
  gameBoy.load(file.state, file.format);
}

function identity(gameBoy: GameBoy, rom: Uint8Array) {
  return {
    rom: createHash('sha256').update(rom).digest('hex'),
    model: gameBoy.model.name,
    board: gameBoy.board.name,
  };
}
