import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MODELS, type ModelName } from '../../../src/core/models.ts';
import { Rig } from './rig.ts';

interface Op {
  readonly wait: number;
  readonly addr: number;
  readonly value: number;
}

const wait = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 5 }) },
  { weight: 2, arbitrary: fc.integer({ min: 6, max: 300 }) },
  { weight: 1, arbitrary: fc.integer({ min: 301, max: 9000 }) },
);
const channel = (...addresses: number[]) => fc.constantFrom(...addresses);
const addr = fc.oneof(
  { weight: 5, arbitrary: channel(0xff10, 0xff11, 0xff12, 0xff13, 0xff14) },
  { weight: 4, arbitrary: channel(0xff16, 0xff17, 0xff18, 0xff19) },
  { weight: 4, arbitrary: channel(0xff1a, 0xff1b, 0xff1c, 0xff1d, 0xff1e) },
  { weight: 5, arbitrary: channel(0xff20, 0xff21, 0xff22, 0xff23) },
  { weight: 1, arbitrary: channel(0xff24, 0xff25, 0xff04) },
  { weight: 2, arbitrary: fc.integer({ min: 0xff30, max: 0xff3f }) },
  { weight: 3, arbitrary: channel(0xff76, 0xff77, 0xff26) },
);
const value = fc.oneof(
  fc.integer({ min: 0, max: 255 }),
  // Triggers, full volume, high frequencies: what makes sound.
  fc.constantFrom(0x80, 0x87, 0xc7, 0xf0, 0xf1, 0xf9, 0x11, 0xff, 0xfe, 0x20, 0x00),
);
const op: fc.Arbitrary<Op> = fc.record({ wait, addr, value });
const program = fc.array(op, { minLength: 10, maxLength: 60 });

/** Reads at PCM and NR52, writes elsewhere; off is rare, or nothing would ever sound. */
function perform(rig: Rig, { wait, addr, value }: Op): number {
  rig.wait(wait);
  if (addr >= 0xff76 || (addr === 0xff26 && (value & 7) !== 0)) return rig.read(addr);
  rig.write(addr, value);
  return 0;
}

/** All four channels sound, fast enough that most things happen soon. */
function sounding(rig: Rig): Rig {
  rig.power();
  for (const [addr, value] of [
    [0xff12, 0xf7],
    [0xff13, 0xe0],
    [0xff14, 0x87],
    [0xff17, 0xa7],
    [0xff18, 0x12],
    [0xff19, 0x87],
    [0xff1a, 0x80],
    [0xff1c, 0x20],
    [0xff1d, 0xf9],
    [0xff1e, 0x87],
    [0xff21, 0xf7],
    [0xff22, 0x13],
    [0xff23, 0x80],
  ]) {
    rig.write(addr, value);
  }
  return rig;
}

function withoutSynth(rig: Rig): Uint8Array {
  const state = rig.state.save();
  for (const { name, at, size } of rig.state.format) {
    if (name.startsWith('apu.synth')) state.fill(0, at, at + size);
  }
  return state;
}

function sameState(a: Rig, b: Rig, x = a.state.save(), y = b.state.save()): void {
  expect(a.state.difference(x, y)).toBeNull();
}

const models = Object.keys(MODELS) as ModelName[];
const speeds = (name: ModelName) => (MODELS[name].cgb ? [false, true] : [false]);

/** The three properties on every model, each with `numRuns` random programs from `seed`. */
export function describeApu(numRuns: number, seed: number): void {
  describe.each(models)('on %s', (name) => {
    it('runs from event to event exactly as tick by tick', () => {
      for (const double of speeds(name)) {
        fc.assert(
          fc.property(program, (ops) => {
            const lazy = sounding(new Rig(name, double));
            const exact = sounding(new Rig(name, double));
            exact.apu.exact = true;
            for (const each of ops) {
              expect(perform(lazy, each)).toBe(perform(exact, each));
              sameState(lazy, exact, withoutSynth(lazy), withoutSynth(exact));
              expect(lazy.take()).toEqual(exact.take());
              lazy.endFrame();
              exact.endFrame();
              sameState(lazy, exact);
            }
          }),
          { numRuns, seed },
        );
      }
    });

    it('keeps the same state while silent', () => {
      fc.assert(
        fc.property(program, fc.boolean(), (ops, double) => {
          const rig = sounding(new Rig(name, double && MODELS[name].cgb));
          const silent = sounding(new Rig(name, double && MODELS[name].cgb));
          silent.take();
          silent.apu.silent = true;
          for (const each of ops) expect(perform(silent, each)).toBe(perform(rig, each));
          rig.endFrame();
          silent.endFrame();
          sameState(rig, silent, withoutSynth(rig), withoutSynth(silent));
          expect(silent.apu.sampleCount).toBe(0);
        }),
        { numRuns, seed },
      );
    });

    it('goes on from a saved state with the same sound', () => {
      fc.assert(
        fc.property(program, program, (before, after) => {
          const rig = sounding(new Rig(name));
          for (const each of before) perform(rig, each);
          rig.take();
          rig.endFrame();
          const copy = new Rig(name);
          copy.apu.write(0xff25, 0x5a, 0);
          copy.state.load(rig.state.save());
          copy.apu.afterLoad();
          copy.adopt(rig);
          for (const each of after) expect(perform(copy, each)).toBe(perform(rig, each));
          expect(copy.take()).toEqual(rig.take());
          rig.endFrame();
          copy.endFrame();
          sameState(rig, copy);
        }),
        { numRuns, seed },
      );
    });
  });
}
