import { describe, expect, it } from 'vitest';
import { A, B, LEFT, START, UP } from '../../src/app/input/buttons.ts';
import { oneOf } from '../../src/app/input/held.ts';
import { defaultTouch, layOut } from '../../src/app/touch/layout.ts';
import { roundButtons, Thumbs } from '../../src/app/touch/thumbs.ts';

const layout = layOut({ x: 0, y: 0, width: 390, height: 844 }, defaultTouch);
const { a, b } = roundButtons(layout.controls.buttons);
const pad = layout.controls.dpad;
const padX = pad.x + pad.width / 2;
const padY = pad.y + pad.height / 2;

function thumbs(): Thumbs {
  const all = new Thumbs();
  all.setLayout(layout);
  return all;
}

describe('thumbs', () => {
  it('press the button on which they land', () => {
    const all = thumbs();
    expect(all.down(1, a.x, a.y)).toBe(true);
    expect(all.buttons).toBe(A);
    all.up(1);
    expect(all.buttons).toBe(0);
  });

  it('work two at a time', () => {
    const all = thumbs();
    all.down(1, padX - 50, padY);
    all.down(2, b.x, b.y);
    expect(all.buttons).toBe(LEFT | B);
    all.move(1, padX - 40, padY - 40);
    expect(all.buttons).toBe(LEFT | UP | B);
    all.up(2);
    expect(all.buttons).toBe(LEFT | UP);
  });

  it('roll from B to A through both', () => {
    const all = thumbs();
    const seen: number[] = [];
    all.down(1, b.x, b.y);
    for (let step = 0; step <= 40; step++) {
      all.move(1, b.x + ((a.x - b.x) * step) / 40, b.y + ((a.y - b.y) * step) / 40);
      if (seen.at(-1) !== all.buttons) seen.push(all.buttons);
    }
    expect(seen).toEqual([B, A | B, A]);
  });

  it('let go of A and B when they slide away, and press again when they come back', () => {
    const all = thumbs();
    all.down(1, a.x, a.y);
    all.move(1, a.x, a.y + 300);
    expect(all.buttons).toBe(0);
    all.move(1, b.x, b.y);
    expect(all.buttons).toBe(B);
  });

  it('belong to their control until they lift', () => {
    const all = thumbs();
    all.down(1, padX + 50, padY);
    all.move(1, a.x, a.y);
    expect(all.buttons & (A | B)).toBe(0);
    expect(all.buttons).not.toBe(0);
  });

  it('may miss a control by a little, and not by much', () => {
    const all = thumbs();
    const { start } = layout.controls;
    expect(all.down(1, start.x + start.width + 20, start.y + 20)).toBe(true);
    expect(all.buttons).toBe(START);
    expect(all.down(2, 195, 100)).toBe(false);
  });
});

describe('opposite directions', () => {
  it('become the newer one', () => {
    expect(oneOf(LEFT | 1, 1, 1, LEFT)).toBe(LEFT);
    expect(oneOf(LEFT | 1, LEFT, 1, LEFT)).toBe(1);
    expect(oneOf(LEFT | A, 0, 1, LEFT)).toBe(LEFT | A);
  });
});
