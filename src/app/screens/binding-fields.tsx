import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { FoldedSection } from '../components/fields.tsx';
import { Icon } from '../design/icon.tsx';
import { text } from '../i18n/text.ts';
import { ACTIONS, type Action, bind, defaultKeys, defaultPad } from '../input/actions.ts';
import { connectedPads } from '../input/gamepads.ts';
import { inputKind } from '../input/input-kind.ts';
import { inputName } from '../input/input-names.ts';
import { pressedInputs } from '../input/pad-inputs.ts';
import { change, settings } from '../settings.ts';

interface BindingFieldsProps {
  readonly kind: 'keys' | 'pad';
  readonly title: string;
}

/** Keys or controller inputs, changed by pressing the new one. */
export function BindingFields({ kind, title }: BindingFieldsProps) {
  const t = text.value;
  const waiting = useSignal<Action | null>(null);
  const bindings = settings.value[kind];
  const action = waiting.value;
  // A phone has neither at first, and the lists are long.
  const [open] = useState(() =>
    kind === 'keys' ? inputKind.peek() !== 'touch' : connectedPads().length > 0,
  );

  useEffect(() => {
    if (action === null) return;
    const take = (input: string) => {
      if (kind === 'keys') change({ keys: bind(settings.peek().keys, action, input) });
      else change({ pad: bind(settings.peek().pad, action, input) });
      waiting.value = null;
    };
    return kind === 'keys' ? waitForKey(take, cancel) : waitForPad(take, cancel);
    function cancel() {
      waiting.value = null;
    }
  }, [action, kind, waiting]);

  const remove = (from: Action, input: string) => {
    const next = { ...bindings, [from]: bindings[from].filter((other) => other !== input) };
    change(kind === 'keys' ? { keys: next } : { pad: next });
  };

  return (
    <FoldedSection title={title} open={open}>
      {kind === 'pad' && connectedPads().length === 0 && <p class="hint">{t.settings.padNone}</p>}
      <ul class="bindings">
        {ACTIONS.map((name) => (
          <li key={name}>
            <span class="binding-name">{t.actions[name]}</span>
            <span class="binding-inputs">
              {bindings[name].map((input) => (
                <button
                  key={input}
                  type="button"
                  class="key-chip"
                  aria-label={t.settings.bindRemove(inputName(input), t.actions[name])}
                  onClick={() => remove(name, input)}
                >
                  {inputName(input)}
                  <Icon name="close" />
                </button>
              ))}
              <button
                type="button"
                class="key-chip add-key"
                aria-label={t.settings.bindAdd(t.actions[name])}
                aria-pressed={action === name}
                onClick={() => {
                  waiting.value = action === name ? null : name;
                }}
              >
                {action === name ? (
                  kind === 'keys' ? (
                    t.settings.press
                  ) : (
                    t.settings.pressPad
                  )
                ) : (
                  <Icon name="plus" />
                )}
              </button>
            </span>
          </li>
        ))}
      </ul>
      <button
        type="button"
        class="text-button"
        onClick={() => change(kind === 'keys' ? { keys: defaultKeys } : { pad: defaultPad })}
      >
        {t.settings.bindReset}
      </button>
    </FoldedSection>
  );
}

/** A click elsewhere gives up. Tab stays what moves the focus. */
function waitForKey(take: (code: string) => void, cancel: () => void): () => void {
  const press = (event: KeyboardEvent) => {
    if (event.code === 'Tab') return cancel();
    event.preventDefault();
    event.stopPropagation();
    if (event.code !== '' && !event.repeat) take(event.code);
  };
  const click = (event: PointerEvent) => {
    if (!(event.target instanceof Element) || event.target.closest('[aria-pressed="true"]') === null)
      cancel();
  };
  addEventListener('keydown', press, { capture: true });
  addEventListener('pointerdown', click);
  return () => {
    removeEventListener('keydown', press, { capture: true });
    removeEventListener('pointerdown', click);
  };
}

function waitForPad(take: (input: string) => void, cancel: () => void): () => void {
  // What is held at the start (a resting trigger, a drifting stick) is not an answer.
  const resting = new Set(connectedPads().flatMap((pad) => [...pressedInputs(pad)]));
  let frame = 0;
  const look = () => {
    frame = requestAnimationFrame(look);
    const now = new Set(connectedPads().flatMap((pad) => [...pressedInputs(pad)]));
    for (const input of resting) if (!now.has(input)) resting.delete(input);
    for (const input of now) {
      if (!resting.has(input)) return take(input);
    }
  };
  look();
  const giveUp = (event: KeyboardEvent) => {
    if (event.code === 'Escape') cancel();
  };
  addEventListener('keydown', giveUp);
  return () => {
    cancelAnimationFrame(frame);
    removeEventListener('keydown', giveUp);
  };
}
