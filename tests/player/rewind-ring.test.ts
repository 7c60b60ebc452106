import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RewindRing } from '../../src/player/rewind-ring.ts';

function push(ring: RewindRing, state: Uint8Array): void {
  ring.buffer.set(state);
  ring.push();
}

test('goes back through every state, byte for byte', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 40 }), {
        minLength: 1,
        maxLength: 200,
      }),
      (size, frames) => {
        const ring = new RewindRing(size);
        const states: Uint8Array[] = [];
        const state = new Uint8Array(size);
        for (const writes of frames) {
          for (const [at, value] of writes) state[at % size] = value;
          states.push(state.slice());
          push(ring, state);
        }
        expect(ring.frames).toBe(states.length - 1);
        const some = states.length >> 1;
        expect(ring.at(some)).toEqual(states[states.length - 1 - some]);
        expect(ring.at(states.length)).toBeNull();
        for (let i = states.length - 2; i >= 0; i--) expect(ring.back()).toEqual(states[i]);
        expect(ring.back()).toBeNull();
      },
    ),
    { numRuns: 200 },
  );
});

test('going back and on again makes a new past', () => {
  const ring = new RewindRing(64);
  const state = new Uint8Array(64);
  const states: Uint8Array[] = [];
  for (let i = 0; i < 500; i++) {
    state[i % 64] = i;
    states.push(state.slice());
    push(ring, state);
  }
  for (let i = 0; i < 250; i++) ring.back();
  const kept = states.slice(0, 250);
  for (let i = 0; i < 100; i++) {
    const next = new Uint8Array(64).fill(i ^ 0xa5);
    kept.push(next);
    push(ring, next);
  }
  for (let i = kept.length - 2; i >= 0; i--) expect(ring.back()).toEqual(kept[i]);
  expect(ring.back()).toBeNull();
});

test('keeps to its budget by forgetting the oldest', () => {
  const budget = 1 << 20;
  const ring = new RewindRing(8192, budget);
  const state = new Uint8Array(8192);
  let seed = 7;
  for (let i = 0; i < 3000; i++) {
    for (let k = 0; k < 400; k++) {
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      state[seed % 8192] = seed >> 16;
    }
    push(ring, state);
    expect(ring.bytes).toBeLessThanOrEqual(budget);
  }
  expect(ring.frames).toBeGreaterThan(60);
  let back = 0;
  while (ring.back()) back++;
  expect(back).toBeGreaterThan(60);
});

test('a frame that changes everything fits', () => {
  const ring = new RewindRing(300000);
  push(ring, new Uint8Array(300000));
  push(ring, new Uint8Array(300000).fill(1));
  push(ring, new Uint8Array(300000).fill(2));
  expect(ring.back()).toEqual(new Uint8Array(300000).fill(1));
  expect(ring.back()).toEqual(new Uint8Array(300000));
});
