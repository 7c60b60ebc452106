/** Cases for each parser: 10,000, or 100,000 in the long run. */
export const CASES = process.env.DOTMATRIX_LONG ? 100_000 : 10_000;

/** xorshift32: the same cases on every machine. */
export class Random {
  private x: number;

  constructor(seed: number) {
    this.x = seed | 1;
  }

  next(): number {
    this.x ^= this.x << 13;
    this.x ^= this.x >>> 17;
    this.x ^= this.x << 5;
    return this.x >>> 0;
  }

  below(limit: number): number {
    return this.next() % limit;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.next() & 0xff);
  }
}

const NUMBERS = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff,
];

/** A good file with one to four things wrong with it, or, now and then, no file at all. */
export function mutate(good: Uint8Array, random: Random): Uint8Array {
  if (random.below(50) === 0) return random.bytes(random.below(300));
  let bytes: Uint8Array = good.slice();
  for (let left = 1 + random.below(4); left > 0; left--) {
    const at = bytes.length === 0 ? 0 : random.below(bytes.length);
    switch (random.below(8)) {
      case 0:
        bytes = bytes.slice(0, at);
        break;
      case 1:
        bytes = concat([bytes, random.bytes(random.below(40))]);
        break;
      case 2:
        bytes = concat([bytes.subarray(0, at), random.bytes(1 + random.below(8)), bytes.subarray(at)]);
        break;
      case 3:
        bytes = concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(20))]);
        break;
      case 4:
        bytes.fill(random.below(2) * 0xff, at, at + random.below(200));
        break;
      case 5: {
        const number = NUMBERS[random.below(NUMBERS.length)];
        for (let i = 0; i < 4 && at + i < bytes.length; i++) bytes[at + i] = number >>> (i * 8);
        break;
      }
      default:
        if (bytes.length > 0) bytes[at] ^= 1 << random.below(8);
    }
  }
  return bytes;
}

function concat(parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** The slowest of many cases must stay far below what a person would notice as a hang. */
export const SLOWEST_MS = 1000;

/**
 * Feeds `cases` mutations to `parse`, which may refuse only with a `refusal`; returns how many were taken.
 * Throws with the case's number for anything else, so that the case can be repeated.
 */
export function feed(
  good: readonly Uint8Array[],
  cases: number,
  seed: number,
  refusal: readonly (new (...args: never[]) => Error)[],
  parse: (bytes: Uint8Array) => void,
): { taken: number; refused: number } {
  const random = new Random(seed);
  let taken = 0;
  let refused = 0;
  for (let i = 0; i < cases; i++) {
    const bytes = mutate(good[i % good.length], random);
    const start = process.cpuUsage();
    try {
      parse(bytes);
      taken++;
    } catch (error) {
      const clean = refusal.some((kind) => error instanceof kind);
      if (!clean || !(error as Error).message.endsWith('.')) {
        throw new Error(`Case ${i} of seed ${seed} was not refused cleanly.`, { cause: error });
      }
      refused++;
    }
    // Processor time: the machine may be busy with other things.
    const { user, system } = process.cpuUsage(start);
    const passed = (user + system) / 1000;
    if (passed > SLOWEST_MS) throw new Error(`Case ${i} of seed ${seed} took ${Math.round(passed)} ms.`);
  }
  return { taken, refused };
}
