import type { GameBoy } from '../game-boy.ts';
import { CART_RAM_AT, HRAM_AT, OAM_AT, VRAM_AT, WRAM_AT } from '../memory.ts';
import type { ModelName } from '../models.ts';
import {
  appendBess,
  BESS_EXTRA_OAM_SIZE,
  BESS_INFO_SIZE,
  BESS_RTC_SIZE,
  type Bess,
  type BessSpan,
  type BessWrite,
} from './bess-file.ts';
import { type Field, StateError } from './state-map.ts';
import { readText } from './text.ts';

/** BESS has no separate AGB boards, and calls no DMG revision ours but these. */
const MODEL_CODES: Readonly<Record<ModelName, string>> = {
  dmg0: 'GD0 ',
  dmg: 'GDB ',
  mgb: 'GM  ',
  sgb: 'SN  ',
  sgb2: 'S2  ',
  cgb0: 'CC0 ',
  'cgb-a': 'CCA ',
  'cgb-b': 'CCB ',
  'cgb-c': 'CCC ',
  'cgb-d': 'CCD ',
  'cgb-e': 'CCE ',
  agb: 'CA  ',
};
const FAMILY_DEFAULTS: Readonly<Record<string, ModelName>> = { G: 'dmg', S: 'sgb', C: 'cgb-e' };

/** The writes that bring a board's registers back, in order: address and field. */
const MAPPER_WRITES: Readonly<Record<string, readonly (readonly [address: number, field: string])[]>> = {
  rom: [],
  mbc1: [
    [0x0000, 'ramEnabled'],
    [0x2000, 'bank1'],
    [0x4000, 'bank2'],
    [0x6000, 'mode'],
  ],
  mbc1m: [
    [0x0000, 'ramEnabled'],
    [0x2000, 'bank1'],
    [0x4000, 'bank2'],
    [0x6000, 'mode'],
  ],
  mbc2: [
    [0x0000, 'ramEnabled'],
    [0x0100, 'romBank'],
  ],
  mbc3: [
    [0x0000, 'enabled'],
    [0x2000, 'romBank'],
    [0x4000, 'select'],
  ],
  mbc30: [
    [0x0000, 'enabled'],
    [0x2000, 'romBank'],
    [0x4000, 'select'],
  ],
  mbc5: [
    [0x0000, 'ramEnabled'],
    [0x2000, 'romLow'],
    [0x3000, 'romHigh'],
    [0x4000, 'ramBank'],
  ],
};

/** $FF50 and the other registers that need more than a plain write, as offsets from $FF00. */
const P1 = 0x00;
const SB = 0x01;
const SC = 0x02;
const DIV = 0x04;
const TIMA = 0x05;
const TMA = 0x06;
const TAC = 0x07;
const IF = 0x0f;
const NR52 = 0x26;
const LCDC = 0x40;
const STAT = 0x41;
const LY = 0x44;
const DMA = 0x46;
const KEY0 = 0x4c;
const KEY1 = 0x4d;
const BANK = 0x50;
const HDMA1 = 0x51;
const HDMA5 = 0x55;
const SVBK = 0x70;

/** Half-dots into a line at which each mode is well under way. */
const MODE_PHASES = [700, 100, 60, 200];

/** The model that a BESS file asks for, as far as it is known here. @throws StateError for another console. */
export function bessModel(bess: Bess): ModelName {
  const family = FAMILY_DEFAULTS[bess.model[0]];
  if (family === undefined) {
    throw new StateError(`This state is of a console that is not known here ("${bess.model.trim()}").`);
  }
  const names = Object.keys(MODEL_CODES) as ModelName[];
  const exact = names.find((name) => MODEL_CODES[name] === bess.model);
  return exact ?? names.find((name) => MODEL_CODES[name].slice(0, 2) === bess.model.slice(0, 2)) ?? family;
}

/**
 * A native state file with BESS behind it. `native` is a state file of `console` as it is now, whose state starts
 * at `stateAt`.
 */
export function withBess(
  console: GameBoy,
  native: Uint8Array,
  stateAt: number,
  app: string,
  unixSeconds: number,
): Uint8Array {
  const { cpu, model, memory } = console;
  const fields = new Fields(console.stateFormat, native.subarray(stateAt, stateAt + console.stateSize));
  const arena = stateAt + fields.at('memory.ram');
  const span = (at: number, size: number): BessSpan => ({ at: arena + at, size });
  const palette = (name: string): BessSpan =>
    model.cgb ? { at: stateAt + fields.at(name), size: 0x40 } : { at: 0, size: 0 };
  const header = memory.bytes.subarray(memory.romAt, memory.romAt + 0x150);
  const info = new Uint8Array(BESS_INFO_SIZE);
  info.set(header.subarray(0x134, 0x144));
  info.set(header.subarray(0x14e, 0x150), 0x10);
  return appendBess(native, {
    name: `Dotmatrix ${app}`,
    info,
    model: MODEL_CODES[model.name],
    pc: cpu.pc,
    af: cpu.af,
    bc: cpu.bc,
    de: cpu.de,
    hl: cpu.hl,
    sp: cpu.sp,
    ime: cpu.ime || cpu.enabling,
    ie: console.interrupts.enabled,
    execution: cpu.isStopped ? 'stopped' : cpu.isHalted ? 'halted' : 'running',
    registers: registersOf(console, fields),
    spans: {
      ram: span(WRAM_AT, model.cgb ? 0x8000 : 0x2000),
      vram: span(VRAM_AT, model.cgb ? 0x4000 : 0x2000),
      cartridgeRam: span(CART_RAM_AT, memory.ramSize),
      oam: span(OAM_AT, 0xa0),
      hram: span(HRAM_AT, 0x7f),
      bgPalettes: palette('palettes.bg'),
      objPalettes: palette('palettes.obj'),
    },
    extraOam: fields.bytes('memory.ram').slice(OAM_AT + 0xa0, OAM_AT + 0xa0 + BESS_EXTRA_OAM_SIZE),
    mapper: mapperOf(console, fields),
    rtc: console.board.rtc ? rtcBlock(fields, unixSeconds) : null,
  });
}

/** What BESS cannot say of `console` as it is now, as sentences for people. */
export function lostInBess(console: GameBoy): string[] {
  const lost = ['Where in the line the picture was, and the phases of timer and sound, to less than a line.'];
  if ((console.peek(0xff26) & 0x0f) !== 0)
    lost.push('The notes that were sounding; the next ones are played.');
  if (console.dma.running) lost.push('A transfer to OAM that was under way.');
  if (console.hdma.inHblank || console.hdma.pending) lost.push('A transfer to VRAM that was under way.');
  if ((console.peek(0xff02) & 0x81) === 0x81) lost.push('A byte that was being sent over the serial port.');
  if (MAPPER_WRITES[console.board.name] === undefined) lost.push('The registers of the cartridge’s mapper.');
  return lost;
}

/**
 * Puts a BESS state into a console that was just switched on with the same ROM, and returns what was lost or had
 * to be assumed, in sentences. What a BESS file doesn't hold keeps its power-on value.
 * @throws StateError with a sentence; then the console is to be thrown away.
 */
export function applyBess(console: GameBoy, bess: Bess): string[] {
  const lost = checkRom(console, bess);
  const family = console.model.cgb ? 'C' : console.model.sgb ? 'S' : 'G';
  if (bess.model[0] !== family) {
    throw new StateError(`This state was made on the model "${bessModel(bess)}". Choose that model first.`);
  }
  if (bess.registers[BANK] === 0) {
    throw new StateError('This state was made while the boot ROM was running, which is not here.');
  }
  const { registers } = bess;
  if (console.model.cgb) console.bus.setCompatibility((registers[KEY0] & 0x04) !== 0);
  lost.push(...applyMapper(console, bess));
  applyMemory(console, bess);
  applySpeed(console, registers);
  applyPicture(console, bess);
  applySound(console, registers);
  applyTime(console, registers);
  applyCpu(console, bess);
  lost.push(...lostOnLoading(bess));
  return lost;
}

function checkRom(console: GameBoy, bess: Bess): string[] {
  if (bess.info === null) return ['The state does not say which game it belongs to.'];
  const { memory } = console;
  const rom = memory.bytes.subarray(memory.romAt, memory.romAt + 0x150);
  for (let i = 0; i < 16; i++) {
    if (bess.info[i] !== rom[0x134 + i]) {
      const title = readText(bess.info, 0, 16)
        .replace(/[^ -~]+/g, ' ')
        .trim();
      throw new StateError(`This state belongs to another game ("${title}"). Nothing was changed.`);
    }
  }
  return bess.info[0x10] === rom[0x14e] && bess.info[0x11] === rom[0x14f]
    ? []
    : ['The state was made with another revision of this game, so it may not go on well.'];
}

function applyMapper(console: GameBoy, bess: Bess): string[] {
  const { board, clock } = console;
  for (const { address, value } of bess.mapper) {
    if (address < 0x8000) board.write(address, value, clock.now);
    else board.writeRam(address, value, clock.now);
  }
  if (board.rtc === null) return bess.rtc ? ['The time of a cartridge clock; this cartridge has none.'] : [];
  if (bess.rtc === null) return ['The cartridge’s clock: the state holds none, so it starts anew.'];
  const view = new DataView(bess.rtc.buffer, bess.rtc.byteOffset, bess.rtc.byteLength);
  for (let i = 0; i < 5; i++) {
    board.rtc.counters[i] = bess.rtc[i * 4];
    board.rtc.latched[i] = bess.rtc[20 + i * 4];
  }
  board.rtc.fraction = 0;
  board.rtc.savedAt = view.getUint32(0x28, true) + view.getUint32(0x2c, true) * 0x1_0000_0000;
  return [];
}

/** Sizes may differ: what is too long is cut, what is missing is zero. */
function applyMemory(console: GameBoy, bess: Bess): void {
  const { bytes, ramSize } = console.memory;
  const { buffers } = bess;
  const put = (from: Uint8Array, at: number, size: number) => {
    const part = from.subarray(0, size);
    bytes.fill(0, at + part.length, at + size);
    bytes.set(part, at);
  };
  put(buffers.ram, WRAM_AT, 0x8000);
  put(buffers.vram, VRAM_AT, 0x4000);
  put(buffers.cartridgeRam, CART_RAM_AT, ramSize);
  put(buffers.oam, OAM_AT, 0xa0);
  put(buffers.hram, HRAM_AT, 0x7f);
  if (bess.extraOam) bytes.set(bess.extraOam, OAM_AT + 0xa0);
}

function applySpeed(console: GameBoy, registers: Uint8Array): void {
  const { clock, ppu, speed } = console;
  if (console.colour.enabled) {
    if (registers[KEY1] & 0x80) {
      clock.mCycle = 4;
      ppu.setDoubleSpeed(true);
    }
    speed.write(registers[KEY1]);
  }
  // Power-up left some parts a little ahead of the clock.
  clock.now += 32;
}

/** DIV, the timer, the serial port and the joypad. */
function applyTime(console: GameBoy, registers: Uint8Array): void {
  const { clock, timer, serial } = console;
  const now = clock.now;
  timer.setCounter(registers[DIV] << 8, now);
  // TAC first: a change of it can step TIMA.
  timer.write(0xff07, registers[TAC], now);
  timer.write(0xff06, registers[TMA], now);
  timer.write(0xff05, registers[TIMA], now);
  serial.divMoved(now);
  serial.write(0xff01, registers[SB], now);
  // A transfer that we clock is not started; waiting for the other end's clock is no transfer yet.
  serial.write(0xff02, registers[SC] & 1 ? registers[SC] & 0x7f : registers[SC], now);
  console.joypad.write(registers[P1] & 0x30);
}

/** NR52 first; a note is not triggered, and lengths come after NRx4, which can count one step off them. */
function applySound(console: GameBoy, registers: Uint8Array): void {
  const { apu, clock } = console;
  const write = (offset: number, value = registers[offset]) => apu.write(0xff00 | offset, value, clock.now);
  write(NR52, 0);
  for (let offset = 0x30; offset < 0x40; offset++) write(offset);
  if (registers[NR52] & 0x80) {
    write(NR52, 0x80);
    for (const base of [0x10, 0x15, 0x1a, 0x1f]) {
      if (base === 0x10 || base === 0x1a) write(base);
      write(base + 2);
      write(base + 3);
      write(base + 4, registers[base + 4] & 0x7f);
      write(base + 1);
    }
    write(0x24);
    write(0x25);
  }
}

/** With the LCD off every register can be written; then the PPU is set to the right line and mode. */
function applyPicture(console: GameBoy, bess: Bess): void {
  const { ppu, clock, colour, hdma, model } = console;
  const { registers, buffers } = bess;
  const write = (offset: number, value = registers[offset]) => {
    ppu.write(0xff00 | offset, value, clock.now);
    // Some writes take a few dots to arrive, and the CPU never makes two in one M-cycle.
    clock.now += 8;
    ppu.sync(clock.now);
  };
  write(LCDC, 0);
  for (const offset of [0x42, 0x43, 0x45, 0x47, 0x48, 0x49, 0x4a, 0x4b, STAT]) write(offset);
  console.dma.register = registers[DMA];
  if (model.cgb) {
    for (const [index, data, from] of [
      [0x68, 0x69, buffers.bgPalettes],
      [0x6a, 0x6b, buffers.objPalettes],
    ] as const) {
      write(index, 0x80);
      for (const byte of from.subarray(0, 0x40)) write(data, byte);
      write(index);
    }
    write(0x4f);
    for (let offset = HDMA1; offset < HDMA5; offset++) hdma.writeAddress(0xff00 | offset, registers[offset]);
    hdma.blocks = (registers[HDMA5] & 0x7f) + 1;
    if (colour.enabled) {
      colour.rp = registers[0x56] & 0xc1;
      colour.svbk = registers[SVBK] & 7;
      console.memory.mapWram(colour.svbk || 1);
      colour.ff74 = registers[0x74];
    }
    colour.ff72 = registers[0x72];
    colour.ff73 = registers[0x73];
    colour.ff75 = registers[0x75] & 0x70;
  }
  if ((registers[LCDC] & 0x80) === 0) {
    write(LCDC);
    return;
  }
  const line = Math.min(registers[LY], 153);
  const mode = registers[STAT] & 3;
  // VBlank shows as mode 1 only after the start of its first line.
  const phase = line < 144 ? MODE_PHASES[mode] : line === 144 && mode !== 1 ? 0 : MODE_PHASES[1];
  ppu.powerUp(registers[LCDC], line, phase, clock.now);
}

function applyCpu(console: GameBoy, bess: Bess): void {
  const { cpu, interrupts, clock } = console;
  cpu.pc = bess.pc;
  cpu.af = bess.af;
  cpu.bc = bess.bc;
  cpu.de = bess.de;
  cpu.hl = bess.hl;
  cpu.sp = bess.sp;
  cpu.ime = bess.ime;
  cpu.isHalted = bess.execution === 'halted';
  cpu.isStopped = bess.execution === 'stopped';
  if (cpu.isStopped) console.timer.hold(true, clock.now);
  interrupts.writeEnabled(bess.ie);
  interrupts.writeFlags(bess.registers[IF]);
}

function lostOnLoading(bess: Bess): string[] {
  const lost: string[] = [];
  const { registers } = bess;
  if (registers[LCDC] & 0x80) lost.push('Where in its line the picture was: it goes on near that place.');
  if (registers[NR52] & 0x0f) lost.push('The notes that were sounding; the next ones are played.');
  if ((registers[SC] & 0x81) === 0x81) lost.push('A byte that was being sent over the serial port.');
  if (bess.model[0] === 'C' && (registers[HDMA5] & 0x80) === 0)
    lost.push('A transfer to VRAM that was under way.');
  for (const id of bess.ignored) {
    lost.push(
      id === 'SGB '
        ? 'Border and colours of the Super Game Boy.'
        : `Data that is not used here ("${id.trim()}").`,
    );
  }
  return lost;
}

/** $FF00-$FF7F as a program would have to write them: what doesn't read back comes from the state. */
function registersOf(console: GameBoy, fields: Fields): Uint8Array {
  const registers = new Uint8Array(0x80);
  for (let i = 0; i < 0x80; i++) registers[i] = console.peek(0xff00 + i);
  const channels = [
    [0x10, 'apu.pulse1', 64],
    [0x15, 'apu.pulse2', 64],
    [0x1a, 'apu.wave', 256],
    [0x1f, 'apu.noise', 64],
  ] as const;
  for (const [base, name, full] of channels) {
    const duty = full === 64 && name !== 'apu.noise' ? registers[base + 1] & 0xc0 : 0;
    registers[base + 1] = duty | ((full - fields.number(`${name}.length.counter`)) & (full - 1));
    if (name === 'apu.noise') continue;
    const period = fields.number(`${name}.period`);
    registers[base + 3] = period & 0xff;
    registers[base + 4] = (registers[base + 4] & 0x40) | (period >> 8);
  }
  registers.set(fields.bytes('apu.wave.ram'), 0x30);
  registers[KEY0] = console.model.cgb ? (console.colour.enabled ? 0x80 : 0x04) : 0xff;
  registers[BANK] = console.bus.booting ? 0 : 1;
  if (console.model.cgb) {
    const { hdma } = console;
    registers.set(
      [hdma.source >> 8, hdma.source & 0xf0, hdma.destination >> 8, hdma.destination & 0xf0],
      HDMA1,
    );
  }
  return registers;
}

function mapperOf(console: GameBoy, fields: Fields): BessWrite[] {
  const writes = MAPPER_WRITES[console.board.name] ?? [];
  return writes.map(([address, field]) => {
    const value = fields.number(`board.${field}`);
    return { address, value: fields.kind(`board.${field}`) === 'bool' ? value * 0x0a : value };
  });
}

function rtcBlock(fields: Fields, unixSeconds: number): Uint8Array {
  const block = new Uint8Array(BESS_RTC_SIZE);
  const view = new DataView(block.buffer);
  for (let i = 0; i < 5; i++) {
    block[i * 4] = fields.bytes('rtc.counters')[i];
    block[20 + i * 4] = fields.bytes('rtc.latched')[i];
  }
  view.setUint32(0x28, unixSeconds % 0x1_0000_0000, true);
  view.setUint32(0x2c, Math.floor(unixSeconds / 0x1_0000_0000), true);
  return block;
}

/** The fields of a saved state, by name. */
class Fields {
  private readonly byName: ReadonlyMap<string, Field>;
  private readonly state: Uint8Array;
  private readonly view: DataView;

  constructor(format: readonly Field[], state: Uint8Array) {
    this.byName = new Map(format.map((field) => [field.name, field]));
    this.state = state;
    this.view = new DataView(state.buffer, state.byteOffset, state.byteLength);
  }

  at(name: string): number {
    return this.field(name).at;
  }

  kind(name: string): string {
    return this.field(name).kind;
  }

  number(name: string): number {
    const { at, kind } = this.field(name);
    if (kind === 'u16') return this.view.getUint16(at, true);
    return kind === 'i32' ? this.view.getInt32(at, true) : this.state[at];
  }

  bytes(name: string): Uint8Array {
    const { at, size } = this.field(name);
    return this.state.subarray(at, at + size);
  }

  private field(name: string): Field {
    const field = this.byName.get(name);
    if (field === undefined) throw new StateError(`The console's state has no field "${name}".`);
    return field;
  }
}
