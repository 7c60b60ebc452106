import { sha256 } from '@noble/hashes/sha2.js';
import type { Database } from './database.ts';
import { StorageError } from './errors.ts';
import { type JournalRow, rowsOf } from './schema.ts';

/** Deltas after which a new base is asked for: two minutes at one a second. */
export const DELTAS_PER_BASE = 120;
/** Bytes of deltas after which a new base is asked for. */
export const BYTES_PER_BASE = 1 << 20;
/** Whole segments (a base and its deltas) that are kept: the running one and the one before it. */
const SEGMENTS = 2;

/** A whole state to start from. */
export interface JournalBase {
  readonly state: Uint8Array;
  /** The layout of the state. */
  readonly description: Uint8Array;
  readonly at: number;
  /** Milliseconds of play. */
  readonly playTime: number;
  /** Hash of the state, by the caller's choice of hash. */
  readonly stateHash: string;
}

/** What changed since the record before. */
export interface JournalDelta {
  readonly delta: Uint8Array;
  /** The inputs of that second, in the caller's encoding. */
  readonly inputs: Uint8Array;
  readonly at: number;
  readonly playTime: number;
  /** Hash of the state after this delta. */
  readonly stateHash: string;
}

/** What a journal brings back: patch `base.state` with each delta in order. */
export interface Recovery {
  readonly game: string;
  readonly base: JournalBase;
  readonly deltas: readonly JournalDelta[];
  /** Records that were torn or did not follow, and were left out. */
  readonly leftOut: number;
  /** When the last good record was written. */
  readonly at: number;
  readonly playTime: number;
}

/**
 * The journal of one running game. Each record is a small transaction, in order; a resolved promise means that
 * the record is in the database. After a failure nothing is appended until a new base is written, because a delta
 * without the one before it is worthless.
 */
export class Journal {
  private readonly db: Database;
  private readonly game: string;
  private queue: Promise<unknown> = Promise.resolve();
  private number = 0;
  private base = 0;
  private check = '';
  private deltas = 0;
  private bytes = 0;
  private standing = false;
  private waiting = 0;

  constructor(db: Database, game: string) {
    this.db = db;
    this.game = game;
  }

  /** True when the next record should be a base: at the start, after a failure, or when the deltas have grown. */
  get wantsBase(): boolean {
    return !this.standing || this.deltas >= DELTAS_PER_BASE || this.bytes >= BYTES_PER_BASE;
  }

  /** True while a record is on its way: better to wait and let the next delta cover more. */
  get busy(): boolean {
    return this.waiting > 0;
  }

  /** Writes a whole state; what is older than the segment before it is deleted in the same transaction. */
  start(base: JournalBase): Promise<void> {
    return this.inOrder(async () => {
      this.standing = false;
      await this.db.write(
        ['journal'],
        async (tx) => {
          const store = tx.objectStore('journal');
          const keys = await store.getAllKeys(rowsOf(this.game));
          const number = (keys.at(-1)?.[1] ?? 0) + 1;
          const row = sealed({
            game: this.game,
            number,
            kind: 'base',
            base: number,
            bytes: base.state.slice(),
            description: base.description.slice(),
            inputs: new Uint8Array(0),
            at: base.at,
            playTime: base.playTime,
            stateHash: base.stateHash,
          });
          const oldest = await oldestKept(store, this.game);
          await Promise.all([
            store.add(row),
            store.delete(IDBKeyRange.bound([this.game], [this.game, oldest], false, true)),
          ]);
          this.number = this.base = number;
          this.check = row.check;
        },
        'relaxed',
      );
      this.deltas = this.bytes = 0;
      this.standing = true;
    });
  }

  /** Writes one second's delta. */
  append(delta: JournalDelta): Promise<void> {
    return this.inOrder(async () => {
      if (!this.standing)
        throw new StorageError('failed', 'The journal needs a whole state before it can go on.');
      const row = sealed(
        {
          game: this.game,
          number: this.number + 1,
          kind: 'delta',
          base: this.base,
          bytes: delta.delta.slice(),
          description: new Uint8Array(0),
          inputs: delta.inputs.slice(),
          at: delta.at,
          playTime: delta.playTime,
          stateHash: delta.stateHash,
        },
        this.check,
      );
      this.standing = false;
      await this.db.write(
        ['journal'],
        async (tx) => {
          const store = tx.objectStore('journal');
          // The record before must still be there: storage may have been cleared, or another tab taken over.
          const before = await store.getKey([this.game, this.number]);
          if (before === undefined) {
            throw new StorageError(
              'lost',
              'What was stored of this game was deleted. It is being saved anew.',
            );
          }
          await store.add(row);
        },
        'relaxed',
      );
      this.standing = true;
      this.number++;
      this.check = row.check;
      this.deltas++;
      this.bytes += delta.delta.length + delta.inputs.length;
    });
  }

  /** Resolves when everything that was handed in is written (or has failed). */
  async flush(): Promise<void> {
    await this.queue;
  }

  /** Deletes a game's journal: it was continued, or is not wanted. */
  static clear(db: Database, game: string): Promise<void> {
    return db.write(['journal'], (tx) => tx.objectStore('journal').delete(rowsOf(game)));
  }

  /** The last coherent state of a game, or null. Torn and orphaned records are left out; nothing is changed. */
  static async recover(db: Database, game: string): Promise<Recovery | null> {
    const rows = await db.read(['journal'], (tx) => tx.objectStore('journal').getAll(rowsOf(game)));
    return recoverFrom(rows);
  }

  private inOrder(work: () => Promise<void>): Promise<void> {
    this.waiting++;
    const result = this.queue.then(work).finally(() => {
      this.waiting--;
    });
    this.queue = result.catch(() => {});
    return result;
  }
}

/** The newest segment with a good base, up to its first bad record. */
export function recoverFrom(rows: readonly JournalRow[]): Recovery | null {
  const bases = rows.filter((row) => row.kind === 'base').reverse();
  for (const base of bases) {
    if (!isGood(base, '')) continue;
    const deltas: JournalRow[] = [];
    let last = base;
    for (const row of rows) {
      if (row.number <= base.number) continue;
      if (row.kind !== 'delta' || row.base !== base.number || row.number !== last.number + 1) break;
      if (!isGood(row, last.check)) break;
      deltas.push(row);
      last = row;
    }
    return {
      game: base.game,
      base: {
        state: base.bytes,
        description: base.description,
        at: base.at,
        playTime: base.playTime,
        stateHash: base.stateHash,
      },
      deltas: deltas.map(({ bytes, inputs, at, playTime, stateHash }) => ({
        delta: bytes,
        inputs,
        at,
        playTime,
        stateHash,
      })),
      leftOut: rows.filter((row) => row.number > last.number).length,
      at: last.at,
      playTime: last.playTime,
    };
  }
  return null;
}

type Unsealed = Omit<JournalRow, 'check'>;

/** The row with its check, which also covers the check of the row before: a chain. */
export function sealed(row: Unsealed, before = ''): JournalRow {
  return { ...row, check: checkOf(row, before) };
}

function isGood(row: JournalRow, before: string): boolean {
  try {
    return checkOf(row, before) === row.check;
  } catch {
    return false;
  }
}

function checkOf(row: Unsealed, before: string): string {
  const { bytes, description, inputs, ...rest } = row;
  const plain = [
    before,
    rest.game,
    rest.number,
    rest.kind,
    rest.base,
    rest.at,
    rest.playTime,
    rest.stateHash,
    bytes.length,
    description.length,
    inputs.length,
  ].join('\n');
  const digest = sha256
    .create()
    .update(new TextEncoder().encode(plain))
    .update(bytes)
    .update(description)
    .update(inputs)
    .digest();
  return Array.from(digest.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Rows {
  getAll(range: IDBKeyRange): Promise<JournalRow[]>;
}

/** Number of the first record that stays when a new base is written. */
async function oldestKept(store: Rows, game: string): Promise<number> {
  const bases = (await store.getAll(rowsOf(game))).filter((row) => row.kind === 'base');
  return bases.at(1 - SEGMENTS)?.number ?? 0;
}
