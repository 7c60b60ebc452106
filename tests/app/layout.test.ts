import { describe, expect, it } from 'vitest';
import { fitPicture } from '../../src/app/screens/picture-fit.ts';
import {
  type Box,
  CONTROL_NAMES,
  defaultTouch,
  type Hand,
  layOut,
  overlap,
  type TouchSettings,
} from '../../src/app/touch/layout.ts';

const SCREENS: readonly (readonly [number, number])[] = [
  [320, 568],
  [360, 640],
  [360, 740],
  [390, 844],
  [430, 932],
  [768, 1024],
  [568, 320],
  [740, 360],
  [844, 390],
  [1024, 768],
];
const HANDS: readonly Hand[] = ['both', 'left', 'right'];

function area(width: number, height: number): Box {
  return { x: 0, y: 0, width, height };
}

function isInside(box: Box, outer: Box): boolean {
  const slack = 0.01;
  return (
    box.x >= outer.x - slack &&
    box.y >= outer.y - slack &&
    box.x + box.width <= outer.x + outer.width + slack &&
    box.y + box.height <= outer.y + outer.height + slack
  );
}

describe('the touch layout', () => {
  for (const [width, height] of SCREENS) {
    for (const hand of HANDS) {
      for (const mirrored of [false, true]) {
        it.each([0.8, 1, 1.3])(
          `fits ${width} × ${height}, ${hand}${mirrored ? ', mirrored' : ''}, %s`,
          (size) => {
            const { controls } = layOut(area(width, height), { ...defaultTouch, hand, mirrored, size });
            for (const name of CONTROL_NAMES) {
              expect(isInside(controls[name], area(width, height)), name).toBe(true);
              expect(Math.min(controls[name].width, controls[name].height), name).toBeGreaterThanOrEqual(44);
              for (const other of CONTROL_NAMES) {
                if (other > name)
                  expect(overlap(controls[name], controls[other]), `${name}, ${other}`).toBe(false);
              }
            }
          },
        );
      }
    }
  }

  it('keeps the picture clear of the controls in portrait', () => {
    for (const [width, height] of SCREENS.filter(([w, h]) => h > w)) {
      const { picture, controls } = layOut(area(width, height), defaultTouch);
      for (const name of CONTROL_NAMES) {
        expect(overlap(picture, controls[name]), `${width} × ${height}: ${name}`).toBe(false);
      }
    }
  });

  it('keeps out of the unsafe edges', () => {
    const safe = { x: 50, y: 0, width: 700, height: 369 };
    const { controls } = layOut(safe, defaultTouch);
    for (const name of CONTROL_NAMES) expect(isInside(controls[name], safe), name).toBe(true);
  });

  it('mirrors left and right', () => {
    const plain = layOut(area(390, 844), defaultTouch).controls;
    const mirrored = layOut(area(390, 844), { ...defaultTouch, mirrored: true }).controls;
    expect(plain.dpad.x).toBeLessThan(plain.buttons.x);
    expect(mirrored.dpad.x).toBeGreaterThan(mirrored.buttons.x);
  });

  it('moves and resizes what was adjusted, in its orientation alone, and never off the screen', () => {
    const touch: TouchSettings = {
      ...defaultTouch,
      adjusted: {
        portrait: { start: { dx: 0.1, dy: -0.1, size: 1.5 }, menu: { dx: -1, dy: -1, size: 1 } },
        landscape: {},
      },
    };
    const before = layOut(area(390, 844), defaultTouch).controls;
    const after = layOut(area(390, 844), touch).controls;
    expect(after.start.width).toBeCloseTo(before.start.width * 1.5);
    expect(after.start.x + after.start.width / 2).toBeCloseTo(before.start.x + before.start.width / 2 + 39);
    expect(after.menu.x).toBe(0);
    expect(after.menu.y).toBe(0);
    expect(layOut(area(844, 390), touch)).toEqual(layOut(area(844, 390), defaultTouch));
  });
});

describe('the picture', () => {
  it('is a whole number of device pixels per dot, on their grid', () => {
    for (const ratio of [1, 1.5, 2, 2.625, 3, 3.5]) {
      const size = fitPicture({ x: 7.3, y: 3.1, width: 384, height: 700 }, ratio, true, 'middle');
      expect(Number.isInteger(size.scale)).toBe(true);
      expect((size.width * ratio) / 160).toBeCloseTo(size.scale);
      expect((size.height * ratio) / 144).toBeCloseTo(size.scale);
      expect(Math.abs(size.x * ratio - Math.round(size.x * ratio))).toBeLessThan(1e-6);
      expect(Math.abs(size.y * ratio - Math.round(size.y * ratio))).toBeLessThan(1e-6);
    }
  });

  it('is as large as fits', () => {
    expect(fitPicture(area(390, 844), 3, true, 'top').scale).toBe(7);
    expect(fitPicture(area(1280, 800), 1, true, 'middle').scale).toBe(5);
    expect(fitPicture(area(400, 800), 1, false, 'top').width).toBeCloseTo(400);
  });
});
