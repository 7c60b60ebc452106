import { computed, effect, signal } from '@preact/signals';
import type { ModelName } from '../core/models.ts';
import type { Picture } from '../player/messages.ts';
import { isGameLocked } from '../storage/locks.ts';
import { askForPersistence, isStorageScarce } from '../storage/persistence.ts';
import type { Game } from '../storage/schema.ts';
import { gameSettings } from '../storage/settings.ts';
import { EmulatorClient } from './emulator-client.ts';
import { text, translated } from './i18n/text.ts';
import { findGame, readLibrary, romOf } from './library.ts';
import { replace } from './navigation.ts';
import { findPalette } from './palettes.ts';
import { change, settings } from './settings.ts';
import { shareFile } from './share.ts';
import { storedGames, storedSettings, storedStates } from './storage.ts';
import { say, sayError, sentenceOf } from './toasts.ts';

export const client = new EmulatorClient();

/** The library's entry of the open game. */
export const openGame = signal<Game | null>(null);
/** A game is on its way. */
export const opening = signal(false);
/** Why it could not be opened, for the play screen. */
export const openError = signal<string | null>(null);
/** The game is held by another window. */
export const heldElsewhere = signal(false);
export const menuOpen = signal(false);
/** The speed chosen in the menu; 1 is the console's own. */
export const speed = signal(1);
/** Time goes backwards. */
export const rewinding = signal(false);
/** Fast-forward is on. */
export const fast = signal(false);
export const playing = computed(() => client.running.value);

/** Room on the disk is looked at this often, so that the warning comes before it is too late. */
const LOOK_AT_ROOM_EVERY_MS = 60_000;
/** How often play time and picture are kept while playing; a killed tab loses no more. */
const KEEP_EVERY_MS = 20_000;

/** Opening and leaving take their turns: a quick finger may ask for one while the other is under way. */
let turn: Promise<void> = Promise.resolve();
let waiting = 0;

function inTurn(work: () => Promise<void>): Promise<void> {
  waiting++;
  const done = turn.then(work).finally(() => {
    waiting--;
  });
  turn = done.catch(() => {});
  return done;
}

interface Opening {
  /** Starts at once; otherwise the game waits behind the menu. */
  readonly play: boolean;
  readonly takeOver?: boolean;
}

/** Opens a game, or shows the one that is open; call it inside the gesture, so that sound may begin. */
export async function openAndPlay(game: Game, options: Opening): Promise<void> {
  if (options.play) client.startSound();
  if (waiting === 0 && isOpen(game)) {
    present(options);
    return;
  }
  // At once, so that the screen that appears meanwhile does not open it too.
  opening.value = true;
  openError.value = null;
  heldElsewhere.value = false;
  await inTurn(() => open(game, options));
}

function isOpen(game: Game): boolean {
  return openGame.peek()?.id === game.id && client.game.peek() !== null;
}

function present({ play }: Opening): void {
  if (play) resume();
  else if (!started) menuOpen.value = true;
}

async function open(game: Game, options: Opening): Promise<void> {
  try {
    if (isOpen(game)) {
      present(options);
      return;
    }
    await leave();
    const takeOver = options.takeOver === true;
    const [rom, model] = await Promise.all(prepare(game));
    const opened = await client.open({ rom, name: game.title, model, resume: true, takeOver });
    openGame.value = findGame(game.id) ?? game;
    speed.value = 1;
    fast.value = false;
    recording.value = false;
    if (!opened.resumed && opened.notes.length > 0) say(translated(opened.notes[0]));
    present(options);
    // Where nothing can be stored the game is played all the same; that was said when it was added.
    await storedGames.addPlayTime(game.id, 0, Date.now()).then(readLibrary, () => {});
  } catch (error) {
    client.sound.stop();
    // Asked only now: the worker's own lock decides, and the question would keep everybody waiting.
    if (options.takeOver !== true && (await isGameLocked(game.id))) heldElsewhere.value = true;
    else openError.value = sentenceOf(error);
  } finally {
    opening.value = false;
  }
}

let prepared: {
  readonly id: string;
  readonly parts: [Promise<Uint8Array>, Promise<ModelName | null>];
} | null = null;

/** Reads what opening a game needs; called ahead for the game that will most likely be played. */
export function prepare(game: Game): [Promise<Uint8Array>, Promise<ModelName | null>] {
  if (prepared?.id !== game.id) prepared = { id: game.id, parts: [romOf(game), modelOf(game.id)] };
  const { parts } = prepared;
  // What could not be read is read anew by whoever needs it.
  Promise.all(parts).catch(() => {
    prepared = null;
  });
  return parts;
}

/** The worker was told to run and has not stopped since; it says so itself only a moment later. */
let started = false;

/** Runs or stops the game without its menu. */
export function run(on: boolean): void {
  started = on;
  if (on) menuOpen.value = false;
  client.run(on);
}

export function resume(): void {
  run(true);
}

export function pause(): void {
  run(false);
  menuOpen.value = true;
}

/** Saves and closes the game that is open, if one is. */
export function leaveGame(): Promise<void> {
  return inTurn(leave);
}

async function leave(): Promise<void> {
  if (client.game.peek() === null) return;
  run(false);
  await keepProgress();
  menuOpen.value = false;
  try {
    await client.close();
  } catch (error) {
    sayError(error);
  }
  openGame.value = null;
  await readLibrary();
}

/** The console that a game runs on, if the player chose one. */
export async function modelOf(id: string): Promise<ModelName | null> {
  const value = await storedSettings.read(`${gameSettings(id)}model`).catch(() => null);
  return typeof value === 'string' && value in text.peek().models ? (value as ModelName) : null;
}

export async function setModel(id: string, model: ModelName | null): Promise<void> {
  const key = `${gameSettings(id)}model`;
  prepared = null;
  await (model === null ? storedSettings.remove(key) : storedSettings.write(key, model));
}

export async function saveState(): Promise<void> {
  try {
    await client.request('saveState', { name: null, automatic: false });
    say(text.value.menu.saved);
    void askForPersistence();
  } catch (error) {
    sayError(error);
  }
}

/** Loads the newest state that the player made; `undoLoad` brings back what was. */
export async function loadLatestState(): Promise<boolean> {
  const game = openGame.peek();
  if (game === null) return false;
  try {
    const states = await storedStates.list(game.id);
    const latest = states.filter((state) => state.kind === 'named').at(-1) ?? states.at(-1);
    if (latest === undefined) {
      say(text.value.menu.loadNone);
      return false;
    }
    await loadState(latest.id);
    return true;
  } catch (error) {
    sayError(error);
    return false;
  }
}

export async function loadState(id: string): Promise<void> {
  await client.request('loadState', { id });
  say(text.value.menu.loaded, 'info', { label: text.value.common.undo, run: undoLoad });
}

export async function resetGame(): Promise<void> {
  try {
    await client.request('reset', null);
    resume();
    say(text.value.menu.wasReset, 'info', { label: text.value.common.undo, run: undoLoad });
  } catch (error) {
    sayError(error);
  }
}

function undoLoad(): void {
  client
    .request('undoLoad', null)
    .then((undone) => undone && say(text.value.menu.undone))
    .catch(sayError);
}

export async function shareScreenshot(): Promise<void> {
  try {
    const picture = await client.request('picture', null);
    const name = `${fileTitle()}.png`;
    const shared = await shareFile(new File([await toPng(picture, 4)], name, { type: 'image/png' }));
    if (shared === 'saved') say(text.value.menu.screenshotSaved);
  } catch (error) {
    sayError(error);
  }
}

/** While on, time goes backwards. */
export function rewind(on: boolean): void {
  rewinding.value = on;
  client.holdRewind(on);
}

/** Inputs are being recorded: a movie that replays this very play, for a report or for a friend. */
export const recording = signal(false);

export async function toggleRecording(): Promise<void> {
  const t = text.peek().menu;
  try {
    if (!recording.peek()) {
      await client.request('startMovie', null);
      recording.value = true;
      say(t.recording);
      return;
    }
    recording.value = false;
    const bytes = await client.request('stopMovie', null);
    const done = await shareFile(new File([bytes.slice()], `${fileTitle()}.movie`));
    if (done === 'saved') say(t.recorded);
  } catch (error) {
    sayError(error);
  }
}

/** One file that shows a mistake again: the last seconds, and all that they depend on. */
export async function shareReport(): Promise<void> {
  try {
    const bytes = await client.request('report', {
      title: openGame.peek()?.title ?? '',
      browser: navigator.userAgent,
      settings: { ...settings.peek(), speed: speed.peek() },
    });
    const file = new File([bytes.slice()], `${fileTitle()} report.json`, { type: 'application/json' });
    if ((await shareFile(file)) === 'saved') say(text.peek().menu.reported);
  } catch (error) {
    sayError(error);
  }
}

/** The open game's title as a file may be called. */
function fileTitle(): string {
  return (openGame.peek()?.title ?? 'Dotmatrix').replace(/[^\p{L}\p{N} _-]/gu, '');
}

export function setFast(on: boolean): void {
  fast.value = on;
}

/** A PNG with each pixel `scale` × `scale`. */
async function toPng(picture: Picture, scale: number): Promise<Blob> {
  const source = new OffscreenCanvas(picture.width, picture.height);
  source.getContext('2d')?.putImageData(new ImageData(picture.rgba, picture.width, picture.height), 0, 0);
  if (scale === 1) return source.convertToBlob({ type: 'image/png' });
  const large = new OffscreenCanvas(picture.width * scale, picture.height * scale);
  const context = large.getContext('2d');
  if (context !== null) {
    context.imageSmoothingEnabled = false;
    context.drawImage(source, 0, 0, large.width, large.height);
  }
  return large.convertToBlob({ type: 'image/png' });
}

let countedFrom: number | null = null;

/** Writes play time and the card's picture. Never disturbs the game: a failure is left to the next try. */
async function keepProgress(): Promise<void> {
  const game = openGame.peek();
  if (game === null) return;
  const now = performance.now();
  const played = countedFrom === null ? 0 : now - countedFrom;
  countedFrom = client.running.peek() ? now : null;
  try {
    if (played > 0) await storedGames.addPlayTime(game.id, played, Date.now());
    const picture = await client.request('picture', null);
    const png = new Uint8Array(await (await toPng(picture, 1)).arrayBuffer());
    await storedGames.update(game.id, { picture: png });
  } catch {
    // The library shows the picture before this one.
  }
}

let warned = false;

async function warnOfScarceRoom(): Promise<void> {
  if (warned || !client.running.peek() || !(await isStorageScarce())) return;
  warned = true;
  say(text.peek().settings.scarce, 'error');
}

/** Everything that follows from settings and from what the worker says. Called once. */
export function startSession(): void {
  effect(() => {
    const { palette, ownPalette, correction } = settings.value;
    client.applyVideo({ palette: findPalette(palette, ownPalette), correction });
  });
  effect(() => client.applyPlayer({ runAhead: settings.value.runAhead, rewind: true }));
  effect(() => {
    const { volume, muted, latency, obeySilentSwitch } = settings.value;
    client.applySound({ volume: muted ? 0 : volume, latency, obeySilentSwitch });
  });
  effect(() => client.setSpeed(fast.value ? settings.value.fastForward : speed.value));
  effect(() => {
    if (client.running.value) {
      countedFrom ??= performance.now();
    } else {
      started = false;
      void keepProgress();
    }
  });
  setInterval(() => {
    if (client.running.peek()) void keepProgress();
  }, KEEP_EVERY_MS);
  setInterval(() => void warnOfScarceRoom(), LOOK_AT_ROOM_EVERY_MS);
  effect(() => {
    const sentence = client.notice.value;
    if (sentence === null) return;
    say(translated(sentence));
    client.notice.value = null;
  });
  effect(() => {
    if (client.fault.value !== null) menuOpen.value = false;
  });
  effect(() => {
    if (client.batterySavedAt.value !== null) void askForPersistence();
  });
  effect(() => {
    if (client.stopReason.value !== 'takenOver' || client.game.peek() === null) return;
    client.game.value = null;
    openGame.value = null;
    menuOpen.value = false;
    say(text.value.play.stopped);
    replace({ name: 'library' });
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) return;
    if (client.running.peek()) pause();
    void keepProgress();
  });
}

export function toggleMute(): void {
  const muted = !settings.peek().muted;
  change({ muted });
  say(muted ? text.value.play.muted : text.value.play.unmuted);
}
