import { expect, test } from 'vitest';
import { FRAME } from '../../../src/core/clock.ts';
import { GameBoy } from '../../../src/core/game-boy.ts';
import { makeRom } from './roms.ts';

/** Waits for line 20, begins an HBlank transfer of 127 blocks, and jumps to itself: nothing else asks the PPU again. */
const PROGRAM = [
  ...[0xf3, 0xf0, 0x44, 0xfe, 0x14, 0x20, 0xfa], // di; wait for LY = 20
  ...[0x3e, 0x40, 0xe0, 0x51, 0xaf, 0xe0, 0x52], // source $4000
  ...[0x3e, 0x80, 0xe0, 0x53, 0xaf, 0xe0, 0x54], // destination $8000
  ...[0x3e, 0xfe, 0xe0, 0x55, 0x18, 0xfe],
];

test('an HBlank transfer goes on after a load, though the program touches nothing', () => {
  const rom = makeRom(0x19, 0, 0, 0x80);
  rom.set(PROGRAM, 0x150);
  for (let at = 0x4000; at < 0x8000; at++) rom[at] = at * 7;
  const machine = new GameBoy({ rom });
  // Among the lines: at line 144 the PPU plans anew by itself.
  expect(machine.runUntil(() => machine.peek(0xff44) === 60 && machine.hdma.inHblank, 5 * FRAME)).toBe(true);
  const { blocks } = machine.hdma;
  const loaded = new GameBoy({ rom, seed: 5 });
  loaded.load(machine.save());
  machine.runFrame();
  loaded.runFrame();
  expect(machine.hdma.blocks).toBeLessThan(blocks);
  expect(loaded.hdma.blocks).toBe(machine.hdma.blocks);
  expect(loaded.stateDifference(loaded.save(), machine.save())).toBeNull();
});
