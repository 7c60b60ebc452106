import { execFileSync, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { GameBoy } from '../../src/core/game-boy.ts';
import { BUTTON_A } from '../../src/core/joypad.ts';
import { LinkedPair } from '../../src/core/link.ts';
import { projectRoot } from '../helpers/rom-root.ts';
import { frames, ownRom, PASS, verdict } from './verdict.ts';

describe('our own test ROMs', () => {
  test.each(
    (['dmg', 'cgb-e'] as const).flatMap((model) =>
      ['mbc1', 'mbc2', 'mbc3', 'mbc5'].map((name) => [`mappers/${name}.gb`, model] as const),
    ),
  )('%s passes on %s', (path, model) => {
    const machine = new GameBoy({ rom: ownRom(path), model });
    frames(machine, 60);
    expect(verdict(machine)).toEqual(PASS);
  });

  test.each(['cgb-c', 'cgb-e', 'agb'] as const)('hdma/hdma.gb passes on %s', (model) => {
    const machine = new GameBoy({ rom: ownRom('hdma/hdma.gb'), model });
    frames(machine, 120);
    expect(verdict(machine)).toEqual(PASS);
  });

  test.each([
    ['dmg', 'dmg'],
    ['cgb-e', 'cgb-e'],
    ['dmg', 'cgb-c'],
  ] as const)('two machines on a cable agree on every byte (%s and %s)', (modelA, modelB) => {
    const a = new GameBoy({ rom: ownRom('link/link-a.gb'), model: modelA });
    const b = new GameBoy({ rom: ownRom('link/link-b.gb'), model: modelB });
    const pair = new LinkedPair(a, b);
    for (let frame = 0; frame < 180; frame++) pair.runFrame();
    expect(verdict(a)).toEqual(PASS);
    expect(verdict(b)).toEqual(PASS);
  });

  test('without a cable neither side passes', () => {
    for (const side of ['a', 'b']) {
      const machine = new GameBoy({ rom: ownRom(`link/link-${side}.gb`) });
      frames(machine, 400);
      expect(verdict(machine)).toEqual([0x42, 0x42, 0x42, 0x42, 0x42, 0x42]);
    }
  });

  test.each(['dmg', 'cgb-e'] as const)('a press blackens the frame that is being drawn (%s)', (model) => {
    const machine = new GameBoy({ rom: ownRom('latency/latency.gb'), model });
    frames(machine, 30);
    const white = machine.frame[0];
    expect(new Set(machine.frame)).toEqual(new Set([white]));
    // Eight lines of VBlank and 72 of picture into the frame.
    const line = 912;
    machine.setButtons(BUTTON_A, (10 + 72) * line);
    machine.runFrame();
    const firstBlack = machine.frame.findIndex((dot) => dot !== white);
    expect(Math.floor(firstBlack / 160)).toBe(72);
    expect(new Set(machine.frame.subarray(firstBlack)).size).toBe(1);
    machine.setButtons(0);
    frames(machine, 3);
    expect(verdict(machine)).toEqual(PASS);
    expect(new Set(machine.frame)).toEqual(new Set([white]));
  });
});

describe('the built ROMs', () => {
  const missing = spawnSync('sdasgb').error !== undefined;
  test('are byte for byte what their sources make', (context) => {
    if (missing) context.skip('sdasgb is not here: apt-get install sdcc');
    const printed = execFileSync('node', ['test-roms/build.mjs', '--check'], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    expect(printed.match(/is what its sources make/g)).toHaveLength(10);
  });
});
