import { NEVER } from '../clock.ts';
import { GameBoy } from '../game-boy.ts';
import { checkBelongs, describeState, parseDescription, type StateFile } from './state-file.ts';
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
 * Reads a state that was kept apart from its description (snapshots, the journal), of any earlier version, into the
 * layout of `console`, which is only looked at.
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

/** By way of a new console: a field that the state lacks gets its power-on value. */
export function convert(
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
  const converted = fresh.save();
  checkRuns(fresh);
  return converted;
}

/** Enough to draw every line and to reach every part once more. */
const PROBE_FRAMES = 2;

/** Numbers may each be in range and make no sense together: what throws here would have ended the game. */
function checkRuns(fresh: GameBoy): void {
  try {
    for (let frame = 0; frame < PROBE_FRAMES; frame++) fresh.runFrame();
  } catch {
    throw new StateError('This state is damaged: the console does not run on from it. Nothing was changed.');
  }
}

const OAM_BYTES = 160;

/** What would send the machine out of its memory or round in circles. */
function checkRanges({ clock, memory, bus, dma }: GameBoy): void {
  if (clock.mCycle !== 8 && clock.mCycle !== 4) throw outOfRange('clock.mCycle');
  if (memory.vramBank > 1) throw outOfRange('memory.vramBank');
  if (memory.wramBank < 1 || memory.wramBank > 7) throw outOfRange('memory.wramBank');
  if (dma.index > OAM_BYTES) throw outOfRange('oamDma.index');
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

/** A console with the same ROM and model, as it is switched on. */
export function freshConsole(console: GameBoy): GameBoy {
  const { memory, model } = console;
  return new GameBoy({ rom: memory.bytes.slice(memory.romAt), model: model.name });
}
