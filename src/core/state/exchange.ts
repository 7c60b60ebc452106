import { NEVER } from '../clock.ts';
import { GameBoy } from '../game-boy.ts';
import { applyBess, withBess } from './bess.ts';
import { hasBess, parseBess } from './bess-file.ts';
import {
  checkBelongs,
  describeState,
  isStateFile,
  NewerStateError,
  packStateFile,
  parseDescription,
  parseStateFile,
  type StateFile,
} from './state-file.ts';
import { type Field, StateError } from './state-map.ts';

/** What a state file says about the console it came from. */
export interface StateOrigin {
  /** SHA-256 of the ROM, 64 hexadecimal digits. */
  readonly rom: string;
  /** Version of the app. */
  readonly app: string;
}

/** The header of state files of this console: equal for all its states, so that it can be stored once. */
export function descriptionOf(console: GameBoy, origin: StateOrigin): Uint8Array {
  const { model, board, stateFormat } = console;
  return describeState({ ...origin, model: model.name, board: board.name, format: stateFormat });
}

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
 * The same for a state that was kept apart from its description (snapshots, the journal).
 * @throws StateError with a sentence.
 */
export function convertDescribed(
  console: GameBoy,
  description: Uint8Array,
  state: Uint8Array,
  rom: string,
): Uint8Array {
  return convert(console, parseDescription(description), state, rom);
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

/** By way of a new console: a field that the state lacks gets its power-on value. */
function convert(
  console: GameBoy,
  description: Omit<StateFile, 'state'>,
  state: Uint8Array,
  rom: string,
): Uint8Array {
  checkBelongs(description, { rom, model: console.model.name, board: console.board.name });
  checkTimes(description.format, state);
  const fresh = freshConsole(console);
  fresh.load(state, description.format);
  checkRanges(fresh);
  return fresh.save();
}

/** What would send the machine out of its memory or round in circles. */
function checkRanges({ clock, memory, bus }: GameBoy): void {
  if (clock.mCycle !== 8 && clock.mCycle !== 4) throw outOfRange('clock.mCycle');
  if (memory.vramBank > 1) throw outOfRange('memory.vramBank');
  if (memory.wramBank < 1 || memory.wramBank > 7) throw outOfRange('memory.wramBank');
  if (bus.booting) {
    throw new StateError('This state was made while the boot ROM was running, which is not here.');
  }
}

/** Half-dots: no part is ever further from the present than some frames, unless its time is NEVER. */
const FAR = 1 << 24;

/** A time far off would let a part catch up for minutes: whatever wrote it, it was not a console of ours. */
function checkTimes(format: readonly Field[], state: Uint8Array): void {
  const view = new DataView(state.buffer, state.byteOffset, state.byteLength);
  for (const { name, kind, at } of format) {
    if (kind !== 'i32' || !/(At|[sS]tart|now|time|frameEnd)$/.test(name)) continue;
    const time = Math.abs(view.getInt32(at, true));
    if (time > FAR && time !== NEVER) {
      throw outOfRange(name);
    }
  }
}

function outOfRange(name: string): StateError {
  return new StateError(`This state is damaged: its "${name}" is out of range. Nothing was changed.`);
}

function freshConsole(console: GameBoy): GameBoy {
  const { memory, model } = console;
  return new GameBoy({ rom: memory.bytes.slice(memory.romAt), model: model.name });
}
