import type { Game } from '../../storage/schema.ts';
import { builtInPicture, isBuiltIn } from '../built-in.ts';
import { StoredPicture } from '../components/picture.tsx';
import { DotPattern } from '../design/dot-pattern.tsx';
import { Icon } from '../design/icon.tsx';
import { ago, duration, text } from '../i18n/text.ts';

interface GameCardProps {
  readonly game: Game;
  readonly onPlay: () => void;
  readonly onMore: () => void;
}

/** A game in the library: the whole picture is the button that plays it. */
export function GameCard({ game, onPlay, onMore }: GameCardProps) {
  const t = text.value;
  return (
    <li class="game-card">
      <button type="button" class="game-open" onClick={onPlay} aria-label={t.library.playTitle(game.title)}>
        <GamePicture game={game} />
      </button>
      <div class="game-text">
        <h3 title={game.title}>{game.title}</h3>
        <p class="game-facts">
          <SystemBadge game={game} />
          {game.favourite && (
            <span class="favourite" role="img" aria-label={t.library.favourite(game.title)}>
              <Icon name="starred" />
            </span>
          )}
          <span class="when">{playedText(game)}</span>
        </p>
      </div>
      <button
        type="button"
        class="icon-button game-more"
        aria-label={t.common.more(game.title)}
        onClick={onMore}
      >
        <Icon name="more" />
      </button>
    </li>
  );
}

export function GamePicture({ game }: { game: Game }) {
  return (
    <span class="game-picture">
      {game.picture !== null ? (
        <StoredPicture png={game.picture} alt="" />
      ) : isBuiltIn(game) ? (
        <img class="pixels" src={builtInPicture} alt="" width={160} height={144} />
      ) : (
        <DotPattern seed={game.title} />
      )}
    </span>
  );
}

export function SystemBadge({ game }: { game: Game }) {
  return <span class={`badge ${game.system.toLowerCase()}`}>{game.system}</span>;
}

/** "12 min · yesterday". */
export function playedText(game: Game): string {
  const t = text.value;
  if (game.playedAt === null) return isBuiltIn(game) ? t.library.builtIn : t.library.never;
  const when = ago(game.playedAt);
  return game.playTime >= 1000 ? `${duration(game.playTime)} · ${when}` : when;
}
