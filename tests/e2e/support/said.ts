import type { Page } from 'playwright-core';

interface Spied {
  saidToWorker: { type: string; buttons?: number; body?: unknown; factor?: number; on?: boolean }[];
}

/** Writes down what the page posts to its workers, from before its own scripts run. */
export async function spyOnWorker(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const said: Spied['saidToWorker'] = [];
    (globalThis as unknown as Spied).saidToWorker = said;
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function (
      this: Worker,
      message: Spied['saidToWorker'][number],
      ...rest: never[]
    ) {
      said.push({ ...message });
      return (postMessage as (...all: unknown[]) => void).call(this, message, ...rest);
    } as typeof postMessage;
  });
}

/** Every state of the buttons that the page has told since the last call. */
export function takeButtons(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const { saidToWorker } = globalThis as unknown as Spied;
    return saidToWorker.splice(0).flatMap((one) => (one.type === 'buttons' ? [one.buttons ?? 0] : []));
  });
}

/** The types of everything that the page has told since the last call. */
export function takeTypes(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    (globalThis as unknown as Spied).saidToWorker
      .splice(0)
      .map((one) => `${one.type}${one.on ?? one.factor ?? ''}`),
  );
}
