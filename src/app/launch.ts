import { text } from './i18n/text.ts';
import { games } from './library.ts';
import { takeSharedFiles } from './service-worker.ts';
import { addByPicker, play, takeFiles } from './start-game.ts';
import { say, sayError } from './toasts.ts';

interface LaunchQueue {
  setConsumer(consume: (launch: { readonly files: readonly { getFile(): Promise<File> }[] }) => void): void;
}

/** Files that the system opened with the app: one starts at once, several go into the library. */
export function takeLaunchedFiles(): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  launchQueue?.setConsumer((launch) => {
    if (launch.files.length === 0) return;
    Promise.all(launch.files.map((handle) => handle.getFile()))
      .then(takeIn)
      .catch(sayError);
  });
}

/** What a shortcut or a share asks for in the address; asked once, so a reload does not repeat it. */
export async function takeQuery(): Promise<void> {
  const query = new URLSearchParams(location.search);
  if ([...query.keys()].length === 0) return;
  history.replaceState(history.state, '', location.pathname + location.hash);
  if (query.has('shared')) await takeIn(await takeSharedFiles());
  if (query.get('action') === 'continue') {
    const last = [...(games.value ?? [])].sort((a, b) => (b.playedAt ?? 0) - (a.playedAt ?? 0))[0];
    if (last !== undefined) await play(last);
  }
  // A picker needs a gesture, which a shortcut is not.
  if (query.get('action') === 'add') {
    say(text.value.library.addHint, 'info', { label: text.value.library.add, run: () => void addByPicker() });
  }
}

async function takeIn(files: readonly File[]): Promise<void> {
  const added = await takeFiles(files);
  if (files.length === 1 && added.length === 1) await play(added[0]);
}
