import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { describe, test } from 'vitest';

/** The system's Chromium, or null. */
export const chromiumPath = findChromium();

const WITHOUT_CHROMIUM = 'Chromium is not installed (Debian: apt-get install chromium).';

/** A group of tests in a browser; without one, a single test that says what is missing. */
export function inChromium(name: string, tests: () => void): void {
  describe(name, () => {
    if (chromiumPath !== null) tests();
    else test('needs Chromium', (context) => context.skip(WITHOUT_CHROMIUM));
  });
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A portrait phone. */
export const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 3,
};

export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath ?? '', args: FLAGS });
}

/** With a profile that is kept in `folder`: a fresh one counts as private, which cannot install. */
export function launchPersistent(folder: string, options: object = {}): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, {
    executablePath: chromiumPath ?? '',
    args: FLAGS,
    ...options,
  });
}

/** What went wrong in a page: exceptions, errors on the console, violations of the policy. */
export function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return errors;
}

function findChromium(): string | null {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
      const path = join(folder, name);
      if (folder !== '' && existsSync(path)) return path;
    }
  }
  return null;
}
