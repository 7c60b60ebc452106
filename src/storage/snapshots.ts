import { hashAway, hashOf, newId } from './bytes.ts';
import type { Database, ReadTransaction, WriteTransaction } from './database.ts';
import { StorageError } from './errors.ts';
import { type PageRow, rowsOf, type Snapshot, type SnapshotRow } from './schema.ts';

/** Bytes of a page: states of one game share every page that is equal. */
export const PAGE_SIZE = 1024;

/** A state to keep. */
export interface NewSnapshot {
  /** The machine's state as the core saves it. */
  readonly state: Uint8Array;
  /** The layout of the state (the state file's header); shared like a page. */
  readonly description: Uint8Array;
  /** The state that the game was continued from; null after a power-on. See `head`. */
  readonly parent: string | null;
  readonly kind: Snapshot['kind'];
  readonly name: string;
  readonly createdAt: number;
  /** Milliseconds of play. */
  readonly playTime: number;
  /** PNG, or null. */
  readonly picture: Uint8Array | null;
  /** Where it came from: '' for this device. */
  readonly source: string;
}

/** A state as it was given to `save`. */
export interface LoadedSnapshot {
  readonly snapshot: Snapshot;
  readonly state: Uint8Array;
  readonly description: Uint8Array;
}

type TreeStores = 'snapshots' | 'pages' | 'heads';
const TREE: TreeStores[] = ['snapshots', 'pages', 'heads'];

/** The tree of states of each game. Nothing in it overwrites anything: a state loaded and played on is a branch. */
export class Snapshots {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /**
   * Keeps a state and makes it the head, in one transaction. Pages that the game holds already are not stored again.
   * A game may run on meanwhile: hashing gives way to its frames. The state's bytes must not change until then.
   */
  async save(
    game: string,
    made: NewSnapshot,
    durability: 'strict' | 'relaxed' = 'strict',
  ): Promise<Snapshot> {
    const { state, description, ...rest } = made;
    const pages: PageRow[] = [];
    for (const part of pagesOf(game, state, description)) {
      pages.push(part);
      if (pages.length % PAGES_AT_ONCE === 0) await nextTurn();
    }
    const row: SnapshotRow = {
      ...rest,
      id: newId(),
      game,
      locked: false,
      removedAt: null,
      supersededAt: null,
      size: state.length,
      pages: pages.map((page) => page.hash),
      hash: await hashAway(state),
    };
    return this.db.write(
      TREE,
      async (tx) => {
        await putPages(tx.objectStore('pages'), game, pages);
        await Promise.all([tx.objectStore('snapshots').put(row), tx.objectStore('heads').put(row.id, game)]);
        return shown(row);
      },
      durability,
    );
  }

  /** The states of a game that are not removed, the oldest first. Their `parent`s make the tree. */
  async list(game: string): Promise<Snapshot[]> {
    return (await this.rows(game)).filter((row) => row.removedAt === null).map(shown);
  }

  /** What `restore` can still bring back, the last removed first. */
  async removed(game: string): Promise<Snapshot[]> {
    const rows = (await this.rows(game)).filter((row) => row.removedAt !== null);
    return rows.sort((a, b) => (b.removedAt ?? 0) - (a.removedAt ?? 0)).map(shown);
  }

  /** The bytes of a state, every one of them checked. */
  load(id: string): Promise<LoadedSnapshot> {
    return this.db.read(['snapshots', 'pages'], async (tx) => {
      const row = await tx.objectStore('snapshots').get(id);
      if (!row) throw new StorageError('missing', 'This state is no longer stored. Nothing was changed.');
      return assemble(row, await readPages(tx, row));
    });
  }

  /** The state that the running game descends from: the parent of the next one. */
  async head(game: string): Promise<string | null> {
    return (await this.db.read(['heads'], (tx) => tx.objectStore('heads').get(game))) ?? null;
  }

  /** Called after a state was loaded (what comes next is its branch), or with null after a reset. */
  setHead(game: string, id: string | null): Promise<void> {
    return this.db.write(['heads'], async (tx) => {
      await (id === null ? tx.objectStore('heads').delete(game) : tx.objectStore('heads').put(id, game));
    });
  }

  rename(id: string, name: string): Promise<void> {
    return this.change(id, (row) => ({ ...row, name, kind: 'named' }));
  }

  /** A locked state can't be removed until it is unlocked. */
  lock(id: string, locked: boolean): Promise<void> {
    return this.change(id, (row) => ({ ...row, locked }));
  }

  /** Marks a copy that was handed over (or null: the user chose it after all). */
  supersede(id: string, now: number | null): Promise<void> {
    return this.change(id, (row) => ({ ...row, supersededAt: now }));
  }

  /** Takes a state off the list; `restore` undoes it until `purge`. */
  remove(id: string, now: number): Promise<void> {
    return this.change(id, (row) => {
      if (row.locked)
        throw new StorageError('refused', 'This state is locked. Unlock it before you delete it.');
      return { ...row, removedAt: now };
    });
  }

  restore(id: string): Promise<void> {
    return this.change(id, (row) => ({ ...row, removedAt: null }));
  }

  /**
   * Deletes for good the states of a game that were removed before `time`, and in the same transaction every page
   * that no other state holds. Their children move up to their parents.
   */
  purge(game: string, time: number): Promise<void> {
    return this.db.write(TREE, async (tx) => {
      const rows = await tx.objectStore('snapshots').index('game').getAll(game);
      await deleteRows(tx, game, rows, (row) => isRemovedBefore(row, time));
    });
  }

  /** `purge` for every game. */
  async purgeRemoved(time: number): Promise<void> {
    const rows = await this.db.read(['snapshots'], (tx) => tx.objectStore('snapshots').getAll());
    const games = new Set(rows.filter((row) => isRemovedBefore(row, time)).map((row) => row.game));
    for (const game of games) await this.purge(game, time);
  }

  /** Deletes the oldest automatic states beyond `keep`, except locked ones and the head. */
  pruneAuto(game: string, keep: number): Promise<void> {
    return this.db.write(TREE, async (tx) => {
      const rows = await tx.objectStore('snapshots').index('game').getAll(game);
      const head = await tx.objectStore('heads').get(game);
      const auto = rows
        .filter((row) => row.kind === 'auto' && !row.locked && row.removedAt === null && row.id !== head)
        .sort((a, b) => b.createdAt - a.createdAt);
      const surplus = new Set(auto.slice(keep).map((row) => row.id));
      if (surplus.size > 0) await deleteRows(tx, game, rows, (row) => surplus.has(row.id));
    });
  }

  private async rows(game: string): Promise<SnapshotRow[]> {
    const rows = await this.db.read(['snapshots'], (tx) =>
      tx.objectStore('snapshots').index('game').getAll(game),
    );
    return rows.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
  }

  private change(id: string, how: (row: SnapshotRow) => SnapshotRow): Promise<void> {
    return this.db.write(['snapshots'], async (tx) => {
      const store = tx.objectStore('snapshots');
      const row = await store.get(id);
      if (row) await store.put(how(row));
    });
  }
}

/** 128 bits name a page: the list of a state's pages stays short, and the whole state is proved by its SHA-256. */
export function pageHash(bytes: Uint8Array): string {
  return hashOf(bytes).slice(0, 32);
}

/** A state cut into pages, its description the last one; each is hashed when it is asked for. */
export function* pagesOf(
  game: string,
  state: Uint8Array,
  description: Uint8Array,
): Generator<PageRow, void, undefined> {
  for (let at = 0; at < state.length; at += PAGE_SIZE) {
    const bytes = state.slice(at, at + PAGE_SIZE);
    yield { game, hash: pageHash(bytes), bytes };
  }
  yield { game, hash: pageHash(description), bytes: description.slice() };
}

/** Pages that are hashed before others get their turn: a millisecond or two on a phone. */
const PAGES_AT_ONCE = 16;

/** Comes back after what waits already was done, without the 4 ms that a timer may take. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

interface PageStore {
  getAllKeys(range: IDBKeyRange): Promise<[string, string][]>;
  put(page: PageRow): Promise<unknown>;
}

/** Stores the pages that the game doesn't hold yet. */
export async function putPages(store: PageStore, game: string, pages: readonly PageRow[]): Promise<void> {
  const held = new Set<string>();
  for (const key of await store.getAllKeys(rowsOf(game))) held.add(key[1]);
  const puts: Promise<unknown>[] = [];
  for (const page of pages) {
    if (held.has(page.hash)) continue;
    held.add(page.hash);
    puts.push(store.put(page));
  }
  await Promise.all(puts);
}

async function readPages(
  tx: ReadTransaction<'snapshots' | 'pages'>,
  row: SnapshotRow,
): Promise<Uint8Array[]> {
  const store = tx.objectStore('pages');
  const pages = await Promise.all(row.pages.map((hash) => store.get([row.game, hash] as [string, string])));
  return pages.map((page) => page?.bytes ?? new Uint8Array(0));
}

/** Puts a state together from its pages and proves it by its hash. */
export function assemble(row: SnapshotRow, pages: readonly Uint8Array[]): LoadedSnapshot {
  const state = new Uint8Array(row.size);
  let at = 0;
  for (let i = 0; i < pages.length - 1; i++) {
    if (at + pages[i].length > row.size) break;
    state.set(pages[i], at);
    at += pages[i].length;
  }
  const description = pages[pages.length - 1];
  if (
    at !== row.size ||
    hashOf(state) !== row.hash ||
    pageHash(description) !== row.pages[row.pages.length - 1]
  ) {
    throw new StorageError(
      'damaged',
      'This state is damaged and was left alone. Your other states are not affected.',
    );
  }
  return { snapshot: shown(row), state, description };
}

/** Deletes rows, lifts their children to the next surviving ancestor, and drops the pages nobody holds. */
async function deleteRows(
  tx: WriteTransaction<TreeStores>,
  game: string,
  rows: readonly SnapshotRow[],
  goes: (row: SnapshotRow) => boolean,
): Promise<void> {
  const gone = new Map(rows.filter(goes).map((row) => [row.id, row]));
  if (gone.size === 0) return;
  const survivor = (id: string | null): string | null => {
    for (let row = id === null ? undefined : gone.get(id); row; row = gone.get(id ?? '')) id = row.parent;
    return id;
  };
  const store = tx.objectStore('snapshots');
  const kept = new Set<string>();
  const work: Promise<unknown>[] = [];
  for (const row of rows) {
    if (gone.has(row.id)) {
      work.push(store.delete(row.id));
      continue;
    }
    for (const hash of row.pages) kept.add(hash);
    const parent = survivor(row.parent);
    if (parent !== row.parent) work.push(store.put({ ...row, parent }));
  }
  const pages = tx.objectStore('pages');
  for (const key of await pages.getAllKeys(rowsOf(game))) {
    if (!kept.has(key[1])) work.push(pages.delete(key));
  }
  const heads = tx.objectStore('heads');
  const head = (await heads.get(game)) ?? null;
  const lifted = survivor(head);
  if (lifted !== head) work.push(lifted === null ? heads.delete(game) : heads.put(lifted, game));
  await Promise.all(work);
}

function isRemovedBefore(row: SnapshotRow, time: number): boolean {
  return row.removedAt !== null && row.removedAt < time;
}

function shown(row: SnapshotRow): Snapshot {
  const { pages: _pages, hash: _hash, ...snapshot } = row;
  return snapshot;
}
