import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hashOf } from '../../src/storage/bytes.ts';
import {
  claimGame,
  type GiveOutcome,
  type GiverHost,
  giveGame,
  type HandoverChannel,
  heardClaim,
  openTabChannel,
  type TakeOutcome,
  type TakerHost,
  takeGame,
} from '../../src/storage/handover-driver.ts';
import { decodeMessage, encodeMessage, type HandoverMessage } from '../../src/storage/handover-messages.ts';
import { Owners } from '../../src/storage/ownership.ts';
import { freshDatabase, noise } from './fresh.ts';

const ROM = noise(5000, 1);
const GAME = hashOf(ROM);

/** Two ends of a line that can be cut after any number of messages, in either direction, with a word or without. */
class Line {
  readonly a: HandoverChannel;
  readonly b: HandoverChannel;
  readonly sent: HandoverMessage['type'][] = [];
  private left: number;
  private readonly silent: boolean;
  private readonly change: ((bytes: Uint8Array, index: number) => Uint8Array) | null;

  constructor(left = 1000, silent = false, change: Line['change'] = null) {
    this.left = left;
    this.silent = silent;
    this.change = change;
    this.a = this.end(() => this.b);
    this.b = this.end(() => this.a);
  }

  private end(other: () => HandoverChannel): HandoverChannel {
    return {
      send: (bytes) => {
        if (this.left === 0) {
          if (!this.silent) {
            queueMicrotask(() => this.a.onCut?.());
            queueMicrotask(() => this.b.onCut?.());
          }
          return;
        }
        this.left--;
        const index = this.sent.length;
        this.sent.push(decodeMessage(bytes).type);
        const arriving = this.change ? this.change(bytes, index) : bytes;
        queueMicrotask(() => other().onMessage?.(arriving));
      },
      onMessage: null,
      onCut: null,
      close: () => {},
    };
  }
}

/** A page that plays, or wants to; counts who owns and who runs. */
class Page {
  running = false;
  owner = false;
  superseded = false;
  copy: Uint8Array | null = null;
  battery: Uint8Array | null = null;
  fail = '';

  giver(): GiverHost {
    this.running = this.owner = true;
    this.copy = noise(300, 7);
    return {
      offer: { game: GAME, title: 'Snail', romSize: ROM.length, epoch: 4 },
      rom: async () => ROM,
      snapshot: async () => {
        this.check('snapshot');
        return { state: noise(300, 7), description: noise(20, 2), stateHash: 'h1' };
      },
      pause: async () => {
        this.check('pause');
        this.running = false;
        return { delta: noise(30, 3), battery: noise(40, 4), stateHash: 'h2', playTime: 99 };
      },
      supersede: async (epoch) => {
        this.check('supersede');
        expect(epoch).toBe(5);
        this.superseded = true;
        this.owner = false;
      },
    };
  }

  taker(hasRom: boolean, other: Page): TakerHost {
    return {
      hasRom: async (game) => {
        expect(game).toBe(GAME);
        return hasRom;
      },
      store: async (_offer, rom, state) => {
        this.check('store');
        expect(rom === null).toBe(hasRom);
        this.copy = state;
      },
      apply: async (delta, battery) => {
        this.check('apply');
        expect(delta).toEqual(noise(30, 3));
        this.battery = battery;
        return this.fail === 'hash' ? 'other' : 'h2';
      },
      own: async (epoch) => {
        this.check('own');
        expect(epoch).toBe(5);
        expect(other.owner).toBe(false);
        this.owner = true;
      },
    };
  }

  private check(step: string): void {
    if (this.fail === step) throw new Error('x');
  }

  gave(outcome: GiveOutcome): void {
    this.running = outcome.end === 'kept';
  }

  took(outcome: TakeOutcome): void {
    this.running = outcome.end === 'taken';
  }
}

async function handOver(line: Line, hasRom = false, fails: { giver?: string; taker?: string } = {}) {
  const giver = new Page();
  const taker = new Page();
  const give = giveGame(line.a, giver.giver());
  giver.fail = fails.giver ?? '';
  taker.fail = fails.taker ?? '';
  const take = takeGame(line.b, GAME, taker.taker(hasRom, giver));
  const taken = await take;
  taker.took(taken);
  const abort = vi.isFakeTimers() ? vi.advanceTimersByTimeAsync(10_000) : Promise.resolve();
  await abort;
  return { giver, taker, give, taken };
}

afterEach(() => vi.useRealTimers());

describe('a hand-over', () => {
  it('moves a running game: ROM, snapshot, delta, commit', async () => {
    const line = new Line();
    const { giver, taker, give, taken } = await handOver(line);
    expect(taken).toMatchObject({ end: 'taken', offer: { title: 'Snail', epoch: 4 } });
    expect(await give).toEqual({ end: 'given' });
    giver.gave(await give);
    expect(line.sent).toEqual([
      'seek',
      'offer',
      'accept',
      'rom',
      'snapshot',
      'ready',
      'delta',
      'prepared',
      'commit',
      'done',
    ]);
    expect(taker).toMatchObject({ running: true, owner: true, superseded: false });
    expect(giver).toMatchObject({ running: false, owner: false, superseded: true });
    expect(taker.battery).toEqual(noise(40, 4));
  });

  it('does not send a ROM that is there already', async () => {
    const line = new Line();
    const { give } = await handOver(line, true);
    await give;
    expect(line.sent).not.toContain('rom');
  });

  for (const silent of [false, true]) {
    for (let messages = 0; messages < 10; messages++) {
      it(`cut after ${messages} messages ${silent ? 'without' : 'with'} a word: never two owners or two that run`, async () => {
        vi.useFakeTimers();
        const line = new Line(messages, silent);
        const giver = new Page();
        const taker = new Page();
        const give = giveGame(line.a, giver.giver()).then((outcome) => {
          giver.gave(outcome);
          return outcome;
        });
        const take = takeGame(line.b, GAME, taker.taker(false, giver)).then((outcome) => {
          taker.took(outcome);
          return outcome;
        });
        await vi.advanceTimersByTimeAsync(20_000);
        const taken = await take;
        expect(giver.owner && taker.owner).toBe(false);
        expect(giver.running && taker.running).toBe(false);
        // A giver that nobody reached waits on; that is no hand-over yet.
        if (messages === 0 && silent) {
          expect(giver.running).toBe(true);
          return;
        }
        const given = await give;
        if (messages < 6) {
          // The line broke before the pause: the game goes on where it is.
          expect(given.end).toBe('kept');
          expect(taken.end).toBe('not-taken');
        } else if (messages < 9) {
          // While nobody ran: both keep a copy, neither runs until the user chooses.
          expect(given.end).toBe('undecided');
          expect(giver.running || taker.running).toBe(false);
          expect(giver.copy).not.toBeNull();
          expect(taker.copy).not.toBeNull();
          expect(giver.superseded).toBe(given.end === 'undecided' && given.superseded);
        } else {
          // Only the last word was lost: the taker owns it, and the giver's copy is marked.
          expect(taken.end).toBe('taken');
          expect(giver.superseded).toBe(true);
          expect(giver.running).toBe(false);
        }
      });
    }
  }

  for (const step of ['snapshot', 'pause', 'supersede']) {
    it(`the giver fails at "${step}": the game goes on there`, async () => {
      const { giver, taker, give, taken } = await handOver(new Line(), false, { giver: step });
      giver.gave(await give);
      expect(taken.end).toBe('not-taken');
      expect(giver).toMatchObject({ running: true, owner: true });
      expect(taker).toMatchObject({ running: false, owner: false });
    });
  }

  for (const step of ['store', 'apply', 'hash']) {
    it(`the taker fails at "${step}": the game goes on at the giver`, async () => {
      const { giver, taker, give, taken } = await handOver(new Line(), false, { taker: step });
      giver.gave(await give);
      expect(taken.end).toBe('not-taken');
      expect(giver).toMatchObject({ running: true, owner: true });
      expect(taker.running).toBe(false);
    });
  }

  it('the taker fails to own: nobody runs until the user chooses', async () => {
    vi.useFakeTimers();
    const { giver, taker, give, taken } = await handOver(new Line(), false, { taker: 'own' });
    giver.gave(await give);
    expect(taken.end).toBe('undecided');
    expect(giver.running || taker.running).toBe(false);
    expect(giver.superseded).toBe(true);
  });

  it('damaged on the way, at any message: never two owners, never two that run', async () => {
    vi.useFakeTimers();
    await fc.assert(
      fc.asyncProperty(fc.nat(9), fc.nat(), fc.integer({ min: 1, max: 255 }), async (which, at, flip) => {
        const line = new Line(1000, true, (bytes, index) =>
          index === which ? bytes.map((byte, i) => (i === at % bytes.length ? byte ^ flip : byte)) : bytes,
        );
        const giver = new Page();
        const taker = new Page();
        const stop = new AbortController();
        const give = giveGame(line.a, giver.giver(), stop.signal).then((outcome) => giver.gave(outcome));
        const take = takeGame(line.b, GAME, taker.taker(false, giver)).then((outcome) => taker.took(outcome));
        await vi.advanceTimersByTimeAsync(20_000);
        stop.abort();
        await vi.advanceTimersByTimeAsync(20_000);
        await Promise.all([give, take]);
        expect(giver.owner && taker.owner).toBe(false);
        expect(giver.running && taker.running).toBe(false);
      }),
      { numRuns: 300, seed: 4 },
    );
  });

  it('works between two tabs over a BroadcastChannel', async () => {
    const here = openTabChannel();
    const there = openTabChannel();
    const giver = new Page();
    const taker = new Page();
    const give = giveGame(here, giver.giver());
    const taken = await takeGame(there, GAME, taker.taker(false, giver));
    expect(taken.end).toBe('taken');
    expect(await give).toEqual({ end: 'given' });
    here.close();
    there.close();
  });

  it('after a cut: the side whose user goes on supersedes the other', async () => {
    const here = openTabChannel();
    const there = openTabChannel();
    const stop = new AbortController();
    const heard = heardClaim(there, GAME, 4, stop.signal);
    claimGame(here, 'another game', 9);
    claimGame(here, GAME, 4);
    claimGame(here, GAME, 6);
    expect(await heard).toBe(6);
    const never = heardClaim(there, GAME, 6, stop.signal);
    stop.abort();
    expect(await never).toBeNull();
    here.close();
    there.close();
  });

  it('the marks of ownership are kept', async () => {
    const owners = new Owners(freshDatabase());
    expect(await owners.read(GAME)).toEqual({ epoch: 0, superseded: false });
    await owners.own(GAME, 3);
    await owners.supersede(GAME, 4);
    expect(await owners.read(GAME)).toEqual({ epoch: 4, superseded: true });
    expect(await owners.claim(GAME)).toBe(5);
    expect(await owners.read(GAME)).toEqual({ epoch: 5, superseded: false });
  });

  it('every message survives the wire', () => {
    const session = '0123456789abcdef'.repeat(2);
    const messages: HandoverMessage[] = [
      { type: 'seek', session, game: GAME },
      { type: 'offer', session, game: GAME, title: 'Schnecke – ü', romSize: 1 << 23, epoch: 2 ** 40 },
      { type: 'accept', session, needRom: true },
      { type: 'decline', session, reason: '' },
      { type: 'rom', session, bytes: ROM },
      { type: 'snapshot', session, stateHash: 'h', state: noise(9, 1), description: new Uint8Array(0) },
      { type: 'ready', session },
      { type: 'delta', session, stateHash: 'h', playTime: 5, delta: noise(3, 1), battery: noise(4, 1) },
      { type: 'prepared', session, stateHash: 'h' },
      { type: 'commit', session, epoch: 1 },
      { type: 'done', session, epoch: 1 },
      { type: 'cancel', session, reason: 'Nein.' },
      { type: 'claim', session, game: GAME, epoch: 3 },
    ];
    for (const message of messages) expect(decodeMessage(encodeMessage(message))).toEqual(message);
  });

  it('refuses a newer version with a sentence', () => {
    const bytes = encodeMessage({ type: 'ready', session: '0'.repeat(32) });
    bytes[4] = 2;
    expect(() => decodeMessage(bytes)).toThrow(/another version/);
  });
});
