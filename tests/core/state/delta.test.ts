import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diff, diffInto, patch } from '../../../src/core/state/delta.ts';
import { StateError } from '../../../src/core/state/state-map.ts';

const pair = fc.uint8Array({ maxLength: 600 }).chain((base) =>
  fc.array(fc.tuple(fc.nat(Math.max(0, base.length - 1)), fc.nat(255)), { maxLength: 40 }).map((changes) => {
    const next = base.slice();
    if (base.length > 0) for (const [at, value] of changes) next[at] = value;
    return [base, next] as const;
  }),
);

describe('deltas', () => {
  it('patch(base, diff(base, next)) is next', () => {
    fc.assert(
      fc.property(pair, ([base, next]) => {
        const state = base.slice();
        patch(state, diff(base, next));
        expect(state).toEqual(next);
      }),
      { numRuns: 2000 },
    );
  });

  it('is small where little changed, and no worse than a copy where all did', () => {
    const base = new Uint8Array(65536);
    const next = base.slice();
    next[100] = 1;
    next[40000] = 2;
    expect(diff(base, next).length).toBeLessThan(14);
    expect(
      diff(
        base,
        next.map(() => 7),
      ).length,
    ).toBeLessThan(65536 + 12);
    expect(diff(base, base).length).toBe(3);
  });

  it('always fits into twice the length and 64 bytes', () => {
    fc.assert(
      fc.property(pair, ([base, next]) => {
        expect(diffInto(base, next, new Uint8Array(next.length * 2 + 64))).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
    expect(diffInto(new Uint8Array(100), new Uint8Array(100).fill(1), new Uint8Array(40))).toBe(-1);
  });

  it('refuses what does not belong, and leaves the state alone', () => {
    const state = Uint8Array.of(1, 2, 3);
    for (const bad of [[], [4], [3, 0], [3, 0, 0], [3, 0, 4, 1, 1, 1, 1], [3, 1, 3, 1, 1, 1], [3, 0, 2, 9]]) {
      expect(() => patch(state, Uint8Array.from(bad))).toThrow(StateError);
      expect(state).toEqual(Uint8Array.of(1, 2, 3));
    }
    expect(() => patch(state, Uint8Array.of(3, 0, 1, 9, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1))).toThrow(
      StateError,
    );
    expect(state).toEqual(Uint8Array.of(1, 2, 3));
    expect(() => diff(state, new Uint8Array(4))).toThrow(StateError);
  });
});
