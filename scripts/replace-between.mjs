import { readFileSync, writeFileSync } from 'node:fs';

/** Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->` in a Markdown file. */
export function replaceBetween(file, name, text) {
  const open = `<!-- ${name} -->`;
  const close = `<!-- /${name} -->`;
  const content = readFileSync(file, 'utf8');
  const from = content.indexOf(open);
  const to = content.indexOf(close);
  if (from < 0 || to < from) throw new Error(`${file} has no ${open} … ${close}.`);
  writeFileSync(file, `${content.slice(0, from + open.length)}\n${text}\n${content.slice(to)}`);
}
