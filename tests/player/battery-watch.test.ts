import { expect, test } from 'vitest';
import { BatteryWatch } from '../../src/player/battery-watch.ts';

test('nothing written, nothing saved', () => {
  const watch = new BatteryWatch(3);
  for (let i = 0; i < 600; i++) expect(watch.frame(3)).toBe(false);
});

test('saves once, within a third of a second of the last write', () => {
  const watch = new BatteryWatch(0);
  let saves = 0;
  for (let i = 0; i < 10; i++) expect(watch.frame(i + 1)).toBe(false);
  for (let i = 0; i < 20; i++) if (watch.frame(10)) saves++;
  expect(saves).toBe(1);
  for (let i = 0; i < 600; i++) expect(watch.frame(10)).toBe(false);
});

test('a game that never stops writing is saved at least once a second', () => {
  const watch = new BatteryWatch(0);
  let since = 0;
  for (let i = 1; i < 1000; i++) {
    since++;
    if (watch.frame(i)) since = 0;
    expect(since).toBeLessThan(60);
  }
});

test('a save that failed is tried again', () => {
  const watch = new BatteryWatch(0);
  for (let i = 0; i < 30; i++) watch.frame(1);
  watch.failed();
  expect(watch.dirty).toBe(true);
  let saves = 0;
  for (let i = 0; i < 60; i++) if (watch.frame(1)) saves++;
  expect(saves).toBe(1);
});
