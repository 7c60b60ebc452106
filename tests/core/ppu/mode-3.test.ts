import { describe, expect, it } from 'vitest';
import type { ModelName } from '../../../src/core/models.ts';
import { Bench } from './console.ts';

const MODELS: readonly ModelName[] = ['dmg', 'cgb-c', 'cgb-e'];
/** The end of the M-cycle that first reads mode 0 on a line with nothing on it. */
const PLAIN = 513;

/** [objects' X coordinates, M-cycles by which they delay mode 0]. // mooneye intr_2_mode0_timing_sprites */
const DELAYS: readonly (readonly [readonly number[], number])[] = [
  [[0], 2],
  [[3], 2],
  [[4], 1],
  [[7], 1],
  [[8], 2],
  [[167], 1],
  [[168], 0],
  [[0, 0, 0], 5],
  [[2, 10], 4],
  [[1, 1, 1, 1, 1, 161, 161, 161, 161, 161], 17],
  [[0, 8, 16, 24, 32, 40, 48, 56, 64, 72], 27],
  [[72, 64, 56, 48, 40, 32, 24, 16, 8, 0], 27],
];

describe.each(MODELS)('mode 3 on %s', (model) => {
  it.each([true, false])('waits for objects (dot by dot: %s)', (exact) => {
    for (const [xs, cycles] of DELAYS) {
      const bench = new Bench(model, exact);
      bench.objects(...xs.map((x): [number, number, number, number] => [0x14, x, 0, 0]));
      bench.start(0x93);
      expect([xs, bench.hblankSeen(4)]).toEqual([xs, PLAIN + cycles * 8]);
    }
  });

  it.each([true, false])('drops SCX & 7 pixels (dot by dot: %s)', (exact) => {
    const seen = [0, 1, 2, 3, 4, 5, 6, 7].map((scx) => {
      const bench = new Bench(model, exact);
      bench.write(0xff43, scx, 700);
      bench.start(0x91);
      return (bench.hblankSeen(4) - PLAIN) / 8;
    });
    // Four dots to an M-cycle; a read sees mode 0 up to a dot before it begins. // gbmicrotest hblank_scx*
    expect(seen).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
  });

  it.each([true, false])('waits six dots for the window (dot by dot: %s)', (exact) => {
    const seen = [1, 7, 80, 165, 167].map((wx) => {
      const bench = new Bench(model, exact);
      bench.write(0xff4a, 0, 700);
      bench.write(0xff4b, wx, 708);
      bench.start(0xb1);
      return (bench.hblankSeen(4) - PLAIN) / 8;
    });
    expect(seen).toEqual([1, 1, 1, 1, 0]);
  });
});

/** The picture of a frame in which `writes` [line, half-dots, address, value] happen. */
function picture(model: ModelName, exact: boolean, writes: readonly (readonly number[])[]): Uint16Array {
  const bench = new Bench(model, exact);
  let x = 1;
  for (let i = 0; i < 0x4000; i++) {
    x = (Math.imul(x, 1103515245) + 12345) & 0x7fffffff;
    bench.memory.bytes[i] = x >> 16;
  }
  bench.objects([16, 8, 1, 0], [40, 50, 2, 0x20], [80, 90, 3, 0x40], [81, 94, 4, 0x80], [150, 166, 5, 0x10]);
  bench.write(0xff47, 0xe4, 600);
  bench.write(0xff48, 0xd2, 608);
  bench.write(0xff49, 0x1b, 616);
  bench.start(0x93);
  // The first frame is not shown.
  bench.ppu.sync(bench.at(153, 401));
  for (const [line, offset, address, value] of writes)
    bench.write(address, value, bench.at(154 + line, offset));
  bench.ppu.sync(bench.at(154 + 145, 1));
  return bench.ppu.frame.slice();
}

describe.each(MODELS)('a picture on %s', (model) => {
  it('is the same line by line and dot by dot, with writes anywhere in a line', () => {
    let seed = 7;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
      return Math.floor((seed / 2 ** 32) * below);
    };
    for (let round = 0; round < 20; round++) {
      const writes: number[][] = [];
      let line = 0;
      while (line < 143) {
        const address = [0xff40, 0xff42, 0xff43, 0xff47, 0xff48, 0xff4a, 0xff4b][random(7)];
        const value = address === 0xff40 ? 0x80 | random(128) : random(256);
        writes.push([line, 1 + 8 * random(112), address, value]);
        line += 1 + random(6);
      }
      expect(picture(model, false, writes)).toEqual(picture(model, true, writes));
    }
  });
});

it('a palette written in the middle of a line changes the rest of it and what follows', () => {
  const plain = picture('dmg', true, []);
  const changed = picture('dmg', true, [[70, 345, 0xff47, 0x1b]]);
  const first = changed.findIndex((pixel, at) => pixel !== plain[at]);
  expect([Math.floor(first / 160), first % 160 > 60]).toEqual([70, true]);
});
