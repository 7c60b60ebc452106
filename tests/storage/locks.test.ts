import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isGameLocked, lockGame, takeOverGame } from '../../src/storage/locks.ts';

type Callback = (lock: { name: string } | null) => unknown;
interface Waiting {
  readonly callback: Callback;
  readonly done: (value: unknown) => void;
  readonly failed: (error: unknown) => void;
}

/** Web Locks as the specification has them, for exclusive locks. */
class FakeLocks {
  private readonly held = new Map<string, Waiting>();
  private readonly queue = new Map<string, Waiting[]>();

  request(name: string, options: LockOptions, callback: Callback): Promise<unknown> {
    return new Promise((done, failed) => {
      const waiting = { callback, done, failed };
      if (options.steal) {
        this.held.get(name)?.failed(new DOMException('stolen', 'AbortError'));
        this.grant(name, waiting);
      } else if (!this.held.has(name)) this.grant(name, waiting);
      else if (options.ifAvailable) Promise.resolve(callback(null)).then(done, failed);
      else {
        const queue = this.queue.get(name) ?? [];
        this.queue.set(name, [...queue, waiting]);
        options.signal?.addEventListener('abort', () => {
          this.queue.set(name, this.queue.get(name)?.filter((other) => other !== waiting) ?? []);
          failed(new DOMException('', 'AbortError'));
        });
      }
    });
  }

  async query() {
    return { held: [...this.held.keys()].map((name) => ({ name })), pending: [] };
  }

  private grant(name: string, waiting: Waiting): void {
    this.held.set(name, waiting);
    Promise.resolve(waiting.callback({ name })).then((value) => {
      waiting.done(value);
      if (this.held.get(name) !== waiting) return;
      this.held.delete(name);
      const [next, ...rest] = this.queue.get(name) ?? [];
      this.queue.set(name, rest);
      if (next) this.grant(name, next);
    }, waiting.failed);
  }
}

const quiet = { onTakeOver: async () => {} };

beforeEach(() => vi.stubGlobal('navigator', { locks: new FakeLocks() }));
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the lock of a game', () => {
  it('goes to one tab; the others may have other games', async () => {
    const one = await lockGame('g', quiet);
    expect(one).not.toBeNull();
    expect(await isGameLocked('g')).toBe(true);
    expect(await lockGame('g', quiet)).toBeNull();
    const other = await lockGame('h', quiet);
    expect(other).not.toBeNull();
    other?.release();
    one?.release();
    await vi.waitFor(async () => expect(await isGameLocked('g')).toBe(false));
    const again = await lockGame('g', quiet);
    expect(again).not.toBeNull();
    again?.release();
  });

  it('is taken over only after the first tab has saved and paused', async () => {
    const order: string[] = [];
    await lockGame('g', {
      onTakeOver: async (asked) => {
        await new Promise((done) => setTimeout(done, 30));
        order.push(`saved ${asked}`);
      },
    });
    const mine = await takeOverGame('g', quiet);
    order.push('mine');
    expect(order).toEqual(['saved true', 'mine']);
    mine.release();
  });

  it('is taken without a word from a tab that has stopped answering, and that tab is told', async () => {
    const told: boolean[] = [];
    await lockGame('g', {
      onTakeOver: async (asked) => {
        told.push(asked);
        if (asked) await new Promise(() => {});
      },
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const taking = takeOverGame('g', quiet);
    await new Promise((done) => setImmediate(done));
    await vi.advanceTimersByTimeAsync(3001);
    const mine = await taking;
    expect(told).toContain(false);
    expect(await isGameLocked('g')).toBe(true);
    mine.release();
  });

  it('is everybody’s where there are no locks', async () => {
    vi.stubGlobal('navigator', {});
    expect(await lockGame('g', quiet)).not.toBeNull();
    expect(await isGameLocked('g')).toBe(false);
  });

  it('gives every tab the game where the browser keeps nothing and refuses locks', async () => {
    const refuse = () => Promise.reject(new DOMException('The request was denied.', 'SecurityError'));
    vi.stubGlobal('navigator', { locks: { request: refuse, query: refuse } });
    const owner = { onTakeOver: async () => {} };
    expect(await isGameLocked('g')).toBe(false);
    expect(await lockGame('g', owner)).not.toBeNull();
    (await takeOverGame('g', owner)).release();
  });
});
