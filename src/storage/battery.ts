import { equalBytes } from './bytes.ts';
import type { Database } from './database.ts';
import { StorageError } from './errors.ts';
import { type BatteryVersion, type Pin, rowsOf } from './schema.ts';

/** Distinct versions of a battery save that are always kept. */
export const KEPT_VERSIONS = 20;
/** Pinned versions kept beyond those. */
export const KEPT_PINS = 20;

/** A battery save to store. */
export interface NewBattery {
  /** A `.sav`: RAM, then the clock's footer where there is one. */
  readonly bytes: Uint8Array;
  /** Bytes of RAM at its start. */
  readonly ramSize: number;
  readonly savedAt: number;
  readonly origin: BatteryVersion['origin'];
}

/** Battery saves: the current one of each game, and the history that nothing overwrites. */
export class Batteries {
  private readonly db: Database;

  constructor(db: Database) {
    this.db = db;
  }

  /** The current save: what a game starts with. */
  async current(game: string): Promise<BatteryVersion | null> {
    return (await this.history(game))[0] ?? null;
  }

  /** All kept versions, the newest first. */
  async history(game: string): Promise<BatteryVersion[]> {
    const rows = await this.db.read(['battery'], (tx) => tx.objectStore('battery').getAll(rowsOf(game)));
    return rows.reverse();
  }

  /**
   * Makes `save` the current one. The one before goes into the history; if only the clock's footer differs,
   * it is replaced. Returns when the save is on disk.
   */
  save(game: string, save: NewBattery): Promise<BatteryVersion> {
    return this.db.write(['battery'], async (tx) => {
      const store = tx.objectStore('battery');
      const rows = await store.getAll(rowsOf(game));
      const last = rows.at(-1);
      const same = last !== undefined && equalBytes(ramOf(last), ramOf(save));
      const row: BatteryVersion = same
        ? { ...last, bytes: save.bytes.slice(), savedAt: save.savedAt }
        : { ...save, bytes: save.bytes.slice(), game, version: (last?.version ?? 0) + 1, pin: null };
      if (!same) rows.push(row);
      await Promise.all([
        store.put(row),
        ...surplus(rows).map((old) => store.delete([game, old.version] as [string, number])),
      ]);
      return row;
    });
  }

  /**
   * Keeps the current save beyond the last 20: called before a state is loaded or a file imported, and when a game
   * starts, so that however often the game saves from then on, it can be brought back.
   */
  pin(game: string, why: Pin): Promise<void> {
    return this.db.write(['battery'], async (tx) => {
      const store = tx.objectStore('battery');
      const last = (await store.getAll(rowsOf(game))).at(-1);
      if (last && last.pin === null) await store.put({ ...last, pin: why });
    });
  }

  /** Makes an older version the current one; the newest stays in the history, pinned. */
  async bringBack(game: string, version: number, now: number): Promise<BatteryVersion> {
    const old = (await this.history(game)).find((row) => row.version === version);
    if (!old) {
      throw new StorageError(
        'missing',
        'That version of the save is no longer kept. The newest one is unchanged.',
      );
    }
    await this.pin(game, 'brought-back');
    return this.save(game, { bytes: old.bytes, ramSize: old.ramSize, savedAt: now, origin: 'history' });
  }
}

function ramOf(save: NewBattery): Uint8Array {
  return save.bytes.subarray(0, save.ramSize);
}

/** What goes: all but the newest 20 and, of the pinned older ones, the newest 20. */
function surplus(rows: readonly BatteryVersion[]): BatteryVersion[] {
  const older = rows.slice(0, Math.max(0, rows.length - KEPT_VERSIONS));
  const pinned = older.filter((row) => row.pin !== null);
  return [
    ...older.filter((row) => row.pin === null),
    ...pinned.slice(0, Math.max(0, pinned.length - KEPT_PINS)),
  ];
}
