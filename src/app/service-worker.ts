import { signal } from '@preact/signals';
import type { FromServiceWorker, ToServiceWorker } from './service-worker-messages.ts';

/** A new version is installed and waits for `applyUpdate`. */
export const updateWaiting = signal(false);
/** The update must wait: another tab has the app open. */
export const updateBlocked = signal(false);

const RELOADED = 'dotmatrix-isolated';
const SHARED = 'shared-files';
const LOOK_FOR_UPDATES_EVERY = 60 * 60 * 1000;

let registration: ServiceWorkerRegistration | null = null;
let applying = false;

/**
 * Registers the service worker, in builds only.
 * @param idle tells whether the page may be reloaded now: no game is open.
 */
export async function registerServiceWorker(idle: () => boolean): Promise<void> {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const firstVisit = serviceWorker.controller === null;
  serviceWorker.addEventListener('controllerchange', () => {
    if (applying) location.reload();
    else if (firstVisit) becomeIsolated(idle);
  });
  serviceWorker.addEventListener('message', (event: MessageEvent<FromServiceWorker>) => {
    if (event.data.type === 'otherTabs') updateBlocked.value = true;
  });
  try {
    registration = await serviceWorker.register('./sw.js', { scope: './', updateViaCache: 'none' });
  } catch {
    // Private windows and some embedded browsers refuse; the app works, only not offline.
    return;
  }
  // Where workers are blocked by a tool or an extension there is none, and no error either.
  if (!registration) return;
  watch(registration);
  setInterval(() => void registration?.update().catch(() => {}), LOOK_FOR_UPDATES_EVERY);
}

/** Applies the waiting version and reloads. Only when nothing is running: a reload is a power cut. */
export function applyUpdate(): void {
  if (!registration?.waiting) return;
  applying = true;
  updateBlocked.value = false;
  registration.waiting.postMessage({ type: 'apply' } satisfies ToServiceWorker);
}

/** The files of a share that the service worker took in; each is given out once. */
export async function takeSharedFiles(): Promise<File[]> {
  if (!('caches' in globalThis)) return [];
  const cache = await caches.open(SHARED);
  const files: File[] = [];
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    if (!response) continue;
    const name = decodeURIComponent(response.headers.get('X-Name') ?? 'shared.gb');
    files.push(new File([await response.blob()], name));
    await cache.delete(request);
  }
  return files;
}

function watch(found: ServiceWorkerRegistration): void {
  const look = () => {
    updateWaiting.value = found.waiting !== null && found.active !== null;
  };
  look();
  found.addEventListener('updatefound', () => found.installing?.addEventListener('statechange', look));
}

/**
 * The page that installed the worker was not served by it, so it is not isolated yet: one reload, unless
 * somebody has touched the page or a game is open. Without it sound goes through a port, which works too.
 */
function becomeIsolated(idle: () => boolean): void {
  if (globalThis.crossOriginIsolated || navigator.userActivation?.hasBeenActive !== false || !idle()) return;
  if (sessionStorage.getItem(RELOADED)) return;
  sessionStorage.setItem(RELOADED, '1');
  location.reload();
}
