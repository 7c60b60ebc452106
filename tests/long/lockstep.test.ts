import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ModelName } from '../../src/core/models.ts';
import { Lockstep, seededPad } from '../differential/lockstep.ts';
import { randomProgram } from '../differential/random-program.ts';
import { projectRoot, romRoot } from '../helpers/rom-root.ts';

const GAME_FRAMES = 1200;
const SUITE_FRAMES = 240;
const PROGRAMS = 400;
const MODELS: readonly ModelName[] = ['dmg', 'mgb', 'cgb0', 'cgb-c', 'cgb-d', 'cgb-e', 'agb'];
const root = romRoot();

const isRom = (name: string) => /\.gbc?$/.test(name);
const romsBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isRom).sort();

function differ(path: string, frames: number): string | null {
  const rom = new Uint8Array(readFileSync(path));
  return new Lockstep({ rom, seed: 1 }).run(frames, seededPad(path.length));
}

describe('every shortcut and none, in full', () => {
  it('our own ROMs', () => {
    for (const name of romsBelow(join(projectRoot, 'test-roms'))) {
      if (name.startsWith('external')) continue;
      expect(differ(join(projectRoot, 'test-roms', name), GAME_FRAMES), name).toBeNull();
    }
  });

  for (const model of MODELS) {
    it(`random programs on ${model}`, () => {
      for (let seed = 1000; seed < 1000 + PROGRAMS; seed++) {
        const rom = randomProgram(seed, model !== 'dmg' && model !== 'mgb');
        const difference = new Lockstep({ rom, model, seed }).run(12, (frame) => (frame * seed) & 0xff);
        expect(difference, `program ${seed}`).toBeNull();
      }
    });
  }

  describe.skipIf(root === null)('the public ROMs', () => {
    const folder = root ?? '';
    it.each(root === null ? [] : romsBelow(folder))('%s', (name) => {
      const frames = name.startsWith('homebrew') ? GAME_FRAMES : SUITE_FRAMES;
      expect(differ(join(folder, name), frames)).toBeNull();
    });
  });
});
