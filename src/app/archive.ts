import { backUpEverything, backUpGame, type RestoreReport, restoreBackup } from '../storage/backup.ts';
import { Database } from '../storage/database.ts';
import { StorageError, type StorageProblem } from '../storage/errors.ts';
import { Settings } from '../storage/settings.ts';

export type ArchiveRequest =
  | { readonly make: 'game'; readonly id: string; readonly now: number }
  | { readonly make: 'everything'; readonly now: number }
  | { readonly restore: File };

export type ArchiveAnswer<Value> =
  | { readonly value: Value }
  /** `problem` is null where it was no failure of storage. */
  | { readonly problem: StorageProblem | null; readonly sentence: string };

/** Packs and unpacks backups away from the page's thread: a library takes seconds of hashing and deflating. */
addEventListener('message', async ({ data }: MessageEvent<ArchiveRequest>) => {
  const database = new Database();
  try {
    const value = await perform(data, database, new Settings());
    postMessage({ value }, { transfer: value instanceof Uint8Array ? [value.buffer] : [] });
  } catch (error) {
    const problem = error instanceof StorageError ? error.problem : null;
    postMessage({ problem, sentence: error instanceof Error ? error.message : String(error) });
  } finally {
    await database.close();
  }
});

async function perform(
  request: ArchiveRequest,
  database: Database,
  settings: Settings,
): Promise<RestoreReport | Uint8Array<ArrayBuffer>> {
  if ('restore' in request) {
    return restoreBackup(database, settings, new Uint8Array(await request.restore.arrayBuffer()));
  }
  if (request.make === 'game') return backUpGame(database, settings, request.id, request.now);
  return backUpEverything(database, settings, request.now);
}
