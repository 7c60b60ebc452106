import type { Game } from '../../storage/schema.ts';
import type { LibraryOrder } from '../settings.ts';

/** The games that match every word of `words`, favourites first, then in `order`. */
export function arrange(
  games: readonly Game[],
  words: string,
  order: LibraryOrder,
  language: string,
): Game[] {
  const fold = (value: string) => value.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase(language);
  const wanted = fold(words).split(/\s+/).filter(Boolean);
  const byTitle = new Intl.Collator(language, { numeric: true, sensitivity: 'base' });
  const found = games.filter((game) => {
    const hay = fold(`${game.title} ${game.fileName} ${game.system}`);
    return wanted.every((word) => hay.includes(word));
  });
  return found.sort(
    (a, b) =>
      Number(b.favourite) - Number(a.favourite) || compare(a, b, order) || byTitle.compare(a.title, b.title),
  );
}

function compare(a: Game, b: Game, order: LibraryOrder): number {
  switch (order) {
    case 'recent':
      return (b.playedAt ?? 0) - (a.playedAt ?? 0) || b.addedAt - a.addedAt;
    case 'played':
      return b.playTime - a.playTime;
    case 'added':
      return b.addedAt - a.addedAt;
    case 'title':
      return 0;
  }
}
