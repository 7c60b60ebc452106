// Printed by `npm run gen` from scripts/opcode-spec.ts; a test checks that it is fresh.
import type { Cpu } from './cpu.ts';

/** One instruction, after its opcode `op` has been fetched. */
export type Operation = (c: Cpu, op: number) => void;

function nop(): void {  }
function load16(c: Cpu, op: number): void { c.setPair(op, c.fetch16()); }
function storePair(c: Cpu, op: number): void { c.write(c.pair(op), c.r[7]); }
function incPair(c: Cpu, op: number): void { c.setPair(op, c.inc16(c.pair(op))); }
function inc(c: Cpu, op: number): void { c.r[(op >> 3) & 7] = c.inc(c.r[(op >> 3) & 7]); }
function dec(c: Cpu, op: number): void { c.r[(op >> 3) & 7] = c.dec(c.r[(op >> 3) & 7]); }
function load8(c: Cpu, op: number): void { c.r[(op >> 3) & 7] = c.fetch(); }
function rlca(c: Cpu): void { c.rlca(); }
function storeSp(c: Cpu): void { c.storeSp(); }
function addHl(c: Cpu, op: number): void { c.addHl(c.pair(op)); }
function loadPair(c: Cpu, op: number): void { c.r[7] = c.read(c.pair(op)); }
function decPair(c: Cpu, op: number): void { c.setPair(op, c.dec16(c.pair(op))); }
function rrca(c: Cpu): void { c.rrca(); }
function stop(c: Cpu): void { c.stop(); }
function rla(c: Cpu): void { c.rla(); }
function jr(c: Cpu): void { c.jr(true); }
function rra(c: Cpu): void { c.rra(); }
function jrIf(c: Cpu, op: number): void { c.jr(c.condition(op)); }
function storeOn(c: Cpu, op: number): void { c.write(c.hlOn(op), c.r[7]); }
function daa(c: Cpu): void { c.daa(); }
function loadOn(c: Cpu, op: number): void { c.r[7] = c.read(c.hlOn(op)); }
function cpl(c: Cpu): void { c.cpl(); }
function loadSp16(c: Cpu): void { c.sp = c.fetch16(); }
function incSp(c: Cpu): void { c.sp = c.inc16(c.sp); }
function incMemory(c: Cpu): void { c.write(c.hl, c.inc(c.read(c.hl))); }
function decMemory(c: Cpu): void { c.write(c.hl, c.dec(c.read(c.hl))); }
function store8(c: Cpu): void { c.write(c.hl, c.fetch()); }
function scf(c: Cpu): void { c.scf(); }
function addHlSp(c: Cpu): void { c.addHl(c.sp); }
function decSp(c: Cpu): void { c.sp = c.dec16(c.sp); }
function ccf(c: Cpu): void { c.ccf(); }
function load(c: Cpu, op: number): void { c.r[(op >> 3) & 7] = c.r[op & 7]; }
function loadMemory(c: Cpu, op: number): void { c.r[(op >> 3) & 7] = c.read(c.hl); }
function storeMemory(c: Cpu, op: number): void { c.write(c.hl, c.r[op & 7]); }
function halt(c: Cpu): void { c.halt(); }
function add(c: Cpu, op: number): void { c.add(c.r[op & 7]); }
function addMemory(c: Cpu): void { c.add(c.read(c.hl)); }
function adc(c: Cpu, op: number): void { c.adc(c.r[op & 7]); }
function adcMemory(c: Cpu): void { c.adc(c.read(c.hl)); }
function sub(c: Cpu, op: number): void { c.sub(c.r[op & 7]); }
function subMemory(c: Cpu): void { c.sub(c.read(c.hl)); }
function sbc(c: Cpu, op: number): void { c.sbc(c.r[op & 7]); }
function sbcMemory(c: Cpu): void { c.sbc(c.read(c.hl)); }
function and(c: Cpu, op: number): void { c.and(c.r[op & 7]); }
function andMemory(c: Cpu): void { c.and(c.read(c.hl)); }
function xor(c: Cpu, op: number): void { c.xor(c.r[op & 7]); }
function xorMemory(c: Cpu): void { c.xor(c.read(c.hl)); }
function or(c: Cpu, op: number): void { c.or(c.r[op & 7]); }
function orMemory(c: Cpu): void { c.or(c.read(c.hl)); }
function cp(c: Cpu, op: number): void { c.cp(c.r[op & 7]); }
function cpMemory(c: Cpu): void { c.cp(c.read(c.hl)); }
function retIf(c: Cpu, op: number): void { c.retIf(c.condition(op)); }
function pop(c: Cpu, op: number): void { c.setPair(op, c.pop()); }
function jpIf(c: Cpu, op: number): void { c.jp(c.condition(op)); }
function jp(c: Cpu): void { c.jp(true); }
function callIf(c: Cpu, op: number): void { c.call(c.condition(op)); }
function push(c: Cpu, op: number): void { c.push(c.pair(op)); }
function add8(c: Cpu): void { c.add(c.fetch()); }
function rst(c: Cpu, op: number): void { c.rst(op & 0x38); }
function ret(c: Cpu): void { c.ret(); }
function prefix(c: Cpu): void { c.prefix(); }
function call(c: Cpu): void { c.call(true); }
function adc8(c: Cpu): void { c.adc(c.fetch()); }
function lockUp(c: Cpu): void { c.lockUp(); }
function sub8(c: Cpu): void { c.sub(c.fetch()); }
function reti(c: Cpu): void { c.reti(); }
function sbc8(c: Cpu): void { c.sbc(c.fetch()); }
function storeHigh(c: Cpu): void { c.writeHigh(c.fetch(), c.r[7]); }
function storeHighC(c: Cpu): void { c.writeHigh(c.c, c.r[7]); }
function and8(c: Cpu): void { c.and(c.fetch()); }
function addSp(c: Cpu): void { const sp = c.spPlus(); c.idle(); c.sp = sp; }
function jpHl(c: Cpu): void { c.pc = c.hl; }
function storeDirect(c: Cpu): void { c.write(c.fetch16(), c.r[7]); }
function xor8(c: Cpu): void { c.xor(c.fetch()); }
function loadHigh(c: Cpu): void { c.r[7] = c.readHigh(c.fetch()); }
function popAf(c: Cpu): void { c.af = c.pop(); }
function loadHighC(c: Cpu): void { c.r[7] = c.readHigh(c.c); }
function di(c: Cpu): void { c.di(); }
function pushAf(c: Cpu): void { c.push(c.af); }
function or8(c: Cpu): void { c.or(c.fetch()); }
function loadHlSp(c: Cpu): void { c.hl = c.spPlus(); }
function loadSp(c: Cpu): void { c.loadSp(); }
function loadDirect(c: Cpu): void { c.r[7] = c.read(c.fetch16()); }
function ei(c: Cpu): void { c.ei(); }
function cp8(c: Cpu): void { c.cp(c.fetch()); }

/** The 256 opcodes. */
export const OPCODES: readonly Operation[] = [
  /* 00 NOP */ nop,
  /* 01 LD BC,nn */ load16,
  /* 02 LD (BC),A */ storePair,
  /* 03 INC BC */ incPair,
  /* 04 INC B */ inc,
  /* 05 DEC B */ dec,
  /* 06 LD B,n */ load8,
  /* 07 RLCA */ rlca,
  /* 08 LD (nn),SP */ storeSp,
  /* 09 ADD HL,BC */ addHl,
  /* 0A LD A,(BC) */ loadPair,
  /* 0B DEC BC */ decPair,
  /* 0C INC C */ inc,
  /* 0D DEC C */ dec,
  /* 0E LD C,n */ load8,
  /* 0F RRCA */ rrca,
  /* 10 STOP */ stop,
  /* 11 LD DE,nn */ load16,
  /* 12 LD (DE),A */ storePair,
  /* 13 INC DE */ incPair,
  /* 14 INC D */ inc,
  /* 15 DEC D */ dec,
  /* 16 LD D,n */ load8,
  /* 17 RLA */ rla,
  /* 18 JR e */ jr,
  /* 19 ADD HL,DE */ addHl,
  /* 1A LD A,(DE) */ loadPair,
  /* 1B DEC DE */ decPair,
  /* 1C INC E */ inc,
  /* 1D DEC E */ dec,
  /* 1E LD E,n */ load8,
  /* 1F RRA */ rra,
  /* 20 JR NZ,e */ jrIf,
  /* 21 LD HL,nn */ load16,
  /* 22 LD (HL+),A */ storeOn,
  /* 23 INC HL */ incPair,
  /* 24 INC H */ inc,
  /* 25 DEC H */ dec,
  /* 26 LD H,n */ load8,
  /* 27 DAA */ daa,
  /* 28 JR Z,e */ jrIf,
  /* 29 ADD HL,HL */ addHl,
  /* 2A LD A,(HL+) */ loadOn,
  /* 2B DEC HL */ decPair,
  /* 2C INC L */ inc,
  /* 2D DEC L */ dec,
  /* 2E LD L,n */ load8,
  /* 2F CPL */ cpl,
  /* 30 JR NC,e */ jrIf,
  /* 31 LD SP,nn */ loadSp16,
  /* 32 LD (HL-),A */ storeOn,
  /* 33 INC SP */ incSp,
  /* 34 INC (HL) */ incMemory,
  /* 35 DEC (HL) */ decMemory,
  /* 36 LD (HL),n */ store8,
  /* 37 SCF */ scf,
  /* 38 JR C,e */ jrIf,
  /* 39 ADD HL,SP */ addHlSp,
  /* 3A LD A,(HL-) */ loadOn,
  /* 3B DEC SP */ decSp,
  /* 3C INC A */ inc,
  /* 3D DEC A */ dec,
  /* 3E LD A,n */ load8,
  /* 3F CCF */ ccf,
  /* 40 LD B,B */ load,
  /* 41 LD B,C */ load,
  /* 42 LD B,D */ load,
  /* 43 LD B,E */ load,
  /* 44 LD B,H */ load,
  /* 45 LD B,L */ load,
  /* 46 LD B,(HL) */ loadMemory,
  /* 47 LD B,A */ load,
  /* 48 LD C,B */ load,
  /* 49 LD C,C */ load,
  /* 4A LD C,D */ load,
  /* 4B LD C,E */ load,
  /* 4C LD C,H */ load,
  /* 4D LD C,L */ load,
  /* 4E LD C,(HL) */ loadMemory,
  /* 4F LD C,A */ load,
  /* 50 LD D,B */ load,
  /* 51 LD D,C */ load,
  /* 52 LD D,D */ load,
  /* 53 LD D,E */ load,
  /* 54 LD D,H */ load,
  /* 55 LD D,L */ load,
  /* 56 LD D,(HL) */ loadMemory,
  /* 57 LD D,A */ load,
  /* 58 LD E,B */ load,
  /* 59 LD E,C */ load,
  /* 5A LD E,D */ load,
  /* 5B LD E,E */ load,
  /* 5C LD E,H */ load,
  /* 5D LD E,L */ load,
  /* 5E LD E,(HL) */ loadMemory,
  /* 5F LD E,A */ load,
  /* 60 LD H,B */ load,
  /* 61 LD H,C */ load,
  /* 62 LD H,D */ load,
  /* 63 LD H,E */ load,
  /* 64 LD H,H */ load,
  /* 65 LD H,L */ load,
  /* 66 LD H,(HL) */ loadMemory,
  /* 67 LD H,A */ load,
  /* 68 LD L,B */ load,
  /* 69 LD L,C */ load,
  /* 6A LD L,D */ load,
  /* 6B LD L,E */ load,
  /* 6C LD L,H */ load,
  /* 6D LD L,L */ load,
  /* 6E LD L,(HL) */ loadMemory,
  /* 6F LD L,A */ load,
  /* 70 LD (HL),B */ storeMemory,
  /* 71 LD (HL),C */ storeMemory,
  /* 72 LD (HL),D */ storeMemory,
  /* 73 LD (HL),E */ storeMemory,
  /* 74 LD (HL),H */ storeMemory,
  /* 75 LD (HL),L */ storeMemory,
  /* 76 HALT */ halt,
  /* 77 LD (HL),A */ storeMemory,
  /* 78 LD A,B */ load,
  /* 79 LD A,C */ load,
  /* 7A LD A,D */ load,
  /* 7B LD A,E */ load,
  /* 7C LD A,H */ load,
  /* 7D LD A,L */ load,
  /* 7E LD A,(HL) */ loadMemory,
  /* 7F LD A,A */ load,
  /* 80 ADD A,B */ add,
  /* 81 ADD A,C */ add,
  /* 82 ADD A,D */ add,
  /* 83 ADD A,E */ add,
  /* 84 ADD A,H */ add,
  /* 85 ADD A,L */ add,
  /* 86 ADD A,(HL) */ addMemory,
  /* 87 ADD A,A */ add,
  /* 88 ADC A,B */ adc,
  /* 89 ADC A,C */ adc,
  /* 8A ADC A,D */ adc,
  /* 8B ADC A,E */ adc,
  /* 8C ADC A,H */ adc,
  /* 8D ADC A,L */ adc,
  /* 8E ADC A,(HL) */ adcMemory,
  /* 8F ADC A,A */ adc,
  /* 90 SUB B */ sub,
  /* 91 SUB C */ sub,
  /* 92 SUB D */ sub,
  /* 93 SUB E */ sub,
  /* 94 SUB H */ sub,
  /* 95 SUB L */ sub,
  /* 96 SUB (HL) */ subMemory,
  /* 97 SUB A */ sub,
  /* 98 SBC A,B */ sbc,
  /* 99 SBC A,C */ sbc,
  /* 9A SBC A,D */ sbc,
  /* 9B SBC A,E */ sbc,
  /* 9C SBC A,H */ sbc,
  /* 9D SBC A,L */ sbc,
  /* 9E SBC A,(HL) */ sbcMemory,
  /* 9F SBC A,A */ sbc,
  /* A0 AND B */ and,
  /* A1 AND C */ and,
  /* A2 AND D */ and,
  /* A3 AND E */ and,
  /* A4 AND H */ and,
  /* A5 AND L */ and,
  /* A6 AND (HL) */ andMemory,
  /* A7 AND A */ and,
  /* A8 XOR B */ xor,
  /* A9 XOR C */ xor,
  /* AA XOR D */ xor,
  /* AB XOR E */ xor,
  /* AC XOR H */ xor,
  /* AD XOR L */ xor,
  /* AE XOR (HL) */ xorMemory,
  /* AF XOR A */ xor,
  /* B0 OR B */ or,
  /* B1 OR C */ or,
  /* B2 OR D */ or,
  /* B3 OR E */ or,
  /* B4 OR H */ or,
  /* B5 OR L */ or,
  /* B6 OR (HL) */ orMemory,
  /* B7 OR A */ or,
  /* B8 CP B */ cp,
  /* B9 CP C */ cp,
  /* BA CP D */ cp,
  /* BB CP E */ cp,
  /* BC CP H */ cp,
  /* BD CP L */ cp,
  /* BE CP (HL) */ cpMemory,
  /* BF CP A */ cp,
  /* C0 RET NZ */ retIf,
  /* C1 POP BC */ pop,
  /* C2 JP NZ,nn */ jpIf,
  /* C3 JP nn */ jp,
  /* C4 CALL NZ,nn */ callIf,
  /* C5 PUSH BC */ push,
  /* C6 ADD A,n */ add8,
  /* C7 RST $00 */ rst,
  /* C8 RET Z */ retIf,
  /* C9 RET */ ret,
  /* CA JP Z,nn */ jpIf,
  /* CB PREFIX */ prefix,
  /* CC CALL Z,nn */ callIf,
  /* CD CALL nn */ call,
  /* CE ADC A,n */ adc8,
  /* CF RST $08 */ rst,
  /* D0 RET NC */ retIf,
  /* D1 POP DE */ pop,
  /* D2 JP NC,nn */ jpIf,
  /* D3 DB $D3 */ lockUp,
  /* D4 CALL NC,nn */ callIf,
  /* D5 PUSH DE */ push,
  /* D6 SUB n */ sub8,
  /* D7 RST $10 */ rst,
  /* D8 RET C */ retIf,
  /* D9 RETI */ reti,
  /* DA JP C,nn */ jpIf,
  /* DB DB $DB */ lockUp,
  /* DC CALL C,nn */ callIf,
  /* DD DB $DD */ lockUp,
  /* DE SBC A,n */ sbc8,
  /* DF RST $18 */ rst,
  /* E0 LDH (n),A */ storeHigh,
  /* E1 POP HL */ pop,
  /* E2 LDH (C),A */ storeHighC,
  /* E3 DB $E3 */ lockUp,
  /* E4 DB $E4 */ lockUp,
  /* E5 PUSH HL */ push,
  /* E6 AND n */ and8,
  /* E7 RST $20 */ rst,
  /* E8 ADD SP,e */ addSp,
  /* E9 JP HL */ jpHl,
  /* EA LD (nn),A */ storeDirect,
  /* EB DB $EB */ lockUp,
  /* EC DB $EC */ lockUp,
  /* ED DB $ED */ lockUp,
  /* EE XOR n */ xor8,
  /* EF RST $28 */ rst,
  /* F0 LDH A,(n) */ loadHigh,
  /* F1 POP AF */ popAf,
  /* F2 LDH A,(C) */ loadHighC,
  /* F3 DI */ di,
  /* F4 DB $F4 */ lockUp,
  /* F5 PUSH AF */ pushAf,
  /* F6 OR n */ or8,
  /* F7 RST $30 */ rst,
  /* F8 LD HL,SP+e */ loadHlSp,
  /* F9 LD SP,HL */ loadSp,
  /* FA LD A,(nn) */ loadDirect,
  /* FB EI */ ei,
  /* FC DB $FC */ lockUp,
  /* FD DB $FD */ lockUp,
  /* FE CP n */ cp8,
  /* FF RST $38 */ rst,
];
