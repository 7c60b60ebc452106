import { describe, expect, it } from 'vitest';
import { printStepTable } from '../../../scripts/step-table-spec.ts';
import { PHASES, STEPS, WIDTH } from '../../../src/core/apu/step-table.ts';
import type { ModelName } from '../../../src/core/models.ts';
import { readProjectFile } from '../../helpers/source.ts';
import { Rig } from './rig.ts';

const RATE = 65536;

/** Magnitudes of the spectrum of 65,536 samples under a Blackman-Harris window: one bin is 1 Hz. */
function spectrum(samples: Int16Array): Float64Array {
  const n = RATE;
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const t = (2 * Math.PI * i) / n;
    const window = 0.35875 - 0.48829 * Math.cos(t) + 0.14128 * Math.cos(2 * t) - 0.01168 * Math.cos(3 * t);
    let reversed = 0;
    for (let bit = 1, x = i; bit < n; bit <<= 1, x >>= 1) reversed = (reversed << 1) | (x & 1);
    re[reversed] = samples[i] * window;
  }
  for (let size = 2; size <= n; size *= 2) {
    for (let from = 0; from < n; from += size) {
      for (let k = 0; k < size / 2; k++) {
        const angle = (-2 * Math.PI * k) / size;
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        const [a, b] = [from + k, from + k + size / 2];
        const [x, y] = [re[b] * c - im[b] * s, re[b] * s + im[b] * c];
        re[b] = re[a] - x;
        im[b] = im[a] - y;
        re[a] += x;
        im[a] += y;
      }
    }
  }
  return Float64Array.from({ length: n / 2 }, (_, i) => Math.hypot(re[i], im[i]));
}

/** Rising crossings of the middle between the extremes. */
function crossings(samples: Int16Array): number {
  const middle = (Math.max(...range(samples)) + Math.min(...range(samples))) / 2;
  let count = 0;
  for (let i = 1; i < samples.length; i++) if (samples[i - 1] < middle && samples[i] >= middle) count++;
  return count;
}

function range(samples: Int16Array): [number, number] {
  let [low, high] = [samples[0], samples[0]];
  for (const sample of samples) {
    if (sample < low) low = sample;
    if (sample > high) high = sample;
  }
  return [low, high];
}

function pulse(model: ModelName, period: number, duty = 2, volume = 15): Rig {
  const rig = new Rig(model).power();
  rig.write(0xff16, duty << 6).write(0xff17, (volume << 4) | 8);
  return rig.write(0xff18, period & 0xff).write(0xff19, 0x80 | (period >> 8));
}

/** Loudness of what lies between the harmonics, in dB below the fundamental. */
function purity(samples: Int16Array, fundamental: number): number {
  const bins = spectrum(samples);
  let worst = 0;
  // Below 20 Hz the high-pass filter still settles.
  for (let f = 20; f < bins.length; f++) {
    const nearest = Math.round(f / fundamental) * fundamental;
    if (Math.abs(f - nearest) > 6 && bins[f] > worst) worst = bins[f];
  }
  return 20 * Math.log10(bins[Math.round(fundamental)] / worst);
}

describe('the table of steps', () => {
  it('is what its script prints', () => {
    expect(readProjectFile('src/core/apu/step-table.ts')).toBe(printStepTable());
  });

  it('adds up to one in every phase, so that no change leaves a trace', () => {
    for (let phase = 0; phase < PHASES; phase++) {
      let sum = 0;
      for (let i = 0; i < WIDTH; i++) sum += STEPS[phase * WIDTH + i];
      expect(sum).toBe(32768);
    }
  });
});

describe('pitch', () => {
  it.each([1024, 1500, 1923, 2000, 2036])('of a pulse channel with period %i', (period) => {
    const rig = pulse('dmg', period);
    rig.record(0.5);
    expect(Math.abs(crossings(rig.record(1)) - 131072 / (2048 - period))).toBeLessThanOrEqual(1);
  });

  it.each([512, 1800, 2017])('of the wave channel with period %i', (period) => {
    const rig = new Rig('dmg').power();
    for (let i = 0; i < 16; i++) rig.write(0xff30 + i, i < 8 ? 0xff : 0x00);
    rig.write(0xff1a, 0x80).write(0xff1c, 0x20);
    rig.write(0xff1d, period & 0xff).write(0xff1e, 0x80 | (period >> 8));
    rig.record(0.5);
    expect(Math.abs(crossings(rig.record(1)) - 65536 / (2048 - period))).toBeLessThanOrEqual(1);
  });

  it('of noise in 7-bit mode: 127 steps a period', () => {
    const rig = new Rig('cgb-e').power();
    // 524,288 Hz / 2 / 2^3 = 32,768 steps a second.
    rig.write(0xff21, 0xf0).write(0xff22, 0x39).write(0xff23, 0x80);
    rig.record(0.5);
    const bins = spectrum(rig.record(1));
    let loudest = 20;
    for (let f = 20; f < 2000; f++) if (bins[f] > bins[loudest]) loudest = f;
    const step = 32768 / 127;
    expect(Math.abs(loudest / step - Math.round(loudest / step))).toBeLessThan(0.02);
    expect(purity(rig.record(1), step)).toBeGreaterThan(40);
  });
});

describe('level', () => {
  it.each([1, 4, 7, 15])('of volume %i is proportional, from the negative slope of the DAC', (volume) => {
    // A slow tone on a model whose capacitor hardly moves within it.
    const rig = pulse('dmg', 1920, 2, volume);
    rig.record(1);
    const [low, high] = range(rig.record(0.1));
    // 2 units of 1/15, master volume 8 of 8, and a quarter of +-15,360.
    const expected = volume * 2 * 8 * 32;
    expect((high - low) / expected).toBeGreaterThan(0.97);
    // The overshoot of a band-limited edge.
    expect((high - low) / expected).toBeLessThan(1.25);
  });

  it('follows the duty', () => {
    for (const [duty, share] of [1 / 8, 1 / 4, 1 / 2, 3 / 4].entries()) {
      const rig = pulse('dmg', 1792, duty);
      rig.record(1);
      const samples = rig.record(1);
      const [low, high] = range(samples);
      // A high digital value is a low voltage.
      const below = samples.filter((sample) => sample < (low + high) / 2).length / samples.length;
      expect(below).toBeCloseTo(share, 2);
    }
  });

  it('is scaled by NR50 and routed by NR51, side by side', () => {
    const level = (nr50: number, nr51: number) => {
      const rig = pulse('dmg', 1920).write(0xff24, nr50).write(0xff25, nr51);
      for (let i = 0; i < 60; i++) rig.wait(17556).endFrame();
      rig.take();
      const samples = rig.wait(17556).take();
      const [left, right] = [0, 1].map((side) => range(samples.filter((_, i) => i % 2 === side)));
      return [left[1] - left[0], right[1] - right[0]];
    };
    const [fullLeft, fullRight] = level(0x77, 0x22);
    expect(fullLeft).toBe(fullRight);
    expect(level(0x77, 0x20)[1]).toBe(0);
    expect(level(0x77, 0x02)[0]).toBe(0);
    expect(level(0x70, 0x22)[1] / fullRight).toBeCloseTo(1 / 8, 2);
    expect(level(0x37, 0x22)[0] / fullLeft).toBeCloseTo(1 / 2, 2);
  });

  it('never wraps around: four channels together stay within 16 bits', () => {
    for (const model of ['dmg', 'cgb-e', 'agb'] as const) {
      const rig = pulse(model, 1024);
      rig.write(0xff11, 0x80).write(0xff12, 0xf8).write(0xff13, 0).write(0xff14, 0x84);
      for (let i = 0; i < 16; i++) rig.write(0xff30 + i, i < 8 ? 0xff : 0x00);
      rig.write(0xff1a, 0x80).write(0xff1c, 0x20).write(0xff1d, 0).write(0xff1e, 0x84);
      rig.write(0xff21, 0xf8).write(0xff22, 0x77).write(0xff23, 0x80);
      const samples = rig.record(2);
      const jumps = samples.filter((sample, i) => i > 0 && Math.abs(sample - samples[i - 1]) > 45000);
      expect(jumps.length).toBe(0);
    }
  });
});

describe('band limit', () => {
  it.each([1997, 2010, 2021, 2029, 2037, 2040])(
    'keeps everything between the harmonics 60 dB down, at period %i',
    (period) => {
      const rig = pulse('dmg', period, 1);
      rig.record(0.5);
      expect(purity(rig.record(1), 131072 / (2048 - period))).toBeGreaterThan(60);
    },
  );

  it('makes of a tone above hearing its mean, without a whistle', () => {
    for (const period of [2044, 2045, 2046, 2047]) {
      const rig = pulse('dmg', period);
      rig.record(2);
      expect(range(rig.record(0.1))).toEqual([0, 0]);
    }
  });
});

describe('the high-pass filter', () => {
  it('takes out what is constant, to exactly 0', () => {
    for (const [model, seconds] of [
      ['dmg', 0.12],
      ['cgb-e', 0.006],
    ] as const) {
      const rig = new Rig(model).power();
      rig.record(1);
      rig.write(0xff12, 0xf0);
      const [low, high] = range(rig.record(0.001));
      expect(high - low).toBeGreaterThan(3000);
      rig.record(seconds);
      const [, rest] = range(rig.record(0.001));
      expect(rest).toBeLessThan(40);
      rig.record(1);
      expect(range(rig.record(0.1))).toEqual([0, 0]);
    }
  });

  it('is faster on CGB than on DMG, by the factors of Pan Docs', () => {
    const decay = (model: ModelName) => {
      const rig = new Rig(model).power();
      rig.record(1);
      rig.write(0xff12, 0xf0);
      const samples = rig.record(0.01);
      return samples[56] / samples[40];
    };
    expect(decay('dmg')).toBeCloseTo(0.999958 ** 1024, 2);
    expect(decay('cgb-e')).toBeCloseTo(0.998943 ** 1024, 2);
  });
});

it('makes the very same samples on every engine', () => {
  const rig = pulse('cgb-e', 1900, 3);
  rig.write(0xff1a, 0x80).write(0xff1c, 0x20).write(0xff1d, 0x83).write(0xff1e, 0x87);
  rig.write(0xff21, 0xa3).write(0xff22, 0x43).write(0xff23, 0x80);
  let hash = 0x811c9dc5;
  for (const sample of rig.record(1)) hash = Math.imul(hash ^ (sample & 0xffff), 0x01000193) >>> 0;
  expect(hash).toBe(2714319383);
});
