import { diff, patch } from '../core/state/delta.ts';
import { hashOf } from '../storage/bytes.ts';
import type { Database } from '../storage/database.ts';
import { StorageError } from '../storage/errors.ts';
import {
  claimGame,
  type GiveOutcome,
  giveGame,
  type HandoverChannel,
  heardClaim,
  openTabChannel,
  takeGame,
} from '../storage/handover-driver.ts';
import { type GameLock, isGameLocked, type LockOwner, takeOverGame } from '../storage/locks.ts';
import { Owners } from '../storage/ownership.ts';
import { HANDED_OVER } from '../storage/schema.ts';
import { Snapshots } from '../storage/snapshots.ts';

/** A game that is open here and that another tab may ask for. */
export interface OfferedGame {
  readonly id: string;
  readonly title: string;
  readonly description: Uint8Array;
  readonly rom: Uint8Array;
  /** The machine's state, between frames. */
  state(): Uint8Array;
  /** Stops the machine without a word, and gives the newest `.sav` (empty if there is none). */
  halt(): { battery: Uint8Array; playTime: number };
  /** Comes back when everything that is kept is stored. */
  keep(): Promise<void>;
  /** Lets the game's lock go. */
  letGo(): void;
  /** The hand-over has ended: `kept` means that the game may go on here. */
  ended(outcome: GiveOutcome): void;
}

/** Hands the game to a tab that asks for it, for as long as it is open. Returns how to stop offering. */
export function offerGame(db: Database, game: OfferedGame): () => void {
  const stop = new AbortController();
  void (async () => {
    const owners = new Owners(db);
    while (!stop.signal.aborted) {
      const { epoch } = await owners.read(game.id).catch(() => ({ epoch: 0 }));
      const channel = openTabChannel();
      let sent = new Uint8Array(0);
      const offer = { game: game.id, title: game.title, romSize: game.rom.length, epoch };
      const outcome = await giveGame(
        channel,
        {
          offer,
          rom: async () => game.rom,
          snapshot: async () => {
            sent = new Uint8Array(game.state());
            return { state: sent, description: game.description, stateHash: hashOf(sent) };
          },
          pause: async () => {
            const { battery, playTime } = game.halt();
            const state = game.state();
            return {
              delta: diff(sent, state),
              battery,
              playTime: Math.round(playTime),
              stateHash: hashOf(state),
            };
          },
          supersede: async (next) => {
            await Promise.all([owners.supersede(game.id, next), game.keep()]);
            game.letGo();
          },
        },
        stop.signal,
      );
      if (!stop.signal.aborted) game.ended(outcome);
      if (outcome.end === 'undecided' && !outcome.superseded)
        await yieldToClaim(owners, channel, game.id, epoch, stop.signal);
      channel.close();
      if (outcome.end !== 'kept') return;
    }
  })();
  return () => stop.abort();
}

/** After a cut the other page's user may choose to go on there: then the copy here is superseded. */
async function yieldToClaim(
  owners: Owners,
  channel: HandoverChannel,
  id: string,
  epoch: number,
  signal: AbortSignal,
): Promise<void> {
  const claimed = await heardClaim(channel, id, epoch, signal);
  // Two tabs share one storage, where the new owner has entered itself already.
  if (claimed !== null && (await owners.read(id)).epoch < claimed) await owners.supersede(id, claimed);
}

/** A game that was taken from another tab, exactly as it stood there. */
export interface TakenGame {
  readonly state: Uint8Array;
  readonly description: Uint8Array;
  readonly playTime: number;
}

/** What taking a game needs of its place in storage. */
export interface TakerStore {
  readonly id: string;
  /** Keeps a copy before the other tab lets go. */
  keepTaken(game: TakenGame): Promise<void>;
}

/**
 * Takes the game from the tab that plays it: as it stands there, if that tab hands it over; otherwise only the
 * lock (then `game` is null), and the journal has the rest.
 * @throws StorageError with a sentence, if the line was cut while nobody ran it.
 */
export async function takeOver(
  db: Database,
  stored: TakerStore,
  owner: LockOwner,
): Promise<{ lock: GameLock; game: TakenGame | null }> {
  const { id } = stored;
  if (!(await isGameLocked(id))) return { lock: await takeOverGame(id, owner), game: null };
  const owners = new Owners(db);
  const channel = openTabChannel();
  let game: TakenGame | null = null;
  let lock: GameLock | null = null;
  const outcome = await takeGame(channel, id, {
    // The ROM came with the request to open it.
    hasRom: async () => true,
    store: async (_offer, _rom, state, description) => {
      game = { state, description, playTime: 0 };
    },
    apply: async (delta, _battery, playTime) => {
      if (game === null) return '';
      patch(game.state, delta);
      game = { ...game, playTime };
      await stored.keepTaken(game);
      return hashOf(game.state);
    },
    own: async (epoch) => {
      lock = await takeOverGame(id, owner);
      await owners.own(id, epoch);
    },
  });
  channel.close();
  if (outcome.end === 'taken' && lock !== null) return { lock, game };
  (lock as GameLock | null)?.release();
  if (outcome.end === 'undecided') {
    throw new StorageError(
      'failed',
      'The other tab stopped answering in the middle. The game is kept as it was: choose where to go on, here or there.',
    );
  }
  return { lock: await takeOverGame(id, owner), game: null };
}

/** A copy that was superseded counts again once its user opens it: the lock has shown that nobody else runs. */
export async function claim(db: Database, id: string): Promise<void> {
  const owners = new Owners(db);
  try {
    if (!(await owners.read(id)).superseded) return;
    const epoch = await owners.claim(id);
    const channel = openTabChannel();
    claimGame(channel, id, epoch);
    channel.close();
    const snapshots = new Snapshots(db);
    for (const { id: copy, source, supersededAt } of await snapshots.list(id)) {
      if (source === HANDED_OVER && supersededAt === null) await snapshots.supersede(copy, Date.now());
    }
  } catch {
    // Where nothing can be stored nothing was handed over either.
  }
}
