import { A, B } from '../input/buttons.ts';

export interface Round {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** A thumb this far (in radii) from the line between the buttons still presses. */
const REACH = 1.45;
/** The middle of the way from B to A, where one thumb lies on both. */
const BOTH_FROM = 0.39;
const BOTH_TO = 0.61;

/** Which of A and B a thumb at `x`, `y` presses: one, both at once, or none. Rolling passes through both. */
export function thumbOn(x: number, y: number, a: Round, b: Round): number {
  const lx = a.x - b.x;
  const ly = a.y - b.y;
  const way = ((x - b.x) * lx + (y - b.y) * ly) / (lx * lx + ly * ly);
  const nearest = Math.max(0, Math.min(1, way));
  const off = Math.hypot(x - (b.x + nearest * lx), y - (b.y + nearest * ly));
  if (off > REACH * Math.max(a.radius, b.radius)) return 0;
  if (way < BOTH_FROM) return B;
  return way > BOTH_TO ? A : A | B;
}
