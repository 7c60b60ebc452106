import { signal } from '@preact/signals';
import type { GameId } from '../player/messages.ts';

export type Screen =
  | { readonly name: 'library' }
  | { readonly name: 'play'; readonly id: GameId }
  | { readonly name: 'states'; readonly id: GameId }
  | { readonly name: 'debug' }
  | { readonly name: 'settings' };

/** The address's fragment says where we are, so that any static host and any sub-path will do. */
function parse(hash: string): Screen {
  const [name, id] = hash.replace(/^#\/?/, '').split('/');
  if ((name === 'play' || name === 'states') && /^[0-9a-f]{64}$/.test(id ?? '')) return { name, id };
  return name === 'settings' || name === 'debug' ? { name } : { name: 'library' };
}

function format(to: Screen): string {
  return 'id' in to ? `#/${to.name}/${to.id}` : to.name === 'library' ? '#/' : `#/${to.name}`;
}

export const screen = signal<Screen>(parse(location.hash));

/** How many of our own screens lie behind this one in the tab's history. */
let depth = 0;

export function go(to: Screen): void {
  depth++;
  history.pushState({ depth }, '', format(to));
  arrive(to);
}

/** Takes this screen's place, so that "back" skips it. */
export function replace(to: Screen): void {
  history.replaceState({ depth }, '', format(to));
  arrive(to);
}

/** What the phone's back gesture does; from a screen that was opened directly it leads to the library. */
export function back(): void {
  if (depth > 0) history.back();
  else replace({ name: 'library' });
}

function arrive(to: Screen): void {
  if (document.startViewTransition !== undefined && !matchMedia('(prefers-reduced-motion: reduce)').matches) {
    const motion = document.startViewTransition(async () => {
      screen.value = to;
      await new Promise((resolve) => setTimeout(resolve));
    });
    // Turning the phone in the middle ends it, and that is all.
    motion.ready.catch(() => {});
  } else {
    screen.value = to;
  }
}

addEventListener('popstate', (event: PopStateEvent) => {
  depth = Number((event.state as { depth?: number } | null)?.depth ?? 0);
  screen.value = parse(location.hash);
});
