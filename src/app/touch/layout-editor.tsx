import { signal, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Slider } from '../components/fields.tsx';
import { DotText } from '../design/dot-text.tsx';
import { Icon } from '../design/icon.tsx';
import { percent, text } from '../i18n/text.ts';
import { changeTouch, settings } from '../settings.ts';
import {
  type Adjustment,
  type Box,
  CONTROL_NAMES,
  type ControlName,
  type Layout,
  type Orientation,
} from './layout.ts';
import { PadDots } from './pad-dots.tsx';
import { placed } from './touch-controls.tsx';

/** The controls are being moved; the game is paused meanwhile. */
export const layoutEditing = signal(false);

const NONE: Adjustment = { dx: 0, dy: 0, size: 1 };
/** Arrow keys move by this share of the screen. */
const KEY_STEP = 0.02;

export function LayoutEditor({ layout, area }: { layout: Layout; area: Box }) {
  const t = text.value;
  const picked = useSignal<ControlName>('dpad');
  const drag = useRef<{ id: number; x: number; y: number; from: Adjustment } | null>(null);
  const { orientation, controls } = layout;
  const { touch } = settings.value;

  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = root.current;
    // A quick drag counts as a fling otherwise, and the tap that follows it is swallowed as its end.
    const still = (event: TouchEvent) => {
      if (event.target instanceof Element && event.target.closest('.handle') !== null) event.preventDefault();
    };
    element?.addEventListener('touchstart', still, { passive: false });
    return () => element?.removeEventListener('touchstart', still);
  }, []);

  const keyMove = (event: KeyboardEvent, name: ControlName) => {
    const steps: Record<string, readonly [number, number]> = {
      ArrowLeft: [-KEY_STEP, 0],
      ArrowRight: [KEY_STEP, 0],
      ArrowUp: [0, -KEY_STEP],
      ArrowDown: [0, KEY_STEP],
    };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const now = adjustmentOf(orientation, name);
    adjust(orientation, name, { dx: now.dx + step[0], dy: now.dy + step[1] });
  };

  return (
    <div ref={root} class="layout-editor">
      {CONTROL_NAMES.map((name) => (
        <button
          key={name}
          type="button"
          class={`control handle handle-${name}`}
          style={placed(controls[name])}
          aria-label={t.controls[name]}
          aria-pressed={picked.value === name}
          onPointerDown={(event) => {
            picked.value = name;
            event.currentTarget.setPointerCapture(event.pointerId);
            drag.current = {
              id: event.pointerId,
              x: event.clientX,
              y: event.clientY,
              from: adjustmentOf(orientation, name),
            };
          }}
          onPointerMove={(event) => {
            const start = drag.current;
            if (start === null || start.id !== event.pointerId) return;
            adjust(orientation, name, {
              dx: start.from.dx + (event.clientX - start.x) / area.width,
              dy: start.from.dy + (event.clientY - start.y) / area.height,
            });
          }}
          onPointerUp={() => {
            drag.current = null;
          }}
          onPointerCancel={() => {
            drag.current = null;
          }}
          onClick={() => {
            picked.value = name;
          }}
          onKeyDown={(event) => keyMove(event, name)}
        >
          <Face name={name} />
        </button>
      ))}
      <section class="editor-panel card" aria-label={t.settings.layout}>
        <p class="hint">{t.settings.layoutHint}</p>
        <Slider
          label={`${t.controls[picked.value]}: ${t.settings.size}`}
          min={0.7}
          max={1.6}
          step={0.05}
          value={adjustmentOf(orientation, picked.value).size}
          show={percent}
          onChange={(size) => adjust(orientation, picked.value, { size })}
        />
        <div class="buttons">
          <button
            type="button"
            class="button"
            onClick={() => changeTouch({ adjusted: { ...touch.adjusted, [orientation]: {} } })}
          >
            {t.settings.layoutReset}
          </button>
          <button
            type="button"
            class="button primary"
            onClick={() => {
              layoutEditing.value = false;
            }}
          >
            {t.common.done}
          </button>
        </div>
      </section>
    </div>
  );

  function adjust(where: Orientation, name: ControlName, part: Partial<Adjustment>): void {
    const { adjusted } = settings.peek().touch;
    const next = { ...adjustmentOf(where, name), ...part };
    const limit = (value: number) => Math.max(-1, Math.min(1, value));
    changeTouch({
      adjusted: {
        ...adjusted,
        [where]: { ...adjusted[where], [name]: { ...next, dx: limit(next.dx), dy: limit(next.dy) } },
      },
    });
  }
}

function adjustmentOf(orientation: Orientation, name: ControlName): Adjustment {
  return settings.value.touch.adjusted[orientation][name] ?? NONE;
}

function Face({ name }: { name: ControlName }) {
  const t = text.value;
  switch (name) {
    case 'dpad':
      return <PadDots />;
    case 'buttons':
      return (
        <>
          <span class="face-b">
            <DotText text="B" quiet />
          </span>
          <span class="face-a">
            <DotText text="A" quiet />
          </span>
        </>
      );
    case 'select':
    case 'start':
      return <span>{t.controls[name]}</span>;
    default:
      return <Icon name={name} />;
  }
}
