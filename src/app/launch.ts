import { text } from './i18n/text.ts';
import { games } from './library.ts';
import { takeSharedFiles } from './service-worker.ts';
import { addByPicker, play, takeFiles } from './start-game.ts';
import { say, sayError } from './toasts.ts';

interface Launch {
  readonly files: readonly { getFile(): Promise<File> }[];
  readonly targetURL?: string;
}

interface LaunchQueue {
  setConsumer(consume: (launch: Launch) => void): void;
}

/** Where this page began: the launch that opened it is heard of twice. */
const beganAt = location.href;

/**
 * What the system hands to the app while it is open: a file starts at once, several go into the library, and a
 * shortcut does what its address asks for.
 */
export function takeLaunches(): void {
  const { launchQueue } = globalThis as { launchQueue?: LaunchQueue };
  let isFirst = true;
  launchQueue?.setConsumer(({ files, targetURL }) => {
    const isOwn = isFirst && targetURL === beganAt;
    isFirst = false;
    if (files.length > 0) {
      Promise.all(files.map((handle) => handle.getFile()))
        .then(takeIn)
        .catch(sayError);
    } else if (targetURL !== undefined && !isOwn) {
      takeQuery(new URL(targetURL).searchParams).catch(sayError);
    }
  });
}

/** What a shortcut or a share asks for in the page's address; asked once, so a reload does not repeat it. */
export async function takeAddress(): Promise<void> {
  const query = new URLSearchParams(location.search);
  if ([...query.keys()].length === 0) return;
  history.replaceState(history.state, '', location.pathname + location.hash);
  await takeQuery(query);
}

async function takeQuery(query: URLSearchParams): Promise<void> {
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
