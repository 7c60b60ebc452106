import { StateError } from './state-map.ts';

/** Equal bytes inside a run that are cheaper to repeat than to start a new run for. */
const JOIN = 3;

/**
 * What changed from one state to the next of equal length: the length, then runs of
 * (equal bytes to skip, changed bytes, those bytes). Numbers are little-endian base 128.
 * One second of a game is 1-3 KB.
 */
export function diff(base: Uint8Array, next: Uint8Array): Uint8Array {
  let out = new Uint8Array(4096);
  for (;;) {
    const size = diffInto(base, next, out);
    if (size >= 0) return out.slice(0, size);
    out = new Uint8Array(Math.min(out.length * 4, next.length * 2 + 64));
  }
}

/**
 * `diff` into a buffer that the caller keeps, without allocating. Returns the bytes written, or -1 if they don't
 * fit; twice the state's length plus 64 always does.
 */
export function diffInto(base: Uint8Array, next: Uint8Array, out: Uint8Array): number {
  const length = next.length;
  if (base.length !== length) throw new StateError('Only states of the same machine can be compared.');
  if (out.length < 16) return -1;
  const limit = out.length - 16;
  let at = writeNumber(out, 0, length);
  let written = 0;
  let i = 0;
  while (i < length) {
    while (i < length && base[i] === next[i]) i++;
    if (i === length) break;
    const start = i;
    let end = i + 1;
    let same = 0;
    for (i = end; i < length && same <= JOIN; i++) {
      if (base[i] === next[i]) same++;
      else {
        same = 0;
        end = i + 1;
      }
    }
    if (at + (end - start) > limit) return -1;
    at = writeNumber(out, at, start - written);
    at = writeNumber(out, at, end - start);
    for (let j = start; j < end; j++) out[at++] = next[j];
    written = i = end;
  }
  return at;
}

/**
 * Applies a delta to `state` in place.
 * @throws StateError before anything has changed, if the delta is damaged or of another length of state.
 */
export function patch(state: Uint8Array, delta: Uint8Array): void {
  walk(delta, state.length, null);
  walk(delta, state.length, state);
}

/** One pass over a delta: checks it, and copies its runs into `state` if there is one. */
function walk(delta: Uint8Array, length: number, state: Uint8Array | null): void {
  const size = delta.length;
  let at = 0;
  let target = 0;
  let first = true;
  // Each turn reads a pair of numbers; the first number of all is the length of the state.
  while (at < size) {
    let skip = 0;
    let shift = 0;
    for (;;) {
      if (at === size || shift > 28) throw damaged();
      const byte = delta[at++];
      skip += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
      shift += 7;
    }
    if (first) {
      if (skip !== length) throw damaged();
      first = false;
      continue;
    }
    let count = 0;
    shift = 0;
    for (;;) {
      if (at === size || shift > 28) throw damaged();
      const byte = delta[at++];
      count += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
      shift += 7;
    }
    target += skip;
    if (count === 0 || count > size - at || target + count > length) throw damaged();
    if (state !== null) for (let i = 0; i < count; i++) state[target + i] = delta[at + i];
    at += count;
    target += count;
  }
  if (first) throw damaged();
}

function writeNumber(out: Uint8Array, at: number, value: number): number {
  let rest = value;
  while (rest >= 0x80) {
    out[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  out[at++] = rest;
  return at;
}

function damaged(): StateError {
  return new StateError('A recorded change of the state is damaged. What came before it is used.');
}
