import type { GameBoy } from '../core/game-boy.ts';
import {
  BUTTON_A,
  BUTTON_B,
  BUTTON_DOWN,
  BUTTON_LEFT,
  BUTTON_RIGHT,
  BUTTON_SELECT,
  BUTTON_START,
  BUTTON_UP,
} from '../core/joypad.ts';
import { nearest } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** Buttons as bits of the core's mask. */
const BUTTONS: Readonly<Record<string, number>> = {
  right: BUTTON_RIGHT,
  left: BUTTON_LEFT,
  up: BUTTON_UP,
  down: BUTTON_DOWN,
  a: BUTTON_A,
  b: BUTTON_B,
  select: BUTTON_SELECT,
  start: BUTTON_START,
};

/** Buttons held from the start of one frame to the start of another. */
export interface Press {
  readonly buttons: number;
  readonly from: number;
  readonly to: number;
}

/** Reads `start@120+10,a+b@300+5`: button@frame+duration, in frames after the boot ROM's hand-over. */
export function parsePresses(script: string): Press[] {
  const presses: Press[] = [];
  for (const item of script.split(',')) {
    const text = item.trim();
    if (text === '') continue;
    const match = /^([a-z]+(?:\+[a-z]+)*)@(\d+)(?:\+(\d+))?$/i.exec(text);
    if (match === null) {
      throw new UsageError(`"${text}" is no press: write button@frame+duration, as in start@120+10.`);
    }
    let buttons = 0;
    for (const name of match[1].toLowerCase().split('+')) {
      const bit = BUTTONS[name];
      if (bit === undefined) {
        const meant = nearest(name, Object.keys(BUTTONS));
        throw new UsageError(
          `There is no button "${name}".${meant === undefined ? ` They are ${Object.keys(BUTTONS).join(', ')}.` : ` Did you mean ${meant}?`}`,
        );
      }
      buttons |= bit;
    }
    const from = Number(match[2]);
    presses.push({ buttons, from, to: from + Number(match[3] ?? 1) });
  }
  return presses;
}

/** Presses and releases the buttons of a script as the frames go by. */
export class Keys {
  private readonly gameBoy: GameBoy;
  private readonly presses: readonly Press[];
  private held = 0;

  constructor(gameBoy: GameBoy, presses: readonly Press[]) {
    this.gameBoy = gameBoy;
    this.presses = presses;
  }

  /** To be called before each frame; frames count from 0. Returns the buttons if they change, or -1. */
  hold(frame: number): number {
    let buttons = 0;
    for (const press of this.presses) {
      if (frame >= press.from && frame < press.to) buttons |= press.buttons;
    }
    if (buttons === this.held) return -1;
    this.held = buttons;
    this.gameBoy.setButtons(buttons);
    return buttons;
  }
}
