import { describe, expect, it } from 'vitest';
import { OAM_AT } from '../../../src/core/memory.ts';
import { CHIP_DMG, corruptByRead, corruptByWrite } from '../../../src/core/ppu/oam-bug.ts';
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
  const setWord = (oam: Uint8Array, at: number, value: number) => oam.set([value & 0xff, value >> 8], at);

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
    corruptByRead(oam, 0, 8, CHIP_DMG);
    expect([word(oam, 8), word(oam, 0)]).toEqual([b | (a & c), b | (a & c)]);
  });

  describe('at the edges of the scan, where the address opens a row of its own', () => {
    const FIRST = 1;
    const AFTER_LAST = 161;
    /** A PPU whose OAM holds the pattern of `fresh`, and its OAM after `access` at `offset` of line 1. */
    function oamAfter(
      model: 'dmg' | 'mgb' | 'cgb-e',
      access: (ppu: Bench['ppu'], now: number) => void,
      offset: number,
    ) {
      const bench = new Bench(model);
      bench.memory.bytes.set(fresh(), OAM_AT);
      bench.start(0x91);
      access(bench.ppu, bench.at(1, offset));
      return bench.memory.bytes.slice(OAM_AT, OAM_AT + 160);
    }
    const changed = (oam: Uint8Array) => [...oam.keys()].filter((at) => oam[at] !== fresh()[at]);

    it('a read with the first row mixes both and copies the rest into the first', () => {
      const was = fresh();
      const oam = oamAfter('dmg', (ppu, now) => ppu.readOam(0xfe24, now), FIRST);
      const value = word(was, 0x20) | (word(was, 0) & word(was, 0x24));
      expect([word(oam, 0), word(oam, 0x20)]).toEqual([value, value]);
      expect(oam.slice(2, 8)).toEqual(was.slice(0x22, 0x28));
      expect(changed(oam).every((at) => at < 8 || at === 0x20 || at === 0x21)).toBe(true);
    });

    it('a write with the first row arrives, and copies its row into the first', () => {
      const was = fresh();
      was[0x24] = 0x5a;
      const oam = oamAfter('dmg', (ppu, now) => ppu.writeOam(0xfe24, 0x5a, now), FIRST);
      const [a, b, c] = [word(was, 0), word(was, 0x20), word(was, 0x24)];
      expect(word(oam, 0)).toBe((a & b) | (a & c) | (b & c));
      expect(oam.slice(2, 8)).toEqual(was.slice(0x22, 0x28));
      expect(oam.slice(8)).toEqual(was.slice(8));
    });

    it('a write beyond OAM with the first row lands in it', () => {
      const was = fresh();
      was[5] = 0x77;
      expect(oamAfter('dmg', (ppu, now) => ppu.writeOam(0xfec5, 0x77, now), FIRST)).toEqual(was);
    });

    it('a read after the last row copies that over the row of its address', () => {
      for (const [model, column] of [
        ['dmg', 0] as const,
        ['mgb', 0] as const,
        ['dmg', 2] as const,
        ['dmg', 4] as const,
      ]) {
        const was = fresh();
        const oam = oamAfter(model, (ppu, now) => ppu.readOam(0xfe30 + column, now), AFTER_LAST);
        const [a, b, c] = [word(was, 0x9c), word(was, 0x98 + column), word(was, 0x30 + column)];
        if (column !== 4)
          setWord(was, 0x98 + column, model === 'mgb' ? b | (a & c) : (a & b) | (a & c) | (b & c));
        was.copyWithin(0x30, 0x98, 0xa0);
        expect(oam, `${model} ${column}`).toEqual(was);
      }
    });

    it('a write after the last row arrives in the middle of that copy', () => {
      const was = fresh();
      const [a, b, c] = [was[0x33], was[0x9c], was[0x9b]];
      was.copyWithin(0x30, 0x98, 0xa0);
      was[0x32] = 0x5a;
      was[0x33] = (a & b) | (a & c) | (b & c);
      expect(oamAfter('dmg', (ppu, now) => ppu.writeOam(0xfe32, 0x5a, now), AFTER_LAST)).toEqual(was);
    });

    it('never on a CGB', () => {
      for (const offset of [FIRST, AFTER_LAST]) {
        const read = oamAfter('cgb-e', (ppu, now) => ppu.readOam(0xfe30, now), offset);
        const written = oamAfter('cgb-e', (ppu, now) => ppu.writeOam(0xfe30, 0x5a, now), offset);
        expect([changed(read), changed(written).filter((at) => at !== 0x30)]).toEqual([[], []]);
      }
    });
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
