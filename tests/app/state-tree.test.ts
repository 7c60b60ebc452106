import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { layOutTree } from '../../src/app/screens/state-tree.ts';
import type { Snapshot } from '../../src/storage/schema.ts';

function state(id: string, parent: string | null, createdAt: number): Snapshot {
  return {
    id,
    parent,
    createdAt,
    game: 'g',
    kind: 'named',
    name: id,
    locked: false,
    playTime: 0,
    picture: null,
    source: '',
    size: 0,
    removedAt: null,
    supersededAt: null,
  };
}

describe('the tree of states', () => {
  it('is one lane for a chain', () => {
    const rows = layOutTree([state('a', null, 1), state('b', 'a', 2), state('c', 'b', 3)]);
    expect(rows.map((row) => [row.state.id, row.lane, row.goesOn])).toEqual([
      ['c', 0, true],
      ['b', 0, true],
      ['a', 0, false],
    ]);
  });

  it('has a lane for each branch, which ends where it began', () => {
    const rows = layOutTree([state('a', null, 1), state('b', 'a', 2), state('c', 'a', 3)]);
    expect(rows.map((row) => [row.state.id, row.lane, row.from, row.through])).toEqual([
      ['c', 0, [], []],
      ['b', 1, [], [0]],
      ['a', 0, [0, 1], []],
    ]);
  });

  it('shows every state once, children above their parents, and every line arrives', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 50 })), { maxLength: 30 }),
        (made) => {
          const states = made.map(([parent, time], index) =>
            state(`${index}`, index === 0 || parent % 5 === 0 ? null : `${parent % index}`, time),
          );
          const rows = layOutTree(states);
          expect(new Set(rows.map((row) => row.state.id)).size).toBe(states.length);
          const seen = new Set<string>();
          const open = new Map<number, string>();
          for (const row of rows) {
            expect(states.some((one) => one.parent === row.state.id && !seen.has(one.id))).toBe(false);
            seen.add(row.state.id);
            for (const lane of row.from) {
              expect(open.get(lane)).toBe(row.state.id);
              open.delete(lane);
            }
            for (const lane of row.through) expect(open.has(lane)).toBe(true);
            expect(open.has(row.lane)).toBe(false);
            if (row.goesOn) open.set(row.lane, row.state.parent ?? '');
          }
          expect(open.size).toBe(0);
        },
      ),
    );
  });

  it('survives parents in a circle', () => {
    expect(layOutTree([state('a', 'b', 1), state('b', 'a', 2)])).toHaveLength(2);
  });
});
