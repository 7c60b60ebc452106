/**
 * The SM83's instruction set by the bit fields of its opcodes: x = op >> 6, y = op >> 3 & 7, z = op & 7,
 * p = y >> 1, q = y & 1. From it come src/core/cpu/opcodes.ts and the disassembler's table.
 * In names, `n` is a byte, `nn` a word, `e` a signed displacement.
 */
export interface Instruction {
  /** Assembly text, operands as placeholders. */
  readonly name: string;
  /** TypeScript statement on the CPU `c`. */
  readonly code: string;
}

const R = ['b', 'c', 'd', 'e', 'h', 'l', '(hl)', 'a'];
const RP = ['bc', 'de', 'hl', 'sp'];
const STACK = ['bc', 'de', 'hl', 'af'];
const CONDITIONS = ['c.zero !== 0', 'c.zero === 0', 'c.carry === 0', 'c.carry !== 0'];
const CONDITION_NAMES = ['NZ', 'Z', 'NC', 'C'];
const ALU = ['add', 'adc', 'sub', 'sbc', 'and', 'xor', 'or', 'cp'];
const ALU_NAMES = ['ADD A,', 'ADC A,', 'SUB ', 'SBC A,', 'AND ', 'XOR ', 'OR ', 'CP '];
const SHIFTS = ['rlc', 'rrc', 'rl', 'rr', 'sla', 'sra', 'swap', 'srl'];
const A_OPS = ['rlca', 'rrca', 'rla', 'rra', 'daa', 'cpl', 'scf', 'ccf'];
const INDIRECT = ['c.bc', 'c.de', 'c.hli', 'c.hld'];
const INDIRECT_NAMES = ['(BC)', '(DE)', '(HL+)', '(HL-)'];

const get = (r: string) => (r === '(hl)' ? 'c.read(c.hl)' : `c.${r}`);
const set = (r: string, value: string) => (r === '(hl)' ? `c.write(c.hl, ${value})` : `c.${r} = ${value}`);
const up = (text: string) => text.toUpperCase();
const hex = (value: number) => `$${value.toString(16).toUpperCase().padStart(2, '0')}`;
const one = (name: string, code: string): Instruction => ({ name, code });

function quarter0(y: number, z: number): Instruction {
  const p = y >> 1;
  const q = y & 1;
  switch (z) {
    case 0:
      if (y === 0) return one('NOP', '');
      if (y === 1) return one('LD (nn),SP', 'c.storeSp()');
      if (y === 2) return one('STOP', 'c.stop()');
      if (y === 3) return one('JR e', 'c.jr(true)');
      return one(`JR ${CONDITION_NAMES[y - 4]},e`, `c.jr(${CONDITIONS[y - 4]})`);
    case 1:
      return q === 0
        ? one(`LD ${up(RP[p])},nn`, `c.${RP[p]} = c.fetch16()`)
        : one(`ADD HL,${up(RP[p])}`, `c.addHl(c.${RP[p]})`);
    case 2:
      return q === 0
        ? one(`LD ${INDIRECT_NAMES[p]},A`, `c.write(${INDIRECT[p]}, c.a)`)
        : one(`LD A,${INDIRECT_NAMES[p]}`, `c.a = c.read(${INDIRECT[p]})`);
    case 3:
      return q === 0
        ? one(`INC ${up(RP[p])}`, `c.${RP[p]} = c.inc16(c.${RP[p]})`)
        : one(`DEC ${up(RP[p])}`, `c.${RP[p]} = c.dec16(c.${RP[p]})`);
    case 4:
      return one(`INC ${up(R[y])}`, set(R[y], `c.inc(${get(R[y])})`));
    case 5:
      return one(`DEC ${up(R[y])}`, set(R[y], `c.dec(${get(R[y])})`));
    case 6:
      return one(`LD ${up(R[y])},n`, set(R[y], 'c.fetch()'));
    default:
      return one(up(A_OPS[y]), `c.${A_OPS[y]}()`);
  }
}

function quarter3(op: number, y: number, z: number): Instruction {
  const p = y >> 1;
  const q = y & 1;
  const none = one(`DB ${hex(op)}`, 'c.lockUp()');
  switch (z) {
    case 0:
      if (y < 4) return one(`RET ${CONDITION_NAMES[y]}`, `c.retIf(${CONDITIONS[y]})`);
      return [
        one('LDH (n),A', 'c.write(0xff00 | c.fetch(), c.a)'),
        one('ADD SP,e', 'const sp = c.spPlus(); c.idle(); c.sp = sp'),
        one('LDH A,(n)', 'c.a = c.read(0xff00 | c.fetch())'),
        one('LD HL,SP+e', 'c.hl = c.spPlus()'),
      ][y - 4];
    case 1:
      if (q === 0) return one(`POP ${up(STACK[p])}`, `c.${STACK[p]} = c.pop()`);
      return [
        one('RET', 'c.ret()'),
        one('RETI', 'c.reti()'),
        one('JP HL', 'c.pc = c.hl'),
        one('LD SP,HL', 'c.loadSp()'),
      ][p];
    case 2:
      if (y < 4) return one(`JP ${CONDITION_NAMES[y]},nn`, `c.jp(${CONDITIONS[y]})`);
      return [
        one('LDH (C),A', 'c.write(0xff00 | c.c, c.a)'),
        one('LD (nn),A', 'c.write(c.fetch16(), c.a)'),
        one('LDH A,(C)', 'c.a = c.read(0xff00 | c.c)'),
        one('LD A,(nn)', 'c.a = c.read(c.fetch16())'),
      ][y - 4];
    case 3:
      if (y === 0) return one('JP nn', 'c.jp(true)');
      if (y === 1) return one('PREFIX', 'c.prefix()');
      if (y === 6) return one('DI', 'c.di()');
      if (y === 7) return one('EI', 'c.ei()');
      return none;
    case 4:
      return y < 4 ? one(`CALL ${CONDITION_NAMES[y]},nn`, `c.call(${CONDITIONS[y]})`) : none;
    case 5:
      if (q === 0) return one(`PUSH ${up(STACK[p])}`, `c.push(c.${STACK[p]})`);
      return p === 0 ? one('CALL nn', 'c.call(true)') : none;
    case 6:
      return one(`${ALU_NAMES[y]}n`, `c.${ALU[y]}(c.fetch())`);
    default:
      return one(`RST ${hex(y * 8)}`, `c.rst(0x${(y * 8).toString(16).padStart(2, '0')})`);
  }
}

/** The instruction of an opcode. */
export function instruction(op: number): Instruction {
  const y = (op >> 3) & 7;
  const z = op & 7;
  switch (op >> 6) {
    case 0:
      return quarter0(y, z);
    case 1:
      if (op === 0x76) return one('HALT', 'c.halt()');
      return one(`LD ${up(R[y])},${up(R[z])}`, y === z ? '' : set(R[y], get(R[z])));
    case 2:
      return one(`${ALU_NAMES[y]}${up(R[z])}`, `c.${ALU[y]}(${get(R[z])})`);
    default:
      return quarter3(op, y, z);
  }
}

/** The instruction of an opcode after the $CB prefix. */
export function prefixedInstruction(op: number): Instruction {
  const y = (op >> 3) & 7;
  const r = R[op & 7];
  const mask = `0x${(1 << y).toString(16).padStart(2, '0')}`;
  const clear = `0x${(~(1 << y) & 0xff).toString(16).padStart(2, '0')}`;
  switch (op >> 6) {
    case 0:
      return one(`${up(SHIFTS[y])} ${up(r)}`, set(r, `c.${SHIFTS[y]}(${get(r)})`));
    case 1:
      return one(`BIT ${y},${up(r)}`, `c.bit(${mask}, ${get(r)})`);
    case 2:
      return one(`RES ${y},${up(r)}`, set(r, `${get(r)} & ${clear}`));
    default:
      return one(`SET ${y},${up(r)}`, set(r, `${get(r)} | ${mask}`));
  }
}

const number2 = (op: number) => op.toString(16).toUpperCase().padStart(2, '0');

function table(name: string, doc: string, each: (op: number) => Instruction): string {
  const lines = Array.from({ length: 256 }, (_, op) => {
    const { name: text, code } = each(op);
    const body = code === '' ? '() => {}' : `(c) => { ${code}; }`;
    return `  /* ${number2(op)} ${text} */ ${body},`;
  });
  return `/** ${doc} */\nexport const ${name}: readonly Operation[] = [\n${lines.join('\n')}\n];\n`;
}

/** Text of src/core/cpu/opcodes.ts. */
export function printOpcodes(): string {
  return `// Printed by \`npm run gen\` from scripts/opcode-spec.ts; a test checks that it is fresh.
import type { Cpu } from './cpu.ts';

/** One instruction, after its opcode has been fetched. */
export type Operation = (c: Cpu) => void;

${table('OPCODES', 'The 256 opcodes.', instruction)}
${table('PREFIXED', 'The 256 opcodes after $CB.', prefixedInstruction)}`;
}

/** Text of src/core/cpu/mnemonics.ts. */
export function printMnemonics(): string {
  const list = (name: string, doc: string, each: (op: number) => Instruction) =>
    `/** ${doc} */\nexport const ${name}: readonly string[] = [\n${Array.from(
      { length: 256 },
      (_, op) => `  '${each(op).name}',`,
    ).join('\n')}\n];\n`;
  return `// Printed by \`npm run gen\` from scripts/opcode-spec.ts; a test checks that it is fresh.

${list('MNEMONICS', 'Assembly text by opcode: n is a byte, nn a word, e a displacement.', instruction)}
${list('PREFIXED_MNEMONICS', 'Assembly text by opcode after $CB.', prefixedInstruction)}`;
}
