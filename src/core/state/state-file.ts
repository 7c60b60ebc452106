import { crc32 } from './crc32.ts';
import { type Field, type Kind, StateError } from './state-map.ts';
import { readText, writeText } from './text.ts';

/**
 * The file of a save state, described byte by byte in docs/formats.md. It carries the names, kinds and sizes of
 * its fields, so that it loads for ever: a field that a later version lacks is skipped, one that it has besides
 * keeps its power-on value.
 */
export interface StateFile {
  /** SHA-256 of the ROM, 64 hexadecimal digits. */
  readonly rom: string;
  readonly model: string;
  readonly board: string;
  /** Version of the app that made it; for people. */
  readonly app: string;
  readonly format: readonly Field[];
  /** What the machine saved. */
  readonly state: Uint8Array;
}

/** A state file of a newer version: ours cannot read it, but its BESS part may be readable. */
export class NewerStateError extends StateError {}

/** Version of the container; a greater one is refused with a sentence. */
export const STATE_FILE_VERSION = 1;

const MAGIC = [0x44, 0x4d, 0x53, 0x54, 0x41, 0x54, 0x45, 0x1a]; // "DMSTATE", end-of-file mark
const FIXED = 56;
const KINDS: readonly Kind[] = ['u8', 'u16', 'i32', 'f64', 'bool', 'bytes', 'i32s'];
const SIZES: Readonly<Record<Kind, number>> = { u8: 1, u16: 2, i32: 4, f64: 8, bool: 1, bytes: 0, i32s: 0 };
/** No state is near it: 128 KB of cartridge RAM and the console's 50 KB. */
const MAX_STATE = 1 << 24;

/** Everything of a state file but the state: equal for all states of a game, so it is stored once. */
export function describeState(file: Omit<StateFile, 'state'>): Uint8Array {
  const texts = [file.model, file.board, file.app];
  let size = FIXED + 2;
  for (const text of texts) size += 1 + Math.min(text.length, 255);
  for (const field of file.format) size += 6 + field.name.length;
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  out.set(MAGIC);
  view.setUint16(8, STATE_FILE_VERSION, true);
  view.setUint32(12, size, true);
  let stateSize = 0;
  for (const field of file.format) stateSize += field.size;
  view.setUint32(16, stateSize, true);
  for (let i = 0; i < 32; i++) out[24 + i] = Number.parseInt(file.rom.slice(i * 2, i * 2 + 2), 16);
  let at = FIXED;
  for (const text of texts) {
    const length = Math.min(text.length, 255);
    out[at] = length;
    writeText(out, at + 1, text.slice(0, length));
    at += 1 + length;
  }
  view.setUint16(at, file.format.length, true);
  at += 2;
  for (const field of file.format) {
    out[at] = KINDS.indexOf(field.kind);
    view.setUint32(at + 1, field.size, true);
    out[at + 5] = field.name.length;
    writeText(out, at + 6, field.name);
    at += 6 + field.name.length;
  }
  view.setUint32(20, crc32(out, 24), true);
  return out;
}

/** A state file from its description and the state. */
export function packStateFile(description: Uint8Array, state: Uint8Array): Uint8Array {
  const out = new Uint8Array(description.length + state.length + 4);
  out.set(description);
  out.set(state, description.length);
  new DataView(out.buffer).setUint32(out.length - 4, crc32(out, 0, out.length - 4), true);
  return out;
}

/** Whether bytes start as a state file of ours does. */
export function isStateFile(bytes: Uint8Array): boolean {
  return bytes.length >= MAGIC.length && MAGIC.every((byte, i) => bytes[i] === byte);
}

/**
 * Reads a state file completely, and checks every byte of it. What follows it (a BESS block list) is not looked at.
 * @throws StateError with a sentence: not a state, of a newer version, cut short, or damaged.
 */
export function parseStateFile(bytes: Uint8Array): StateFile {
  const { headerSize, stateSize } = parseSizes(bytes);
  const end = headerSize + stateSize;
  if (end + 4 > bytes.length) {
    throw new StateError(
      `This state is cut short: ${bytes.length} of ${end + 4} bytes are there. Copy or download it again.`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (crc32(bytes, 0, end) !== view.getUint32(end, true)) throw damaged();
  return { ...parseDescription(bytes.subarray(0, headerSize)), state: bytes.slice(headerSize, end) };
}

/** Reads what `describeState` wrote. @throws StateError as `parseStateFile`. */
export function parseDescription(bytes: Uint8Array): Omit<StateFile, 'state'> {
  const { headerSize, stateSize } = parseSizes(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (headerSize > bytes.length || crc32(bytes, 24, headerSize) !== view.getUint32(20, true)) throw damaged();
  let rom = '';
  for (let i = 24; i < FIXED; i++) rom += bytes[i].toString(16).padStart(2, '0');
  let at = FIXED;
  const text = (): string => {
    const length = at < headerSize ? bytes[at] : 0;
    if (at + 1 + length > headerSize) throw damaged();
    at += 1 + length;
    return readText(bytes, at - length, length);
  };
  const model = text();
  const board = text();
  const app = text();
  if (at + 2 > headerSize) throw damaged();
  const count = view.getUint16(at, true);
  at += 2;
  const format: Field[] = [];
  const names = new Set<string>();
  let offset = 0;
  for (let i = 0; i < count; i++) {
    if (at + 6 > headerSize) throw damaged();
    const kind = KINDS[bytes[at]];
    const size = view.getUint32(at + 1, true);
    at += 5;
    const name = text();
    const fits =
      kind !== undefined && (SIZES[kind] === 0 ? kind === 'bytes' || size % 4 === 0 : size === SIZES[kind]);
    if (!fits || names.has(name) || offset + size > stateSize) throw damaged();
    names.add(name);
    format.push({ name, kind, at: offset, size });
    offset += size;
  }
  if (at !== headerSize || offset !== stateSize) throw damaged();
  return { rom, model, board, app, format };
}

/**
 * Refuses a state that belongs to another game, console or cartridge board.
 * @throws StateError with a sentence; nothing has been touched.
 */
export function checkBelongs(
  file: Pick<StateFile, 'rom' | 'model' | 'board'>,
  machine: Pick<StateFile, 'rom' | 'model' | 'board'>,
): void {
  if (file.rom !== machine.rom) {
    throw new StateError(
      'This state belongs to another game, or to another version of this one. Nothing was changed.',
    );
  }
  if (file.model !== machine.model) {
    throw new StateError(
      `This state was made on the model "${file.model}", and the game runs on "${machine.model}". Choose that model first.`,
    );
  }
  if (file.board !== machine.board) {
    throw new StateError('This state was made with another cartridge board. Nothing was changed.');
  }
}

function parseSizes(bytes: Uint8Array): { headerSize: number; stateSize: number } {
  if (!isStateFile(bytes))
    throw new StateError('This file is not a state made by Dotmatrix. Nothing was changed.');
  if (bytes.length < FIXED) throw new StateError('This state is cut short. Copy or download it again.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint16(8, true) > STATE_FILE_VERSION) {
    throw new NewerStateError(
      'This state was made by a newer version of Dotmatrix. Update this one, then load it.',
    );
  }
  const headerSize = view.getUint32(12, true);
  const stateSize = view.getUint32(16, true);
  if (headerSize < FIXED || headerSize > MAX_STATE || stateSize > MAX_STATE) throw damaged();
  return { headerSize, stateSize };
}

function damaged(): StateError {
  return new StateError(
    'This state is damaged (its checksum is wrong). Nothing was changed; copy or download it again.',
  );
}
