import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot, romRoot } from '../helpers/rom-root.ts';
import { Lockstep, seededPad } from './lockstep.ts';

const FRAMES = 120;
const isRom = (name: string) => /\.gbc?$/.test(name);
const own = join(projectRoot, 'test-roms/game');
const root = romRoot();
const homebrew = root === null ? null : join(root, 'homebrew');

function compare(path: string): void {
  const rom = new Uint8Array(readFileSync(path));
  expect(new Lockstep({ rom, seed: 1 }).run(FRAMES, seededPad(path.length))).toBeNull();
}

describe('games run the same with every shortcut and with none', () => {
  it.each(readdirSync(own).filter(isRom))('%s', (name) => compare(join(own, name)));

  describe.skipIf(homebrew === null)('the homebrew games among the public ROMs', () => {
    it.each(homebrew === null ? [] : readdirSync(homebrew).filter(isRom))('%s', (name) =>
      compare(join(homebrew as string, name)),
    );
  });
});
