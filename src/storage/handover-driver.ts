import { hashOf, newId } from './bytes.ts';
import { asStorageError, StorageError } from './errors.ts';
import {
  Giver,
  type GiverAction,
  type GiverEvent,
  type Offer,
  Taker,
  type TakerAction,
  type TakerEvent,
} from './handover.ts';
import { decodeMessage, encodeMessage } from './handover-messages.ts';

/** A line to the other page: bytes in order, or a cut. WebRTC needs no more than this. */
export interface HandoverChannel {
  send(bytes: Uint8Array): void;
  onMessage: ((bytes: Uint8Array) => void) | null;
  /** The other side is gone. */
  onCut: (() => void) | null;
  close(): void;
}

/** The tabs of one browser. A tab that dies says nothing: silence is the cut. */
export function openTabChannel(): HandoverChannel {
  const tabs = new BroadcastChannel('dotmatrix/hand-over');
  const channel: HandoverChannel = {
    send: (bytes) => tabs.postMessage(bytes),
    onMessage: null,
    onCut: null,
    close: () => tabs.close(),
  };
  tabs.onmessage = (event: MessageEvent<unknown>) => {
    if (event.data instanceof Uint8Array) channel.onMessage?.(event.data);
  };
  return channel;
}

/** What the giving page does when it is told to. */
export interface GiverHost {
  readonly offer: Offer;
  rom(): Promise<Uint8Array>;
  /** Takes a snapshot; the game runs on. */
  snapshot(): Promise<{ state: Uint8Array; description: Uint8Array; stateHash: string }>;
  /** Pauses, saves, and gives the difference to that snapshot and the newest `.sav` (empty if none). */
  pause(): Promise<{ delta: Uint8Array; battery: Uint8Array; stateHash: string; playTime: number }>;
  /** Marks this page's copy superseded, durably, and releases the game's lock. */
  supersede(epoch: number): Promise<void>;
}

/** What the taking page does when it is told to. */
export interface TakerHost {
  hasRom(game: string): Promise<boolean>;
  /** Keeps the ROM (null: it was here) and the snapshot. */
  store(offer: Offer, rom: Uint8Array | null, state: Uint8Array, description: Uint8Array): Promise<void>;
  /** Patches the snapshot, keeps the result durably as a copy that doesn't run, and returns its hash. */
  apply(delta: Uint8Array, battery: Uint8Array, playTime: number): Promise<string>;
  /** Takes the game's lock and marks, durably, that this page owns the game. */
  own(epoch: number): Promise<void>;
}

/**
 * How a hand-over ended. `given`: the other page runs the game. `kept`: it goes on here, run it.
 * `undecided`: the line was cut while nobody ran; the copy here is kept (`superseded`: the other side may run),
 * and only the user may choose to go on.
 */
export type GiveOutcome =
  | { readonly end: 'given' }
  | { readonly end: 'kept'; readonly reason: string }
  | { readonly end: 'undecided'; readonly superseded: boolean };

/** `taken`: run the game. `undecided`: the copy is here, the user must choose. `not-taken`: it stays there. */
export type TakeOutcome =
  | { readonly end: 'taken'; readonly offer: Offer }
  | { readonly end: 'undecided'; readonly offer: Offer }
  | { readonly end: 'not-taken'; readonly reason: string };

/** Silence that counts as a cut, in milliseconds. */
export const SILENCE_MS = 2000;

/** Waits for a taker and hands the game to it. Abort `signal` to stop waiting; a hand-over under way is cut. */
export function giveGame(
  channel: HandoverChannel,
  host: GiverHost,
  signal?: AbortSignal,
): Promise<GiveOutcome> {
  const giver = new Giver(host.offer);
  return drive<GiverEvent, GiverAction, GiveOutcome>(channel, giver, [], signal, async (action) => {
    switch (action.act) {
      case 'send':
        channel.send(encodeMessage(action.message));
        return {};
      case 'copy': {
        const rom = action.withRom ? await host.rom() : new Uint8Array(0);
        return { event: { kind: 'copied', rom, ...(await host.snapshot()) } };
      }
      case 'pause':
        return { event: { kind: 'paused', ...(await host.pause()) } };
      case 'supersede':
        await host.supersede(action.epoch);
        return { event: { kind: 'superseded' } };
      case 'resume':
        return { end: { end: 'kept', reason: action.reason } };
      case 'ask':
        return { end: { end: 'undecided', superseded: action.superseded } };
      case 'given':
        return { end: { end: 'given' } };
    }
  });
}

/** Asks the page that plays `game` for it, and takes it over. */
export function takeGame(
  channel: HandoverChannel,
  game: string,
  host: TakerHost,
  signal?: AbortSignal,
): Promise<TakeOutcome> {
  const taker = new Taker(game, newId());
  let offer: Offer = { game, title: '', romSize: 0, epoch: 0 };
  return drive<TakerEvent, TakerAction, TakeOutcome>(
    channel,
    taker,
    taker.start(),
    signal,
    async (action) => {
      switch (action.act) {
        case 'send':
          channel.send(encodeMessage(action.message));
          return {};
        case 'look':
          offer = action.offer;
          return { event: { kind: 'looked', hasRom: await host.hasRom(game) } };
        case 'store':
          if (action.rom !== null && hashOf(action.rom) !== game) {
            throw new StorageError('damaged', 'The game itself arrived damaged. It goes on where it was.');
          }
          await host.store(offer, action.rom, action.state, action.description);
          return { event: { kind: 'stored' } };
        case 'apply': {
          const stateHash = await host.apply(action.delta, action.battery, action.playTime);
          return { event: { kind: 'applied', stateHash } };
        }
        case 'own':
          await host.own(action.epoch);
          return { event: { kind: 'owned' } };
        case 'run':
          return { end: { end: 'taken', offer } };
        case 'ask':
          return { end: { end: 'undecided', offer } };
        case 'stop':
          return { end: { end: 'not-taken', reason: action.reason } };
      }
    },
  );
}

/** After a cut, when the user chose to go on here: tells the other page, if it listens, that its copy is superseded. */
export function claimGame(channel: HandoverChannel, game: string, epoch: number): void {
  channel.send(encodeMessage({ type: 'claim', session: newId(), game, epoch }));
}

/** After a cut: resolves with the number of the new owner when the other page's user chose to go on there. */
export function heardClaim(
  channel: HandoverChannel,
  game: string,
  epoch: number,
  signal: AbortSignal,
): Promise<number | null> {
  return new Promise((resolve) => {
    channel.onMessage = (bytes) => {
      try {
        const message = decodeMessage(bytes);
        if (message.type === 'claim' && message.game === game && message.epoch > epoch)
          resolve(message.epoch);
      } catch {
        // Whatever it was, it claims nothing.
      }
    };
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
}

interface Machine<E, A> {
  readonly waiting: boolean;
  step(event: E | { kind: 'cut' } | { kind: 'failed'; reason: string } | MessageEventOf): A[];
}
interface MessageEventOf {
  readonly kind: 'message';
  readonly message: ReturnType<typeof decodeMessage>;
}

/** Feeds a machine with messages, silence and the host's results, one after the other. */
function drive<E, A, R>(
  channel: HandoverChannel,
  machine: Machine<E, A>,
  first: A[],
  signal: AbortSignal | undefined,
  perform: (action: A) => Promise<{ event?: E; end?: R }>,
): Promise<R> {
  return new Promise<R>((resolve) => {
    let ended = false;
    let started = first.length > 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let queue: Promise<void> = Promise.resolve();

    const listen = () => {
      clearTimeout(timer);
      // A giver that nobody has asked yet may wait for ever.
      if (!ended && started && machine.waiting) timer = setTimeout(() => feed({ kind: 'cut' }), SILENCE_MS);
    };
    const feed = (event: Parameters<typeof machine.step>[0]) => {
      queue = queue.then(() => carryOut(machine.step(event)));
    };
    const carryOut = async (actions: A[]): Promise<void> => {
      if (actions.length > 0) started = true;
      for (const action of actions) {
        if (ended) return;
        try {
          const { event, end } = await perform(action);
          if (end !== undefined) finish(end);
          else if (event !== undefined) await carryOut(machine.step(event));
        } catch (error) {
          await carryOut(machine.step({ kind: 'failed', reason: asStorageError(error).message }));
        }
      }
      listen();
    };
    const finish = (result: R) => {
      ended = true;
      clearTimeout(timer);
      channel.onMessage = channel.onCut = null;
      resolve(result);
    };

    channel.onMessage = (bytes) => {
      try {
        feed({ kind: 'message', message: decodeMessage(bytes) });
      } catch (error) {
        // Damaged bytes can't be asked for again: it is a cut. What isn't ours is somebody else's.
        if (error instanceof StorageError && error.problem !== 'refused') feed({ kind: 'cut' });
      }
    };
    channel.onCut = () => feed({ kind: 'cut' });
    signal?.addEventListener('abort', () => feed({ kind: 'cut' }), { once: true });
    queue = carryOut(first);
  });
}
