import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../src/cli/task.ts';
import { dotmatrix, inFolder } from '../cli/dotmatrix.ts';
import { HOW_TO_GET_ROMS, romRoot } from '../helpers/rom-root.ts';

/** A minute of each game, with presses past its title screen. */
const FRAMES = 3600;
const PRESS =
  'start@150+8,a@240+8,start@330+8,a@420+8,start@600+8,right@800+60,a@880+8,down@960+40,start@1950+8,a@2550+8';

const root = romRoot();
const folder = root === null ? '' : join(root, 'homebrew');

describe('whole games', () => {
  test('each runs a minute without a crash', async (context) => {
    if (!existsSync(folder)) context.skip(HOW_TO_GET_ROMS);
    const games = readdirSync(folder).filter((name) => /\.gbc?$/.test(name));
    expect(games.length).toBe(23);
    const tests = games.map((rom) => ({ name: rom, rom: join(folder, rom), frames: FRAMES, press: PRESS }));
    const results = await inFolder((place) => {
      writeFileSync(join(place, 'dotmatrix.json'), JSON.stringify({ tests }));
      return JSON.parse(dotmatrix(['test', '--jobs', '2', '--json', '-'], place).out) as Result[];
    });
    const failed = results.filter(({ verdict }) => verdict !== 'pass');
    expect(failed.map(({ name, detail }) => `${name}: ${detail}`)).toEqual([]);
    expect(results.map(({ frames }) => frames)).toEqual(games.map(() => FRAMES));
  });
});
