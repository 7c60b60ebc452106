import { MNEMONICS, PREFIXED_MNEMONICS } from './mnemonics.ts';

/** One instruction as text. */
export interface Disassembled {
  readonly address: number;
  /** Bytes that it takes, 1-3. */
  readonly length: number;
  /** RGBDS syntax; a name stands for an address that `nameOf` knows. */
  readonly text: string;
}

const hex = (value: number, digits: number) => `$${value.toString(16).toUpperCase().padStart(digits, '0')}`;

/**
 * The instruction at `address`. `read` gives bytes without side effects; `nameOf` may name a 16-bit address.
 */
export function disassemble(
  address: number,
  read: (address: number) => number,
  nameOf: (address: number) => string | undefined = () => undefined,
): Disassembled {
  const byte = (offset: number) => read((address + offset) & 0xffff);
  const opcode = byte(0);
  if (opcode === 0xcb) return { address, length: 2, text: PREFIXED_MNEMONICS[byte(1)] };
  const pattern = MNEMONICS[opcode];
  if (pattern.includes('nn')) {
    const word = byte(1) | (byte(2) << 8);
    return { address, length: 3, text: pattern.replace('nn', nameOf(word) ?? hex(word, 4)) };
  }
  if (pattern.startsWith('JR')) {
    const target = (address + 2 + ((byte(1) << 24) >> 24)) & 0xffff;
    return { address, length: 2, text: pattern.replace('e', nameOf(target) ?? hex(target, 4)) };
  }
  if (pattern.startsWith('LDH') && pattern.includes('(n)')) {
    const port = 0xff00 | byte(1);
    return { address, length: 2, text: pattern.replace('(n)', `(${nameOf(port) ?? hex(port, 4)})`) };
  }
  if (/[ ,+]e$/.test(pattern)) {
    const offset = (byte(1) << 24) >> 24;
    const sign = offset < 0 ? '-' : pattern.includes('+e') ? '+' : '';
    return { address, length: 2, text: pattern.replace(/\+?e$/, `${sign}${hex(Math.abs(offset), 2)}`) };
  }
  if (/(^|[ ,])n$/.test(pattern)) {
    return { address, length: 2, text: pattern.replace(/n$/, hex(byte(1), 2)) };
  }
  return { address, length: opcode === 0x10 ? 2 : 1, text: pattern };
}
