import { sha256 } from '@noble/hashes/sha2.js';
import { concat, equalBytes } from './bytes.ts';
import { StorageError } from './errors.ts';

type FieldKind = 'text' | 'count' | 'flag' | 'bytes';

/**
 * Every message of a hand-over with its fields in the order in which they are written; docs/formats.md has the
 * bytes. The place of a type in this table is its number on the wire: new ones go to the end.
 */
const LAYOUT = {
  /** Taker: who plays this game? Starts a session. */
  seek: { game: 'text' },
  /** Giver: I do, and this is what I would send. `epoch` counts the owners that the game has had. */
  offer: { game: 'text', title: 'text', romSize: 'count', epoch: 'count' },
  /** Taker: yes; the ROM only if it is missing here. */
  accept: { needRom: 'flag' },
  /** Taker: no. */
  decline: { reason: 'text' },
  rom: { bytes: 'bytes' },
  /** Giver, still running: the bulk of the state. */
  snapshot: { stateHash: 'text', state: 'bytes', description: 'bytes' },
  /** Taker: ROM and snapshot are here. */
  ready: {},
  /** Giver, now paused: what changed since the snapshot, and the newest battery save. */
  delta: { stateHash: 'text', playTime: 'count', delta: 'bytes', battery: 'bytes' },
  /** Taker: the state is whole and stored; I don't run it yet. */
  prepared: { stateHash: 'text' },
  /** Giver: my copy is marked superseded; the game is yours. */
  commit: { epoch: 'count' },
  /** Taker: I own it and run it. */
  done: { epoch: 'count' },
  /** Either side, before the commit: forget it. */
  cancel: { reason: 'text' },
  /** After a cut, by the side whose user chose to go on: the other copy is superseded. */
  claim: { game: 'text', epoch: 'count' },
} as const satisfies Record<string, Record<string, FieldKind>>;

interface Values {
  text: string;
  count: number;
  flag: boolean;
  bytes: Uint8Array;
}
type Layout = typeof LAYOUT;
type Fields<T extends keyof Layout> = { [F in keyof Layout[T]]: Values[Layout[T][F] & FieldKind] };

/** A message of a hand-over. `session` is what the taker made up when it asked: 32 hexadecimal digits. */
export type HandoverMessage = {
  [T in keyof Layout]: { readonly type: T; readonly session: string } & Readonly<Fields<T>>;
}[keyof Layout];

/** Version of the protocol; a greater one is refused with a sentence. */
export const HANDOVER_VERSION = 1;
const MAGIC = [0x44, 0x4d, 0x48, 0x4f]; // "DMHO"
const HEAD = 4 + 1 + 1 + 16;
const CHECK = 8;
/** Nothing in a hand-over is larger: an 8 MB ROM, or a state with 128 KB of RAM. */
const MAX_MESSAGE = 20 * 1024 * 1024;
const MAX_TEXT = 4096;

const TYPES = Object.keys(LAYOUT) as (keyof Layout)[];

/** A message as bytes, for any channel. */
export function encodeMessage(message: HandoverMessage): Uint8Array {
  const fields = message as unknown as Record<string, Values[FieldKind]>;
  const parts: Uint8Array[] = [Uint8Array.from(MAGIC), Uint8Array.of(HANDOVER_VERSION)];
  parts.push(Uint8Array.of(TYPES.indexOf(message.type)), sessionBytes(message.session));
  for (const [name, kind] of Object.entries(LAYOUT[message.type])) parts.push(...written(kind, fields[name]));
  const body = concat(parts);
  return concat([body, checkOf(body)]);
}

/** Reads a message. @throws StorageError if it is not one, is damaged, or is of a newer version. */
export function decodeMessage(bytes: Uint8Array): HandoverMessage {
  if (
    bytes.length < HEAD + CHECK ||
    bytes.length > MAX_MESSAGE ||
    !MAGIC.every((byte, i) => bytes[i] === byte)
  ) {
    throw new StorageError('refused', 'What arrived is not part of a hand-over. Nothing was changed.');
  }
  if (bytes[4] !== HANDOVER_VERSION) {
    throw new StorageError(
      'newer',
      'The other page runs another version of Dotmatrix. Update both, then try again.',
    );
  }
  const end = bytes.length - CHECK;
  const type = TYPES[bytes[5]];
  if (type === undefined || !equalBytes(checkOf(bytes.subarray(0, end)), bytes.subarray(end)))
    throw damaged();
  let session = '';
  for (let i = 6; i < HEAD; i++) session += bytes[i].toString(16).padStart(2, '0');
  const reader = new Reader(bytes.subarray(0, end), HEAD);
  const message: Record<string, unknown> = { type, session };
  for (const [name, kind] of Object.entries(LAYOUT[type])) message[name] = reader.read(kind);
  if (!reader.atEnd) throw damaged();
  return message as HandoverMessage;
}

class Reader {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }

  get atEnd(): boolean {
    return this.at === this.bytes.length;
  }

  read(kind: FieldKind): Values[FieldKind] {
    switch (kind) {
      case 'text': {
        const length = this.view.getUint16(this.take(2), true);
        if (length > MAX_TEXT) throw damaged();
        const at = this.take(length);
        return new TextDecoder().decode(this.bytes.subarray(at, at + length));
      }
      case 'count': {
        const value = this.view.getFloat64(this.take(8), true);
        if (!Number.isSafeInteger(value) || value < 0) throw damaged();
        return value;
      }
      case 'flag': {
        const value = this.bytes[this.take(1)];
        if (value > 1) throw damaged();
        return value === 1;
      }
      case 'bytes': {
        const length = this.view.getUint32(this.take(4), true);
        const at = this.take(length);
        return this.bytes.slice(at, at + length);
      }
    }
  }

  private take(length: number): number {
    const at = this.at;
    if (at + length > this.bytes.length) throw damaged();
    this.at += length;
    return at;
  }
}

function written(kind: FieldKind, value: Values[FieldKind]): Uint8Array[] {
  switch (kind) {
    case 'text': {
      const text = new TextEncoder().encode(String(value)).subarray(0, MAX_TEXT);
      const length = new Uint8Array(2);
      new DataView(length.buffer).setUint16(0, text.length, true);
      return [length, text];
    }
    case 'count': {
      const bytes = new Uint8Array(8);
      new DataView(bytes.buffer).setFloat64(0, value as number, true);
      return [bytes];
    }
    case 'flag':
      return [Uint8Array.of(value ? 1 : 0)];
    case 'bytes': {
      const bytes = value as Uint8Array;
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, bytes.length, true);
      return [length, bytes];
    }
  }
}

function sessionBytes(session: string): Uint8Array {
  const bytes = new Uint8Array(16);
  for (let i = 0; i < 16; i++) bytes[i] = Number.parseInt(session.slice(i * 2, i * 2 + 2), 16) || 0;
  return bytes;
}

function checkOf(body: Uint8Array): Uint8Array {
  return sha256(body).subarray(0, CHECK);
}

function damaged(): StorageError {
  return new StorageError(
    'damaged',
    'A message of the hand-over arrived damaged. Both pages keep their copy.',
  );
}
