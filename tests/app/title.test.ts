import { expect, test } from 'vitest';
import { titleOf } from '../../src/app/intake/title.ts';

test.each([
  ['my_game (World) [v1.2].gb', 'my game'],
  ['TinCanAlley.gbc', 'Tin Can Alley'],
  ['Tin CanAlley.gbc', 'Tin CanAlley'],
  ['uGB2021.gb', 'uGB2021'],
  ['rom.gb', 'HEADER'],
  ['(USA).gb', 'HEADER'],
])('%s is called %s', (fileName, title) => {
  expect(titleOf(fileName, 'HEADER')).toBe(title);
});
