import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { actionOf, bind, defaultKeys } from '../../src/app/input/actions.ts';
import { padActions, pressedInputs } from '../../src/app/input/pad-inputs.ts';
import { arrange } from '../../src/app/screens/library-order.ts';
import { defaults, repaired } from '../../src/app/settings.ts';
import type { Game } from '../../src/storage/schema.ts';

describe('stored settings', () => {
  it('come back as they were', () => {
    const changed = { ...defaults, volume: 0.3, theme: 'dark', keys: { ...defaultKeys, a: ['KeyK'] } };
    expect(repaired(JSON.parse(JSON.stringify(changed)))).toEqual(changed);
  });

  it('keep moved controls', () => {
    const touch = {
      ...defaults.touch,
      adjusted: { portrait: { dpad: { dx: 0.1, dy: 0, size: 1.2 } }, landscape: {} },
    };
    expect(repaired({ touch }).touch).toEqual(touch);
  });

  it('that are damaged cost only what is damaged', () => {
    const found = repaired({
      volume: 'loud',
      grid: true,
      keys: { a: [3], b: ['KeyQ'] },
      touch: null,
      unknown: 1,
    });
    expect(found).toEqual({ ...defaults, grid: true, keys: { ...defaultKeys, b: ['KeyQ'] } });
  });

  it('of any kind at all give settings of the right shape', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(Object.keys(repaired(value))).toEqual(Object.keys(defaults));
      }),
    );
  });
});

describe('keys', () => {
  it('do one thing each', () => {
    const keys = bind(defaultKeys, 'a', 'KeyZ');
    expect(keys.b).toEqual([]);
    expect(keys.a).toEqual(['KeyX', 'KeyZ']);
    expect(actionOf(keys, 'KeyZ')).toBe('a');
    const all = Object.values(keys).flat();
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('a controller', () => {
  const pad = (buttons: number[], axes: number[], mapping: GamepadMappingType = 'standard') => ({
    buttons: Array.from({ length: 17 }, (_, index) => ({
      pressed: buttons.includes(index),
      touched: false,
      value: buttons.includes(index) ? 1 : 0,
    })),
    axes,
    mapping,
  });

  it('presses by button, stick and both', () => {
    const actions = padActions(defaults.pad, pressedInputs(pad([1, 9], [-0.9, 0.1])));
    expect([...actions].sort()).toEqual(['a', 'left', 'start']);
  });

  it('whose cross is one axis has all eight directions', () => {
    const hat = (value: number) =>
      [...padActions(defaults.pad, pressedInputs(pad([], [0, 0, 0, 0, 0, 0, 0, 0, 0, value], '')))].sort();
    expect(hat(-1)).toEqual(['up']);
    expect(hat(-0.714)).toEqual(['right', 'up']);
    expect(hat(-0.428)).toEqual(['right']);
    expect(hat(0.143)).toEqual(['down']);
    expect(hat(0.714)).toEqual(['left']);
    expect(hat(1)).toEqual(['left', 'up']);
    expect(hat(1.286)).toEqual([]);
    expect(hat(3.286)).toEqual([]);
  });
});

describe('the library', () => {
  const game = (title: string, part: Partial<Game> = {}): Game => ({
    id: title,
    title,
    fileName: `${title}.gb`,
    size: 1,
    system: 'GB',
    addedAt: 0,
    playedAt: null,
    playTime: 0,
    favourite: false,
    picture: null,
    removedAt: null,
    ...part,
  });
  const list = [
    game('Zebra', { playedAt: 5, playTime: 9 }),
    game('Éclair', { playedAt: 9, addedAt: 3 }),
    game('Game 10', { addedAt: 7 }),
    game('Game 2', { favourite: true }),
  ];
  const titles = (words: string, order: Parameters<typeof arrange>[2]) =>
    arrange(list, words, order, 'en').map((entry) => entry.title);

  it('is sorted, favourites first', () => {
    expect(titles('', 'recent')).toEqual(['Game 2', 'Éclair', 'Zebra', 'Game 10']);
    expect(titles('', 'title')).toEqual(['Game 2', 'Éclair', 'Game 10', 'Zebra']);
    expect(titles('', 'played')).toEqual(['Game 2', 'Zebra', 'Éclair', 'Game 10']);
    expect(titles('', 'added')).toEqual(['Game 2', 'Game 10', 'Éclair', 'Zebra']);
  });

  it('is searched by all words, without accents or case', () => {
    expect(titles('eclair', 'title')).toEqual(['Éclair']);
    expect(titles('10 GAME', 'title')).toEqual(['Game 10']);
    expect(titles('nothing', 'title')).toEqual([]);
  });
});
