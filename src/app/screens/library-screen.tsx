import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Game } from '../../storage/schema.ts';
import { builtInGame, isBuiltIn } from '../built-in.ts';
import { InstallOffer } from '../components/install-offer.tsx';
import { DotText } from '../design/dot-text.tsx';
import { Icon } from '../design/icon.tsx';
import { text } from '../i18n/text.ts';
import { games, reading } from '../library.ts';
import { go } from '../navigation.ts';
import { prepare } from '../session.ts';
import { change, type LibraryOrder, settings } from '../settings.ts';
import { addByPicker, play, takeFiles } from '../start-game.ts';
import { GameActions } from './game-actions.tsx';
import { GameCard, GamePicture, playedText, SystemBadge } from './game-card.tsx';
import { arrange } from './library-order.ts';

const ORDERS: readonly LibraryOrder[] = ['recent', 'title', 'played', 'added'];

export function LibraryScreen() {
  const t = text.value;
  const words = useSignal('');
  const chosen = useSignal<Game | null>(null);
  const dropping = useDropTarget();
  const all = games.value;
  const { order } = settings.value;
  const own = (all ?? []).filter((game) => !isBuiltIn(game));
  const searching = words.value.trim() !== '';
  const hero = searching ? null : heroOf(all ?? []);
  useEffect(() => {
    if (hero !== null && hero.id !== builtInGame.id) prepare(hero);
  }, [hero?.id]);
  const shown = arrange(all ?? [], words.value, order, t.code).filter((game) => game !== hero);
  return (
    <main class="screen library" data-dropping={dropping ? '' : undefined}>
      <header class="top-bar">
        <h1>
          <DotText text="Dotmatrix" />
        </h1>
        <button
          type="button"
          class="icon-button"
          aria-label={t.common.settings}
          onClick={() => go({ name: 'settings' })}
        >
          <Icon name="settings" />
        </button>
      </header>

      {hero !== null && (
        <HeroCard
          game={hero}
          onMore={() => {
            chosen.value = hero;
          }}
        />
      )}

      {own.length > 3 && (
        <div class="tools">
          <div class="search-field">
            <Icon name="search" />
            <input
              type="search"
              aria-label={t.library.searchGames}
              placeholder={t.library.search}
              value={words.value}
              onInput={(event) => {
                words.value = event.currentTarget.value;
              }}
            />
          </div>
          <select
            aria-label={t.library.sort}
            value={order}
            onChange={(event) => change({ order: event.currentTarget.value as LibraryOrder })}
          >
            {ORDERS.map((name) => (
              <option key={name} value={name}>
                {t.library.orders[name]}
              </option>
            ))}
          </select>
        </div>
      )}

      {all === null ? (
        <p class="quiet" role="status">
          …
        </p>
      ) : (
        <>
          <h2 class="visually-hidden">{t.library.heading}</h2>
          <ul class="games">
            {shown.map((game) => (
              <GameCard
                key={game.id}
                game={game}
                onPlay={() => void play(game)}
                onMore={() => {
                  chosen.value = game;
                }}
              />
            ))}
          </ul>
          {searching && shown.length === 0 && <p class="quiet">{t.library.noMatch(words.value.trim())}</p>}
          {own.length === 0 && (
            <section class="empty">
              <p class="empty-title">{t.library.empty}</p>
              <p>{t.library.emptyHint}</p>
              <InstallOffer />
            </section>
          )}
        </>
      )}

      <div class="dock">
        <button
          type="button"
          class="button primary add"
          onClick={() => void addByPicker()}
          disabled={reading.value}
        >
          <Icon name="plus" />
          {reading.value ? t.library.reading : t.library.add}
        </button>
      </div>

      {dropping && (
        <div class="drop-hint" aria-hidden="true">
          <p>{t.library.drop}</p>
        </div>
      )}
      {chosen.value !== null && (
        <GameActions
          game={chosen.value}
          onClose={() => {
            chosen.value = null;
          }}
        />
      )}
    </main>
  );
}

/** The game at the top: the one played last, or the built-in one for somebody who has just come. */
function heroOf(all: readonly Game[]): Game | null {
  let latest: Game | null = null;
  for (const game of all) {
    if (game.playedAt !== null && game.playedAt > (latest?.playedAt ?? 0)) latest = game;
  }
  return latest ?? (all.length === 1 ? all[0] : null);
}

function HeroCard({ game, onMore }: { game: Game; onMore: () => void }) {
  const t = text.value;
  const played = game.playedAt !== null;
  return (
    <section class="continue">
      <GamePicture game={game} />
      <div class="continue-text">
        <p class="continue-title">{game.title}</p>
        <p class="game-facts">
          <SystemBadge game={game} />
          <span class="when">{playedText(game)}</span>
        </p>
        <button
          type="button"
          class="button primary"
          aria-label={played ? t.library.continueTitle(game.title) : t.library.playTitle(game.title)}
          onClick={() => void play(game)}
        >
          <Icon name="play" />
          {played ? t.library.continue : t.library.play}
        </button>
      </div>
      <button
        type="button"
        class="icon-button game-more"
        aria-label={t.common.more(game.title)}
        onClick={onMore}
      >
        <Icon name="more" />
      </button>
    </section>
  );
}

/** Files dropped or pasted anywhere on the screen; true while files hover over it. */
function useDropTarget(): boolean {
  const over = useSignal(false);
  const depth = useRef(0);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const take = (files: readonly File[]) => takeFiles(files);
    const enter = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth.current++;
      over.value = true;
    };
    const leave = () => {
      depth.current = Math.max(0, depth.current - 1);
      if (depth.current === 0) over.value = false;
    };
    const hover = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth.current = 0;
      over.value = false;
      void take([...(event.dataTransfer?.files ?? [])]);
    };
    const paste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void take(files);
    };
    addEventListener('dragenter', enter);
    addEventListener('dragleave', leave);
    addEventListener('dragover', hover);
    addEventListener('drop', drop);
    addEventListener('paste', paste);
    return () => {
      removeEventListener('dragenter', enter);
      removeEventListener('dragleave', leave);
      removeEventListener('dragover', hover);
      removeEventListener('drop', drop);
      removeEventListener('paste', paste);
    };
  }, [over]);
  return over.value;
}
