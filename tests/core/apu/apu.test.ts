import { describe, expect, it } from 'vitest';
import type { ModelName } from '../../../src/core/models.ts';
import { Rig } from './rig.ts';

const NR52 = 0xff26;
/** M-cycles between two steps of the sequencer (512 Hz): the DIV bit is clear in the first half of them. */
const STEP = 2048;

function powered(model: ModelName, double = false): Rig {
  return new Rig(model, double).power();
}

describe('registers', () => {
  it('read back as Pan Docs says, once 0 and once $FF has been written', () => {
    const masks = [
      0x80, 0x3f, 0x00, 0xff, 0xbf, 0xff, 0x3f, 0x00, 0xff, 0xbf, 0x7f, 0xff, 0x9f, 0xff, 0xbf, 0xff, 0xff,
      0x00, 0x00, 0xbf, 0x00, 0x00,
    ];
    for (const model of ['dmg', 'cgb-c', 'cgb-e', 'agb'] as const) {
      const rig = powered(model);
      for (const [i, mask] of masks.entries()) {
        // NRx4 with bit 7 would trigger; the others take anything.
        rig.write(0xff10 + i, 0);
        expect(rig.read(0xff10 + i), `${model} $FF${(0x10 + i).toString(16)}`).toBe(mask);
        rig.write(0xff10 + i, 0x7f);
        expect(rig.read(0xff10 + i), `${model} $FF${(0x10 + i).toString(16)}`).toBe(mask | 0x7f);
      }
      for (let addr = 0xff27; addr < 0xff30; addr++) expect(rig.read(addr)).toBe(0xff);
    }
  });

  it('are cleared by power-off and deaf until power-on, except length on DMG', () => {
    for (const model of ['dmg', 'cgb-e'] as const) {
      const rig = powered(model);
      rig.write(0xff17, 0xf0).write(0xff19, 0x80).write(NR52, 0);
      expect(rig.read(NR52)).toBe(0x70);
      expect(rig.read(0xff17)).toBe(0);
      rig.write(0xff17, 0xf0).write(0xff24, 0x77).write(0xff16, 0x3f).write(NR52, 0x80);
      expect(rig.read(0xff17)).toBe(0);
      expect(rig.read(0xff24)).toBe(0);
      expect(rig.apu.pulse2.length.counter).toBe(model === 'dmg' ? 1 : 0);
    }
  });

  it('PCM12 and PCM34 exist on colour hardware only', () => {
    expect(powered('mgb').read(0xff76)).toBe(0xff);
    expect(powered('cgb-e').read(0xff77)).toBe(0);
  });
});

describe('DAC and trigger', () => {
  it.each([
    [0xff12, 0xff14, 1],
    [0xff17, 0xff19, 2],
    [0xff1a, 0xff1e, 4],
    [0xff21, 0xff23, 8],
  ])('channel at %i starts only with its DAC on, and stops with it', (dac, trigger, bit) => {
    const rig = powered('dmg');
    rig.write(trigger, 0x80);
    expect(rig.read(NR52) & bit).toBe(0);
    rig.write(dac, 0xf0).write(trigger, 0x80);
    expect(rig.read(NR52) & bit).toBe(bit);
    rig.write(dac, 0x07);
    expect(rig.read(NR52) & bit).toBe(0);
    rig.write(dac, 0xf0);
    expect(rig.read(NR52) & bit).toBe(0);
  });
});

describe('length', () => {
  it.each([
    [0xff11, 0xff12, 0xff14, 1],
    [0xff16, 0xff17, 0xff19, 2],
    [0xff1b, 0xff1a, 0xff1e, 4],
    [0xff20, 0xff21, 0xff23, 8],
  ])('register %i turns its channel off after so many steps of 256 Hz', (length, dac, trigger, bit) => {
    const rig = powered('dmg');
    rig
      .write(dac, 0xf0)
      .write(length, bit === 4 ? 253 : 61)
      .write(trigger, 0xc0)
      .write(0xff04, 0);
    // Sequencer steps 1, 3 and 5 clock length; DIV has just been reset.
    rig.wait(5 * STEP - 4);
    expect(rig.read(NR52) & bit).toBe(bit);
    rig.wait(4);
    expect(rig.read(NR52) & bit).toBe(0);
  });

  it('is clocked at once when enabled between two clocks; a trigger then reloads one less', () => {
    const rig = powered('dmg').write(0xff17, 0xf0);
    rig.wait(STEP).read(NR52);
    expect(rig.apu.divider).toBe(1);
    rig.write(0xff16, 63).write(0xff19, 0x80);
    expect(rig.read(NR52) & 2).toBe(2);
    rig.write(0xff19, 0x40);
    expect(rig.read(NR52) & 2).toBe(0);
    rig.write(0xff19, 0xc0);
    expect(rig.apu.pulse2.length.counter).toBe(63);
  });

  it('needs no enabling on CGB 0 to B', () => {
    for (const [model, expected] of [
      ['cgb-b', 0],
      ['cgb-c', 2],
    ] as const) {
      const rig = powered(model).write(0xff17, 0xf0);
      rig.wait(STEP).write(0xff16, 63);
      rig.write(0xff19, 0x80).write(0xff16, 63).write(0xff19, 0);
      expect(rig.read(NR52) & 2, model).toBe(expected);
    }
  });
});

describe('sequencer', () => {
  it('hangs on bit 4 of DIV, bit 5 in double speed', () => {
    for (const [double, step] of [
      [false, STEP],
      [true, 2 * STEP],
    ] as const) {
      const rig = powered('cgb-e', double).write(0xff04, 0);
      rig.wait(step - 2).read(NR52);
      expect(rig.apu.divider).toBe(0);
      rig.read(NR52);
      expect(rig.apu.divider).toBe(1);
    }
  });

  it('takes a step when DIV is reset while the bit is set, and none when it is clear', () => {
    const rig = powered('dmg').write(0xff04, 0);
    rig.wait(100).write(0xff04, 0);
    expect(rig.apu.divider).toBe(0);
    rig.wait(STEP / 2 + 10).write(0xff04, 0);
    expect(rig.apu.divider).toBe(1);
  });

  it('loses its first step when power comes on while the bit is set', () => {
    const rig = powered('dmg').write(NR52, 0).write(0xff04, 0);
    rig.wait(STEP / 2 + 10).write(NR52, 0x80);
    const seen: number[] = [];
    for (let i = 0; i < 4; i++) {
      seen.push(rig.apu.divider);
      rig.wait(STEP).read(NR52);
    }
    // The first edge is lost, and the second does not count: it finishes the step that power-on began.
    expect(seen).toEqual([1, 1, 1, 2]);
  });
});

describe('STOP', () => {
  it('holds the sequencer everywhere, and the channels on DMG', () => {
    for (const model of ['dmg', 'cgb-e'] as const) {
      const rig = powered(model).write(0xff17, 0xf1).write(0xff18, 0).write(0xff19, 0x80);
      rig.wait(100).stop(0);
      const { countdown } = rig.apu.pulse2;
      const { divider } = rig.apu;
      rig.stop(7 * STEP + 5);
      rig.wait(8).read(NR52);
      expect(rig.apu.divider).toBe(divider);
      const ran = (countdown - rig.apu.pulse2.countdown + 4096) % 4096;
      // The write to DIV, eight M-cycles and the read; on CGB those of STOP as well, at two ticks each.
      expect(ran).toBe((model === 'dmg' ? 20 : 20 + 2 * (7 * STEP + 5)) % 4096);
    }
  });
});

describe('envelope', () => {
  it('falls and rises in steps of 1/64 s and stops at the ends', () => {
    for (const [nr22, expected] of [
      [0x31, [3, 2, 1, 0, 0]],
      [0xd9, [13, 14, 15, 15, 15]],
      [0x80, [8, 8, 8, 8, 8]],
    ] as const) {
      const rig = powered('cgb-e').write(0xff17, nr22).write(0xff19, 0x80).write(0xff04, 0);
      const seen = expected.map((_, i) => {
        rig.wait(i === 0 ? 100 : 8 * STEP).read(NR52);
        return rig.apu.pulse2.envelope.volume;
      });
      expect(seen).toEqual(expected);
    }
  });

  it('in zombie mode: $08 written again adds one to the volume', () => {
    for (const model of ['dmg', 'cgb-c', 'cgb-e'] as const) {
      const rig = powered(model).write(0xff17, 0x48).write(0xff19, 0x80);
      for (const expected of [5, 6, 7]) {
        rig.write(0xff17, 0x48);
        expect(rig.apu.pulse2.envelope.volume, model).toBe(expected);
      }
    }
  });
});

describe('sweep', () => {
  function sweep(nr10: number, period: number): Rig {
    const rig = powered('cgb-e').write(0xff10, nr10).write(0xff12, 0xf0);
    return rig
      .write(0xff13, period & 0xff)
      .write(0xff14, 0x80 | (period >> 8))
      .write(0xff04, 0);
  }

  it('raises the period at 128 Hz by itself shifted right, until it overflows', () => {
    const rig = sweep(0x11, 0x100);
    const seen: number[] = [];
    for (let i = 0; i < 5; i++) {
      rig.wait(4 * STEP).read(NR52);
      seen.push(rig.apu.pulse1.period);
    }
    expect(seen).toEqual([0x180, 0x240, 0x360, 0x510, 0x798]);
    expect(rig.read(NR52) & 1).toBe(0);
  });

  it('lowers it with the direction bit', () => {
    const rig = sweep(0x1a, 0x400);
    rig.wait(4 * STEP).read(NR52);
    expect(rig.apu.pulse1.period).toBe(0x300);
  });

  it('checks for overflow at the trigger if there is a shift', () => {
    const rig = sweep(0x01, 0x7ff);
    rig.wait(20);
    expect(rig.read(NR52) & 1).toBe(0);
    expect(sweep(0x00, 0x7ff).wait(20).read(NR52) & 1).toBe(1);
  });

  it('ends the channel when subtraction is left after it was used', () => {
    const rig = sweep(0x1a, 0x400);
    rig.wait(4 * STEP + 40).write(0xff10, 0x12);
    expect(rig.read(NR52) & 1).toBe(0);
  });
});

describe('pulse', () => {
  it('plays the four duties of Pan Docs, eight steps each', () => {
    for (const [duty, wave] of ['00000001', '10000001', '10000111', '01111110'].entries()) {
      const rig = powered('cgb-e')
        .write(0xff16, duty << 6)
        .write(0xff17, 0xf0);
      // Period $7F8: a step takes 8 M-cycles.
      rig.write(0xff18, 0xf8).write(0xff19, 0x87);
      const seen: number[] = [];
      rig.wait(4);
      for (let i = 0; i < 8; i++) {
        const sample = rig.wait(7).read(0xff76) >> 4;
        seen[rig.apu.pulse2.step] = sample;
      }
      expect(seen.map((sample) => (sample === 0 ? 0 : 1)).join('')).toBe(wave);
    }
  });

  it('puts out 0 until the first step after it was turned on, and keeps its step over a trigger', () => {
    const rig = powered('cgb-e')
      .write(0xff16, 0x80)
      .write(0xff17, 0xf0)
      .write(0xff18, 0xf0)
      .write(0xff19, 0x87);
    expect(rig.read(0xff76)).toBe(0);
    rig.wait(200).read(NR52);
    const { step } = rig.apu.pulse2;
    expect(step).not.toBe(0);
    rig.write(0xff19, 0x87);
    expect(rig.apu.pulse2.step).toBe(step);
  });
});

describe('wave', () => {
  function playing(model: ModelName, period = 0x7fe): Rig {
    const rig = powered(model);
    for (let i = 0; i < 16; i++) rig.write(0xff30 + i, i * 0x11);
    rig.write(0xff1a, 0x80).write(0xff1c, 0x20);
    return rig.write(0xff1d, period & 0xff).write(0xff1e, 0x80 | (period >> 8));
  }

  it('skips the first nibble after a trigger and shifts by NR32', () => {
    const rig = powered('cgb-e');
    for (let i = 0; i < 16; i++) rig.write(0xff30 + i, 0xc8);
    rig.write(0xff1a, 0x80).write(0xff1c, 0x20).write(0xff1d, 0xf8).write(0xff1e, 0x87);
    expect(rig.read(0xff77)).toBe(0);
    rig.wait(5);
    expect(rig.read(0xff77)).toBe(8);
    rig.wait(3);
    expect(rig.read(0xff77)).toBe(0xc);
    rig.write(0xff1c, 0x40);
    expect(rig.read(0xff77)).toBe(6);
    rig.write(0xff1c, 0x00);
    expect(rig.read(0xff77)).toBe(0);
  });

  it('lets the CPU reach wave RAM at any time on CGB, at the byte being played', () => {
    const rig = playing('cgb-e', 0x700);
    rig.wait(300);
    expect(rig.read(0xff3f)).toBe((rig.apu.wave.index >> 1) * 0x11);
    rig.write(0xff30, 0xa5);
    expect(rig.apu.wave.ram[rig.apu.wave.index >> 1]).toBe(0xa5);
  });

  it('only in the M-cycle in which the channel reads on DMG, and never on AGB', () => {
    // Period $7F7: a read every nine ticks of 2 MHz; an M-cycle has two.
    const rig = playing('dmg', 0x7f7);
    const seen = Array.from({ length: 90 }, () => rig.read(0xff30));
    expect(seen.filter((value) => value !== 0xff).length).toBe(10);
    const agb = playing('agb', 0x7f7);
    expect(Array.from({ length: 90 }, () => agb.read(0xff30)).every((value) => value === 0xff)).toBe(true);
  });

  it('is corrupted by a trigger in that moment on DMG: one byte, or a block of four', () => {
    const results = new Set<string>();
    for (let delay = 0; delay < 100; delay++) {
      const rig = playing('dmg', 0x7fb);
      rig.wait(delay).write(0xff1e, 0x87).write(0xff1a, 0);
      results.add([...rig.apu.wave.ram.subarray(0, 4)].map((value) => value & 15).join(' '));
    }
    expect(results).toContain('0 1 2 3');
    expect(results).toContain('3 1 2 3');
    expect(results).toContain('8 9 10 11');
    expect(results).toContain('12 13 14 15');
    expect(results.size).toBe(7);
  });

  it('keeps its RAM over power-off', () => {
    const rig = playing('cgb-e').write(NR52, 0);
    expect(rig.read(0xff35)).toBe(0x55);
  });
});

describe('noise', () => {
  function bits(nr43: number, count: number): string {
    const rig = powered('cgb-e').write(0xff21, 0xf0).write(0xff22, nr43).write(0xff23, 0x80);
    const { noise } = rig.apu;
    let text = '';
    let before = noise.lfsr.bits;
    while (text.length < count) {
      rig.read(NR52);
      if (noise.lfsr.bits !== before) text += noise.lfsr.bits & 1;
      before = noise.lfsr.bits;
    }
    return text;
  }

  it('repeats after 127 steps in 7-bit mode, and not in 15-bit mode', () => {
    const short = bits(0x28, 400);
    expect(short.slice(127, 254)).toBe(short.slice(254, 381));
    const long = bits(0x20, 400);
    expect(long.slice(127, 254)).not.toBe(long.slice(254, 381));
  });

  it('repeats after 32,767 steps in 15-bit mode', () => {
    const rig = powered('cgb-e').write(0xff21, 0xf0).write(0xff22, 0x00).write(0xff23, 0x80);
    rig.wait(100).read(NR52);
    const { lfsr } = rig.apu.noise;
    const start = lfsr.bits;
    // Divisor 0, shift 0: a step of the LFSR every two M-cycles.
    rig.wait(32767 * 2 - 1).read(NR52);
    expect(lfsr.bits).toBe(start);
    rig.wait(999).read(NR52);
    expect(lfsr.bits).not.toBe(start);
  });

  it('does not step with a shift of 14 or 15', () => {
    for (const nr43 of [0xe0, 0xf0]) {
      const rig = powered('cgb-e').write(0xff21, 0xf0).write(0xff22, nr43).write(0xff23, 0x80);
      rig.wait(100000).read(NR52);
      expect(rig.apu.noise.lfsr.bits).toBe(0);
    }
  });
});

describe('power-up', () => {
  it('leaves channel 1 on after the chime, except on SGB', () => {
    for (const [model, expected] of [
      ['dmg', 0xf1],
      ['mgb', 0xf1],
      ['sgb', 0xf0],
      ['cgb-e', 0xf1],
    ] as const) {
      const rig = new Rig(model);
      rig.apu.powerUp(0);
      expect(rig.read(NR52)).toBe(expected);
      expect(rig.read(0xff24)).toBe(0x77);
      expect(rig.read(0xff25)).toBe(0xf3);
      expect(rig.read(0xff12)).toBe(0xf3);
    }
  });

  it('starts in silence', () => {
    const rig = new Rig('dmg');
    rig.apu.powerUp(0);
    expect(
      rig
        .wait(17556)
        .take()
        .every((sample) => sample === 0),
    ).toBe(true);
  });
});

describe('samples', () => {
  it('come at 65,536 Hz whatever the length of a frame', () => {
    const rig = powered('dmg');
    rig.take();
    let count = 0;
    for (let i = 0; i < 600; i++) {
      rig.wait(17556);
      count += rig.take().length / 2;
      rig.endFrame();
    }
    expect(Math.abs(count - (600 * 140448) / 128)).toBeLessThanOrEqual(1);
  });

  it('of a host that does not fetch them for a second are dropped, not written beyond the buffer', () => {
    const rig = powered('dmg');
    for (let i = 0; i < 60; i++) rig.wait(17556).endFrame();
    expect(rig.apu.sampleCount * 2).toBeLessThanOrEqual(rig.apu.samples.length);
  });

  it('settle without a pop when silence ends', () => {
    const rig = powered('dmg').write(0xff17, 0xf0);
    rig.apu.silent = true;
    rig.wait(17556).endFrame();
    rig.apu.silent = false;
    expect(
      rig
        .wait(17556)
        .take()
        .every((sample) => sample === 0),
    ).toBe(true);
  });
});
