import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printMnemonics, printOpcodes, printPrefixed } from '../../../scripts/opcode-spec.ts';
import { disassemble } from '../../../src/core/cpu/disassembler.ts';

const source = (name: string) =>
  readFileSync(new URL(`../../../src/core/cpu/${name}`, import.meta.url), 'utf8');

describe('the printed opcode files', () => {
  it('are what `npm run gen` prints', () => {
    expect(source('opcodes.ts')).toBe(printOpcodes());
    expect(source('prefixed.ts')).toBe(printPrefixed());
    expect(source('mnemonics.ts')).toBe(printMnemonics());
  });
});

describe('the disassembler', () => {
  const text = (...bytes: number[]) => {
    const { length, text } = disassemble(0x150, (address) => bytes[address - 0x150] ?? 0);
    return `${length} ${text}`;
  };

  it('writes operands as RGBDS does', () => {
    expect(text(0x00)).toBe('1 NOP');
    expect(text(0xc3, 0x34, 0x12)).toBe('3 JP $1234');
    expect(text(0x18, 0xfe)).toBe('2 JR $0150');
    expect(text(0x20, 0x02)).toBe('2 JR NZ,$0154');
    expect(text(0x3e, 0x0a)).toBe('2 LD A,$0A');
    expect(text(0xe6, 0x0f)).toBe('2 AND $0F');
    expect(text(0xe0, 0x40)).toBe('2 LDH ($FF40),A');
    expect(text(0xe8, 0xfe)).toBe('2 ADD SP,-$02');
    expect(text(0xf8, 0x05)).toBe('2 LD HL,SP+$05');
    expect(text(0xf8, 0xfb)).toBe('2 LD HL,SP-$05');
    expect(text(0xcb, 0x7e)).toBe('2 BIT 7,(HL)');
    expect(text(0xd3)).toBe('1 DB $D3');
    expect(text(0x08, 0x00, 0xc0)).toBe('3 LD ($C000),SP');
  });

  it('puts names for addresses', () => {
    const bytes = [0xcd, 0x34, 0x12];
    const read = (address: number) => bytes[address] ?? 0;
    expect(disassemble(0, read, (address) => (address === 0x1234 ? 'Main.loop' : undefined)).text).toBe(
      'CALL Main.loop',
    );
  });
});
