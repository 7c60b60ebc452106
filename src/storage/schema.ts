import type { DBSchema } from 'idb';

/** A game in the library; its ROM is kept apart, so that a list reads no megabytes. */
export interface Game {
  /** SHA-256 of the ROM in hexadecimal: what states, saves and locks belong to. */
  readonly id: string;
  title: string;
  /** As the file was called when it was added. */
  readonly fileName: string;
  /** Bytes of ROM. */
  readonly size: number;
  /** For the badge; whatever the caller's header reader said ("DMG", "CGB", ...). */
  readonly system: string;
  /** Milliseconds since 1970, as all `...At` are. */
  readonly addedAt: number;
  playedAt: number | null;
  /** Milliseconds of play. */
  playTime: number;
  favourite: boolean;
  /** Last picture, PNG. */
  picture: Uint8Array | null;
  /** Set while the game is removed but can still be brought back. */
  removedAt: number | null;
}

/** Why a version of a battery save is kept beyond the last 20. */
export type Pin = 'state-loaded' | 'imported' | 'brought-back' | 'restored' | 'session';

/** One version of a battery save. */
export interface BatteryVersion {
  readonly game: string;
  /** Counts up; the greatest is the current save. */
  readonly version: number;
  /** A `.sav` as other emulators read it: RAM, then the clock's footer where the cartridge has one. */
  readonly bytes: Uint8Array;
  /** Bytes of RAM at the start of `bytes`: two versions are distinct if these differ. */
  readonly ramSize: number;
  readonly savedAt: number;
  /** Where it came from: the game itself, a file, an older version, a backup. */
  readonly origin: 'game' | 'import' | 'history' | 'backup';
  pin: Pin | null;
}

/** A save state without its bytes: what a list or a tree shows. */
export interface Snapshot {
  readonly id: string;
  readonly game: string;
  /** The state that the game was continued from when this one was made; null at a power-on. */
  parent: string | null;
  readonly kind: 'named' | 'auto';
  name: string;
  /** A locked state is neither pruned nor removed. */
  locked: boolean;
  readonly createdAt: number;
  /** Milliseconds of play when it was made. */
  readonly playTime: number;
  /** PNG. */
  readonly picture: Uint8Array | null;
  /** Where it came from: '' for this device, else a sentence part such as a file's name. */
  readonly source: string;
  /** Bytes of the state. */
  readonly size: number;
  /** Set while the state is removed but can still be brought back. */
  removedAt: number | null;
  /** Set when the game went on in another page from here: this copy is kept, but is not the newest. */
  supersededAt: number | null;
}

/** A snapshot as stored: its state is a list of pages. */
export interface SnapshotRow extends Snapshot {
  /** Page hashes of the state in order, then of its description. */
  readonly pages: readonly string[];
  /** SHA-256 of the whole state. */
  readonly hash: string;
}

/** Bytes that several snapshots of one game may share. */
export interface PageRow {
  readonly game: string;
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/** One record of a journal. */
export interface JournalRow {
  readonly game: string;
  /** Counts up through the life of the game's journal. */
  readonly number: number;
  /** A base holds a whole state; a delta what changed since the record before. */
  readonly kind: 'base' | 'delta';
  /** Number of the base that the record stands on; its own for a base. */
  readonly base: number;
  /** The state or the delta. */
  readonly bytes: Uint8Array;
  /** The layout of the state; empty for a delta. */
  readonly description: Uint8Array;
  /** The inputs of the second that the delta covers, in the caller's encoding. */
  readonly inputs: Uint8Array;
  readonly at: number;
  readonly playTime: number;
  /** Hash of the state after this record, by the caller; proves a recovery. */
  readonly stateHash: string;
  /** SHA-256 of all the above and of the check of the record before. */
  readonly check: string;
}

/** The one database. Everything of a game hangs on its id, so that one key range finds it. */
export interface Schema extends DBSchema {
  meta: { key: string; value: string };
  games: { key: string; value: Game };
  roms: { key: string; value: Uint8Array };
  battery: { key: [string, number]; value: BatteryVersion };
  snapshots: { key: string; value: SnapshotRow; indexes: { game: string } };
  pages: { key: [string, string]; value: PageRow };
  heads: { key: string; value: string };
  journal: { key: [string, number]; value: JournalRow };
}

export const SCHEMA_VERSION = 1;

/** All rows of a game in a store whose key is [game, something]. */
export function rowsOf(game: string): IDBKeyRange {
  return IDBKeyRange.bound([game], [game, []]);
}

/** Where a copy comes from that a tab keeps while it takes a game over. */
export const HANDED_OVER = 'hand-over';
