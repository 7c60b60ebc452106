import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pictureHash } from '../../scripts/golden-states.ts';
import { GameBoy } from '../../src/core/game-boy.ts';
import type { ModelName } from '../../src/core/models.ts';
import { importState } from '../../src/core/state/interchange.ts';
import { hashOf } from '../../src/storage/bytes.ts';
import { projectRoot } from '../helpers/rom-root.ts';

interface Expected {
  readonly name: string;
  readonly model: ModelName;
  readonly rom: string;
  readonly frame: string;
}

const states = join(projectRoot, 'tests/golden/states');
const releases = readdirSync(states);

describe('states of every release load for ever', () => {
  it('there is one release at least', () => expect(releases.length).toBeGreaterThan(0));

  for (const release of releases) {
    const folder = join(states, release);
    const list = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Expected[];
    it.each(list)(`${release}: $name`, ({ name, model, rom, frame }) => {
      const bytes = new Uint8Array(
        readFileSync(join(projectRoot, `tests/golden/roms/${rom.slice(0, 16)}.gb`)),
      );
      expect(hashOf(bytes)).toBe(rom);
      const machine = new GameBoy({ rom: bytes, model });
      const file = new Uint8Array(readFileSync(join(folder, `${name}.dotstate`)));
      expect(importState(machine, file, rom)).toEqual([]);
      for (let i = 0; i < 60; i++) machine.runFrame();
      expect(pictureHash(machine)).toBe(frame);
    });
  }
});
