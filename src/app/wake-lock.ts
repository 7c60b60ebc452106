import { effect } from '@preact/signals';
import { client } from './session.ts';

/** Keeps the screen on while a game runs; the browser drops the lock when the page is hidden. */
export function keepAwake(): void {
  let lock: WakeLockSentinel | null = null;
  let wanted = false;
  const take = async () => {
    if (!wanted || lock !== null || document.hidden || navigator.wakeLock === undefined) return;
    try {
      const taken = await navigator.wakeLock.request('screen');
      lock = taken;
      taken.addEventListener('release', () => {
        if (lock === taken) lock = null;
      });
      if (!wanted) void taken.release();
    } catch {
      // Low battery or not allowed: the screen may go dark, the game is saved then.
    }
  };
  effect(() => {
    wanted = client.running.value;
    if (wanted) {
      void take();
    } else {
      void lock?.release();
      lock = null;
    }
  });
  document.addEventListener('visibilitychange', () => void take());
}
