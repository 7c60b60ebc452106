import type { Page } from 'playwright-core';
import { keyRom } from './key-rom.ts';

/** The button that starts the built-in game from the first page. */
const PLAY = /play/i;

export async function startBuiltIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: PLAY }).first().tap();
  await page.locator('canvas').first().waitFor();
}

/** The game runs, with the touch controls where they stay: the motion between two screens is over. */
export async function playsByTouch(page: Page): Promise<void> {
  await page.locator('.play[data-running] .touch-layer').waitFor();
  await standsStill(page);
}

/** No change of screens is under way, and nothing is being moved into its place. */
export async function standsStill(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      (document as { activeViewTransition?: unknown }).activeViewTransition == null &&
      document.getAnimations().every((one) => one.playState !== 'running'),
  );
}

/** Once the service worker is there the page reloads itself. Looking into it would count as a touch and stop that. */
export async function becomesIsolated(page: Page): Promise<void> {
  await page.waitForEvent('load');
}

/** Adds the test cartridge by the picker, and plays it. */
export async function playKeyRom(page: Page): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /add/i }).first().tap();
  await (await chooser).setFiles({
    name: 'key.gb',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(keyRom()),
  });
  await page.getByText('key is in your library').waitFor();
  await page.getByRole('button', { name: 'Play', exact: true }).last().tap();
  await page.locator('canvas').first().waitFor();
}

/** The byte at $A000 of every battery save in the browser's storage. */
export function storedSaves(page: Page): Promise<number[]> {
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve, reject) => {
        const opening = indexedDB.open('dotmatrix');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const db = opening.result;
          const all = db.transaction('battery').objectStore('battery').getAll();
          all.onsuccess = () => {
            db.close();
            resolve(all.result.map((row: { bytes: Uint8Array }) => row.bytes[0]));
          };
        };
      }),
  );
}
