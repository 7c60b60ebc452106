import { dotPath } from './dots.ts';

/** Our own dot letters, 5 wide at most and 7 high, for words that are drawn and not set. */
const glyphs: Record<string, string> = {
  D: '####.|#...#|#...#|#...#|#...#|#...#|####.',
  o: '.....|.....|.###.|#...#|#...#|#...#|.###.',
  t: '.#...|.#...|####.|.#...|.#...|.#..#|..##.',
  m: '.....|.....|##.#.|#.#.#|#.#.#|#.#.#|#.#.#',
  a: '.....|.....|.###.|....#|.####|#...#|.####',
  r: '.....|.....|#.##.|##..#|#....|#....|#....',
  i: '#|.|#|#|#|#|#',
  x: '.....|.....|#...#|.#.#.|..#..|.#.#.|#...#',
  A: '.###.|#...#|#...#|#####|#...#|#...#|#...#',
  B: '####.|#...#|#...#|####.|#...#|#...#|####.',
};

/** A word in dot letters; screen readers get it as plain text, unless it only decorates. */
export function DotText({ text, quiet = false }: { text: string; quiet?: boolean }) {
  const rows = ['', '', '', '', '', '', ''];
  for (const letter of text) {
    const glyph = glyphs[letter].split('|');
    for (let y = 0; y < 7; y++) rows[y] += `${rows[y] === '' ? '' : '.'}${glyph[y]}`;
  }
  const viewBox = `0 0 ${rows[0].length} 7`;
  const letters = <path d={dotPath(rows, 0.45)} fill="currentColor" />;
  if (quiet) {
    return (
      <svg class="dot-text" viewBox={viewBox} aria-hidden="true">
        {letters}
      </svg>
    );
  }
  return (
    <svg class="dot-text" viewBox={viewBox} role="img" aria-label={text}>
      {letters}
    </svg>
  );
}
