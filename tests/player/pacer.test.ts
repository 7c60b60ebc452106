import { describe, expect, test } from 'vitest';
import { FRAME } from '../../src/core/clock.ts';
import { CONSOLE_HZ, Pacer } from '../../src/player/pacer.ts';

interface Shown {
  /** Frames run at each tick of the display, after the first second. */
  readonly perTick: number[];
  /** Ticks from one new frame to the next. */
  readonly held: number[];
  readonly frames: number;
  readonly seconds: number;
}

/** Runs the pacer against a simulated display. @param jitter largest error of a timestamp, milliseconds. */
function display(
  hz: number,
  seconds: number,
  options: { jitter?: number; speed?: number; drop?: number } = {},
): Shown {
  const pacer = new Pacer();
  pacer.speed = options.speed ?? 1;
  const perTick: number[] = [];
  const held: number[] = [];
  let seed = 1;
  let frames = 0;
  let since = 0;
  const ticks = Math.round(hz * seconds);
  for (let tick = 0; tick < ticks; tick++) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    if (options.drop && tick % options.drop === options.drop - 1) continue;
    const time = 1000 + (tick * 1000) / hz + (seed / 0x7fffffff - 0.5) * 2 * (options.jitter ?? 0);
    pacer.tick(time);
    let ran = 0;
    while (pacer.due) {
      pacer.ran(FRAME);
      ran++;
    }
    since++;
    if (tick < hz) {
      since = 0;
      continue;
    }
    perTick.push(ran);
    frames += ran;
    if (ran > 0) {
      held.push(since);
      since = 0;
    }
  }
  return { perTick, held: held.slice(1), frames, seconds: seconds - 1 };
}

describe('pacing against a simulated display', () => {
  test.each([60, 59.94, 59.7275])('%s Hz: every frame is shown exactly once', (hz) => {
    const shown = display(hz, 120, { jitter: 0.5 });
    expect(new Set(shown.perTick)).toEqual(new Set([1]));
  });

  test.each([120, 119.88])('%s Hz: every frame is shown exactly twice', (hz) => {
    const shown = display(hz, 60, { jitter: 0.5 });
    expect(new Set(shown.held)).toEqual(new Set([2]));
    expect(Math.max(...shown.perTick)).toBe(1);
  });

  test.each([75, 90, 144, 165])('%s Hz: evenly, by time', (hz) => {
    const shown = display(hz, 60, { jitter: 0.3 });
    expect(Math.max(...shown.perTick)).toBe(1);
    const ideal = hz / CONSOLE_HZ;
    for (const ticks of shown.held) {
      expect(ticks).toBeGreaterThanOrEqual(Math.floor(ideal));
      expect(ticks).toBeLessThanOrEqual(Math.ceil(ideal));
    }
    expect(shown.frames / shown.seconds).toBeCloseTo(CONSOLE_HZ, 0);
    expect(Math.abs(shown.frames - shown.seconds * CONSOLE_HZ)).toBeLessThan(2);
  });

  test('a display slower than the console runs the missing frames too', () => {
    const shown = display(50, 60);
    expect(Math.abs(shown.frames - shown.seconds * CONSOLE_HZ)).toBeLessThan(2);
    expect(Math.max(...shown.perTick)).toBe(2);
  });

  test('a tick that the browser left out is made up for', () => {
    const shown = display(60, 60, { drop: 30 });
    expect(Math.abs(shown.frames - shown.seconds * 60)).toBeLessThanOrEqual(2);
  });

  test.each([
    [0.5, 30],
    [2, 120],
    [4, 240],
    [16, 960],
  ])('speed %s', (speed, perSecond) => {
    const shown = display(60, 10, { speed });
    expect(Math.abs(shown.frames / shown.seconds - perSecond)).toBeLessThan(perSecond * 0.005 + 0.5);
  });

  test('the rate tells the sound about the half percent', () => {
    const pacer = new Pacer();
    for (let i = 0; i < 200; i++) pacer.tick(5 + (i * 1000) / 60);
    expect(pacer.locked).toBe(true);
    expect(pacer.rate).toBeCloseTo(60 / CONSOLE_HZ, 4);
    const timed = new Pacer();
    for (let i = 0; i < 200; i++) timed.tick(5 + (i * 1000) / 144);
    expect(timed.locked).toBe(false);
    expect(timed.rate).toBe(1);
  });

  test('a display that changes its rate is followed', () => {
    const pacer = new Pacer();
    let time = 0;
    const ticks = (count: number, hz: number) => {
      for (let i = 0; i < count; i++) {
        time += 1000 / hz;
        pacer.tick(time);
      }
    };
    ticks(120, 60);
    ticks(120, 120);
    expect(pacer.displayHz).toBeCloseTo(120, 0);
    expect(pacer.locked).toBe(true);
    ticks(240, 90);
    expect(pacer.displayHz).toBeCloseTo(90, 0);
    expect(pacer.locked).toBe(false);
  });

  test('after a pause one frame is due, not a pile', () => {
    const pacer = new Pacer();
    for (let i = 0; i < 60; i++) {
      pacer.tick((i * 1000) / 60);
      while (pacer.due) pacer.ran(FRAME);
    }
    pacer.tick(60000);
    let frames = 0;
    while (pacer.due) {
      pacer.ran(FRAME);
      frames++;
    }
    expect(frames).toBe(1);
  });

  test('a late tick is made up for at once, and not twice', () => {
    const pacer = new Pacer();
    const period = 1000 / 60;
    let frames = 0;
    const run = () => {
      while (pacer.due) {
        pacer.ran(FRAME);
        frames++;
      }
    };
    for (let i = 0; i <= 60; i++) {
      pacer.tick(i * period);
      run();
    }
    const before = frames;
    pacer.catchUp(62.6 * period);
    run();
    expect(frames - before).toBe(2);
    pacer.tick(63 * period);
    run();
    expect(frames - before).toBe(3);
  });
});
