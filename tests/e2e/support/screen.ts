import { decode } from 'fast-png';
import type { Page } from 'playwright-core';

/** What the page shows where the console's screen is. */
export interface Shot {
  readonly width: number;
  readonly height: number;
  /** Brightness of each pixel, 0 to 255. */
  readonly grey: Uint8Array;
}

export async function shoot(page: Page): Promise<Shot> {
  const png = decode(await page.locator('canvas').first().screenshot());
  const grey = new Uint8Array(png.width * png.height);
  for (let i = 0; i < grey.length; i++) {
    const at = i * png.channels;
    grey[i] = (png.data[at] * 2 + png.data[at + 1] * 5 + png.data[at + 2]) >> 3;
  }
  return { width: png.width, height: png.height, grey };
}

/** Share of pixels that differ clearly, 0 to 1. */
export function difference(a: Shot, b: Shot): number {
  if (a.grey.length !== b.grey.length) return 1;
  let count = 0;
  for (let i = 0; i < a.grey.length; i++) if (Math.abs(a.grey[i] - b.grey[i]) > 24) count++;
  return count / a.grey.length;
}

/** Mean brightness, 0 to 255. */
export function brightness(shot: Shot): number {
  let sum = 0;
  for (const value of shot.grey) sum += value;
  return sum / shot.grey.length;
}

/** Waits until the screen's mean brightness lies in a range. */
export async function waitForBrightness(page: Page, from: number, to: number): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    const mean = brightness(await shoot(page));
    if (mean >= from && mean <= to) return;
    if (Date.now() > until) throw new Error(`The screen's brightness is ${mean}, not ${from} to ${to}.`);
    await page.waitForTimeout(50);
  }
}
