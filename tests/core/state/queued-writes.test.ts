import { expect, test } from 'vitest';
import { GameBoy } from '../../../src/core/game-boy.ts';
import { makeRom } from './roms.ts';

/** 0.1.0 at power-up: BGP is on its way, and a fifth write is counted that the queue of four does not hold. */
test('a state that counts more queued writes than there are shows its picture all the same', () => {
  const rom = makeRom(0, 0, 0);
  rom.set([0x18, 0xfe], 0x150);
  const machine = new GameBoy({ rom });
  const state = machine.save();
  const at = (name: string) => machine.stateFormat.find((field) => field.name === name)?.at ?? -1;
  const view = new DataView(state.buffer, state.byteOffset);
  for (let entry = 0; entry < 4; entry++) {
    const words = [machine.clock.now + 1, 0xff47, 0xe4];
    words.forEach((word, i) => {
      view.setInt32(at('ppu.queue') + entry * 12 + i * 4, word, true);
    });
  }
  state[at('ppu.queued')] = 5;
  machine.load(state);
  for (let frame = 0; frame < 3; frame++) machine.runFrame();
  expect(machine.peek(0xff47)).toBe(0xe4);
  expect(new Set(machine.frame).size).toBe(2);
});
