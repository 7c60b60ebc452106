// The letters of the game's font as assembler source, for the text of our test ROMs.
import { readFileSync } from 'node:fs';
import { db, parseArt, tile } from './rom.mjs';

/** `font:` with 64 tiles from the space on; a glyph's tile number is its ASCII code. */
export function fontSource() {
  const tiles = Array.from({ length: 64 }, () => Buffer.alloc(16));
  const pictures = parseArt(readFileSync(new URL('../game/gfx.txt', import.meta.url), 'utf8'));
  for (const font of pictures.filter((picture) => picture.kind === 'font'))
    [...font.name].forEach((letter, n) => {
      const rows = ['........', ...font.rows.map((row) => `.${row.slice(n * 6, n * 6 + 6)}.`)];
      tiles[letter.charCodeAt(0) - 0x20] = tile(rows);
    });
  return `font:\n${db(Buffer.concat(tiles))}`;
}
