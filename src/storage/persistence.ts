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
  /** One sentence, for people. */
  readonly text: string;
}

export interface StorageReport {
  readonly persistence: Persistence;
  /** Bytes in use and allowed, by the browser's estimate; null where it doesn't say. */
  readonly usage: number | null;
  readonly quota: number | null;
  readonly games: readonly GameUsage[];
  /** Sentences for people: persistence, then how much is left. */
  readonly text: readonly string[];
  /** A sentence when it is time to export or delete something, else null. */
  readonly warning: string | null;
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
    text: [persistenceText(persistence), roomText(usage, quota)],
    warning: warningOf(usage, quota, persistence, games),
  };
}

/** A sentence when little room is left or the browser may evict saves, else null; cheap enough for each minute. */
export async function storageWarning(): Promise<string | null> {
  const { usage, quota } = await estimateStorage();
  return scarceWarning(usage, quota);
}

/** Bytes as people write them. */
export function readableBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`;
  if (bytes < 999_500_000) return `${(bytes / 1e6).toFixed(bytes < 9.95e6 ? 1 : 0)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
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
        text: gameText(game.title, total, versions.length, states.length),
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

function gameText(title: string, total: number, versions: number, states: number): string {
  const saves = versions === 0 ? 'no save' : versions === 1 ? 'one save' : `a save with ${versions} versions`;
  const kept = states === 0 ? 'no states' : states === 1 ? 'one state' : `${states} states`;
  return `${title}: ${saves}, ${kept}, ${readableBytes(total)} in all.`;
}

function persistenceText(persistence: Persistence): string {
  switch (persistence) {
    case 'persisted':
      return 'The browser has promised to keep your games and saves.';
    case 'not-persisted':
      return 'The browser may delete games and saves when the device runs out of space or the page is not used for long. Install the app, or keep a backup file.';
    default:
      return 'The browser does not say whether it keeps your games and saves. Keep a backup file.';
  }
}

function roomText(usage: number | null, quota: number | null): string {
  if (usage === null || quota === null) return 'The browser does not say how much room is left.';
  return `${readableBytes(usage)} in use, ${readableBytes(Math.max(0, quota - usage))} left.`;
}

function scarceWarning(usage: number | null, quota: number | null): string | null {
  if (usage === null || quota === null) return null;
  const left = Math.max(0, quota - usage);
  if (left > SCARCE && left > quota / 20) return null;
  return `Only ${readableBytes(left)} are left for games and saves. Make a backup, then delete games or states that you don't need.`;
}

function warningOf(
  usage: number | null,
  quota: number | null,
  persistence: Persistence,
  games: readonly GameUsage[],
): string | null {
  const scarce = scarceWarning(usage, quota);
  if (scarce !== null) return scarce;
  const something = games.some((game) => game.versions > 0 || game.states > 0);
  return something && persistence === 'not-persisted'
    ? 'Your saves are not protected from being evicted by the browser. Install the app, or make a backup now and then.'
    : null;
}
