import { describe, expect, it } from 'vitest';
import type { ModelName } from '../../src/core/models.ts';
import { Lockstep } from './lockstep.ts';

/**
 * Forty objects, and OAM DMA started from HRAM in each frame, `delay` M-cycles after line 40 has begun: the fetches
 * of objects that come before it find what was there, those that come after it find what is moved.
 */
function transferInALine(delay: number, colour: boolean): Uint8Array {
  const rom = new Uint8Array(0x8000);
  rom.set([0xc3, 0x50, 0x01], 0x100);
  rom[0x143] = colour ? 0x80 : 0;
  let at = 0x150;
  const emit = (...bytes: number[]) => {
    rom.set(bytes, at);
    at += bytes.length;
  };
  emit(0xf3, 0x31, 0xfe, 0xff);
  // The LCD goes off in VBlank, for tile data with an edge in every byte and a table of objects at $C000.
  emit(0xf0, 0x44, 0xfe, 0x90, 0x20, 0xfa, 0xaf, 0xe0, 0x40);
  emit(0x21, 0x00, 0x80, 0x7d, 0xee, 0x5a, 0x22, 0x7c, 0xfe, 0x90, 0x20, 0xf7);
  emit(0x21, 0x00, 0xc0, 0x06, 0x28);
  // Ten of a line, a dot further apart each time; tile and flags from the place in the table.
  emit(0x7d, 0xe6, 0x0c, 0xc6, 0x32, 0x22, 0x7d, 0x87, 0xc6, 0x07, 0x22, 0x7d, 0x22, 0x7d, 0x07, 0x22);
  emit(0x05, 0x20, 0xed);
  // The routine: LDH ($46),A; LD A,$28; DEC A; JR NZ; RET.
  const routine = [0xe0, 0x46, 0x3e, 0x28, 0x3d, 0x20, 0xfd, 0xc9];
  routine.forEach((byte, i) => {
    emit(0x3e, byte, 0xe0, 0x80 + i);
  });
  emit(0x3e, 0xc0, 0xcd, 0x80, 0xff, 0x3e, 0x97, 0xe0, 0x40);
  const loop = at;
  emit(0xf0, 0x44, 0xfe, 0x28, 0x20, 0xfa);
  for (let i = 0; i < delay; i++) emit(0x00);
  emit(0x3e, 0xc0, 0xcd, 0x80, 0xff);
  emit(0xf0, 0x44, 0xfe, 0x90, 0x20, 0xfa, 0xc3, loop & 0xff, loop >> 8);
  return rom;
}

describe('OAM DMA that begins inside a line', () => {
  it.each<ModelName>(['dmg', 'cgb-e'])('is seen alike by the pipe and by lines at once on %s', (model) => {
    for (let delay = 0; delay < 64; delay++) {
      const lockstep = new Lockstep({ rom: transferInALine(delay, model !== 'dmg'), model });
      expect(lockstep.run(4), `${delay} M-cycles`).toBeNull();
    }
  });
});
