import type {
  EventMessage,
  FromWorker,
  PlayerSettings,
  PostMessage,
  RequestMessage,
  RequestName,
  Requests,
  ToWorker,
} from '../player/messages.ts';
import { Database } from '../storage/database.ts';
import { Screen } from './screen.ts';
import { Session, SessionError } from './session.ts';
import { SoundWriter } from './sound-writer.ts';

declare const self: DedicatedWorkerGlobalScope;

const startedAt = performance.now();
const screen = new Screen();
const sound = new SoundWriter();
const db = new Database();
const outputs = { screen, sound, post: (event: EventMessage) => send(event) };

let session: Session | null = null;
let player: PlayerSettings = { runAhead: false, rewind: true };
/** The page wants the game to run; it does so unless the page is hidden. */
let wanted = false;
let hidden = false;
let speed = 1;
/** Requests are answered one after the other: each finds the game as the one before left it. */
let queue: Promise<unknown> = Promise.resolve();

db.onLost = (error) => {
  send({ type: 'notice', sentence: error.message });
  // It is called from inside a transaction's start: another one must wait for the next turn.
  setTimeout(() => void session?.storeAnew(), 0);
};

self.onmessage = (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if ('request' in message) {
    queue = queue.then(() => answer(message));
  } else {
    take(message);
  }
};
send({ type: 'ready' });

function send(message: FromWorker): void {
  self.postMessage(message);
}

async function answer(message: RequestMessage): Promise<void> {
  const { request, type: to } = message;
  try {
    const value = await perform(message);
    send({ type: 'reply', request, to, value } as FromWorker);
  } catch (error) {
    send({ type: 'refused', request, to, sentence: error instanceof Error ? error.message : String(error) });
  }
}

async function perform(message: RequestMessage): Promise<Requests[RequestName]['out']> {
  switch (message.type) {
    case 'open':
      return open(message.body);
    case 'close':
      await close();
      return null;
    case 'flush':
      await session?.flush();
      return null;
    case 'reset':
      await game().reset();
      return null;
    case 'saveState':
      return game().saveState(message.body.name, message.body.automatic);
    case 'loadState':
      await game().loadState(message.body.id);
      return null;
    case 'undoLoad':
      return game().undoLoad();
    case 'exportState':
      return game().stored.exportState();
    case 'importState':
      return game().importState(message.body.bytes);
    case 'exportSave':
      return game().exportSave();
    case 'importSave':
      await game().importSave(message.body.bytes);
      return null;
    case 'picture':
      return screen.picture();
    case 'rewindReach':
      return game().rewindReach();
    case 'scrub':
      game().scrub(message.body.back);
      return screen.picture();
    case 'startMovie':
      await game().startMovie();
      return null;
    case 'stopMovie':
      return game().stopMovie();
    case 'report':
      return game().report(message.body);
    case 'debug':
      return debug(message.body);
    case 'peek':
      return game().peek(message.body.address, message.body.length);
  }
}

function take(message: PostMessage): void {
  switch (message.type) {
    case 'canvas':
      screen.attach(message.canvas as OffscreenCanvas | null);
      break;
    case 'sound':
      sound.attach(message.link);
      break;
    case 'video':
      screen.apply(message.settings);
      break;
    case 'player':
      player = message.settings;
      session?.apply(player);
      break;
    case 'run':
      wanted = message.on;
      runOrStop();
      break;
    case 'buttons':
      session?.setButtons(message.buttons, message.time);
      break;
    case 'speed':
      speed = message.factor;
      session?.setSpeed(speed);
      break;
    case 'rewind':
      session?.holdRewind(message.held);
      break;
    case 'hidden':
      hidden = message.hidden;
      runOrStop();
      break;
    case 'ping':
      send({ type: 'pong' });
      break;
  }
}

async function open(request: Requests['open']['in']): Promise<Requests['open']['out']> {
  const begun = performance.now();
  // Before the game that is open is let go: a bad file must not end it.
  const built = Session.build(request);
  await close();
  const opening = await Session.open(built, request, player, outputs, db, () => {
    session = null;
    wanted = false;
  });
  session = opening.session;
  session.setSpeed(speed);
  runOrStop();
  return {
    ...opening.opened,
    startUp: { workerReady: startedAt, firstFrame: performance.now() - begun },
  };
}

async function close(): Promise<void> {
  const closing = session;
  session = null;
  wanted = false;
  await closing?.close('closed');
}

/** The debugger's code comes when somebody debugs. */
async function debug(request: Requests['debug']['in']): Promise<Requests['debug']['out']> {
  const { GameDebugger } = await import('./debugger.ts');
  return game().debug(request, (machine) => new GameDebugger(machine));
}

function runOrStop(): void {
  if (session === null) return;
  if (wanted && !hidden) session.start();
  else if (session.running) session.stop(hidden ? 'hidden' : 'paused');
}

function game(): Session {
  if (session === null) throw new SessionError('No game is open.');
  return session;
}
