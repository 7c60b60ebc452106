import { deflateSync, inflateSync } from 'fflate';

/** Frames whose deltas are packed together: a second. */
const GROUP = 60;
/** Bytes of deltas that close a group early. */
const GROUP_BYTES = 1 << 18;

interface Group {
  readonly packed: Uint8Array;
  /** Where each delta ends. */
  readonly ends: Int32Array;
}

/**
 * The last minutes of a game, frame by frame. Only the newest state is kept whole; each older one is the
 * XOR with the next, so that going back and forgetting the oldest are both cheap. Deltas are deflated a
 * second at a time: the same few addresses change in each frame.
 */
export class RewindRing {
  private readonly budget: number;
  private readonly newest: Int32Array;
  private readonly bytesOfNewest: Uint8Array;
  private readonly incoming: Int32Array;
  private readonly bytesOfIncoming: Uint8Array;
  private readonly stateSize: number;
  private groups: Group[] = [];
  private packedBytes = 0;
  private packedFrames = 0;
  /** The open group. */
  private open = new Uint8Array(GROUP_BYTES);
  private readonly ends = new Int32Array(GROUP);
  private count = 0;
  private empty = true;

  /** @param budget bytes that everything together may take. */
  constructor(stateSize: number, budget = 16 << 20) {
    const words = (stateSize + 3) >> 2;
    this.stateSize = stateSize;
    this.newest = new Int32Array(words);
    this.bytesOfNewest = new Uint8Array(this.newest.buffer);
    this.incoming = new Int32Array(words);
    this.bytesOfIncoming = new Uint8Array(this.incoming.buffer);
    this.budget = budget;
  }

  /** Frames that can be gone back. */
  get frames(): number {
    return this.packedFrames + this.count;
  }

  /** Bytes in use. */
  get bytes(): number {
    return this.packedBytes + this.open.length + this.bytesOfNewest.length * 2;
  }

  /** Forgets everything. */
  clear(): void {
    this.groups = [];
    this.packedBytes = this.packedFrames = this.count = 0;
    this.empty = true;
  }

  /** Where the next state is to be written before `push`. */
  get buffer(): Uint8Array {
    return this.bytesOfIncoming.subarray(0, this.stateSize);
  }

  /** Takes the state in `buffer` as the newest one. */
  push(): void {
    if (this.empty) {
      this.newest.set(this.incoming);
      this.empty = false;
      return;
    }
    if (this.count === GROUP) this.close();
    const from = this.count === 0 ? 0 : this.ends[this.count - 1];
    let end = this.encode(from);
    if (end < 0) {
      // Not enough room in the open group: pack it and begin another.
      if (this.count > 0) this.close();
      end = this.encode(0);
      while (end < 0) {
        this.open = new Uint8Array(this.open.length * 2);
        end = this.encode(0);
      }
    }
    this.ends[this.count++] = end;
    this.newest.set(this.incoming);
    this.prune();
  }

  /** Goes one frame back and returns that state (valid until the next call), or null at the end. */
  back(): Uint8Array | null {
    if (this.count === 0 && !this.reopen()) return null;
    const from = this.count === 1 ? 0 : this.ends[this.count - 2];
    apply(this.newest, this.open, from, this.ends[this.count - 1]);
    this.count--;
    return this.bytesOfNewest.subarray(0, this.stateSize);
  }

  /** The state `frames` before the newest, which stays where it is; null if the past does not reach that far. */
  at(frames: number): Uint8Array | null {
    if (this.empty || frames > this.frames) return null;
    const state = this.newest.slice();
    let left = frames;
    const walk = (deltas: Uint8Array, ends: Int32Array, count: number) => {
      for (let i = count - 1; i >= 0 && left > 0; i--, left--)
        apply(state, deltas, i === 0 ? 0 : ends[i - 1], ends[i]);
    };
    walk(this.open, this.ends, this.count);
    for (let g = this.groups.length - 1; g >= 0 && left > 0; g--) {
      const group = this.groups[g];
      walk(inflateSync(group.packed), group.ends, group.ends.length);
    }
    return new Uint8Array(state.buffer, 0, this.stateSize);
  }

  /** XOR of newest and incoming: pairs of (equal words, changed words) and the changed words. */
  private encode(from: number): number {
    const { newest, incoming, open } = this;
    const words = newest.length;
    const limit = open.length - 16;
    let at = from;
    let i = 0;
    let last = 0;
    while (i < words) {
      while (i < words && newest[i] === incoming[i]) i++;
      if (i === words) break;
      const start = i;
      while (i < words && newest[i] !== incoming[i]) i++;
      if (at + (i - start) * 4 > limit) return -1;
      at = writeNumber(open, at, start - last);
      at = writeNumber(open, at, i - start);
      for (let w = start; w < i; w++) {
        const x = newest[w] ^ incoming[w];
        open[at++] = x;
        open[at++] = x >> 8;
        open[at++] = x >> 16;
        open[at++] = x >> 24;
      }
      last = i;
    }
    return at;
  }

  private close(): void {
    const packed = deflateSync(this.open.subarray(0, this.ends[this.count - 1]), { level: 3, mem: 6 });
    this.groups.push({ packed, ends: this.ends.slice(0, this.count) });
    this.packedBytes += packed.length + this.count * 4;
    this.packedFrames += this.count;
    this.count = 0;
  }

  private reopen(): boolean {
    const group = this.groups.pop();
    if (!group) return false;
    const deltas = inflateSync(group.packed);
    if (deltas.length > this.open.length) this.open = new Uint8Array(deltas.length);
    this.open.set(deltas);
    this.ends.set(group.ends);
    this.count = group.ends.length;
    this.packedBytes -= group.packed.length + this.count * 4;
    this.packedFrames -= this.count;
    return true;
  }

  private prune(): void {
    while (this.bytes > this.budget && this.groups.length > 0) {
      const group = this.groups.shift();
      if (!group) return;
      this.packedBytes -= group.packed.length + group.ends.length * 4;
      this.packedFrames -= group.ends.length;
    }
  }
}

/** XORs a delta, of `deltas` from `from` to `end`, into a state. */
function apply(state: Int32Array, deltas: Uint8Array, from: number, end: number): void {
  let at = from;
  let word = 0;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = deltas[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < end) {
    word += number();
    for (let left = number(); left > 0; left--) {
      state[word++] ^= deltas[at] | (deltas[at + 1] << 8) | (deltas[at + 2] << 16) | (deltas[at + 3] << 24);
      at += 4;
    }
  }
}

function writeNumber(into: Uint8Array, at: number, value: number): number {
  let rest = value;
  while (rest >= 0x80) {
    into[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  into[at++] = rest;
  return at;
}
