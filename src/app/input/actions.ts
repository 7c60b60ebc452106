import { A, B, DOWN, LEFT, RIGHT, SELECT, START, UP } from './buttons.ts';

/** Everything a key or a gamepad button can do while a game is played. */
export type Action =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'a'
  | 'b'
  | 'select'
  | 'start'
  | 'fast'
  | 'fastToggle'
  | 'rewind'
  | 'menu'
  | 'save'
  | 'load'
  | 'screenshot'
  | 'mute'
  | 'fullscreen';

export const BUTTON_ACTIONS: Readonly<Partial<Record<Action, number>>> = {
  up: UP,
  down: DOWN,
  left: LEFT,
  right: RIGHT,
  a: A,
  b: B,
  select: SELECT,
  start: START,
};

export const GAME_ACTIONS: readonly Action[] = ['up', 'down', 'left', 'right', 'a', 'b', 'start', 'select'];
export const OTHER_ACTIONS: readonly Action[] = [
  'fast',
  'fastToggle',
  'rewind',
  'menu',
  'save',
  'load',
  'screenshot',
  'mute',
  'fullscreen',
];
export const ACTIONS: readonly Action[] = [...GAME_ACTIONS, ...OTHER_ACTIONS];

/** `KeyboardEvent.code`s: places on the keyboard, the same for every layout. */
export type KeyBindings = Readonly<Record<Action, readonly string[]>>;

export const defaultKeys: KeyBindings = {
  up: ['ArrowUp'],
  down: ['ArrowDown'],
  left: ['ArrowLeft'],
  right: ['ArrowRight'],
  a: ['KeyX'],
  b: ['KeyZ'],
  select: ['ShiftLeft', 'ShiftRight'],
  start: ['Enter'],
  fast: ['Space'],
  fastToggle: ['F6'],
  rewind: ['Backspace'],
  menu: ['Escape', 'KeyP'],
  save: ['F2'],
  load: ['F4'],
  screenshot: ['F8'],
  mute: ['KeyM'],
  fullscreen: ['KeyF'],
};

/** Gamepad inputs: `b3` is button 3, `a1+` axis 1 pushed to its positive end. */
export type PadBindings = Readonly<Record<Action, readonly string[]>>;

/** For the standard mapping: A is the right one of the lower pair, as on the console. */
export const defaultPad: PadBindings = {
  up: ['b12', 'a1-'],
  down: ['b13', 'a1+'],
  left: ['b14', 'a0-'],
  right: ['b15', 'a0+'],
  a: ['b1', 'b3'],
  b: ['b0', 'b2'],
  select: ['b8'],
  start: ['b9'],
  fast: ['b7'],
  fastToggle: [],
  rewind: ['b6'],
  menu: ['b16', 'b10'],
  save: [],
  load: [],
  screenshot: [],
  mute: [],
  fullscreen: [],
};

/** Gives `input` to `action` and takes it from whatever had it, so that one press never does two things. */
export function bind<T extends Readonly<Record<Action, readonly string[]>>>(
  bindings: T,
  action: Action,
  input: string,
): T {
  const next: Record<Action, readonly string[]> = { ...bindings };
  for (const name of ACTIONS) next[name] = next[name].filter((other) => other !== input);
  next[action] = [...next[action], input];
  return next as T;
}

export function actionOf(
  bindings: Readonly<Record<Action, readonly string[]>>,
  input: string,
): Action | undefined {
  return ACTIONS.find((action) => bindings[action].includes(input));
}
