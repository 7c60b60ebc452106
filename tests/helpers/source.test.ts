import { describe, expect, it } from 'vitest';
import { importsOf, parseSource, place } from './source.ts';

const TEXT = `import { a } from './a.ts';
import type { B } from '../b/b.ts';
import { type C, type D } from "./c.ts";
import { type E, f } from './e.ts';
import 'side-effect';
export { g } from './g.ts';
const url = new URL('//not-a-comment', 'x'); // Math.random here
const text = \`/* not a comment \${a /* one */ + '}'} // nor this\`;
const regex = /["'/*]\\/[/]/g; /* Date */ const half = a / 2 / 1;
const later = await import('./later.ts');
`;
const file = parseSource('src/room/file.ts', TEXT);

describe('a source file', () => {
  it('keeps its line numbers in both halves', () => {
    expect(file.code.split('\n').length).toBe(TEXT.split('\n').length);
    expect(file.comments.split('\n').length).toBe(TEXT.split('\n').length);
    expect(place(file, TEXT.indexOf('const text'))).toBe('src/room/file.ts:8');
  });

  it('is told apart into code and comments', () => {
    expect(file.comments.split(/\s+/).filter((word) => word !== '')).toEqual([
      ...['//', 'Math.random', 'here', '/*', 'one', '*/', '/*', 'Date', '*/'],
    ]);
    expect(file.code).not.toMatch(/Math\.random|Date|not-a-comment|nor this/);
    expect(file.code).toMatch(/const half = a \/ 2 \/ 1;/);
  });

  it('gives its imports, and whether they run anything', () => {
    expect(importsOf(file).map(({ to, typeOnly, line }) => [to, typeOnly, line])).toEqual([
      ['src/room/a.ts', false, 1],
      ['src/b/b.ts', true, 2],
      ['src/room/c.ts', true, 3],
      ['src/room/e.ts', false, 4],
      ['side-effect', false, 5],
      ['src/room/g.ts', false, 6],
      ['src/room/later.ts', false, 10],
    ]);
  });
});
