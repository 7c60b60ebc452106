import { decode } from 'fast-png';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { A, B, DOWN, LEFT, RIGHT, START, UP } from '../../src/app/input/buttons.ts';
import { playsByTouch, standsStill } from './support/app-page.ts';
import { AppServer } from './support/app-server.ts';
import { collectErrors, inChromium, launch, PHONE } from './support/browser.ts';
import { spyOnWorker, takeButtons } from './support/said.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

inChromium('touch', () => {
  let server: AppServer;
  let browser: Browser;

  beforeAll(async () => {
    server = await new AppServer().start();
    browser = await launch();
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** The built-in game running on a phone, with a hand on it. */
  async function playing(options: object = {}, settings: object = {}) {
    const context = await browser.newContext({ ...PHONE, serviceWorkers: 'block', ...options });
    const page = await context.newPage();
    const errors = collectErrors(page);
    await spyOnWorker(page);
    await page.addInitScript((text) => {
      if (localStorage.length === 0) localStorage.setItem('dotmatrix.settings', text);
    }, JSON.stringify(settings));
    await page.goto(server.url);
    await page.getByRole('button', { name: 'Play Glim' }).tap();
    await playsByTouch(page);
    const hand = new Hand(await context.newCDPSession(page));
    await takeButtons(page);
    return { context, page, errors, hand };
  }

  test('two thumbs at once', async () => {
    const { context, page, errors, hand } = await playing();
    const pad = await middle(page, '.dpad');
    const a = await middle(page, '.key-a');
    await hand.down(1, { x: pad.x - 50, y: pad.y });
    await hand.down(2, a);
    expect(await page.locator('.touch-layer').getAttribute('data-pressed')).toBe('left a');
    await hand.up(1);
    await hand.up(2);
    expect(await takeButtons(page)).toEqual([LEFT, LEFT | A, A, 0]);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('a thumb slides from left to up-left to up', async () => {
    const { context, page, hand } = await playing();
    const pad = await middle(page, '.dpad');
    for (let degrees = 180; degrees <= 270; degrees += 5) {
      const angle = (degrees * Math.PI) / 180;
      const point = { x: pad.x + Math.cos(angle) * 55, y: pad.y + Math.sin(angle) * 55 };
      await (degrees === 180 ? hand.down(1, point) : hand.move(1, point));
    }
    // Far off the pad, over the picture, it still holds its direction.
    await hand.move(1, { x: pad.x, y: 60 });
    await hand.up(1);
    expect(await takeButtons(page)).toEqual([LEFT, LEFT | UP, UP, 0]);
    await context.close();
  });

  test('a thumb rolls from B to A through both', async () => {
    const { context, page, hand } = await playing();
    const [a, b] = [await middle(page, '.key-a'), await middle(page, '.key-b')];
    await hand.down(1, b);
    for (let step = 1; step <= 12; step++) {
      await hand.move(1, { x: b.x + ((a.x - b.x) * step) / 12, y: b.y + ((a.y - b.y) * step) / 12 });
    }
    await hand.up(1);
    expect(await takeButtons(page)).toEqual([B, A | B, A, 0]);
    await context.close();
  });

  test('the phone is turned while a game is played', async () => {
    const { context, page, errors, hand } = await playing();
    await page.setViewportSize({ width: 844, height: 390 });
    await expect.poll(async () => (await page.locator('.picture').boundingBox())?.height).toBe(384);
    const boxes = await page.locator('.control').evaluateAll((all) =>
      all.map((one) => {
        const { left, top, right, bottom } = one.getBoundingClientRect();
        return {
          name: one.className,
          inside: left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight,
        };
      }),
    );
    expect(boxes.filter((box) => !box.inside)).toEqual([]);
    expect(boxes.length).toBeGreaterThanOrEqual(7);
    const pad = await middle(page, '.dpad');
    await hand.down(1, { x: pad.x + 45, y: pad.y + 45 });
    await hand.up(1);
    expect(await takeButtons(page)).toEqual([RIGHT | DOWN, 0]);
    await page.setViewportSize({ width: 390, height: 844 });
    const start = await middle(page, '.key-start');
    await hand.down(1, start);
    await hand.up(1);
    expect(await takeButtons(page)).toEqual([START, 0]);
    expect(errors).toEqual([]);
    await context.close();
  });

  test('nothing scrolls, zooms, selects or calls up a callout', async () => {
    const { context, page, hand } = await playing();
    const styles = await page.locator('.touch-layer').evaluate((layer) => {
      const style = getComputedStyle(layer);
      return { touch: style.touchAction, select: style.userSelect };
    });
    expect(styles).toEqual({ touch: 'none', select: 'none' });
    await hand.down(1, { x: 200, y: 700 });
    for (let y = 700; y > 100; y -= 50) await hand.move(1, { x: 200, y });
    await hand.up(1);
    // Two quick taps and a pinch.
    for (let i = 0; i < 2; i++) {
      await hand.down(1, { x: 60, y: 600 });
      await hand.up(1);
    }
    await hand.down(1, { x: 100, y: 400 });
    await hand.down(2, { x: 200, y: 400 });
    await hand.move(2, { x: 350, y: 400 });
    await hand.up(1);
    await hand.up(2);
    expect(await page.evaluate(() => [scrollX, scrollY, visualViewport?.scale])).toEqual([0, 0, 1]);
    await context.close();
  });

  test.each([2, 2.625, 3])(
    'every dot and every line of the LCD grid is as wide as the next, at %f device pixels',
    async (ratio) => {
      const { context, page } = await playing({ deviceScaleFactor: ratio }, { grid: true });
      const box = await page.locator('.picture').boundingBox();
      expect(box).not.toBeNull();
      if (box === null) return;
      const scale = (box.width * ratio) / 160;
      const whole = Math.round(scale);
      expect(Math.abs(scale - whole)).toBeLessThan(0.01);
      const png = decode(await page.screenshot());
      const at = (x: number, y: number) => png.data[(y * png.width + x) * png.channels + 1];
      const [left, top] = [Math.round(box.x * ratio), Math.round(box.y * ratio)];
      // The sky at the top of the title is of one colour, so that only the grid changes it.
      const y = top + Math.floor(whole / 2);
      const line = Math.max(1, Math.round(whole / 6));
      const wrong: number[] = [];
      for (let x = 0; x < 160 * whole; x++) {
        const inGap = x % whole >= whole - line;
        const [here, clear] = [at(left + x, y), at(left + x - (x % whole), y)];
        if (inGap ? here >= clear : here !== clear) wrong.push(x);
      }
      expect(wrong).toEqual([]);
      await context.close();
    },
  );

  test('buttons that are held when the menu opens are let go', async () => {
    const { context, page, hand } = await playing();
    await hand.down(1, await middle(page, '.key-a'));
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor();
    expect((await takeButtons(page)).at(-1)).toBe(0);
    await hand.up(1);
    await context.close();
  });

  test('the motor ticks at each press and only then, unless it is switched off', async () => {
    const { context, page, hand } = await playing();
    await page.evaluate(() => {
      const counted = globalThis as unknown as { ticks: number };
      counted.ticks = 0;
      navigator.vibrate = () => {
        counted.ticks++;
        return true;
      };
    });
    const ticks = () => page.evaluate(() => (globalThis as unknown as { ticks: number }).ticks);
    const [a, b] = [await middle(page, '.key-a'), await middle(page, '.key-b')];
    await hand.down(1, a);
    await hand.move(1, { x: a.x + 2, y: a.y });
    await hand.down(2, { x: 70, y: 600 });
    await hand.up(1);
    await hand.up(2);
    expect(await ticks()).toBe(2);
    await page.evaluate(() => {
      localStorage.setItem('dotmatrix.settings', JSON.stringify({ touch: { haptics: false } }));
    });
    await page.reload();
    await page.getByRole('button', { name: 'Resume' }).tap();
    await playsByTouch(page);
    await page.evaluate(() => {
      const counted = globalThis as unknown as { ticks: number };
      counted.ticks = 0;
      navigator.vibrate = () => {
        counted.ticks++;
        return true;
      };
    });
    await hand.down(1, b);
    await hand.up(1);
    expect((await takeButtons(page)).slice(-2)).toEqual([B, 0]);
    expect(await ticks()).toBe(0);
    await context.close();
  });

  test('controls can be moved, and stay where they were put', async () => {
    const { context, page, hand } = await playing();
    const before = await middle(page, '.key-start');
    await page.getByRole('button', { name: 'Menu', exact: true }).tap();
    await page.getByRole('button', { name: 'Move controls' }).tap();
    await page.locator('.handle-start').waitFor();
    await standsStill(page);
    const handle = await middle(page, '.handle-start');
    await hand.down(1, handle);
    await hand.move(1, { x: handle.x + 20, y: handle.y - 60 });
    await hand.move(1, { x: handle.x + 30, y: handle.y - 120 });
    await hand.up(1);
    await page.getByRole('button', { name: 'Done' }).tap();
    await page.getByRole('button', { name: 'Resume' }).tap();
    await playsByTouch(page);
    const after = await middle(page, '.key-start');
    expect(after.x).toBeCloseTo(before.x + 30, 0);
    expect(after.y).toBeCloseTo(before.y - 120, 0);
    await takeButtons(page);
    await hand.down(1, after);
    await hand.up(1);
    expect(await takeButtons(page)).toEqual([START, 0]);
    await context.close();
  });
});

async function middle(page: Page, selector: string): Promise<Point> {
  const box = await page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`${selector} is not on the screen.`);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Fingers on the glass. */
class Hand {
  private readonly cdp: CDPSession;
  private readonly fingers = new Map<number, Point>();

  constructor(cdp: CDPSession) {
    this.cdp = cdp;
  }

  down(id: number, point: Point): Promise<void> {
    this.fingers.set(id, point);
    return this.send('touchStart', [...this.fingers]);
  }

  move(id: number, point: Point): Promise<void> {
    this.fingers.set(id, point);
    return this.send('touchMove', [...this.fingers]);
  }

  /** Chromium takes the points of a `touchEnd` as those that lift. */
  up(id: number): Promise<void> {
    const lifted = [...this.fingers].filter(([finger]) => finger === id);
    this.fingers.delete(id);
    return this.send('touchEnd', lifted);
  }

  private async send(
    type: 'touchStart' | 'touchMove' | 'touchEnd',
    fingers: [number, Point][],
  ): Promise<void> {
    const touchPoints = fingers.map(([id, point]) => ({ id, ...point }));
    await this.cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  }
}
