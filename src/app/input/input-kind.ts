import { signal } from '@preact/signals';

export type InputKind = 'touch' | 'keys' | 'pad';

/** What the player uses now: touch controls are shown only for touch. */
export const inputKind = signal<InputKind>(matchMedia('(pointer: coarse)').matches ? 'touch' : 'keys');

export function watchInputKind(): void {
  addEventListener(
    'pointerdown',
    (event) => {
      if (event.pointerType === 'touch') inputKind.value = 'touch';
    },
    { capture: true, passive: true },
  );
}
