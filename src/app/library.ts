import { signal } from '@preact/signals';
import { Library } from '../storage/library.ts';
import { isGameLocked } from '../storage/locks.ts';
import type { Game } from '../storage/schema.ts';
import { builtInGame, builtInRom, isBuiltIn } from './built-in.ts';
import { text, translated } from './i18n/text.ts';
import type { Cartridge, IntakeAnswer, IntakeRequest, NewRom } from './intake/intake.ts';
import { storedGames, storedStates } from './storage.ts';
import { say, sayError } from './toasts.ts';

/** Removed games can be brought back for this long; then their room is given back at the next start. */
const KEEP_REMOVED_MS = 3_600_000;

/** null until the library has been read. */
export const games = signal<readonly Game[] | null>(null);
/** Files are being read. */
export const reading = signal(false);

/** Games that could not be stored (private mode): they can be played until the page is closed. */
const unstored = new Map<string, { game: Game; bytes: Uint8Array }>();

export async function readLibrary(): Promise<void> {
  let stored: Game[] = [];
  try {
    stored = await storedGames.list();
  } catch (error) {
    sayError(error);
  }
  const extra = [...unstored.values()].map((entry) => entry.game);
  const all = [...stored, ...extra.filter((game) => !stored.some((other) => other.id === game.id))];
  games.value = all.some(isBuiltIn) ? all : [...all, builtInGame];
}

export async function tidyLibrary(): Promise<void> {
  await storedGames.purgeRemoved(Date.now() - KEEP_REMOVED_MS);
  await storedStates.purgeRemoved(Date.now() - KEEP_REMOVED_MS);
}

export function findGame(id: string): Game | undefined {
  return games.value?.find((game) => game.id === id);
}

/** The built-in game becomes a stored one when it is first played. */
export async function storedEntry(game: Game): Promise<Game> {
  if (game.id !== builtInGame.id) return game;
  const bytes = await builtInRom();
  const entry = await keep({ fileName: game.fileName, title: game.title, system: 'GBC', bytes });
  await readLibrary();
  return entry;
}

export async function romOf(game: Game): Promise<Uint8Array> {
  return unstored.get(game.id)?.bytes ?? storedGames.rom(game.id);
}

async function keep(rom: Pick<NewRom, 'fileName' | 'title' | 'bytes' | 'system'>): Promise<Game> {
  try {
    return await storedGames.add(rom, Date.now());
  } catch (error) {
    sayError(error);
    const game: Game = {
      id: await Library.idOf(rom.bytes),
      title: rom.title,
      fileName: rom.fileName,
      size: rom.bytes.length,
      system: rom.system,
      addedAt: Date.now(),
      playedAt: null,
      playTime: 0,
      favourite: false,
      picture: null,
      removedAt: null,
    };
    unstored.set(game.id, { game, bytes: rom.bytes });
    return game;
  }
}

/** Takes games out of files and zips into the library, and says what became of each. */
export async function addFiles(files: readonly File[]): Promise<readonly Game[]> {
  if (files.length === 0) return [];
  reading.value = true;
  try {
    const answer = await askIntake<IntakeAnswer>(
      files,
      text.value.library.refusals.unreadable(files[0].name),
    );
    const added: Game[] = [];
    for (const rom of answer.roms) added.push(await keep(rom));
    await readLibrary();
    for (const [index, entry] of answer.refused.entries()) {
      if (index === 2 && answer.refused.length > 3) {
        say(text.value.library.otherRefusals(answer.refused.length - 2), 'error');
        break;
      }
      const why =
        entry.why === null
          ? `${entry.fileName}: ${translated(entry.sentence ?? '')}`
          : text.value.library.refusals[entry.why](entry.fileName);
      say(why, 'error');
    }
    return added;
  } catch (error) {
    sayError(error);
    return [];
  } finally {
    reading.value = false;
  }
}

/** What the game's header says. */
export async function cartridgeOf(game: Game): Promise<Cartridge> {
  return askIntake<Cartridge>(await romOf(game), text.value.library.refusals.unreadable(game.fileName));
}

/** @param complaint if the worker itself fails. */
function askIntake<Answer>(request: IntakeRequest, complaint: string): Promise<Answer> {
  const worker = new Worker(new URL('./intake/intake.ts', import.meta.url), { type: 'module' });
  return new Promise<Answer>((resolve, reject) => {
    worker.onmessage = (event: MessageEvent<Answer>) => resolve(event.data);
    worker.onerror = () => reject(new Error(complaint));
    worker.postMessage(request);
  }).finally(() => worker.terminate());
}

export async function renameGame(id: string, title: string): Promise<void> {
  await storedGames.update(id, { title });
  await readLibrary();
}

export async function setFavourite(id: string, favourite: boolean): Promise<void> {
  await storedGames.update(id, { favourite });
  await readLibrary();
}

export async function removeGame(game: Game): Promise<void> {
  if (await isGameLocked(game.id)) {
    say(text.value.library.inUse(game.title), 'error');
    return;
  }
  unstored.delete(game.id);
  await storedGames.remove(game.id, Date.now());
  await readLibrary();
  say(text.value.library.deleted(game.title), 'info', {
    label: text.value.common.undo,
    run: () => {
      storedGames.restore(game.id).then(readLibrary).catch(sayError);
    },
  });
}
