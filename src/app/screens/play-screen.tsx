import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../design/icon.tsx';
import { text, translated } from '../i18n/text.ts';
import { inputKind } from '../input/input-kind.ts';
import { findGame, games } from '../library.ts';
import { replace } from '../navigation.ts';
import {
  client,
  fast,
  heldElsewhere,
  menuOpen,
  openAndPlay,
  openError,
  openGame,
  opening,
  pause,
  rewind,
  rewinding,
  setFast,
  shareReport,
} from '../session.ts';
import { settings } from '../settings.ts';
import { type Box, type Layout, layOut } from '../touch/layout.ts';
import { LayoutEditor, layoutEditing } from '../touch/layout-editor.tsx';
import { TouchControls } from '../touch/touch-controls.tsx';
import { fullscreen, keysOpen } from './fullscreen.ts';
import { LcdGrid } from './lcd-grid.tsx';
import { PauseMenu } from './pause-menu.tsx';
import { drawnAt, fitPicture, type PictureFit } from './picture-fit.ts';

export function PlayScreen({ id }: { id: string }) {
  const t = text.value;
  const root = useRef<HTMLElement>(null);
  const safe = useRef<HTMLDivElement>(null);
  const area = useSignal<Box | null>(null);

  // A reload or a shortcut leads here without a gesture: the game waits behind the menu.
  const known = games.value !== null;
  useEffect(() => {
    if (!known || opening.peek()) return;
    const game = findGame(id);
    if (game === undefined) replace({ name: 'library' });
    else void openAndPlay(game, { play: false });
  }, [id, known]);

  useEffect(() => {
    root.current?.focus({ preventScroll: true });
  }, []);

  useLayoutEffect(() => {
    const element = safe.current;
    if (element === null) return;
    const measure = () => {
      const { left, top, width, height } = element.getBoundingClientRect();
      area.value = { x: left, y: top, width, height };
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [area]);

  const touching = inputKind.value === 'touch' || layoutEditing.value;
  const { touch, scaling, grid } = settings.value;
  let layout: Layout | null = null;
  let picture: PictureFit | null = null;
  if (area.value !== null) {
    layout = layOut(area.value, touch);
    const room = touching ? layout.picture : area.value;
    const align = touching && layout.orientation === 'portrait' ? 'top' : 'middle';
    picture = fitPicture(room, devicePixelRatio, scaling === 'whole', align);
  }
  const title = openGame.value?.title ?? findGame(id)?.title ?? '';
  const ready = client.game.value !== null;

  return (
    <main
      ref={root}
      class="play"
      tabIndex={-1}
      aria-label={t.play.screen(title)}
      data-running={client.running.value ? '' : undefined}
    >
      <h1 class="visually-hidden">{title}</h1>
      <div ref={safe} class="safe-area" />
      {picture !== null && (
        <div class="picture" data-ready={ready ? '' : undefined} style={drawnAt(picture, devicePixelRatio)}>
          <canvas
            key={client.canvasKey.value}
            width={160}
            height={144}
            role="img"
            aria-label={t.play.screen(title)}
            ref={(canvas) => client.attachCanvas(canvas)}
          />
          {grid && picture.scale >= 3 && <LcdGrid scale={picture.scale} />}
        </div>
      )}
      {ready && touching && layout !== null && picture !== null && !layoutEditing.value && (
        <TouchControls layout={layout} picture={picture} />
      )}
      {ready && !touching && <DesktopBar />}
      {layoutEditing.value && layout !== null && area.value !== null && (
        <LayoutEditor layout={layout} area={area.value} />
      )}
      {opening.value && (
        <p class="play-note" role="status">
          {t.play.opening}
        </p>
      )}
      <Trouble id={id} />
      {menuOpen.value && ready && !layoutEditing.value && <PauseMenu />}
    </main>
  );
}

/** Thin and out of the way; it shows itself when the mouse moves or a key walks through it. */
function DesktopBar() {
  const t = text.value;
  const awake = useSignal(true);
  useEffect(() => {
    let timer = setTimeout(() => {}, 0);
    const wake = () => {
      awake.value = true;
      clearTimeout(timer);
      timer = setTimeout(() => {
        awake.value = false;
      }, 2500);
    };
    wake();
    addEventListener('pointermove', wake);
    return () => {
      clearTimeout(timer);
      removeEventListener('pointermove', wake);
    };
  }, [awake]);
  // The game keeps the keyboard: a click on the bar must not take the focus away from it.
  const keepFocus = (event: PointerEvent) => event.preventDefault();
  return (
    <div class="desktop-bar" data-awake={awake.value || !client.running.value ? '' : undefined}>
      <button
        type="button"
        class="icon-button"
        aria-label={t.play.menu}
        onPointerDown={keepFocus}
        onClick={pause}
      >
        <Icon name="menu" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t.actions.rewind}
        aria-pressed={rewinding.value}
        onPointerDown={(event) => {
          keepFocus(event);
          // The first touch puts the touch controls in this bar's place.
          if (!event.currentTarget.isConnected) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          rewind(true);
        }}
        onPointerUp={() => rewind(false)}
        onPointerCancel={() => rewind(false)}
        onClick={(event) => {
          if (event.detail === 0) rewind(!rewinding.value);
        }}
      >
        <Icon name="rewind" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t.play.fast}
        aria-pressed={fast.value}
        onPointerDown={keepFocus}
        onClick={() => setFast(!fast.value)}
      >
        <Icon name="fast" />
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={t.play.keys}
        onClick={() => {
          keysOpen.value = true;
        }}
      >
        <Icon name="keyboard" />
      </button>
      {fullscreen.possible && (
        <button
          type="button"
          class="icon-button"
          aria-label={t.play.fullscreen}
          aria-pressed={fullscreen.on.value}
          onPointerDown={keepFocus}
          onClick={fullscreen.toggle}
        >
          <Icon name="full" />
        </button>
      )}
    </div>
  );
}

/** What stands in the way of playing, with what can be done. */
function Trouble({ id }: { id: string }) {
  const t = text.value;
  const sentence =
    (client.fault.value === null ? openError.value : translated(client.fault.value)) ??
    (heldElsewhere.value ? t.play.elsewhere : null);
  if (sentence === null || opening.value) return null;
  const game = findGame(id);
  const retry = () => {
    if (game === undefined) return;
    client.fault.value = null;
    client.game.value = null;
    void openAndPlay(game, { play: true, takeOver: true });
  };
  return (
    <div class="play-note trouble" role="alert">
      <p>{sentence}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => replace({ name: 'library' })}>
          {t.menu.library}
        </button>
        {client.fault.value !== null && (
          <button type="button" class="button" onClick={() => void shareReport()}>
            {t.menu.report}
          </button>
        )}
        {game !== undefined && (
          <button type="button" class="button primary" onClick={retry}>
            {heldElsewhere.value ? t.play.takeOver : t.common.tryAgain}
          </button>
        )}
      </div>
    </div>
  );
}
