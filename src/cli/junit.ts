import { groupBy } from './group-by.ts';
import type { Result } from './task.ts';

/** The results as JUnit XML, one suite for each `suite` name. */
export function toJunit(results: readonly Result[]): string {
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="dotmatrix"${counts(results)}>`];
  for (const [suite, group] of groupBy(results, (result) => result.suite || 'roms')) {
    lines.push(`  <testsuite name="${escapeXml(suite)}"${counts(group)}>`);
    const seen = new Map<string, number>();
    for (const result of group) {
      const said = [result.name ?? '', result.rom, result.model, result.picture, result.keys]
        .filter((part) => part !== '')
        .join(' ');
      const count = (seen.get(said) ?? 0) + 1;
      seen.set(said, count);
      // Readers of reports take equal names for one test.
      const name = count === 1 ? said : `${said} (${count})`;
      const head = `    <testcase name="${escapeXml(name)}" classname="${escapeXml(suite)}" time="${(result.ms / 1000).toFixed(3)}"`;
      if (result.verdict === 'pass') {
        lines.push(`${head}/>`);
      } else {
        const message = `${result.verdict}: ${result.detail}`;
        lines.push(
          `${head}>`,
          `      <failure message="${escapeXml(message)}">${escapeXml(message)}</failure>`,
          '    </testcase>',
        );
      }
    }
    lines.push('  </testsuite>');
  }
  lines.push('</testsuites>', '');
  return lines.join('\n');
}

function counts(results: readonly Result[]): string {
  const failures = results.filter((result) => result.verdict !== 'pass').length;
  const seconds = results.reduce((sum, result) => sum + result.ms, 0) / 1000;
  return ` tests="${results.length}" failures="${failures}" errors="0" skipped="0" time="${seconds.toFixed(3)}"`;
}

function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd]/g, '�')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
