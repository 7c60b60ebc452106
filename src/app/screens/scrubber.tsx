import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../design/icon.tsx';
import { text } from '../i18n/text.ts';
import { client, resume } from '../session.ts';
import { sayError } from '../toasts.ts';

/** The console's frames per second, for "seconds ago". */
const FPS = 59.7275;

/** Goes back through the last minutes by dragging. */
export function Scrubber({ onPlay }: { onPlay: () => void }) {
  const t = text.value;
  const canvas = useRef<HTMLCanvasElement>(null);
  const reach = useSignal(0);
  const back = useSignal(0);
  const busy = useRef(false);
  const chosen = useRef(false);

  const show = async () => {
    // One request at a time; the newest position wins.
    if (busy.current) return;
    busy.current = true;
    try {
      let shown = -1;
      while (shown !== back.value) {
        shown = back.value;
        const picture = await client.request('scrub', { back: shown });
        canvas.current
          ?.getContext('2d')
          ?.putImageData(new ImageData(picture.rgba, picture.width, picture.height), 0, 0);
      }
    } catch (error) {
      sayError(error);
    } finally {
      busy.current = false;
    }
  };

  useEffect(() => {
    client
      .request('rewindReach', null)
      .then(({ frames }) => {
        reach.value = frames;
        if (frames > 0) void show();
      })
      .catch(sayError);
    return () => {
      // Leaving without a choice leaves the game where it was.
      if (!chosen.current && back.peek() > 0) client.request('scrub', { back: 0 }).catch(sayError);
    };
  }, []);

  if (reach.value < 30) return null;
  return (
    <section class="card section scrubber" aria-labelledby="states-scrub">
      <h2 id="states-scrub">{t.states.scrub}</h2>
      <canvas ref={canvas} class="pixels" width={160} height={144} role="img" aria-label={t.states.scrub} />
      <input
        type="range"
        min={-reach.value}
        max={0}
        step={6}
        value={-back.value}
        aria-label={t.states.scrub}
        aria-valuetext={t.states.scrubAgo(Math.round(back.value / FPS))}
        onInput={(event) => {
          back.value = -event.currentTarget.valueAsNumber;
          void show();
        }}
      />
      <div class="buttons spread">
        <output class="value">{t.states.scrubAgo(Math.round(back.value / FPS))}</output>
        <button
          type="button"
          class="button primary"
          onClick={() => {
            chosen.current = true;
            onPlay();
            resume();
          }}
        >
          <Icon name="play" />
          {t.states.scrubGo}
        </button>
      </div>
    </section>
  );
}
