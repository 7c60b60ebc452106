import type { Game } from '../storage/schema.ts';
import { BACKUP, restore } from './backups.ts';
import { pickFiles } from './components/pick-files.ts';
import { text } from './i18n/text.ts';
import { addFiles, storedEntry } from './library.ts';
import { go } from './navigation.ts';
import { client, openAndPlay } from './session.ts';
import { say, sayError } from './toasts.ts';

/** Phones grey out files whose ending they don't know, so the types are named generously. */
const ACCEPT =
  '.dotmatrix,.gb,.gbc,.cgb,.sgb,.dmg,.zip,application/zip,application/octet-stream,application/x-gameboy-rom';

/** Goes to the play screen and starts; call it inside the gesture, so that sound may begin. */
export async function play(game: Game): Promise<void> {
  client.startSound();
  try {
    const entry = await storedEntry(game);
    const opened = openAndPlay(entry, { play: true });
    go({ name: 'play', id: entry.id });
    await opened;
  } catch (error) {
    sayError(error);
  }
}

export async function addByPicker(): Promise<void> {
  await takeFiles(await pickFiles(ACCEPT, true));
}

/** Games go into the library, backups are restored; each says what became of it. */
export async function takeFiles(files: readonly File[]): Promise<readonly Game[]> {
  for (const file of files) {
    if (BACKUP.test(file.name)) await restore(file).catch(sayError);
  }
  const added = await addFiles(files.filter((file) => !BACKUP.test(file.name)));
  sayAdded(added);
  return added;
}

function sayAdded(added: readonly Game[]): void {
  if (added.length === 0) return;
  const only = added.length === 1 ? added[0] : null;
  say(
    text.value.library.added(added.map((game) => game.title)),
    'info',
    only === null ? null : { label: text.value.library.play, run: () => void play(only) },
  );
}
