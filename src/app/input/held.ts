import { DOWN, LEFT, RIGHT, UP } from './buttons.ts';

export type Source = 'keys' | 'pad' | 'touch';

const sources: Record<Source, number> = { keys: 0, pad: 0, touch: 0 };
let sent = 0;
let listener: (buttons: number, timeStamp: number) => void = () => {};

/** Who hears of every change of the buttons that are down. */
export function onButtons(hear: (buttons: number, timeStamp: number) => void): void {
  listener = hear;
}

/** Says which buttons one source holds down now; `timeStamp` is the event's. */
export function hold(source: Source, buttons: number, timeStamp: number): void {
  if (sources[source] === buttons) return;
  sources[source] = buttons;
  const all = sources.keys | sources.pad | sources.touch;
  const next = oneOf(oneOf(all, sent, LEFT, RIGHT), sent, UP, DOWN);
  if (next === sent) return;
  sent = next;
  listener(next, timeStamp);
}

/** Lets go of everything, for instance when a menu opens with keys still down. */
export function releaseAll(): void {
  const now = performance.now();
  hold('keys', 0, now);
  hold('pad', 0, now);
  hold('touch', 0, now);
}

/** A real pad can't press opposite directions: of two, the newer counts. */
export function oneOf(buttons: number, before: number, a: number, b: number): number {
  if ((buttons & a) === 0 || (buttons & b) === 0) return buttons;
  return buttons & ~((before & a) !== 0 ? a : b);
}
