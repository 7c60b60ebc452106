import { describe, expect, it } from 'vitest';
import { corruptByRead, corruptByWrite } from '../../../src/core/ppu/oam-bug.ts';
import { ObjectStore } from '../../../src/core/ppu/objects.ts';
import { Palettes } from '../../../src/core/ppu/palettes.ts';
import { Bench } from './console.ts';

describe('the object store', () => {
  it('takes the first ten objects of a line', () => {
    const store = new ObjectStore();
    for (let index = 0; index < 40; index++) store.scan(index, 26, 40 + index, 10, false);
    expect([store.count, store.left]).toEqual([10, 10]);
    expect(store.match(49)).toBe(9);
    expect(store.match(50)).toBe(-1);
  });

  it('knows the rows of 8 × 8 and 8 × 16 objects', () => {
    const store = new ObjectStore();
    store.scan(0, 10, 1, 1, false);
    store.scan(1, 9, 2, 1, false);
    store.scan(2, 2, 3, 1, true);
    store.scan(3, 1, 4, 1, true);
    expect([store.count, store.row[0], store.row[1]]).toEqual([2, 7, 15]);
  });
});

describe('palette RAM', () => {
  it('counts its index up after a write that the lock swallows', () => {
    const palettes = new Palettes();
    palettes.bcps = 0x80;
    palettes.write(false, 0x12, true);
    palettes.write(false, 0x34, false);
    expect([palettes.bg[0], palettes.bg[1], palettes.bcps]).toEqual([0xff, 0x34, 0x82]);
  });

  it('gives 15-bit colours', () => {
    const palettes = new Palettes();
    palettes.ocps = 0x80 | 10;
    palettes.write(true, 0xcd, false);
    palettes.write(true, 0xab, false);
    expect(palettes.colors[32 + 5]).toBe(0x2bcd);
  });
});

describe('OAM corruption', () => {
  const fresh = () => Uint8Array.from({ length: 160 }, (_, i) => (i * 37) & 0xff);
  const word = (oam: Uint8Array, at: number) => oam[at] | (oam[at + 1] << 8);

  it('by a write mixes the first word and copies the rest of the row before', () => {
    const oam = fresh();
    const [a, b, c] = [word(oam, 24), word(oam, 16), word(oam, 20)];
    corruptByWrite(oam, 0, 24);
    expect(word(oam, 24)).toBe(((a ^ c) & (b ^ c)) ^ c);
    expect(oam.slice(26, 32)).toEqual(fresh().slice(18, 24));
  });

  it('by a read of an odd row changes the row before, too', () => {
    const oam = fresh();
    const [a, b, c] = [word(oam, 8), word(oam, 0), word(oam, 4)];
    corruptByRead(oam, 0, 8, false);
    expect([word(oam, 8), word(oam, 0)]).toEqual([b | (a & c), b | (a & c)]);
  });

  it('happens on a DMG in mode 2 and never on a CGB', () => {
    for (const [model, spoilt] of [['dmg', true] as const, ['cgb-e', false] as const]) {
      const bench = new Bench(model);
      bench.objects(
        ...Array.from({ length: 40 }, (_, i): [number, number, number, number] => [i, i * 3, i, 0]),
      );
      bench.start(0x91);
      const before = bench.memory.bytes.slice(0xc000, 0xc0a0);
      bench.ppu.corruptOam(0, 0xfe10, bench.at(1, 49));
      expect(bench.memory.bytes.slice(0xc000, 0xc0a0).some((byte, i) => byte !== before[i])).toBe(spoilt);
    }
  });
});

describe('a saved PPU', () => {
  it('goes on as if nothing had happened, from the middle of a line', () => {
    for (const offset of [1, 100, 200, 301, 402, 503, 700]) {
      const bench = new Bench('cgb-e', false);
      bench.objects([90, 60, 1, 0], [90, 100, 2, 0]);
      bench.start(0x93);
      bench.ppu.sync(bench.at(70, offset));
      // As the machine does before it saves: a line that was put off is caught up with.
      bench.ppu.undefer();
      const copy = new Bench('cgb-e', false);
      copy.memory.bytes.set(bench.memory.bytes);
      const values = (from: Bench) => from.ppu.parts().map(([, part, shape]) => [part, shape] as const);
      const target = values(copy);
      values(bench).forEach(([part, shape], i) => {
        const source = part as Record<string, unknown>;
        const into = target[i][0] as Record<string, unknown>;
        for (const key of Object.keys(shape)) {
          const value = source[key];
          if (value instanceof Uint8Array) (into[key] as Uint8Array).set(value);
          else if (value instanceof Int32Array) (into[key] as Int32Array).set(value);
          else into[key] = value;
        }
      });
      copy.ppu.afterLoad();
      for (let step = 1; step < 400; step++) {
        const now = bench.at(70, offset) + step * 8;
        expect([offset, step, copy.read(0xff41, now)]).toEqual([offset, step, bench.read(0xff41, now)]);
        expect(copy.ppu.due).toBe(bench.ppu.due);
      }
    }
  });
});
