import type { Database } from './database.ts';
import { rowsOf } from './schema.ts';
import { PAGE_SIZE } from './snapshots.ts';

/** Whether the browser promised to keep what is stored: it never evicts what is persisted. */
export type Persistence = 'persisted' | 'not-persisted' | 'unknown';

/** What is stored for one game, in bytes. */
export interface GameUsage {
  readonly id: string;
  readonly title: string;
  readonly rom: number;
  readonly battery: number;
  /** Versions of the battery save. */
  readonly versions: number;
  readonly states: number;
  /** Bytes of all states: each shared page once, and the pictures. */
  readonly stateBytes: number;
  readonly journal: number;
  readonly total: number;
}

export interface StorageReport {
  readonly persistence: Persistence;
  /** Bytes in use and allowed, by the browser's estimate; null where it doesn't say. */
  readonly usage: number | null;
  readonly quota: number | null;
  readonly games: readonly GameUsage[];
  /** It is time to export or delete something. */
  readonly scarce: boolean;
}

/** Warn below this many free bytes: room for one big game with its saves. */
const SCARCE = 32 * 1024 * 1024;

/** Asks the browser to keep what is stored; call it when there is something to lose. */
export async function askForPersistence(): Promise<Persistence> {
  try {
    if (await navigator.storage.persisted()) return 'persisted';
    return (await navigator.storage.persist()) ? 'persisted' : 'not-persisted';
  } catch {
    return 'unknown';
  }
}

/** What is stored, for whom, how safe it is and how much is left. */
export async function reportStorage(db: Database): Promise<StorageReport> {
  const [persistence, estimate, games] = await Promise.all([isPersisted(), estimateStorage(), usageOf(db)]);
  const { usage, quota } = estimate;
  return {
    persistence,
    usage,
    quota,
    games,
    scarce: isScarce(usage, quota),
  };
}

/** Whether little room is left; cheap enough for each minute. */
export async function isStorageScarce(): Promise<boolean> {
  const { usage, quota } = await estimateStorage();
  return isScarce(usage, quota);
}

async function isPersisted(): Promise<Persistence> {
  try {
    return (await navigator.storage.persisted()) ? 'persisted' : 'not-persisted';
  } catch {
    return 'unknown';
  }
}

async function estimateStorage(): Promise<{ usage: number | null; quota: number | null }> {
  try {
    const { usage, quota } = await navigator.storage.estimate();
    return { usage: usage ?? null, quota: quota ?? null };
  } catch {
    return { usage: null, quota: null };
  }
}

function usageOf(db: Database): Promise<GameUsage[]> {
  return db.read(['games', 'battery', 'snapshots', 'pages', 'journal'], async (tx) => {
    const games = await tx.objectStore('games').getAll();
    const result: GameUsage[] = [];
    for (const game of games) {
      const versions = await tx.objectStore('battery').getAll(rowsOf(game.id));
      const states = await tx.objectStore('snapshots').index('game').getAll(game.id);
      const pages = await tx.objectStore('pages').count(rowsOf(game.id));
      const journal = await tx.objectStore('journal').getAll(rowsOf(game.id));
      const battery = sum(versions, (row) => row.bytes.length);
      const stateBytes = pages * PAGE_SIZE + sum(states, (row) => row.picture?.length ?? 0);
      const journalBytes = sum(journal, (row) => row.bytes.length + row.inputs.length);
      const total = game.size + battery + stateBytes + journalBytes;
      result.push({
        id: game.id,
        title: game.title,
        rom: game.size,
        battery,
        versions: versions.length,
        states: states.length,
        stateBytes,
        journal: journalBytes,
        total,
      });
    }
    return result.sort((a, b) => b.total - a.total);
  });
}

function sum<T>(rows: readonly T[], of: (row: T) => number): number {
  let total = 0;
  for (const row of rows) total += of(row);
  return total;
}

function isScarce(usage: number | null, quota: number | null): boolean {
  if (usage === null || quota === null) return false;
  const left = Math.max(0, quota - usage);
  return left <= SCARCE || left <= quota / 20;
}
