import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkBelongs,
  describeState,
  isStateFile,
  packStateFile,
  parseDescription,
  parseStateFile,
  type StateFile,
} from '../../../src/core/state/state-file.ts';
import { StateError } from '../../../src/core/state/state-map.ts';

const FILE: StateFile = {
  rom: '0123456789abcdef'.repeat(4),
  model: 'cgb-e',
  board: 'mbc3',
  app: '0.1.0',
  format: [
    { name: 'cpu.pc', kind: 'u16', at: 0, size: 2 },
    { name: 'clock.epoch', kind: 'f64', at: 2, size: 8 },
    { name: 'memory.ram', kind: 'bytes', at: 10, size: 300 },
    { name: 'apu.steps', kind: 'i32s', at: 310, size: 16 },
    { name: 'cpu.halted', kind: 'bool', at: 326, size: 1 },
  ],
  state: Uint8Array.from({ length: 327 }, (_, i) => i * 7),
};
const BYTES = packStateFile(describeState(FILE), FILE.state);

describe('the state file', () => {
  it('gives back what it was made of, also with something behind it', () => {
    expect(parseStateFile(BYTES)).toEqual(FILE);
    const longer = new Uint8Array(BYTES.length + 9);
    longer.set(BYTES);
    expect(parseStateFile(longer)).toEqual(FILE);
    const { state: _, ...rest } = FILE;
    expect(parseDescription(describeState(FILE))).toEqual(rest);
    expect(isStateFile(BYTES)).toBe(true);
  });

  it('cut short anywhere: a sentence', () => {
    for (let length = 0; length < BYTES.length; length++) {
      expect(() => parseStateFile(BYTES.slice(0, length))).toThrow(StateError);
    }
    expect(() => parseStateFile(BYTES.slice(0, 400))).toThrow(/cut short: 400 of/);
  });

  it('any flipped bit: a sentence', () => {
    for (let bit = 0; bit < BYTES.length * 8; bit++) {
      const flipped = BYTES.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      expect(() => parseStateFile(flipped)).toThrow(StateError);
    }
  });

  it('a newer version, another file, 100 MB of zeros: a sentence each', () => {
    const newer = BYTES.slice();
    newer[8] = 2;
    expect(() => parseStateFile(newer)).toThrow(/newer version/);
    expect(() => parseStateFile(new Uint8Array(100 << 20))).toThrow(/not a state/);
    expect(() => parseStateFile(new Uint8Array(0))).toThrow(/not a state/);
  });

  it('of another game, model or board: a sentence each', () => {
    expect(() => checkBelongs(FILE, FILE)).not.toThrow();
    expect(() => checkBelongs(FILE, { ...FILE, rom: 'f'.repeat(64) })).toThrow(/another game/);
    expect(() => checkBelongs(FILE, { ...FILE, model: 'dmg' })).toThrow(/"cgb-e".*"dmg"/);
    expect(() => checkBelongs(FILE, { ...FILE, board: 'mbc5' })).toThrow(/board/);
  });

  it('any set of fields survives', () => {
    const kind = fc.constantFrom('u8', 'u16', 'i32', 'f64', 'bool', 'bytes', 'i32s');
    const sizes = { u8: 1, u16: 2, i32: 4, f64: 8, bool: 1, bytes: 5, i32s: 12 };
    const field = fc.record({ name: fc.stringMatching(/^[a-z][a-zA-Z0-9.]{0,40}$/), kind });
    fc.assert(
      fc.property(fc.uniqueArray(field, { selector: (f) => f.name, maxLength: 50 }), (fields) => {
        let at = 0;
        const format = fields.map((f) => {
          const size = sizes[f.kind];
          at += size;
          return { ...f, at: at - size, size };
        });
        const file = { ...FILE, format, state: Uint8Array.from({ length: at }, (_, i) => i) };
        expect(parseStateFile(packStateFile(describeState(file), file.state))).toEqual(file);
      }),
    );
  });
});
