import { type BackupContent, type GameContent, packBackup, sameRow, unpackBackup } from './backup-format.ts';
import { equalBytes } from './bytes.ts';
import type { Database } from './database.ts';
import { StorageError } from './errors.ts';
import { GAME_STORES } from './library.ts';
import { type BatteryVersion, type Game, rowsOf, type SnapshotRow } from './schema.ts';
import { gameSettings, type Settings } from './settings.ts';
import { putPages } from './snapshots.ts';

/** What a backup file brought. */
export interface RestoreReport {
  readonly madeAt: number;
  readonly games: readonly { readonly id: string; readonly title: string }[];
  /** The app's settings from the file, for the caller to check and apply; null in the backup of one game. */
  readonly settings: Readonly<Record<string, unknown>> | null;
}

/** One game with ROM, saves, states, journal and settings as one file. */
export async function backUpGame(
  db: Database,
  settings: Settings,
  id: string,
  now: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return packBackup({ madeAt: now, games: [await contentOf(db, settings, id)], settings: null });
}

/** All games, and the app's settings, as one file. */
export async function backUpEverything(
  db: Database,
  settings: Settings,
  now: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const ids = await db.read(['games'], (tx) => tx.objectStore('games').getAllKeys());
  const games: GameContent[] = [];
  for (const id of ids) games.push(await contentOf(db, settings, id));
  const own = [...(await settings.all())].filter(([key]) => !key.startsWith('game/'));
  return packBackup({ madeAt: now, games, settings: Object.fromEntries(own) });
}

/**
 * Restores a backup of one game or of everything. The whole file is checked first; then each game is written in
 * one transaction, read back and compared. What is here already stays: states are added to the tree, and the
 * present battery save stays in the history, pinned, below the restored one.
 */
export async function restoreBackup(
  db: Database,
  settings: Settings,
  file: Uint8Array,
): Promise<RestoreReport> {
  const content: BackupContent = unpackBackup(file);
  for (const game of content.games) {
    await writeGame(db, game);
    for (const [key, value] of Object.entries(game.settings)) {
      await settings.write(gameSettings(game.game.id) + key, value);
    }
    await verifyGame(db, game);
  }
  return {
    madeAt: content.madeAt,
    games: content.games.map(({ game }) => ({ id: game.id, title: game.title })),
    settings: content.settings,
  };
}

async function contentOf(db: Database, settings: Settings, id: string): Promise<GameContent> {
  const prefix = gameSettings(id);
  const own = [...(await settings.all(prefix))].map(([key, value]) => [key.slice(prefix.length), value]);
  return db.read([...GAME_STORES], async (tx) => {
    const [game, rom, battery, snapshots, pages, head, journal] = await Promise.all([
      tx.objectStore('games').get(id),
      tx.objectStore('roms').get(id),
      tx.objectStore('battery').getAll(rowsOf(id)),
      tx.objectStore('snapshots').index('game').getAll(id),
      tx.objectStore('pages').getAll(rowsOf(id)),
      tx.objectStore('heads').get(id),
      tx.objectStore('journal').getAll(rowsOf(id)),
    ]);
    if (!game || !rom)
      throw new StorageError('missing', 'This game is no longer stored, so there is no backup of it.');
    return {
      game,
      rom,
      battery,
      snapshots,
      pages,
      head: head ?? null,
      journal,
      settings: Object.fromEntries(own) as Record<string, unknown>,
    };
  });
}

function writeGame(db: Database, content: GameContent): Promise<void> {
  const id = content.game.id;
  return db.write([...GAME_STORES], async (tx) => {
    const here = await tx.objectStore('games').get(id);
    await tx.objectStore('roms').put(content.rom, id);
    await tx.objectStore('games').put(here ? merged(here, content.game) : content.game);

    const battery = tx.objectStore('battery');
    const versions = await battery.getAll(rowsOf(id));
    for (const row of mergedBattery(versions, content.battery)) await battery.put(row);

    const snapshots = tx.objectStore('snapshots');
    const held = new Set(await snapshots.index('game').getAllKeys(id));
    for (const row of content.snapshots) if (!held.has(row.id)) await snapshots.put(row);
    await putPages(tx.objectStore('pages'), id, content.pages);

    // A journal here is a game in progress here: it stays, and the backup's last state is in its own journal only.
    const journal = tx.objectStore('journal');
    if ((await journal.count(rowsOf(id))) === 0) {
      for (const row of content.journal) await journal.put(row);
      const heads = tx.objectStore('heads');
      if (content.head !== null && (await heads.get(id)) === undefined) await heads.put(content.head, id);
    }
  });
}

function merged(here: Game, restored: Game): Game {
  return {
    ...here,
    title: restored.title,
    favourite: here.favourite || restored.favourite,
    playTime: Math.max(here.playTime, restored.playTime),
    picture: here.picture ?? restored.picture,
    removedAt: null,
  };
}

/** The rows to write so that the restored versions come after those that are here, the restored newest last. */
function mergedBattery(
  here: readonly BatteryVersion[],
  restored: readonly BatteryVersion[],
): BatteryVersion[] {
  const last = here.at(-1);
  const newest = restored.at(-1);
  if (!newest || (last && equalBytes(last.bytes, newest.bytes))) return [];
  const rows: BatteryVersion[] = last ? [{ ...last, pin: last.pin ?? 'restored' }] : [];
  let version = last?.version ?? 0;
  for (const row of restored) {
    if (row !== newest && here.some((old) => equalBytes(old.bytes, row.bytes))) continue;
    version++;
    rows.push(last ? { ...row, version, origin: 'backup' } : row);
  }
  return rows;
}

/** Reads back what was restored and compares it with the file. */
async function verifyGame(db: Database, content: GameContent): Promise<void> {
  const id = content.game.id;
  const fine = await db.read(['roms', 'battery', 'snapshots', 'pages'], async (tx) => {
    const rom = await tx.objectStore('roms').get(id);
    if (!rom || !equalBytes(rom, content.rom)) return false;
    const versions = await tx.objectStore('battery').getAll(rowsOf(id));
    const newest = content.battery.at(-1);
    if (newest && !equalBytes(versions.at(-1)?.bytes ?? new Uint8Array(0), newest.bytes)) return false;
    for (const row of content.battery) {
      if (!versions.some((version) => equalBytes(version.bytes, row.bytes))) return false;
    }
    const pages = tx.objectStore('pages');
    for (const page of content.pages) {
      const stored = await pages.get([id, page.hash]);
      if (!stored || !equalBytes(stored.bytes, page.bytes)) return false;
    }
    for (const row of content.snapshots) {
      const stored = await tx.objectStore('snapshots').get(row.id);
      if (!stored || !sameContent(stored, row)) return false;
    }
    return true;
  });
  if (!fine) {
    throw new StorageError(
      'failed',
      `What was restored of ${content.game.title} is not what the backup holds. Keep the file and try again.`,
    );
  }
}

/** Name, lock and place in the tree may have been changed here since; the state itself may not. */
function sameContent(a: SnapshotRow, b: SnapshotRow): boolean {
  return sameRow(
    { pages: a.pages, hash: a.hash, size: a.size },
    { pages: b.pages, hash: b.hash, size: b.size },
  );
}
