import { settings } from '../settings.ts';
import { ACTIONS, type Action, BUTTON_ACTIONS } from './actions.ts';
import { hold } from './held.ts';
import { inputKind } from './input-kind.ts';
import { padActions, pressedInputs } from './pad-inputs.ts';

/** Looks at all controllers once per display frame: the Gamepad API has no events for buttons. */
export function pollGamepads(
  active: () => boolean,
  act: (action: Action, down: boolean) => void,
): () => void {
  let before = new Set<Action>();
  let frame = 0;
  const look = () => {
    frame = requestAnimationFrame(look);
    if (!active() && before.size === 0) return;
    const now = new Set<Action>();
    if (active()) {
      for (const pad of connectedPads()) {
        for (const action of padActions(settings.peek().pad, pressedInputs(pad))) now.add(action);
      }
    }
    let buttons = 0;
    for (const action of now) buttons |= BUTTON_ACTIONS[action] ?? 0;
    if (buttons !== 0) inputKind.value = 'pad';
    hold('pad', buttons, performance.now());
    const changed = before;
    before = now;
    for (const action of ACTIONS) {
      if (BUTTON_ACTIONS[action] === undefined && now.has(action) !== changed.has(action))
        act(action, now.has(action));
    }
  };
  look();
  return () => {
    cancelAnimationFrame(frame);
    hold('pad', 0, performance.now());
  };
}

export function connectedPads(): Gamepad[] {
  // Blocked by a permissions policy it throws; then there are none.
  try {
    return navigator.getGamepads().filter((pad) => pad !== null);
  } catch {
    return [];
  }
}
