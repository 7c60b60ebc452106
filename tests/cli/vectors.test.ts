import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dotmatrix, inFolder } from './dotmatrix.ts';

/** LD A,(HL): two reads. */
const right = {
  name: '7E',
  initial: {
    pc: 256,
    sp: 1,
    a: 0,
    b: 0,
    c: 0,
    d: 0,
    e: 0,
    f: 0,
    h: 0xc0,
    l: 0,
    ime: 0,
    ram: [
      [256, 0x7e],
      [0xc000, 7],
    ],
  },
  final: {
    pc: 257,
    sp: 1,
    a: 7,
    b: 0,
    c: 0,
    d: 0,
    e: 0,
    f: 0,
    h: 0xc0,
    l: 0,
    ime: 0,
    ram: [
      [256, 0x7e],
      [0xc000, 7],
    ],
  },
  cycles: [
    [256, 0x7e, 'r-m'],
    [0xc000, 7, 'r-m'],
  ],
};

test('vectors compare registers, RAM and the bus, and end with the count', () =>
  inFolder((folder) => {
    const wrong = [
      right,
      { ...right, final: { ...right.final, a: 8 } },
      { ...right, final: { ...right.final, ram: [[0xc000, 9]] } },
      {
        ...right,
        cycles: [
          [256, 0x7e, 'r-m'],
          [0xc001, 7, 'r-m'],
        ],
      },
      { ...right, cycles: [[256, 0x7e, 'r-m']] },
    ];
    writeFileSync(join(folder, '7e.json'), JSON.stringify([right, right]));
    expect(dotmatrix(['vectors', folder])).toMatchObject({ code: 0, out: '2 of 2 passed\n' });
    writeFileSync(join(folder, '7e.json'), JSON.stringify(wrong));
    const { code, out } = dotmatrix(['vectors', folder]);
    expect(code).toBe(1);
    expect(out.trimEnd().split('\n').at(-1)).toBe('1 of 5 passed');
    expect(out).toContain('a is 07, not 08');
    expect(out).toContain('(C000) is 07, not 09');
    expect(out).toContain('the bus did [r 0100 7E, r C000 07], not [r 0100 7E, r C001 07]');
  }));

test('a folder without vectors is refused', () => {
  expect(dotmatrix(['vectors', 'docs'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('no vectors'),
  });
});
