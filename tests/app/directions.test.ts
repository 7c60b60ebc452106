import { describe, expect, it } from 'vitest';
import { DOWN, LEFT, RIGHT, UP } from '../../src/app/input/buttons.ts';
import { DEAD_ZONE, directionAt } from '../../src/app/touch/directions.ts';

const RADIUS = 80;

/** `degrees` clockwise from right, as on a screen; `reach` as a share of the radius. */
function at(degrees: number, reach = 0.7, held = 0): number {
  const angle = (degrees * Math.PI) / 180;
  return directionAt(Math.cos(angle) * RADIUS * reach, Math.sin(angle) * RADIUS * reach, RADIUS, held);
}

describe('the direction pad', () => {
  it('has eight directions', () => {
    const all = [RIGHT, RIGHT | DOWN, DOWN, DOWN | LEFT, LEFT, LEFT | UP, UP, UP | RIGHT];
    expect([0, 45, 90, 135, 180, 225, 270, 315].map((degrees) => at(degrees))).toEqual(all);
  });

  it('has a direction everywhere outside the dead zone, far outside the pad too', () => {
    for (let degrees = 0; degrees < 360; degrees++) {
      expect(at(degrees, DEAD_ZONE + 0.01), `${degrees}°`).not.toBe(0);
      expect(at(degrees, 4), `${degrees}° outside`).not.toBe(0);
    }
  });

  it('presses nothing in the dead zone', () => {
    expect(directionAt(0, 0, RADIUS, 0)).toBe(0);
    for (let degrees = 0; degrees < 360; degrees += 5) expect(at(degrees, DEAD_ZONE - 0.01)).toBe(0);
  });

  it('lets straight directions be a little wider than diagonals', () => {
    expect(at(24)).toBe(RIGHT);
    expect(at(26)).toBe(RIGHT | DOWN);
    expect(at(64)).toBe(RIGHT | DOWN);
    expect(at(66)).toBe(DOWN);
  });

  it('holds on past a border, so that a trembling thumb does not flicker', () => {
    expect(at(29, 0.7, RIGHT)).toBe(RIGHT);
    expect(at(32, 0.7, RIGHT)).toBe(RIGHT | DOWN);
    expect(at(21, 0.7, RIGHT | DOWN)).toBe(RIGHT | DOWN);
    expect(at(18, 0.7, RIGHT | DOWN)).toBe(RIGHT);
    expect(at(0, DEAD_ZONE * 0.9, RIGHT)).toBe(RIGHT);
    expect(at(0, DEAD_ZONE * 0.9, 0)).toBe(0);
  });

  it('slides from left to up-left and to up without letting go', () => {
    let held = 0;
    const seen: number[] = [];
    for (let degrees = 180; degrees <= 270; degrees++) {
      held = at(degrees, 0.7, held);
      if (seen.at(-1) !== held) seen.push(held);
    }
    expect(seen).toEqual([LEFT, LEFT | UP, UP]);
  });
});
