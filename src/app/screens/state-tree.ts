import type { Snapshot } from '../../storage/schema.ts';

/** One row of the tree, newest first, and the lines that pass it. */
export interface TreeRow {
  readonly state: Snapshot;
  readonly lane: number;
  /** Lanes whose line goes on above and below this row. */
  readonly through: readonly number[];
  /** Lanes (this one's too) that come from newer states and end in this one. */
  readonly from: readonly number[];
  /** An older state lies below on the same lane. */
  readonly goesOn: boolean;
  readonly lanes: number;
}

/**
 * Gives each branch a lane. The newest state of a branch begins a lane, which runs down to its oldest
 * ancestor; where two branches meet, the one with the newer states keeps its lane.
 */
export function layOutTree(states: readonly Snapshot[]): TreeRow[] {
  const known = new Set(states.map((state) => state.id));
  const parentOf = (state: Snapshot) =>
    state.parent !== null && known.has(state.parent) ? state.parent : null;
  const newestFirst = [...states].sort((a, b) => b.createdAt - a.createdAt);
  // A clock that was set back must not put a child below its parent.
  const sorted = parentsLast(newestFirst, parentOf);
  const waiting: (string | null)[] = [];
  const rows: TreeRow[] = [];
  for (const state of sorted) {
    const from: number[] = [];
    waiting.forEach((id, lane) => {
      if (id === state.id) from.push(lane);
    });
    let lane = from[0];
    if (lane === undefined) {
      const free = waiting.indexOf(null);
      lane = free >= 0 ? free : waiting.length;
    }
    for (const ended of from) waiting[ended] = null;
    const through: number[] = [];
    waiting.forEach((id, other) => {
      if (id !== null && other !== lane) through.push(other);
    });
    waiting[lane] = parentOf(state);
    rows.push({ state, lane, through, from, goesOn: waiting[lane] !== null, lanes: waiting.length });
  }
  return rows;
}

function parentsLast(states: readonly Snapshot[], parentOf: (state: Snapshot) => string | null): Snapshot[] {
  const children = new Map<string, number>();
  for (const state of states) {
    const parent = parentOf(state);
    if (parent !== null) children.set(parent, (children.get(parent) ?? 0) + 1);
  }
  const rest = [...states];
  const result: Snapshot[] = [];
  while (rest.length > 0) {
    const at = rest.findIndex((state) => (children.get(state.id) ?? 0) === 0);
    // Parents in a circle would be damage: then any order will do.
    const [state] = rest.splice(Math.max(0, at), 1);
    result.push(state);
    const parent = parentOf(state);
    if (parent !== null) children.set(parent, (children.get(parent) ?? 0) - 1);
  }
  return result;
}
