import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}

/** What axe finds on the page as it is now. The policy of the page stays: axe comes in through the debugger. */
export async function violations(page: Page, where: string): Promise<string[]> {
  const result = (await page.evaluate(
    `${AXE}; axe.run(document, { resultTypes: ['violations'] })`,
  )) as AxeResult;
  return result.violations.flatMap((one) => one.nodes.map((node) => `${where}: ${one.id}: ${node.html}`));
}
