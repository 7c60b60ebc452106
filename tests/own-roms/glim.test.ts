import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GameBoy } from '../../src/core/game-boy.ts';
import { BUTTON_A, BUTTON_SELECT, BUTTON_START } from '../../src/core/joypad.ts';
import { projectRoot } from '../helpers/rom-root.ts';
import { frames, ownRom } from './verdict.ts';

const rom = ownRom('game/glim.gb');
const symbols = new Map(
  readFileSync(join(projectRoot, 'test-roms/game/glim.sym'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => [line.slice(8), Number.parseInt(line.slice(3, 7), 16)]),
);
const [TITLE, PANEL, PLAY, PAUSE] = [0, 2, 4, 6];
const MODELS = ['dmg0', 'dmg', 'mgb', 'sgb', 'sgb2', 'cgb0', 'cgb-c', 'cgb-e', 'agb'] as const;

const peek = (machine: GameBoy, name: string, offset = 0): number =>
  machine.peek(symbols.get(name)! + offset);
const score = (machine: GameBoy): number =>
  Number([2, 1, 0].map((n) => peek(machine, 'score', n).toString(16).padStart(2, '0')).join(''));

function press(machine: GameBoy, button: number): void {
  machine.setButtons(button);
  frames(machine, 2);
  machine.setButtons(0);
  frames(machine, 1);
}

/** Runs until the game is in `state`. */
function until(machine: GameBoy, state: number): void {
  for (let n = 0; n < 900 && peek(machine, 'state') !== state; n++) frames(machine, 1);
  expect(peek(machine, 'state')).toBe(state);
}

/** From power-on into a run. */
function begin(model: (typeof MODELS)[number], save?: Uint8Array): GameBoy {
  const machine = new GameBoy({ rom, model });
  if (save) machine.importSave(save, 0);
  frames(machine, 60);
  expect(peek(machine, 'state')).toBe(TITLE);
  press(machine, BUTTON_START);
  until(machine, PANEL);
  frames(machine, 100);
  press(machine, BUTTON_A);
  until(machine, PLAY);
  return machine;
}

/** Height of Glim's middle: more is higher. */
const altitude = (machine: GameBoy): number =>
  -(peek(machine, 'glim_y', 1) | (peek(machine, 'glim_y', 2) << 8));

/** Makes `leaps` leaps, each when a copy of the console that leaps first is caught by a new lantern. */
function climb(machine: GameBoy, leaps: number): void {
  const scout = new GameBoy({ rom, model: machine.model.name });
  for (let done = 0, looks = 0; done < leaps && looks < 200; looks++, frames(machine, 5)) {
    if (peek(machine, 'state') !== PLAY) return;
    if (peek(machine, 'glim_mode') !== 0) continue;
    scout.load(machine.save());
    const before = altitude(scout);
    press(scout, BUTTON_A);
    while (peek(scout, 'glim_mode') === 1 && altitude(scout) > before - 8) frames(scout, 2);
    if (peek(scout, 'glim_mode') !== 0 || score(scout) <= score(machine)) continue;
    press(machine, BUTTON_A);
    while (peek(machine, 'glim_mode') === 1) frames(machine, 1);
    done++;
  }
}

/** Lets Glim fall, and waits for the results. */
function lose(machine: GameBoy): void {
  for (let n = 0; n < 40 && peek(machine, 'state') === PLAY; n++) {
    press(machine, BUTTON_A);
    frames(machine, 60);
  }
  until(machine, PANEL);
  frames(machine, 60);
}

describe('Glim', () => {
  test.each(MODELS)('can be played, scored, lost and begun again on %s', (model) => {
    const machine = begin(model);
    climb(machine, 3);
    expect(score(machine)).toBeGreaterThanOrEqual(30);
    lose(machine);
    press(machine, BUTTON_A);
    until(machine, PLAY);
    expect(score(machine)).toBe(0);
  });

  test('pauses on Start, and Select then turns the music off for good', () => {
    const machine = begin('cgb-e');
    press(machine, BUTTON_START);
    expect(peek(machine, 'state')).toBe(PAUSE);
    const angle = peek(machine, 'angle', 1);
    frames(machine, 30);
    expect(peek(machine, 'angle', 1)).toBe(angle);
    press(machine, BUTTON_SELECT);
    press(machine, BUTTON_START);
    expect(peek(machine, 'state')).toBe(PLAY);
    const again = new GameBoy({ rom, model: 'dmg' });
    again.importSave(machine.exportSave(0)!, 0);
    frames(again, 30);
    expect(peek(again, 'save', 13)).toBe(1);
  });

  test('keeps its best score, heals one damaged copy, and begins anew when both are damaged', () => {
    const machine = begin('dmg');
    climb(machine, 2);
    lose(machine);
    const save = machine.exportSave(0)!;
    const best = save.slice(4, 7);
    expect(best.some((digits) => digits !== 0)).toBe(true);
    const load = (file: Uint8Array): number[] => {
      const fresh = new GameBoy({ rom, model: 'dmg' });
      fresh.importSave(file, 0);
      frames(fresh, 30);
      return [4, 5, 6].map((n) => peek(fresh, 'save', n));
    };
    expect(load(save)).toEqual([...best]);
    save[5] ^= 0x10;
    expect(load(save)).toEqual([...best]);
    save[0x105] ^= 0x10;
    expect(load(save)).toEqual([0, 0, 0]);
  });

  test('sleeps most of the time: it costs a phone little', () => {
    const machine = begin('dmg');
    let awake = 0;
    let all = 0;
    while (all < 60 * 140_448) {
      const halted = machine.cpu.isHalted;
      const passed = machine.step();
      all += passed;
      if (!halted) awake += passed;
    }
    expect(awake / all).toBeLessThan(0.5);
  });
});
