import { hashAway } from './bytes.ts';
import type { Database } from './database.ts';
import { StorageError } from './errors.ts';
import { type Game, rowsOf } from './schema.ts';

/** The stores that hold something of a game. */
export const GAME_STORES = [
  'games',
  'roms',
  'battery',
  'snapshots',
  'pages',
  'heads',
  'journal',
] as const satisfies string[];

/** What a new game comes with. */
export interface NewGame {
  readonly bytes: Uint8Array;
  readonly title: string;
  readonly fileName: string;
  readonly system: string;
}

/** What may be changed of a game in the library. */
export type GameChange = Partial<Pick<Game, 'title' | 'playedAt' | 'favourite' | 'picture' | 'system'>>;

/** The ROM library: which games there are, and their bytes. */
export class Library {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** The id of a ROM: its SHA-256 in hexadecimal. */
  static idOf(rom: Uint8Array): Promise<string> {
    return hashAway(rom);
  }

  /** All games that are not removed, the last played first, then the last added. */
  async list(): Promise<Game[]> {
    const games = await this.db.read(['games'], (tx) => tx.objectStore('games').getAll());
    return games
      .filter((game) => game.removedAt === null)
      .sort((a, b) => (b.playedAt ?? 0) - (a.playedAt ?? 0) || b.addedAt - a.addedAt);
  }

  /** The game, removed or not; null if it was never added. */
  async get(id: string): Promise<Game | null> {
    return (await this.db.read(['games'], (tx) => tx.objectStore('games').get(id))) ?? null;
  }

  /** The bytes of a ROM, checked against its id. */
  async rom(id: string): Promise<Uint8Array> {
    const bytes = await this.db.read(['roms'], (tx) => tx.objectStore('roms').get(id));
    if (bytes === undefined) {
      throw new StorageError(
        'missing',
        'This game is no longer stored. Add its file again; its saves are kept.',
      );
    }
    if ((await hashAway(bytes)) !== id) {
      throw new StorageError(
        'damaged',
        'The stored game is damaged. Add its file again; its saves are kept.',
      );
    }
    return bytes;
  }

  /** Adds a ROM. One that is there already keeps its entry, and comes back if it was removed. */
  async add(game: NewGame, now: number): Promise<Game> {
    const id = await hashAway(game.bytes);
    return this.db.write(['games', 'roms'], async (tx) => {
      const games = tx.objectStore('games');
      const old = await games.get(id);
      const entry: Game = old
        ? { ...old, removedAt: null }
        : {
            id,
            title: game.title,
            fileName: game.fileName,
            size: game.bytes.length,
            system: game.system,
            addedAt: now,
            playedAt: null,
            playTime: 0,
            favourite: false,
            picture: null,
            removedAt: null,
          };
      await tx.objectStore('roms').put(game.bytes, id);
      await games.put(entry);
      return entry;
    });
  }

  /** Changes some of a game's entry; a game that isn't there stays so. */
  update(id: string, change: GameChange): Promise<void> {
    return this.change(id, (game) => ({ ...game, ...change }));
  }

  /** Counts `milliseconds` of play that ended at `now`. */
  addPlayTime(id: string, milliseconds: number, now: number): Promise<void> {
    return this.change(id, (game) => ({ ...game, playTime: game.playTime + milliseconds, playedAt: now }));
  }

  /** Takes a game off the list; everything of it stays until `purge`. */
  remove(id: string, now: number): Promise<void> {
    return this.change(id, (game) => ({ ...game, removedAt: now }));
  }

  /** Undoes `remove`. */
  restore(id: string): Promise<void> {
    return this.change(id, (game) => ({ ...game, removedAt: null }));
  }

  /** Deletes a game with its saves, states and journal for good. */
  purge(id: string): Promise<void> {
    return this.db.write([...GAME_STORES], async (tx) => {
      const snapshots = tx.objectStore('snapshots');
      const ids = await snapshots.index('game').getAllKeys(id);
      await Promise.all([
        tx.objectStore('games').delete(id),
        tx.objectStore('roms').delete(id),
        tx.objectStore('heads').delete(id),
        tx.objectStore('battery').delete(rowsOf(id)),
        tx.objectStore('pages').delete(rowsOf(id)),
        tx.objectStore('journal').delete(rowsOf(id)),
        ...ids.map((key) => snapshots.delete(key)),
      ]);
    });
  }

  /** Deletes for good what was removed before `time`. */
  async purgeRemoved(time: number): Promise<void> {
    const games = await this.db.read(['games'], (tx) => tx.objectStore('games').getAll());
    for (const game of games) {
      if (game.removedAt !== null && game.removedAt < time) await this.purge(game.id);
    }
  }

  private change(id: string, how: (game: Game) => Game): Promise<void> {
    return this.db.write(['games'], async (tx) => {
      const store = tx.objectStore('games');
      const game = await store.get(id);
      if (game) await store.put(how(game));
    });
  }
}
