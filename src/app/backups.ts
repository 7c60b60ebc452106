import type { Game } from '../storage/schema.ts';
import { text } from './i18n/text.ts';
import { readLibrary } from './library.ts';
import { client } from './session.ts';
import { change, repaired, settings } from './settings.ts';
import { shareFile } from './share.ts';
import { database, storedSettings } from './storage.ts';
import { say } from './toasts.ts';

/** What the app's own settings are called in a backup. */
const APP_SETTINGS = 'app';

/** Fetched when it is needed: a backup is made seldom. */
const backup = () => import('../storage/backup.ts');

export const BACKUP = /\.dotmatrix$/i;

/** One game with its saves, states and settings as one file. */
export async function shareGame(game: Game): Promise<void> {
  const { backUpGame, BACKUP_EXTENSION } = await backup();
  if (client.game.peek() !== null) await client.request('flush', null);
  const bytes = await backUpGame(database, storedSettings, game.id, Date.now());
  await hand(bytes, `${game.title.replace(/[^\p{L}\p{N} _-]/gu, '')}${BACKUP_EXTENSION}`);
}

export async function shareEverything(): Promise<void> {
  const { backUpEverything, BACKUP_EXTENSION } = await backup();
  if (client.game.peek() !== null) await client.request('flush', null);
  await storedSettings.write(APP_SETTINGS, settings.peek());
  const bytes = await backUpEverything(database, storedSettings, Date.now());
  await hand(bytes, `Dotmatrix ${new Date().toISOString().slice(0, 10)}${BACKUP_EXTENSION}`);
}

async function hand(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
  const done = await shareFile(new File([bytes], name, { type: 'application/octet-stream' }));
  if (done === 'saved') say(text.peek().backup.saved(name));
}

/** Checks the whole file before anything is written; what is here already stays. */
export async function restore(file: File): Promise<void> {
  const { restoreBackup } = await backup();
  const report = await restoreBackup(database, storedSettings, new Uint8Array(await file.arrayBuffer()));
  const own = report.settings?.[APP_SETTINGS];
  if (own !== undefined) change(repaired(own));
  await readLibrary();
  say(text.peek().backup.restored(report.games.map((game) => game.title)));
}
