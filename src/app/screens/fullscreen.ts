import { signal } from '@preact/signals';

/** The sheet that lists the keys is open. */
export const keysOpen = signal(false);

const on = signal(document.fullscreenElement !== null);
document.addEventListener('fullscreenchange', () => {
  on.value = document.fullscreenElement !== null;
});

export const fullscreen = {
  possible: document.fullscreenEnabled === true,
  on,
  toggle(): void {
    // A refusal (no gesture) leaves everything as it is.
    const change = on.value ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    change.catch(() => {});
  },
};
