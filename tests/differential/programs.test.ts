import { describe, expect, it } from 'vitest';
import type { ModelName } from '../../src/core/models.ts';
import { Lockstep } from './lockstep.ts';
import { randomProgram } from './random-program.ts';

const PROGRAMS = 24;
const FRAMES = 12;
const MODELS: readonly ModelName[] = ['dmg', 'mgb', 'cgb-c', 'cgb-e'];

describe('random programs that write registers inside lines', () => {
  for (const model of MODELS) {
    it(`run the same on ${model} with every shortcut and with none`, () => {
      for (let seed = 1; seed <= PROGRAMS; seed++) {
        const rom = randomProgram(seed, model.startsWith('cgb'));
        const difference = new Lockstep({ rom, model, seed }).run(FRAMES, (frame) => (frame * seed) & 0xff);
        expect(difference, `program ${seed}`).toBeNull();
      }
    });
  }
});
