/// <reference lib="webworker" />
import { cleanupOutdatedCaches, matchPrecache, precache } from 'workbox-precaching';
import type { FromServiceWorker, ToServiceWorker } from './app/service-worker-messages.ts';

declare const self: ServiceWorkerGlobalScope & {
  readonly __WB_MANIFEST: (string | { url: string; revision: string | null })[];
};

/** Where shared files wait until the page takes them; `takeSharedFiles` in the app reads it. */
const SHARED = 'shared-files';

precache(self.__WB_MANIFEST);
cleanupOutdatedCaches();

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  if ((event.data as ToServiceWorker).type === 'apply') event.waitUntil(apply(event.source as Client));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== self.location.origin) return;
  if (request.method === 'POST' && url.href === new URL('share-target', self.registration.scope).href) {
    event.respondWith(takeIn(request));
  } else if (request.method === 'GET') {
    event.respondWith(answer(request));
  }
});

/** A new version would take files away from under another tab, so it is applied when there is one alone. */
async function apply(client: Client): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.length > 1) client.postMessage({ type: 'otherTabs' } satisfies FromServiceWorker);
  else await self.skipWaiting();
}

async function answer(request: Request): Promise<Response> {
  const page = request.mode === 'navigate' ? await matchPrecache('index.html') : undefined;
  const response = page ?? (await matchPrecache(request.url)) ?? (await fetch(request));
  return isolated(response);
}

/** COOP and COEP, which static hosts don't send: with them the page gets SharedArrayBuffer for its sound. */
function isolated(response: Response): Response {
  if (response.type === 'opaque' || response.status === 0 || response.status === 304) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

/** Keeps the files of a share until the page that it opens asks for them. */
async function takeIn(request: Request): Promise<Response> {
  const form = await request.formData();
  const cache = await caches.open(SHARED);
  let count = 0;
  for (const file of form.getAll('files')) {
    if (!(file instanceof File)) continue;
    const at = new URL(`shared/${Date.now()}-${count++}`, self.registration.scope);
    await cache.put(at, new Response(file, { headers: { 'X-Name': encodeURIComponent(file.name) } }));
  }
  return Response.redirect(new URL('./?shared', self.registration.scope).href, 303);
}
