import { dot } from '../design/dots.ts';

const SIZE = 13;
const MIDDLE = (SIZE - 1) / 2;
const names = ['right', 'down', 'left', 'up'] as const;

/** The dots of the direction pad, sorted by the arm they belong to, so that a pressed arm lights up. */
const paths = (() => {
  const result = { right: '', down: '', left: '', up: '', rest: '' };
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const dx = x - MIDDLE;
      const dy = y - MIDDLE;
      const distance = Math.hypot(dx, dy);
      if (distance > MIDDLE + 0.35) continue;
      const onArm = Math.abs(dx) < 2.1 || Math.abs(dy) < 2.1;
      const arm =
        onArm && distance > 1.9 ? names[Math.round((Math.atan2(dy, dx) / Math.PI) * 2 + 4) % 4] : 'rest';
      result[arm] += dot(x + 0.5, y + 0.5, arm === 'rest' ? (distance < 1.9 ? 0.2 : 0.16) : 0.36);
    }
  }
  return result;
})();

export function PadDots() {
  return (
    <svg class="pad-dots" viewBox={`0 0 ${SIZE} ${SIZE}`} aria-hidden="true">
      <path class="pad-rest" d={paths.rest} />
      {names.map((name) => (
        <path key={name} class={`pad-arm pad-${name}`} d={paths[name]} />
      ))}
    </svg>
  );
}
