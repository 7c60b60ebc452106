import { DOWN, LEFT, RIGHT, UP } from '../input/buttons.ts';

/** Inside this share of the pad's radius nothing is pressed. */
export const DEAD_ZONE = 0.22;
/** A thumb keeps the direction it holds this many degrees past the border, so that it cannot flicker. */
const STICKY = 6;
/** Half the width of a straight direction; diagonals get what is left of the circle (40° each). */
const STRAIGHT = 25;

const DIRECTIONS = [RIGHT, RIGHT | DOWN, DOWN, DOWN | LEFT, LEFT, LEFT | UP, UP, UP | RIGHT];

/**
 * The direction that a thumb presses: `dx`, `dy` from the pad's centre (down is positive), `radius` in the
 * same unit, `held` what it pressed until now.
 */
export function directionAt(dx: number, dy: number, radius: number, held: number): number {
  const distance = Math.hypot(dx, dy) / radius;
  if (distance < (held === 0 ? DEAD_ZONE : DEAD_ZONE * 0.8)) return 0;
  const angle = ((Math.atan2(dy, dx) * 180) / Math.PI + 360) % 360;
  const before = DIRECTIONS.indexOf(held);
  if (before >= 0 && away(angle, before * 45) <= halfWidth(before) + STICKY) return held;
  for (let i = 0; i < 8; i++) {
    if (away(angle, i * 45) <= halfWidth(i)) return DIRECTIONS[i];
  }
  return 0;
}

function halfWidth(index: number): number {
  return index % 2 === 0 ? STRAIGHT : 45 - STRAIGHT;
}

/** Degrees between two angles, 0 to 180. */
function away(a: number, b: number): number {
  const d = Math.abs(a - b) % 360;
  return d > 180 ? 360 - d : d;
}
