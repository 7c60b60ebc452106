import type { HandoverMessage } from './handover-messages.ts';

/**
 * The live hand-over of a running game, as two pure state machines: `step(event)` says what to do, and whoever
 * drives them (handover-driver.ts) does it over any channel.
 *
 *   taker  seek ──────► giver            both know a session
 *          ◄────── offer
 *          accept ────►                  giver runs on
 *          ◄────── rom (if missing), snapshot
 *          ready ─────►                  giver pauses
 *          ◄────── delta
 *          prepared ──►                  both hold the same state, nobody runs
 *          ◄────── commit                giver had marked its own copy superseded
 *          done ──────►                  taker runs
 *
 * The giver owns the game until its mark is on disk; the taker owns it only after the commit, so there are never
 * two owners. If the line is cut while nobody runs, both keep their copy and ask their user.
 */

/** What the giver's page would hand over. */
export interface Offer {
  readonly game: string;
  readonly title: string;
  readonly romSize: number;
  /** Counts the owners that the game has had; the taker becomes number `epoch + 1`. */
  readonly epoch: number;
}

export type GiverEvent =
  | { readonly kind: 'message'; readonly message: HandoverMessage }
  /** The host has read the ROM (empty if it wasn't asked for) and taken a snapshot; the game runs on. */
  | {
      readonly kind: 'copied';
      readonly rom: Uint8Array;
      readonly stateHash: string;
      readonly state: Uint8Array;
      readonly description: Uint8Array;
    }
  /** The host has paused, and holds what changed since the snapshot. */
  | {
      readonly kind: 'paused';
      readonly stateHash: string;
      readonly playTime: number;
      readonly delta: Uint8Array;
      readonly battery: Uint8Array;
    }
  /** The mark that this copy is superseded is on disk. */
  | { readonly kind: 'superseded' }
  /** No answer, or the channel is closed. */
  | { readonly kind: 'cut' }
  /** Something failed here. */
  | { readonly kind: 'failed'; readonly reason: string };

export type GiverAction =
  | { readonly act: 'send'; readonly message: HandoverMessage }
  | { readonly act: 'copy'; readonly withRom: boolean }
  | { readonly act: 'pause' }
  | { readonly act: 'supersede'; readonly epoch: number }
  /** Nothing was handed over: play on. */
  | { readonly act: 'resume'; readonly reason: string }
  /** The line was cut while paused: wait for the user. */
  | { readonly act: 'ask'; readonly superseded: boolean }
  /** The game is gone to the taker. */
  | { readonly act: 'given' };

type GiverState =
  | 'idle'
  | 'offered'
  | 'copying'
  | 'copied'
  | 'pausing'
  | 'paused'
  | 'marking'
  | 'committed'
  | 'over';

/** The page that plays the game. It owns it until `supersede` has been carried out. */
export class Giver {
  private readonly offer: Offer;
  private state: GiverState = 'idle';
  private session = '';
  private stateHash = '';

  constructor(offer: Offer) {
    this.offer = offer;
  }

  /** Whether this side's game may run. */
  get mayRun(): boolean {
    return (
      this.state === 'idle' || this.state === 'offered' || this.state === 'copying' || this.state === 'copied'
    );
  }

  /** Whether an answer of the other side is awaited, so that silence means a cut. */
  get waiting(): boolean {
    return (
      this.state === 'offered' ||
      this.state === 'copied' ||
      this.state === 'paused' ||
      this.state === 'committed'
    );
  }

  get over(): boolean {
    return this.state === 'over';
  }

  step(event: GiverEvent): GiverAction[] {
    switch (event.kind) {
      case 'message':
        return this.hear(event.message);
      case 'copied': {
        if (this.state !== 'copying') return [];
        this.state = 'copied';
        const { rom, stateHash, state, description } = event;
        const actions: GiverAction[] = [];
        if (rom.length > 0) {
          actions.push({ act: 'send', message: { type: 'rom', session: this.session, bytes: rom } });
        }
        const session = this.session;
        actions.push({ act: 'send', message: { type: 'snapshot', session, stateHash, state, description } });
        return actions;
      }
      case 'paused': {
        if (this.state !== 'pausing') return [];
        this.state = 'paused';
        const { stateHash, playTime, delta, battery } = event;
        this.stateHash = stateHash;
        return [
          {
            act: 'send',
            message: { type: 'delta', session: this.session, stateHash, playTime, delta, battery },
          },
        ];
      }
      case 'superseded':
        if (this.state !== 'marking') return [];
        this.state = 'committed';
        return [
          { act: 'send', message: { type: 'commit', session: this.session, epoch: this.offer.epoch + 1 } },
        ];
      case 'cut':
        return this.cut();
      case 'failed':
        return this.fail(event.reason);
    }
  }

  private hear(message: HandoverMessage): GiverAction[] {
    if (this.state === 'idle') {
      if (message.type !== 'seek' || message.game !== this.offer.game) return [];
      this.session = message.session;
      this.state = 'offered';
      return [{ act: 'send', message: { type: 'offer', session: this.session, ...this.offer } }];
    }
    if (message.session !== this.session) return [];
    if (message.type === 'accept' && this.state === 'offered') {
      this.state = 'copying';
      return [{ act: 'copy', withRom: message.needRom }];
    }
    if (message.type === 'ready' && this.state === 'copied') {
      this.state = 'pausing';
      return [{ act: 'pause' }];
    }
    if (message.type === 'prepared' && this.state === 'paused') {
      if (message.stateHash !== this.stateHash) return this.fail('The state arrived changed.');
      this.state = 'marking';
      return [{ act: 'supersede', epoch: this.offer.epoch + 1 }];
    }
    if (message.type === 'done' && this.state === 'committed') {
      this.state = 'over';
      return [{ act: 'given' }];
    }
    // Once the mark is being written a cancel comes too late: only the user may decide then.
    const early = this.state !== 'marking' && this.state !== 'committed';
    if ((message.type === 'decline' || message.type === 'cancel') && early) {
      this.state = 'over';
      return [{ act: 'resume', reason: message.reason }];
    }
    return [];
  }

  private fail(reason: string): GiverAction[] {
    if (this.state === 'over') return [];
    // A mark that could not be written: nobody was told, so this copy is still the only one.
    const told = this.state === 'committed';
    if (told) return this.cut();
    const silent = this.state === 'idle';
    this.state = 'over';
    const resume: GiverAction = { act: 'resume', reason };
    return silent
      ? [resume]
      : [{ act: 'send', message: { type: 'cancel', session: this.session, reason } }, resume];
  }

  private cut(): GiverAction[] {
    switch (this.state) {
      case 'over':
        return [];
      case 'pausing':
      case 'paused':
        this.state = 'over';
        return [{ act: 'ask', superseded: false }];
      case 'marking':
      case 'committed':
        this.state = 'over';
        return [{ act: 'ask', superseded: true }];
      default:
        this.state = 'over';
        return [{ act: 'resume', reason: 'The other page stopped answering. The game goes on here.' }];
    }
  }
}

export type TakerEvent =
  | { readonly kind: 'message'; readonly message: HandoverMessage }
  /** The host knows whether it has the ROM. */
  | { readonly kind: 'looked'; readonly hasRom: boolean }
  /** The ROM (checked against its hash) and the snapshot are stored. */
  | { readonly kind: 'stored' }
  /** The delta is applied and the result stored; its hash. */
  | { readonly kind: 'applied'; readonly stateHash: string }
  /** The mark that this page owns the game is on disk. */
  | { readonly kind: 'owned' }
  | { readonly kind: 'cut' }
  | { readonly kind: 'failed'; readonly reason: string };

export type TakerAction =
  | { readonly act: 'send'; readonly message: HandoverMessage }
  | { readonly act: 'look'; readonly offer: Offer }
  | {
      readonly act: 'store';
      readonly rom: Uint8Array | null;
      readonly state: Uint8Array;
      readonly description: Uint8Array;
    }
  | {
      readonly act: 'apply';
      readonly delta: Uint8Array;
      readonly battery: Uint8Array;
      readonly playTime: number;
      readonly stateHash: string;
    }
  | { readonly act: 'own'; readonly epoch: number }
  | { readonly act: 'run' }
  /** The line was cut with the whole state here: wait for the user. */
  | { readonly act: 'ask' }
  /** Nothing was taken; the giver keeps the game. */
  | { readonly act: 'stop'; readonly reason: string };

type TakerState =
  | 'seeking'
  | 'looking'
  | 'accepted'
  | 'storing'
  | 'stored'
  | 'applying'
  | 'prepared'
  | 'owning'
  | 'over';

/** The page that wants the game. It owns it after the commit, and runs it once that is on disk. */
export class Taker {
  readonly session: string;
  readonly game: string;
  private state: TakerState = 'seeking';
  private needRom = false;
  private rom: Uint8Array | null = null;
  private stateHash = '';
  private epoch = 0;

  constructor(game: string, session: string) {
    this.game = game;
    this.session = session;
  }

  get waiting(): boolean {
    return (
      this.state === 'seeking' ||
      this.state === 'accepted' ||
      this.state === 'stored' ||
      this.state === 'prepared'
    );
  }

  get over(): boolean {
    return this.state === 'over';
  }

  /** The first message. */
  start(): TakerAction[] {
    return [{ act: 'send', message: { type: 'seek', session: this.session, game: this.game } }];
  }

  step(event: TakerEvent): TakerAction[] {
    switch (event.kind) {
      case 'message':
        return event.message.session === this.session ? this.hear(event.message) : [];
      case 'looked':
        if (this.state !== 'looking') return [];
        this.state = 'accepted';
        this.needRom = !event.hasRom;
        return [{ act: 'send', message: { type: 'accept', session: this.session, needRom: this.needRom } }];
      case 'stored':
        if (this.state !== 'storing') return [];
        this.state = 'stored';
        return [{ act: 'send', message: { type: 'ready', session: this.session } }];
      case 'applied': {
        if (this.state !== 'applying') return [];
        if (event.stateHash !== this.stateHash) return this.fail('The state arrived changed.');
        this.state = 'prepared';
        const { session, stateHash } = this;
        return [{ act: 'send', message: { type: 'prepared', session, stateHash } }];
      }
      case 'owned': {
        if (this.state !== 'owning') return [];
        this.state = 'over';
        const { session, epoch } = this;
        return [{ act: 'send', message: { type: 'done', session, epoch } }, { act: 'run' }];
      }
      case 'cut':
        return this.cut();
      case 'failed':
        return this.fail(event.reason);
    }
  }

  private hear(message: HandoverMessage): TakerAction[] {
    if (message.type === 'offer' && this.state === 'seeking' && message.game === this.game) {
      this.state = 'looking';
      this.epoch = message.epoch + 1;
      const { game, title, romSize, epoch } = message;
      return [{ act: 'look', offer: { game, title, romSize, epoch } }];
    }
    if (message.type === 'rom' && this.state === 'accepted' && this.needRom) {
      this.rom = message.bytes;
      return [];
    }
    if (message.type === 'snapshot' && this.state === 'accepted') {
      if (this.needRom && this.rom === null) return this.fail('The game itself did not arrive.');
      this.state = 'storing';
      const rom = this.rom;
      this.rom = null;
      return [{ act: 'store', rom, state: message.state, description: message.description }];
    }
    if (message.type === 'delta' && this.state === 'stored') {
      this.state = 'applying';
      this.stateHash = message.stateHash;
      const { delta, battery, playTime, stateHash } = message;
      return [{ act: 'apply', delta, battery, playTime, stateHash }];
    }
    if (message.type === 'commit' && this.state === 'prepared') {
      if (message.epoch !== this.epoch) return [];
      this.state = 'owning';
      return [{ act: 'own', epoch: this.epoch }];
    }
    if (message.type === 'cancel' && this.state !== 'owning' && this.state !== 'over') {
      this.state = 'over';
      return [{ act: 'stop', reason: message.reason }];
    }
    return [];
  }

  private fail(reason: string): TakerAction[] {
    if (this.state === 'over') return [];
    // After `prepared` the commit may be on its way: only the user may decide then.
    if (this.state === 'prepared' || this.state === 'owning') return this.cut();
    this.state = 'over';
    const message: HandoverMessage = { type: 'cancel', session: this.session, reason };
    return [
      { act: 'send', message },
      { act: 'stop', reason },
    ];
  }

  private cut(): TakerAction[] {
    const state = this.state;
    if (state === 'over') return [];
    this.state = 'over';
    if (state === 'prepared' || state === 'owning' || state === 'applying') return [{ act: 'ask' }];
    const reason =
      state === 'seeking'
        ? 'No other page answered. Open the game there, then try again.'
        : 'The other page stopped answering. The game stays there.';
    return [{ act: 'stop', reason }];
  }
}
