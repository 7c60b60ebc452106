import { describe, expect, it } from 'vitest';
import { type Shape, StateError, StateMap } from '../../../src/core/state/state-map.ts';

class Sample {
  static readonly shape: Shape<Sample, 'derived'> = {
    small: 'u8',
    word: 'u16',
    signed: 'i32',
    real: 'f64',
    flag: 'bool',
    data: 'bytes',
    times: 'i32s',
  };
  small = 1;
  word = 0x1234;
  signed = -5;
  real = 2 ** 40 + 0.5;
  flag = true;
  readonly data = new Uint8Array([1, 2, 3]);
  readonly times = new Int32Array([-1, 7]);
  derived = 99;
}

describe('StateMap', () => {
  it('gives back every field', () => {
    const part = new Sample();
    const map = new StateMap([['sample', part, Sample.shape]]);
    const saved = map.save();
    Object.assign(part, { small: 0, word: 0, signed: 0, real: 0, flag: false, derived: 5 });
    part.data.fill(0);
    part.times.fill(0);
    map.load(saved);
    expect(part).toEqual(Object.assign(new Sample(), { derived: 5 }));
  });

  it('finds fields by name: one that a file lacks is kept, one that is gone is skipped', () => {
    const part = new Sample();
    const map = new StateMap([['sample', part, Sample.shape]]);
    const bytes = new Uint8Array([7, 9]);
    map.load(bytes, [
      { name: 'sample.gone', kind: 'u8', at: 0, size: 1 },
      { name: 'sample.small', kind: 'u8', at: 1, size: 1 },
    ]);
    expect(part.small).toBe(9);
    expect(part.word).toBe(0x1234);
  });

  it('changes nothing when a field cannot be read', () => {
    const part = new Sample();
    const map = new StateMap([['sample', part, Sample.shape]]);
    const format = [
      { name: 'sample.small', kind: 'u8', at: 0, size: 1 },
      { name: 'sample.data', kind: 'bytes', at: 1, size: 2 },
    ] as const;
    expect(() => map.load(new Uint8Array(3), format)).toThrow(StateError);
    expect(() => map.load(new Uint8Array(3))).toThrow(/damaged/);
    expect(part).toEqual(new Sample());
  });

  it('names the first field that differs', () => {
    const part = new Sample();
    const map = new StateMap([['sample', part, Sample.shape]]);
    const before = map.save();
    expect(map.difference(before, map.save())).toBeNull();
    part.data[2] = 0;
    expect(map.difference(before, map.save())).toBe('sample.data');
    part.word = 1;
    expect(map.difference(before, map.save())).toBe('sample.word');
  });
});
