import { settings } from '../settings.ts';
import { ACTIONS, type Action, BUTTON_ACTIONS, type PadBindings } from './actions.ts';
import { hold } from './held.ts';
import { inputKind } from './input-kind.ts';

const STICK_ON = 0.5;
/** Some pads report their cross as one axis: eight positions from up (−1) clockwise, and beyond 1 for none. */
const HAT_AXIS = 9;

/** All inputs of one pad that are pressed: `b3`, `a1+`; a hat becomes the standard cross `b12` to `b15`. */
export function pressedInputs(pad: Pick<Gamepad, 'buttons' | 'axes' | 'mapping'>): Set<string> {
  const pressed = new Set<string>();
  pad.buttons.forEach((button, index) => {
    if (button.pressed || button.value > 0.5) pressed.add(`b${index}`);
  });
  pad.axes.forEach((value, axis) => {
    if (axis === HAT_AXIS && pad.mapping !== 'standard') {
      for (const input of hat(value)) pressed.add(input);
    } else if (value > STICK_ON) {
      pressed.add(`a${axis}+`);
    } else if (value < -STICK_ON) {
      pressed.add(`a${axis}-`);
    }
  });
  return pressed;
}

function hat(value: number): string[] {
  if (value < -1.01 || value > 1.01) return [];
  const step = Math.round(((value + 1) * 7) / 2);
  const up = step === 7 || step <= 1;
  const right = step >= 1 && step <= 3;
  const down = step >= 3 && step <= 5;
  const left = step >= 5 && step <= 7;
  return [up && 'b12', down && 'b13', left && 'b14', right && 'b15'].filter((input) => input !== false);
}

export function padActions(bindings: PadBindings, pressed: ReadonlySet<string>): Set<Action> {
  return new Set(ACTIONS.filter((action) => bindings[action].some((input) => pressed.has(input))));
}

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
