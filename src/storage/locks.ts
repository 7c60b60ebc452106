/** Holds a game for one tab; the other tabs can look at other games, or take this one over. */
export interface GameLock {
  /** Lets the game go. */
  release(): void;
}

export interface LockOwner {
  /**
   * Another tab takes the game over: save and pause, then return; only then is the game let go.
   * Also called if the game was taken without our word (we had stopped answering): then `asked` is false,
   * and nothing may be written any more.
   */
  onTakeOver(asked: boolean): Promise<void>;
}

/** How long the other tab may take to save and pause before its game is taken without its word. */
export const TAKE_OVER_MS = 3000;

/** The game's lock, or null if another tab plays it. Where the browser gives no Web Locks every tab gets one. */
export function lockGame(game: string, owner: LockOwner): Promise<GameLock | null> {
  return request(game, owner, { ifAvailable: true });
}

/** Whether some tab holds the game. */
export async function isGameLocked(game: string): Promise<boolean> {
  if (!hasLocks()) return false;
  try {
    const { held } = await navigator.locks.query();
    return held?.some((lock) => lock.name === lockName(game)) ?? false;
  } catch (error) {
    if (isDenied(error)) return false;
    throw error;
  }
}

/**
 * Takes the game from the tab that holds it: that one saves, pauses and lets go. If it does not answer within
 * three seconds (crashed, frozen by the phone), the game is taken without its word.
 */
export async function takeOverGame(game: string, owner: LockOwner): Promise<GameLock> {
  const free = await lockGame(game, owner);
  if (free) return free;
  const channel = new BroadcastChannel(lockName(game));
  channel.postMessage('let go');
  channel.close();
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), TAKE_OVER_MS);
  try {
    const lock = await request(game, owner, { signal: patience.signal });
    if (lock) return lock;
  } catch (error) {
    if (!patience.signal.aborted) throw error;
  } finally {
    clearTimeout(timer);
  }
  const stolen = await request(game, owner, { steal: true });
  return stolen ?? { release: () => {} };
}

function lockName(game: string): string {
  return `dotmatrix/game/${game}`;
}

function hasLocks(): boolean {
  return typeof navigator !== 'undefined' && navigator.locks !== undefined;
}

/** A browser that keeps nothing gives no locks either; there is nothing that two tabs could spoil. */
function isDenied(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'SecurityError';
}

function request(game: string, owner: LockOwner, options: LockOptions): Promise<GameLock | null> {
  if (!hasLocks()) return Promise.resolve({ release: () => {} });
  return new Promise((resolve, reject) => {
    let letGo: () => void = () => {};
    let held = false;
    let released = false;
    const channel = new BroadcastChannel(lockName(game));
    const release = () => {
      released = true;
      channel.close();
      letGo();
    };
    channel.onmessage = () => {
      if (held && !released) owner.onTakeOver(true).then(release, release);
    };
    navigator.locks
      .request(lockName(game), options, (lock) => {
        if (lock === null) {
          channel.close();
          resolve(null);
          return undefined;
        }
        held = true;
        resolve({ release });
        return new Promise<void>((done) => {
          letGo = done;
        });
      })
      .catch((error: unknown) => {
        channel.close();
        // Stolen from us: the request rejects although it had been granted.
        if (held && !released) {
          released = true;
          void owner.onTakeOver(false);
        } else if (isDenied(error)) {
          resolve({ release: () => {} });
        } else reject(error);
      });
  });
}
