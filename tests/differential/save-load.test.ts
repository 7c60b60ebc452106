import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { GameBoy } from '../../src/core/game-boy.ts';
import { crc32 } from '../../src/core/state/crc32.ts';
import { exportState, importState } from '../../src/core/state/interchange.ts';
import { RewindRing } from '../../src/player/rewind-ring.ts';
import { HOW_TO_GET_ROMS, projectRoot, romRoot } from '../helpers/rom-root.ts';

const WARM_UP = 180;
const FRAMES = 600;
const REWOUND = 250;

const root = romRoot();
const homebrew =
  root === null ? [] : readdirSync(join(root, 'homebrew')).filter((name) => /\.gbc?$/.test(name));
const games: [name: string, path: string][] = homebrew.map((name) => [
  name,
  join(root ?? '', 'homebrew', name),
]);
games.push(['the built-in game', join(projectRoot, 'test-roms/game/glim.gb')]);

/** Presses that change every few frames, as a function of the frame. */
function buttonsAt(frame: number): number {
  let x = ((frame >> 3) + 1) * 2654435761;
  x ^= x >>> 15;
  return (x >>> 5) & (x >>> 13) & 0xff;
}

function run(machine: GameBoy, frame: number): void {
  machine.setButtons(buttonsAt(frame), 1000);
  machine.runFrame();
}

/** One number for what a frame showed and sounded. */
function outputOf(machine: GameBoy): number {
  const picture = machine.frame;
  const samples = machine.samples.subarray(0, machine.sampleCount * 2);
  const bytes = (array: Uint16Array | Int16Array) =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  return crc32(bytes(picture)) ^ crc32(bytes(samples));
}

describe('a state is everything', () => {
  if (root === null) {
    test('the 23 games of homebrew/', (context) => context.skip(HOW_TO_GET_ROMS));
  }
  test.for(games)('%s', ([, path]) => {
    const rom = readFileSync(path);
    const machine = new GameBoy({ rom });
    for (let frame = 0; frame < WARM_UP; frame++) run(machine, frame);
    const start = machine.save();
    const ring = new RewindRing(machine.stateSize);
    const outputs: number[] = [];
    for (let frame = WARM_UP; frame < WARM_UP + FRAMES; frame++) {
      machine.save(ring.buffer);
      ring.push();
      run(machine, frame);
      outputs.push(outputOf(machine));
    }
    const end = machine.save();

    // Save, load into another console, and run: equal to running on without.
    const other = new GameBoy({ rom, seed: 99 });
    other.load(start);
    for (let i = 0; i < FRAMES; i++) {
      run(other, WARM_UP + i);
      if (outputOf(other) !== outputs[i]) expect.fail(`frame ${i} after the load differs`);
    }
    expect(other.stateDifference(other.save(), end)).toBeNull();

    // Rewind, then replay: equal to the original.
    let state: Uint8Array | null = null;
    for (let i = 0; i < REWOUND; i++) state = ring.back();
    if (state === null) expect.fail('the past does not reach that far back');
    machine.load(state);
    for (let i = FRAMES - REWOUND - 1; i < FRAMES; i++) {
      run(machine, WARM_UP + i);
      if (outputOf(machine) !== outputs[i]) expect.fail(`frame ${i} after rewinding differs`);
    }
    expect(machine.stateDifference(machine.save(), end)).toBeNull();

    // Through BESS the game goes on too; what it loses is less than a line, which later can make a frame.
    const file = exportState(machine, { rom: '0'.repeat(64), app: '' }, 0);
    file[0] ^= 0xff;
    const imported = new GameBoy({ rom });
    importState(imported, file, '');
    for (let i = 0; i < 10; i++) {
      run(machine, WARM_UP + FRAMES + i);
      run(imported, WARM_UP + FRAMES + i);
    }
    expect(imported.cpu.isLocked).toBe(false);
    let different = 0;
    for (let i = 0; i < machine.frame.length; i++) if (machine.frame[i] !== imported.frame[i]) different++;
    expect(different / machine.frame.length).toBeLessThan(0.25);
  });
});
