import { expect, test } from 'vitest';
import { FRAME } from '../../src/core/clock.ts';
import { ButtonTimeline } from '../../src/player/button-timeline.ts';

const MS = 1000 / 60;

function run(line: ButtonTimeline, frame: number): [buttons: number, at: number][] {
  const told: [number, number][] = [];
  line.frame(frame * MS, (frame + 1) * MS, (buttons, at) => told.push([buttons, at]));
  return told;
}

test('a press keeps its place inside the frame', () => {
  const line = new ButtonTimeline();
  line.change(16, 0.25 * MS);
  line.change(16 | 1, 0.5 * MS);
  const told = run(line, 0);
  expect(told.map(([buttons]) => buttons)).toEqual([16, 17]);
  expect(told[0][1] / FRAME).toBeCloseTo(0.25, 3);
  expect(told[1][1] / FRAME).toBeCloseTo(0.5, 3);
});

test('a press of the next frame waits for it', () => {
  const line = new ButtonTimeline();
  line.change(16, 1.5 * MS);
  expect(run(line, 0)).toEqual([]);
  const told = run(line, 1);
  expect(told).toHaveLength(1);
  expect(told[0][1] / FRAME).toBeCloseTo(0.5, 3);
});

test('a press older than the frame comes at its start', () => {
  const line = new ButtonTimeline();
  line.change(1, -500);
  expect(run(line, 3)).toEqual([[1, 0]]);
});

test('the shortest tap is down for more than a frame', () => {
  const line = new ButtonTimeline();
  line.change(16, 0.5 * MS);
  line.change(0, 0.5 * MS);
  const first = run(line, 0);
  expect(first.map(([buttons]) => buttons)).toEqual([16]);
  const second = run(line, 1);
  expect(second.map(([buttons]) => buttons)).toEqual([0]);
  expect(FRAME - first[0][1] + second[0][1]).toBeGreaterThan(FRAME);
  expect(run(line, 2)).toEqual([]);
});

test('a long press ends when it ends', () => {
  const line = new ButtonTimeline();
  line.change(16, 0);
  line.change(0, 2.75 * MS);
  run(line, 0);
  run(line, 1);
  const told = run(line, 2);
  expect(told).toHaveLength(1);
  expect(told[0][1] / FRAME).toBeCloseTo(0.75, 3);
});

test('clearing lets every button go', () => {
  const line = new ButtonTimeline();
  line.change(255, 0);
  run(line, 0);
  run(line, 1);
  line.clear();
  run(line, 2);
  expect(line.buttons).toBe(0);
});
