import { describe, expect, it } from 'vitest';
import { LINE } from '../../../src/core/clock.ts';
import { INT_STAT, INT_VBLANK } from '../../../src/core/interrupts.ts';
import type { ModelName } from '../../../src/core/models.ts';
import { Bench, FIRST_M_CYCLE } from './console.ts';

const LCD_ON = 0x91;

/** [half-dots from the line's start, value] of each change of a register, read at the end of every M-cycle. */
function changes(bench: Bench, address: number, from: number, to: number): [line: number, value: number][] {
  const found: [number, number][] = [];
  for (let now = bench.at(0, from); now <= bench.at(0, to); now += 8) {
    const value = bench.read(address, now);
    if (found.length === 0 || found[found.length - 1][1] !== value) found.push([now - bench.at(0, 0), value]);
  }
  return found;
}

describe('a line', () => {
  it('shows its modes in the M-cycles in which the DMG does', () => {
    const bench = new Bench('dmg');
    bench.write(0xff45, 0xff, 800);
    bench.start(LCD_ON);
    // gbmicrotest lcdon_to_stat1_*, lcdon_to_stat2_*, lcdon_to_stat3_*
    expect(changes(bench, 0xff41, 17, 2 * LINE + 200).map(([at, value]) => [at, value & 3])).toEqual([
      [17, 0],
      [169, 3],
      [513, 0],
      [LINE + 9, 2],
      [LINE + 169, 3],
      [LINE + 513, 0],
      [2 * LINE + 9, 2],
      [2 * LINE + 169, 3],
    ]);
  });

  it('is 8 half-dots short after the LCD is switched on, and LY counts up at its end', () => {
    const bench = new Bench('dmg');
    bench.start(LCD_ON);
    expect(changes(bench, 0xff44, 17, 2 * LINE + 9).map(([at]) => at)).toEqual([17, LINE + 1, 2 * LINE + 1]);
  });

  it('153 shows LY = 153 for one M-cycle on a DMG', () => {
    const bench = new Bench('dmg');
    bench.start(LCD_ON);
    const from = 152 * LINE + 1;
    // gbmicrotest line_153_ly_*
    expect(changes(bench, 0xff44, from, from + 2 * LINE)).toEqual([
      [from, 152],
      [153 * LINE + 1, 153],
      [153 * LINE + 9, 0],
    ]);
  });

  it('144 requests VBlank, and STAT for mode 2 an M-cycle before', () => {
    const bench = new Bench('dmg');
    bench.start(LCD_ON);
    bench.ppu.sync(bench.at(143, 800));
    bench.write(0xff41, 0x20, bench.at(143, 801));
    bench.interrupts.writeFlags(0);
    bench.ppu.sync(bench.at(144, 1));
    expect(bench.interrupts.flags).toBe(INT_STAT);
    bench.ppu.sync(bench.at(144, 9));
    expect(bench.interrupts.flags).toBe(INT_STAT | INT_VBLANK);
    expect(bench.ppu.frameDone).toBe(true);
  });
});

describe('the STAT line', () => {
  it('requests once while its sources overlap', () => {
    const bench = new Bench('dmg');
    bench.write(0xff45, 2, 800);
    bench.start(LCD_ON);
    bench.ppu.sync(bench.at(1, 401));
    bench.write(0xff41, 0x68, bench.at(1, 401));
    bench.interrupts.writeFlags(0);
    bench.ppu.sync(bench.at(1, 521));
    expect(bench.interrupts.flags).toBe(INT_STAT);
    bench.interrupts.writeFlags(0);
    // Mode 0 gives way to mode 2, and mode 2 to LY = LYC: the line never falls. // mooneye stat_irq_blocking
    bench.ppu.sync(bench.at(2, 401));
    expect(bench.interrupts.flags).toBe(0);
  });

  it.each<[ModelName, number]>([
    ['dmg', INT_STAT],
    ['cgb-e', 0],
  ])('sees $FF while STAT is written on %s only if it is a DMG', (model, flags) => {
    const bench = new Bench(model);
    bench.start(LCD_ON);
    bench.ppu.sync(bench.at(1, 601));
    bench.interrupts.writeFlags(0);
    bench.write(0xff41, 0, bench.at(1, 601));
    bench.ppu.sync(bench.at(1, 609));
    expect(bench.interrupts.flags).toBe(flags);
  });
});

/** The ends of the M-cycles in which STAT is requested, looking at every M-cycle or only when something is due. */
function requests(source: number, exact: boolean, patient: boolean): number[] {
  const bench = new Bench('cgb-e', exact);
  bench.objects([20, 30, 0, 0], [24, 30, 0, 0], [30, 99, 0, 0]);
  bench.write(0xff45, 3, 800);
  bench.start(0x93);
  bench.interrupts.writeEnabled(INT_STAT);
  bench.write(0xff41, source, bench.at(0, 401));
  bench.interrupts.writeFlags(0);
  const seen: number[] = [];
  for (let now = bench.at(0, 409); now < bench.at(12, 1); now += 8) {
    if (patient && now < bench.ppu.due) continue;
    bench.ppu.sync(now);
    if (bench.interrupts.flags & INT_STAT) seen.push(now - bench.at(0, 0));
    bench.interrupts.writeFlags(0);
  }
  return seen;
}

describe('the deadline', () => {
  it.each([0x08, 0x20, 0x40])('is never later than a request of STAT source %i', (source) => {
    const expected = requests(source, true, false);
    expect(expected.length).toBeGreaterThan(0);
    expect(requests(source, true, true)).toEqual(expected);
    expect(requests(source, false, false)).toEqual(expected);
    expect(requests(source, false, true)).toEqual(expected);
  });
});

describe('locks', () => {
  it('close and open VRAM and OAM around mode 3', () => {
    const bench = new Bench('dmg');
    bench.start(LCD_ON);
    const { ppu } = bench;
    bench.memory.bytes[0] = 0x5a;
    const readable = (offset: number) => ppu.readVram(0x8000, bench.at(1, offset)) === 0x5a;
    expect([FIRST_M_CYCLE + 144, FIRST_M_CYCLE + 160].map(readable)).toEqual([true, false]);
    expect([505, 513].map(readable)).toEqual([false, true]);
    ppu.writeOam(0xfe00, 0x77, bench.at(1, 521));
    expect(ppu.readOam(0xfe00, bench.at(1, 529))).toBe(0x77);
    expect(ppu.readOam(0xfe00, bench.at(2, 17))).toBe(0xff);
  });
});
