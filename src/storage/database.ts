import { type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { newId } from './bytes.ts';
import { asStorageError, blockedError, deniedError, lostError, type StorageError } from './errors.ts';
import { SCHEMA_VERSION, type Schema } from './schema.ts';

export type Stores = StoreNames<Schema>;
export type ReadTransaction<S extends Stores> = IDBPTransaction<Schema, S[], 'readonly'>;
export type WriteTransaction<S extends Stores> = IDBPTransaction<Schema, S[], 'readwrite'>;

/** How long an upgrade waits for other tabs to let go of the old version. */
const BLOCKED_AFTER_MS = 3000;

/**
 * The one database of a page or worker. It opens at the first use, reopens after the browser has closed it,
 * and notices when everything was deleted. Every failure is a StorageError.
 */
export class Database {
  readonly name: string;
  /** Called once each time the stored games turn out to be gone: whoever runs a game writes it anew. */
  onLost: ((error: StorageError) => void) | null = null;
  private opening: Promise<IDBPDatabase<Schema>> | null = null;
  private generation = '';

  constructor(name = 'dotmatrix') {
    this.name = name;
  }

  /** One transaction to read. */
  read<S extends Stores, T>(stores: S[], work: (tx: ReadTransaction<S>) => Promise<T>): Promise<T> {
    return this.run(async (db) => {
      const tx = db.transaction(stores, 'readonly');
      const result = await work(tx);
      await tx.done;
      return result;
    });
  }

  /**
   * One transaction to write: all of `work` happens or nothing does. `work` awaits nothing but the transaction's
   * own requests. Strict durability waits for the disk; relaxed is enough where the next write follows in a second.
   */
  write<S extends Stores, T>(
    stores: S[],
    work: (tx: WriteTransaction<S>) => Promise<T>,
    durability: 'strict' | 'relaxed' = 'strict',
  ): Promise<T> {
    return this.run(async (db) => {
      const tx = db.transaction(stores, 'readwrite', { durability });
      // Without a handler an abort would also surface as an unhandled rejection.
      const done = tx.done.catch((error: unknown) => {
        throw tx.error ?? error;
      });
      try {
        const result = await work(tx);
        await done;
        return result;
      } catch (error) {
        done.catch(() => {});
        abort(tx);
        throw error;
      }
    });
  }

  /** Closes the connection; the next use opens it again. */
  async close(): Promise<void> {
    const opening = this.opening;
    this.opening = null;
    await opening?.then(
      (db) => db.close(),
      () => {},
    );
  }

  private async run<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    try {
      try {
        return await work(await this.open());
      } catch (error) {
        // A connection that the browser closed fails before anything was written: one fresh try is safe.
        if (!isClosed(error)) throw error;
        await this.close();
        return await work(await this.open());
      }
    } catch (error) {
      throw asStorageError(error);
    }
  }

  private open(): Promise<IDBPDatabase<Schema>> {
    if (this.opening === null) {
      const opening = this.connect().catch((error: unknown) => {
        throw isRefusal(error) ? deniedError(error) : error;
      });
      this.opening = opening;
      opening.catch(() => {
        if (this.opening === opening) this.opening = null;
      });
    }
    return this.opening;
  }

  private async connect(): Promise<IDBPDatabase<Schema>> {
    if (typeof indexedDB === 'undefined' || indexedDB === null) throw deniedError();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const opening = openDB<Schema>(this.name, SCHEMA_VERSION, {
      upgrade: (db) => createStores(db),
      // Another tab deletes everything or upgrades: let it, and look again at the next use.
      blocking: (_current, _blocked, event) => {
        (event.target as IDBDatabase).close();
        this.opening = null;
      },
      terminated: () => {
        this.opening = null;
      },
    });
    const blocked = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(blockedError());
        opening.then((db) => db.close()).catch(() => {});
      }, BLOCKED_AFTER_MS);
    });
    const db = await Promise.race([opening, blocked]).finally(() => clearTimeout(timer));
    await this.checkGeneration(db);
    return db;
  }

  /** A random mark is made with the database: another one means that what we wrote before is gone. */
  private async checkGeneration(db: IDBPDatabase<Schema>): Promise<void> {
    const generation = (await db.get('meta', 'generation')) ?? '';
    const lost = this.generation !== '' && this.generation !== generation;
    this.generation = generation;
    if (lost) this.onLost?.(lostError());
  }
}

function createStores(db: IDBPDatabase<Schema>): void {
  db.createObjectStore('meta').put(newId(), 'generation');
  db.createObjectStore('games', { keyPath: 'id' });
  db.createObjectStore('roms');
  db.createObjectStore('battery', { keyPath: ['game', 'version'] });
  db.createObjectStore('snapshots', { keyPath: 'id' }).createIndex('game', 'game');
  db.createObjectStore('pages', { keyPath: ['game', 'hash'] });
  db.createObjectStore('heads');
  db.createObjectStore('journal', { keyPath: ['game', 'number'] });
}

/** Chromium's "the user denied permission to access the database", and a store that it cannot open at all. */
function isRefusal(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'UnknownError';
}

function isClosed(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'InvalidStateError';
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It has ended by itself.
  }
}
