import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { DotText } from '../design/dot-text.tsx';
import { Icon } from '../design/icon.tsx';
import { text } from '../i18n/text.ts';
import { A, B, DOWN, LEFT, RIGHT, SELECT, START, UP } from '../input/buttons.ts';
import { tick } from '../input/haptics.ts';
import { hold } from '../input/held.ts';
import { fast, pause, rewind, rewinding, setFast } from '../session.ts';
import { settings } from '../settings.ts';
import { type Box, type Layout, overlap } from './layout.ts';
import { PadDots } from './pad-dots.tsx';
import type { Round } from './thumb-buttons.ts';
import { roundButtons, Thumbs } from './thumbs.ts';

const NAMES: readonly (readonly [number, string])[] = [
  [RIGHT, 'right'],
  [LEFT, 'left'],
  [UP, 'up'],
  [DOWN, 'down'],
  [A, 'a'],
  [B, 'b'],
  [SELECT, 'select'],
  [START, 'start'],
];

export function placed(box: Box) {
  return { left: `${box.x}px`, top: `${box.y}px`, width: `${box.width}px`, height: `${box.height}px` };
}

/** The layer over the play screen that takes every touch. */
export function TouchControls({ layout, picture }: { layout: Layout; picture: Box }) {
  const t = text.value;
  const layer = useRef<HTMLElement>(null);
  const pressed = useSignal('');
  const thumbs = useMemo(() => new Thumbs(), []);
  thumbs.setLayout(layout);

  useEffect(() => {
    const element = layer.current;
    if (element === null) return;
    let before = 0;
    let held = false;
    let back = false;

    const send = (timeStamp: number) => {
      const buttons = thumbs.buttons;
      if (buttons !== before) {
        if ((buttons & ~before) !== 0 && settings.peek().touch.haptics) tick();
        before = buttons;
        pressed.value = NAMES.filter(([bit]) => (buttons & bit) !== 0)
          .map(([, name]) => name)
          .join(' ');
        hold('touch', buttons, timeStamp);
      }
      if (thumbs.on('rewind') !== back) {
        back = !back;
        rewind(back);
      }
      if (thumbs.on('fast') === held) return;
      held = !held;
      if (settings.peek().fastForwardHeld) setFast(held);
      else if (held) setFast(!fast.peek());
    };

    const down = (event: PointerEvent) => {
      if (event.target instanceof Element && event.target.closest('.menu-control') !== null) return;
      if (!thumbs.down(event.pointerId, event.clientX, event.clientY)) return;
      element.setPointerCapture(event.pointerId);
      send(event.timeStamp);
    };
    // The browser gathers a display frame's moves into one event; a quick roll from B to A is in between.
    const move = (event: PointerEvent) => {
      const steps = event.getCoalescedEvents?.() ?? [];
      for (const step of steps.length > 0 ? steps : [event]) {
        thumbs.move(step.pointerId, step.clientX, step.clientY);
        send(step.timeStamp);
      }
    };
    const up = (event: PointerEvent) => {
      thumbs.up(event.pointerId);
      send(event.timeStamp);
    };
    // iOS calls up its magnifier and callouts from touch events even where touch-action is none.
    const still = (event: TouchEvent) => {
      if (!(event.target instanceof Element) || event.target.closest('.menu-control') === null)
        event.preventDefault();
    };

    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    element.addEventListener('lostpointercapture', up);
    element.addEventListener('touchstart', still, { passive: false });
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
      element.removeEventListener('lostpointercapture', up);
      element.removeEventListener('touchstart', still);
      thumbs.clear();
      send(performance.now());
    };
  }, [thumbs, pressed]);

  const { controls } = layout;
  const { a, b } = roundButtons(controls.buttons);
  const circle = ({ x, y, radius }: Round) => ({
    x: x - radius,
    y: y - radius,
    width: 2 * radius,
    height: 2 * radius,
  });
  /** Where a control lies, and whether the picture shows through it. */
  const face = (box: Box) => ({ style: placed(box), 'data-over': overlap(box, picture) ? '' : undefined });
  return (
    <section
      ref={layer}
      class="touch-layer"
      aria-label={t.play.controls}
      data-pressed={pressed.value}
      style={{ '--strength': String(settings.value.touch.opacity) }}
    >
      <fieldset class="control dpad" {...face(controls.dpad)} aria-label={t.play.directions}>
        <PadDots />
        <AssistedButton class="dpad-up" name={t.actions.up} button={UP} />
        <AssistedButton class="dpad-left" name={t.actions.left} button={LEFT} />
        <AssistedButton class="dpad-right" name={t.actions.right} button={RIGHT} />
        <AssistedButton class="dpad-down" name={t.actions.down} button={DOWN} />
      </fieldset>
      <div class="control round key-a" {...face(circle(a))}>
        <DotText text="A" quiet />
        <AssistedButton class="whole" name={t.actions.a} button={A} />
      </div>
      <div class="control round key-b" {...face(circle(b))}>
        <DotText text="B" quiet />
        <AssistedButton class="whole" name={t.actions.b} button={B} />
      </div>
      <div class="control pill key-select" {...face(controls.select)}>
        <span aria-hidden="true">{t.actions.select}</span>
        <AssistedButton class="whole" name={t.actions.select} button={SELECT} />
      </div>
      <div class="control pill key-start" {...face(controls.start)}>
        <span aria-hidden="true">{t.actions.start}</span>
        <AssistedButton class="whole" name={t.actions.start} button={START} />
      </div>
      <div
        class="control square key-rewind"
        {...face(controls.rewind)}
        data-on={rewinding.value ? '' : undefined}
      >
        <Icon name="rewind" />
        <button
          type="button"
          class="assisted whole"
          aria-label={t.controls.rewind}
          aria-pressed={rewinding.value}
          onClick={(event) => {
            if (event.detail === 0) rewind(!rewinding.value);
          }}
        />
      </div>
      <div class="control square key-fast" {...face(controls.fast)} data-on={fast.value ? '' : undefined}>
        <Icon name="fast" />
        <button
          type="button"
          class="assisted whole"
          aria-label={t.play.fast}
          aria-pressed={fast.value}
          onClick={(event) => {
            if (event.detail === 0) setFast(!fast.value);
          }}
        />
      </div>
      <button
        type="button"
        class="control square menu-control"
        {...face(controls.menu)}
        aria-label={t.play.menu}
        onClick={pause}
      >
        <Icon name="menu" />
      </button>
    </section>
  );
}

/**
 * Screen readers and switches press by "click" without a finger (`detail` 0): the console's button goes down
 * for a moment. Fingers are handled by the layer.
 */
function AssistedButton({ class: place, name, button }: { class: string; name: string; button: number }) {
  return (
    <button
      type="button"
      class={`assisted ${place}`}
      aria-label={name}
      onClick={(event) => {
        if (event.detail !== 0) return;
        hold('touch', button, event.timeStamp);
        setTimeout(() => hold('touch', 0, performance.now()), 120);
      }}
    />
  );
}
