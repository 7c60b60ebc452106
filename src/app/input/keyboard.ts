import { settings } from '../settings.ts';
import { type Action, actionOf, BUTTON_ACTIONS } from './actions.ts';
import { hold } from './held.ts';
import { inputKind } from './input-kind.ts';

/** Gives the console its keys and calls `act` for everything else, while `active()`. */
export function listenToKeys(
  active: () => boolean,
  act: (action: Action, down: boolean) => void,
): () => void {
  const down = new Map<string, Action>();

  const send = (timeStamp: number) => {
    let buttons = 0;
    for (const action of down.values()) buttons |= BUTTON_ACTIONS[action] ?? 0;
    hold('keys', buttons, timeStamp);
  };

  const press = (event: KeyboardEvent) => {
    if (!active() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const action = actionOf(settings.peek().keys, event.code);
    if (action === undefined) return;
    // A focused button keeps its own Enter and Space: keyboard and screen-reader users need them.
    if ((event.code === 'Enter' || event.code === 'Space') && isControl(event.target)) return;
    event.preventDefault();
    if (event.repeat || down.has(event.code)) return;
    down.set(event.code, action);
    if (BUTTON_ACTIONS[action] === undefined) {
      act(action, true);
    } else {
      inputKind.value = 'keys';
      send(event.timeStamp);
    }
  };

  const release = (event: KeyboardEvent) => {
    const action = down.get(event.code);
    if (action === undefined) return;
    down.delete(event.code);
    if (BUTTON_ACTIONS[action] === undefined) act(action, false);
    else send(event.timeStamp);
  };

  /** The window lost the keyboard: no key-up will come. */
  const lose = () => {
    for (const action of down.values()) {
      if (BUTTON_ACTIONS[action] === undefined) act(action, false);
    }
    down.clear();
    send(performance.now());
  };

  addEventListener('keydown', press);
  addEventListener('keyup', release);
  addEventListener('blur', lose);
  return () => {
    removeEventListener('keydown', press);
    removeEventListener('keyup', release);
    removeEventListener('blur', lose);
    lose();
  };
}

function isTyping(event: KeyboardEvent): boolean {
  const target = event.target;
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  );
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('button:focus-visible, a:focus-visible');
}
