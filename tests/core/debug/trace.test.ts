import { expect, it } from 'vitest';
import { traceLine } from '../../../src/core/debug/trace.ts';

it('writes the line that other emulators write', () => {
  const registers = { a: 0x01, f: 0xb0, b: 0x00, c: 0x13, d: 0x00, e: 0xd8, h: 0x01, l: 0x4d, sp: 0xfffe };
  const memory: Record<number, number> = { 256: 0x00, 257: 0xc3, 258: 0x13, 259: 0x02 };
  expect(traceLine(registers, 0x0100, (address) => memory[address])).toBe(
    'A:01 F:B0 B:00 C:13 D:00 E:D8 H:01 L:4D SP:FFFE PC:0100 PCMEM:00,C3,13,02',
  );
});

it('reads around the end of memory', () => {
  const registers = { a: 0, f: 0, b: 0, c: 0, d: 0, e: 0, h: 0, l: 0, sp: 0 };
  expect(traceLine(registers, 0xfffe, (address) => address & 0xff)).toMatch(/PC:FFFE PCMEM:FE,FF,00,01$/);
});
