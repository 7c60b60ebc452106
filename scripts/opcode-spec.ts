/**
 * The SM83's instruction set by the bit fields of its opcodes: x = op >> 6, y = op >> 3 & 7, z = op & 7,
 * p = y >> 1, q = y & 1. From it come src/core/cpu/opcodes.ts, prefixed.ts and
 * the disassembler's table.
 * In names, `n` is a byte, `nn` a word, `e` a signed displacement.
 */
export interface Instruction {
  /** Assembly text, operands as placeholders. */
  readonly name: string;
  /** Name of the function that it shares with the instructions that differ by their operands alone. */
  readonly family: string;
  /** TypeScript statements on the CPU `c` and the opcode `op`. */
  readonly code: string;
}

const R = ['B', 'C', 'D', 'E', 'H', 'L', '(HL)', 'A'];
const RP = ['BC', 'DE', 'HL', 'SP'];
const STACK = ['BC', 'DE', 'HL', 'AF'];
const CONDITION_NAMES = ['NZ', 'Z', 'NC', 'C'];
const ALU = ['add', 'adc', 'sub', 'sbc', 'and', 'xor', 'or', 'cp'];
const ALU_NAMES = ['ADD A,', 'ADC A,', 'SUB ', 'SBC A,', 'AND ', 'XOR ', 'OR ', 'CP '];
const SHIFTS = ['rlc', 'rrc', 'rl', 'rr', 'sla', 'sra', 'swap', 'srl'];
const A_OPS = ['rlca', 'rrca', 'rla', 'rra', 'daa', 'cpl', 'scf', 'ccf'];
const INDIRECT_NAMES = ['(BC)', '(DE)', '(HL+)', '(HL-)'];

/** Operands by the fields of `op`: y as the register to change, z as the one to read. */
const TO = 'c.r[(op >> 3) & 7]';
const FROM = 'c.r[op & 7]';
const A = 'c.r[7]';
const MEMORY = 6;

const up = (text: string) => text.toUpperCase();
const hex = (value: number) => `$${value.toString(16).toUpperCase().padStart(2, '0')}`;
const one = (name: string, family: string, code: string): Instruction => ({ name, family, code });

/** An instruction that changes register z, or the byte at HL: `code` with the old value in the place of `?`. */
function onRegister(name: string, family: string, z: number, code: string): Instruction {
  return z === MEMORY
    ? one(name, `${family}Memory`, `c.write(c.hl, ${code.replace('?', 'c.read(c.hl)')})`)
    : one(name, family, `${FROM} = ${code.replace('?', FROM)}`);
}

function quarter0(y: number, z: number): Instruction {
  const p = y >> 1;
  const q = y & 1;
  switch (z) {
    case 0:
      if (y === 0) return one('NOP', 'nop', '');
      if (y === 1) return one('LD (nn),SP', 'storeSp', 'c.storeSp()');
      if (y === 2) return one('STOP', 'stop', 'c.stop()');
      if (y === 3) return one('JR e', 'jr', 'c.jr(true)');
      return one(`JR ${CONDITION_NAMES[y - 4]},e`, 'jrIf', 'c.jr(c.condition(op))');
    case 1:
      if (p === 3) {
        return q === 0
          ? one('LD SP,nn', 'loadSp16', 'c.sp = c.fetch16()')
          : one('ADD HL,SP', 'addHlSp', 'c.addHl(c.sp)');
      }
      return q === 0
        ? one(`LD ${RP[p]},nn`, 'load16', 'c.setPair(op, c.fetch16())')
        : one(`ADD HL,${RP[p]}`, 'addHl', 'c.addHl(c.pair(op))');
    case 2:
      if (p < 2) {
        return q === 0
          ? one(`LD ${INDIRECT_NAMES[p]},A`, 'storePair', `c.write(c.pair(op), ${A})`)
          : one(`LD A,${INDIRECT_NAMES[p]}`, 'loadPair', `${A} = c.read(c.pair(op))`);
      }
      return q === 0
        ? one(`LD ${INDIRECT_NAMES[p]},A`, 'storeOn', `c.write(c.hlOn(op), ${A})`)
        : one(`LD A,${INDIRECT_NAMES[p]}`, 'loadOn', `${A} = c.read(c.hlOn(op))`);
    case 3: {
      const change = q === 0 ? 'inc' : 'dec';
      return p === 3
        ? one(`${up(change)} SP`, `${change}Sp`, `c.sp = c.${change}16(c.sp)`)
        : one(`${up(change)} ${RP[p]}`, `${change}Pair`, `c.setPair(op, c.${change}16(c.pair(op)))`);
    }
    case 4:
    case 5: {
      const change = z === 4 ? 'inc' : 'dec';
      return y === MEMORY
        ? one(`${up(change)} (HL)`, `${change}Memory`, `c.write(c.hl, c.${change}(c.read(c.hl)))`)
        : one(`${up(change)} ${R[y]}`, change, `${TO} = c.${change}(${TO})`);
    }
    case 6:
      return y === MEMORY
        ? one('LD (HL),n', 'store8', 'c.write(c.hl, c.fetch())')
        : one(`LD ${R[y]},n`, 'load8', `${TO} = c.fetch()`);
    default:
      return one(up(A_OPS[y]), A_OPS[y], `c.${A_OPS[y]}()`);
  }
}

function quarter3(op: number, y: number, z: number): Instruction {
  const p = y >> 1;
  const q = y & 1;
  const none = one(`DB ${hex(op)}`, 'lockUp', 'c.lockUp()');
  switch (z) {
    case 0:
      if (y < 4) return one(`RET ${CONDITION_NAMES[y]}`, 'retIf', 'c.retIf(c.condition(op))');
      return [
        one('LDH (n),A', 'storeHigh', `c.writeHigh(c.fetch(), ${A})`),
        one('ADD SP,e', 'addSp', 'const sp = c.spPlus(); c.idle(); c.sp = sp'),
        one('LDH A,(n)', 'loadHigh', `${A} = c.readHigh(c.fetch())`),
        one('LD HL,SP+e', 'loadHlSp', 'c.hl = c.spPlus()'),
      ][y - 4];
    case 1:
      if (q === 0) {
        return p === 3
          ? one('POP AF', 'popAf', 'c.af = c.pop()')
          : one(`POP ${STACK[p]}`, 'pop', 'c.setPair(op, c.pop())');
      }
      return [
        one('RET', 'ret', 'c.ret()'),
        one('RETI', 'reti', 'c.reti()'),
        one('JP HL', 'jpHl', 'c.pc = c.hl'),
        one('LD SP,HL', 'loadSp', 'c.loadSp()'),
      ][p];
    case 2:
      if (y < 4) return one(`JP ${CONDITION_NAMES[y]},nn`, 'jpIf', 'c.jp(c.condition(op))');
      return [
        one('LDH (C),A', 'storeHighC', `c.writeHigh(c.c, ${A})`),
        one('LD (nn),A', 'storeDirect', `c.write(c.fetch16(), ${A})`),
        one('LDH A,(C)', 'loadHighC', `${A} = c.readHigh(c.c)`),
        one('LD A,(nn)', 'loadDirect', `${A} = c.read(c.fetch16())`),
      ][y - 4];
    case 3:
      if (y === 0) return one('JP nn', 'jp', 'c.jp(true)');
      if (y === 1) return one('PREFIX', 'prefix', 'c.prefix()');
      if (y === 6) return one('DI', 'di', 'c.di()');
      if (y === 7) return one('EI', 'ei', 'c.ei()');
      return none;
    case 4:
      return y < 4 ? one(`CALL ${CONDITION_NAMES[y]},nn`, 'callIf', 'c.call(c.condition(op))') : none;
    case 5:
      if (q === 0) {
        return p === 3
          ? one('PUSH AF', 'pushAf', 'c.push(c.af)')
          : one(`PUSH ${STACK[p]}`, 'push', 'c.push(c.pair(op))');
      }
      return p === 0 ? one('CALL nn', 'call', 'c.call(true)') : none;
    case 6:
      return one(`${ALU_NAMES[y]}n`, `${ALU[y]}8`, `c.${ALU[y]}(c.fetch())`);
    default:
      return one(`RST ${hex(y * 8)}`, 'rst', 'c.rst(op & 0x38)');
  }
}

/** The instruction of an opcode. */
export function instruction(op: number): Instruction {
  const y = (op >> 3) & 7;
  const z = op & 7;
  switch (op >> 6) {
    case 0:
      return quarter0(y, z);
    case 1: {
      if (op === 0x76) return one('HALT', 'halt', 'c.halt()');
      const name = `LD ${R[y]},${R[z]}`;
      if (y === MEMORY) return one(name, 'storeMemory', `c.write(c.hl, ${FROM})`);
      return z === MEMORY
        ? one(name, 'loadMemory', `${TO} = c.read(c.hl)`)
        : one(name, 'load', `${TO} = ${FROM}`);
    }
    case 2:
      return z === MEMORY
        ? one(`${ALU_NAMES[y]}(HL)`, `${ALU[y]}Memory`, `c.${ALU[y]}(c.read(c.hl))`)
        : one(`${ALU_NAMES[y]}${R[z]}`, ALU[y], `c.${ALU[y]}(${FROM})`);
    default:
      return quarter3(op, y, z);
  }
}

/** The instruction of an opcode after the $CB prefix. */
export function prefixedInstruction(op: number): Instruction {
  const y = (op >> 3) & 7;
  const z = op & 7;
  const mask = '(1 << ((op >> 3) & 7))';
  switch (op >> 6) {
    case 0:
      return onRegister(`${up(SHIFTS[y])} ${R[z]}`, SHIFTS[y], z, `c.${SHIFTS[y]}(?)`);
    case 1:
      return z === MEMORY
        ? one(`BIT ${y},(HL)`, 'bitMemory', `c.bit(${mask}, c.read(c.hl))`)
        : one(`BIT ${y},${R[z]}`, 'bit', `c.bit(${mask}, ${FROM})`);
    case 2:
      return onRegister(`RES ${y},${R[z]}`, 'res', z, `? & ~${mask}`);
    default:
      return onRegister(`SET ${y},${R[z]}`, 'set', z, `? | ${mask}`);
  }
}

const number2 = (op: number) => op.toString(16).toUpperCase().padStart(2, '0');

const ALL = Array.from({ length: 256 }, (_, op) => op);

/** The functions of `each`, by their names. */
function families(each: (op: number) => Instruction): string {
  const codes = new Map<string, string>();
  for (const { family, code } of ALL.map(each)) {
    if ((codes.get(family) ?? code) !== code) throw new Error(`${family} has two codes`);
    codes.set(family, code);
  }
  return [...codes]
    .map(([name, code]) => {
      const parameters = code === '' ? '' : /\bop\b/.test(code) ? 'c: Cpu, op: number' : 'c: Cpu';
      return `function ${name}(${parameters}): void { ${code === '' ? '' : `${code};`} }`;
    })
    .join('\n');
}

function table(name: string, doc: string, each: (op: number) => Instruction): string {
  const lines = ALL.map((op) => `  /* ${number2(op)} ${each(op).name} */ ${each(op).family},`);
  return `/** ${doc} */\nexport const ${name}: readonly Operation[] = [\n${lines.join('\n')}\n];\n`;
}

const PRINTED = '// Printed by `npm run gen` from scripts/opcode-spec.ts; a test checks that it is fresh.';

/** Text of src/core/cpu/opcodes.ts. */
export function printOpcodes(): string {
  return `${PRINTED}
import type { Cpu } from './cpu.ts';

/** One instruction, after its opcode \`op\` has been fetched. */
export type Operation = (c: Cpu, op: number) => void;

${families(instruction)}

${table('OPCODES', 'The 256 opcodes.', instruction)}`;
}

/** Text of src/core/cpu/prefixed.ts. */
export function printPrefixed(): string {
  return `${PRINTED}
import type { Cpu } from './cpu.ts';
import type { Operation } from './opcodes.ts';

${families(prefixedInstruction)}

${table('PREFIXED', 'The 256 opcodes after $CB.', prefixedInstruction)}`;
}

/** Text of src/core/cpu/mnemonics.ts. */
export function printMnemonics(): string {
  const list = (name: string, doc: string, each: (op: number) => Instruction) =>
    `/** ${doc} */\nexport const ${name}: readonly string[] = [\n${Array.from(
      { length: 256 },
      (_, op) => `  '${each(op).name}',`,
    ).join('\n')}\n];\n`;
  return `${PRINTED}

${list('MNEMONICS', 'Assembly text by opcode: n is a byte, nn a word, e a displacement.', instruction)}
${list('PREFIXED_MNEMONICS', 'Assembly text by opcode after $CB.', prefixedInstruction)}`;
}
