import type { Reporter, SerializedError, TestCase, TestModule } from 'vitest/node';

/** What the suite test says of itself, for the closing words. */
export interface VerdictCount {
  readonly listed: number;
  readonly ran: number;
  readonly passed: number;
  readonly knownFailures: number;
}

declare module 'vitest' {
  interface TaskMeta {
    verdicts?: VerdictCount;
  }
}

/** Closes a run in plain words: which verdicts ran, what was skipped and why, and one line for machines. */
export default class PlainWordsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    let passed = 0;
    let failed = errors.length;
    const skipped = new Map<string, number>();
    let verdicts: VerdictCount | undefined;
    for (const module of modules) {
      if (module.errors().length > 0) failed += module.errors().length;
      for (const test of module.children.allTests()) {
        verdicts = test.meta().verdicts ?? verdicts;
        const result = test.result();
        if (result.state === 'passed') passed++;
        else if (result.state === 'failed') failed++;
        else skipped.set(reason(test), (skipped.get(reason(test)) ?? 0) + 1);
      }
    }
    const lines = [''];
    if (verdicts !== undefined) lines.push(verdictLine(verdicts));
    for (const [why, count] of skipped)
      lines.push(`Skipped ${count} ${count === 1 ? 'test' : 'tests'}: ${why}`);
    const total = [...skipped.values()].reduce((sum, count) => sum + count, 0);
    lines.push(`${passed} passed, ${failed} failed, ${total} skipped`);
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}

function reason(test: TestCase): string {
  const result = test.result();
  return (result.state === 'skipped' ? result.note : undefined) ?? 'not asked for';
}

function verdictLine({ listed, ran, passed, knownFailures }: VerdictCount): string {
  const known = knownFailures === 0 ? '' : `, ${knownFailures} known failures (docs/accuracy.md)`;
  return `Verdicts of public test ROMs: ${ran} of ${listed} ran, ${listed - ran} skipped; ${passed} passed${known}.`;
}
