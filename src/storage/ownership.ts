import type { Database } from './database.ts';

/** Who may run a game: how many owners it has had, and whether the copy here is the one that counts. */
export interface Ownership {
  readonly epoch: number;
  /** The game was handed to another page from here, and this copy waits until a user chooses it. */
  readonly superseded: boolean;
}

/** The marks of hand-overs, one per game, kept durably. */
export class Owners {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  async read(game: string): Promise<Ownership> {
    const row = await this.db.read(['meta'], (tx) => tx.objectStore('meta').get(key(game)));
    return parse(row);
  }

  /** The copy here no longer counts: owner number `epoch` is another page. */
  supersede(game: string, epoch: number): Promise<void> {
    return this.write(game, { epoch, superseded: true });
  }

  /** This page is owner number `epoch`. */
  own(game: string, epoch: number): Promise<void> {
    return this.write(game, { epoch, superseded: false });
  }

  /** The user chose the copy here: it counts again, as that of a new owner. Returns its number. */
  claim(game: string): Promise<number> {
    return this.db.write(['meta'], async (tx) => {
      const store = tx.objectStore('meta');
      const { epoch } = parse(await store.get(key(game)));
      await store.put(`${epoch + 1}`, key(game));
      return epoch + 1;
    });
  }

  private write(game: string, { epoch, superseded }: Ownership): Promise<void> {
    // Relaxed outlives any crash but the machine's own, and the game stands still meanwhile.
    return this.db.write(
      ['meta'],
      async (tx) => {
        await tx.objectStore('meta').put(superseded ? `${epoch} superseded` : `${epoch}`, key(game));
      },
      'relaxed',
    );
  }
}

function key(game: string): string {
  return `owner/${game}`;
}

function parse(row: string | undefined): Ownership {
  const [epoch, word] = (row ?? '0').split(' ');
  const number = Number(epoch);
  return { epoch: Number.isSafeInteger(number) ? number : 0, superseded: word === 'superseded' };
}
