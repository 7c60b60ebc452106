import { VRAM_AT } from '../core/memory.ts';

/** The text on a tile map whose tiles are numbered in ASCII, one string a row; rows without text are left out. */
export function screenText(arena: Uint8Array): string[] {
  const rows: string[] = [];
  for (const map of [VRAM_AT + 0x1800, VRAM_AT + 0x1c00]) {
    for (let row = 0; row < 32; row++) {
      let text = '';
      for (let column = 0; column < 32; column++) {
        const tile = arena[map + row * 32 + column];
        text += tile > 0x20 && tile < 0x7f ? String.fromCharCode(tile) : ' ';
      }
      text = text.replace(/\s+/g, ' ').trim();
      if (/[A-Za-z0-9]{2}/.test(text)) rows.push(text);
    }
  }
  // Without a word these are tiles with numbers of their own, not letters.
  return rows.some((row) => /[A-Za-z]{4}/.test(row)) ? rows : [];
}
