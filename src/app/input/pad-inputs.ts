import { ACTIONS, type Action, type PadBindings } from './actions.ts';

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
