import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FRAME } from '../../src/core/clock.ts';
import { GameBoy } from '../../src/core/game-boy.ts';
import { HOW_TO_GET_ROMS, projectRoot, romRoot } from '../helpers/rom-root.ts';

const FRAMES = 400;

const root = romRoot();
const games = [join(projectRoot, 'test-roms/game/glim.gb')];
if (root !== null) {
  const folder = join(root, 'homebrew');
  games.push(
    ...readdirSync(folder)
      .filter((name) => /\.gbc?$/.test(name))
      .map((name) => join(folder, name)),
  );
}

/** Where two arrays first differ, or -1. */
function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>, count: number): number {
  for (let i = 0; i < count; i++) if (a[i] !== b[i]) return i;
  return -1;
}

/**
 * One console runs on, the other is loaded with its state before every frame: whatever a state leaves out, and
 * whatever is remembered wrongly from one frame to the next, shows as a difference.
 */
describe('loading before every frame changes nothing', () => {
  if (root === null) test('the games of homebrew/', (context) => context.skip(HOW_TO_GET_ROMS));
  test.each(games.map((path) => [path.slice(path.lastIndexOf('/') + 1), path]))('%s', (_, path) => {
    const rom = readFileSync(path);
    const on = new GameBoy({ rom });
    const loaded = new GameBoy({ rom, seed: 5 });
    const state = new Uint8Array(on.stateSize);
    const other = new Uint8Array(on.stateSize);
    let seed = 1;
    for (let frame = 0; frame < FRAMES; frame++) {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      loaded.load(on.save(state));
      for (const machine of [on, loaded]) {
        if ((seed >> 8) % 10 === 0) machine.setButtons((seed >> 12) & 0xff, (seed >> 4) % FRAME);
        machine.runFrame();
      }
      const field = on.stateDifference(on.save(state), loaded.save(other));
      if (field !== null) expect.fail(`frame ${frame}: ${field} differs`);
      const pixel = firstDifference(on.frame, loaded.frame, on.frame.length);
      if (pixel >= 0) expect.fail(`frame ${frame}: pixel ${pixel % 160}, ${Math.floor(pixel / 160)} differs`);
      expect(loaded.sampleCount).toBe(on.sampleCount);
      const sample = firstDifference(on.samples, loaded.samples, on.sampleCount * 2);
      if (sample >= 0) expect.fail(`frame ${frame}: sample ${sample >> 1} differs`);
    }
  });
});
