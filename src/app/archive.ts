import { backUpEverything, backUpGame, type RestoreReport, restoreBackup } from '../storage/backup.ts';
import { Database } from '../storage/database.ts';
import { StorageError, type StorageProblem } from '../storage/errors.ts';
import { reportStorage, type StorageReport } from '../storage/persistence.ts';
import { Settings } from '../storage/settings.ts';

export type ArchiveRequest =
  | { readonly make: 'game'; readonly id: string; readonly now: number }
  | { readonly make: 'everything'; readonly now: number }
  | { readonly restore: File }
  | { readonly report: 'storage' };

export type ArchiveAnswer<Value> =
  | { readonly value: Value }
  /** `problem` is null where it was no failure of storage. */
  | { readonly problem: StorageProblem | null; readonly sentence: string };

/** Does away from the page's thread what goes through everything that is stored: hashing, deflating, counting. */
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
): Promise<RestoreReport | StorageReport | Uint8Array<ArrayBuffer>> {
  if ('report' in request) return reportStorage(database);
  if ('restore' in request) {
    return restoreBackup(database, settings, new Uint8Array(await request.restore.arrayBuffer()));
  }
  if (request.make === 'game') return backUpGame(database, settings, request.id, request.now);
  return backUpEverything(database, settings, request.now);
}
