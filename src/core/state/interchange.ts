import type { GameBoy } from '../game-boy.ts';
import { applyBess, lostInBess, withBess } from './bess.ts';
import { hasBess, parseBess } from './bess-file.ts';
import { convert, descriptionOf, freshConsole, type StateOrigin } from './exchange.ts';
import { isStateFile, NewerStateError, packStateFile, parseStateFile } from './state-file.ts';
import { StateError } from './state-map.ts';

/**
 * The console's state as a file: ours, with BESS behind it for other emulators. The console is only looked at.
 * Call between frames.
 */
export function exportState(console: GameBoy, origin: StateOrigin, unixSeconds: number): Uint8Array {
  const description = descriptionOf(console, origin);
  const state = console.save();
  // Reading registers brings parts up to date, which would show in the console's own next state.
  const twin = freshConsole(console);
  twin.load(state);
  return withBess(twin, packStateFile(description, state), description.length, origin.app, unixSeconds);
}

/** What another emulator will miss in the BESS part of a state that is exported now, in sentences. */
export function lostByExport(console: GameBoy): readonly string[] {
  const twin = freshConsole(console);
  twin.load(console.save());
  return lostInBess(twin);
}

/** A state in a console's own layout, and what was lost on the way, in sentences. */
export interface ConvertedState {
  readonly state: Uint8Array;
  readonly lost: readonly string[];
}

/**
 * Reads a state file of ours of any earlier version, or any emulator's with BESS, into the layout of `console`,
 * which is only looked at.
 * @throws StateError with a sentence.
 */
export function convertState(console: GameBoy, file: Uint8Array, rom: string): ConvertedState {
  if (isStateFile(file)) {
    try {
      const { state, ...description } = parseStateFile(file);
      return { state: convert(console, description, state, rom), lost: [] };
    } catch (error) {
      // A newer version's state may still be readable by its portable part.
      if (!(error instanceof NewerStateError) || !hasBess(file)) throw error;
    }
  } else if (!hasBess(file)) {
    throw new StateError('This file is not a state that can be read here. Nothing was changed.');
  }
  const bess = parseBess(file);
  const fresh = freshConsole(console);
  const lost = applyBess(fresh, bess);
  return { state: fresh.save(), lost };
}

/**
 * `convertState`, and loads the result. Returns what was lost.
 * @throws StateError with a sentence; then nothing has changed.
 */
export function importState(console: GameBoy, file: Uint8Array, rom: string): readonly string[] {
  const { state, lost } = convertState(console, file, rom);
  console.load(state);
  return lost;
}
