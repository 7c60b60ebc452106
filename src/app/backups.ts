import type { RestoreReport } from '../storage/backup.ts';
import { asStorageError, StorageError } from '../storage/errors.ts';
import type { StorageReport } from '../storage/persistence.ts';
import type { Game } from '../storage/schema.ts';
import type { ArchiveAnswer, ArchiveRequest } from './archive.ts';
import { text } from './i18n/text.ts';
import { readLibrary } from './library.ts';
import { client } from './session.ts';
import { change, repaired, settings } from './settings.ts';
import { shareFile } from './share.ts';
import { storedSettings } from './storage.ts';
import { say } from './toasts.ts';

/** What the app's own settings are called in a backup. */
const APP_SETTINGS = 'app';

const EXTENSION = '.dotmatrix';
export const BACKUP = /\.dotmatrix$/i;

/** One game with its saves, states and settings as one file. */
export async function shareGame(game: Game): Promise<void> {
  if (client.game.peek() !== null) await client.request('flush', null);
  const bytes = await ask<Uint8Array<ArrayBuffer>>({ make: 'game', id: game.id, now: Date.now() });
  await hand(bytes, `${game.title.replace(/[^\p{L}\p{N} _-]/gu, '')}${EXTENSION}`);
}

export async function shareEverything(): Promise<void> {
  if (client.game.peek() !== null) await client.request('flush', null);
  await storedSettings.write(APP_SETTINGS, settings.peek());
  const bytes = await ask<Uint8Array<ArrayBuffer>>({ make: 'everything', now: Date.now() });
  await hand(bytes, `Dotmatrix ${new Date().toISOString().slice(0, 10)}${EXTENSION}`);
}

async function hand(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
  const done = await shareFile(new File([bytes], name, { type: 'application/octet-stream' }));
  if (done === 'saved') say(text.peek().backup.saved(name));
}

/** Checks the whole file before anything is written; what is here already stays. */
export async function restore(file: File): Promise<void> {
  const report = await ask<RestoreReport>({ restore: file });
  const own = report.settings?.[APP_SETTINGS];
  if (own !== undefined) change(repaired(own));
  await readLibrary();
  say(text.peek().backup.restored(report.games.map((game) => game.title)));
}

/** What is stored, for whom, how safe it is and how much is left. */
export function reportStorage(): Promise<StorageReport> {
  return ask<StorageReport>({ report: 'storage' });
}

/** @throws what could not be done, as the archive said it. */
async function ask<Value>(request: ArchiveRequest): Promise<Value> {
  const worker = new Worker(new URL('./archive.ts', import.meta.url), { type: 'module' });
  const answer = await new Promise<ArchiveAnswer<Value>>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<ArchiveAnswer<Value>>) => resolve(event.data);
    worker.onerror = () => reject(asStorageError(null));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
  if ('value' in answer) return answer.value;
  const { problem, sentence } = answer;
  throw problem === null ? new Error(sentence) : new StorageError(problem, sentence);
}
