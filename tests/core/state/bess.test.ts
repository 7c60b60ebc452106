import { describe, expect, it } from 'vitest';
import { BOARDS } from '../../../src/core/cartridge/boards.ts';
import { GameBoy } from '../../../src/core/game-boy.ts';
import { CART_RAM_AT, HRAM_AT, OAM_AT, VRAM_AT, WRAM_AT } from '../../../src/core/memory.ts';
import type { ModelName } from '../../../src/core/models.ts';
import { applyBess, bessModel, lostInBess } from '../../../src/core/state/bess.ts';
import { parseBess } from '../../../src/core/state/bess-file.ts';
import { exportState, importState } from '../../../src/core/state/interchange.ts';
import {
  describeState,
  packStateFile,
  parseStateFile,
  type StateFile,
} from '../../../src/core/state/state-file.ts';
import { StateError } from '../../../src/core/state/state-map.ts';
import { ascii, type Built, buildBess } from './bess-builder.ts';
import { makeRom } from './roms.ts';

const ORIGIN = { rom: 'ab'.repeat(32), app: '0.1.0' };

/** A file of which only the BESS part is left for us. */
function foreign(file: Uint8Array): Uint8Array {
  const changed = file.slice();
  changed[0] ^= 0xff;
  return changed;
}

function run(console: GameBoy, frames: number): void {
  for (let i = 0; i < frames; i++) console.runFrame();
}

/** What a BESS round trip must keep. */
function keptBy(console: GameBoy) {
  const { cpu, memory, model } = console;
  const window = (at: number, size: number) =>
    Buffer.from(memory.bytes.subarray(at, at + size)).toString('base64');
  const io: Record<string, number> = {};
  const offsets = [
    0x00, 0x01, 0x05, 0x06, 0x07, 0x0f, 0x11, 0x12, 0x24, 0x25, 0x40, 0x42, 0x43, 0x45, 0x46, 0x47,
  ];
  if (model.cgb) offsets.push(0x4d, 0x4f, 0x68, 0x6a, 0x70, 0x72, 0x73, 0x75);
  for (const i of [...offsets, 0x48, 0x49, 0x4a, 0x4b]) io[i.toString(16)] = console.peek(0xff00 + i);
  return {
    registers: [cpu.pc, cpu.af, cpu.bc, cpu.de, cpu.hl, cpu.sp, cpu.ime, cpu.isHalted],
    ie: console.peek(0xffff),
    div: console.peek(0xff04),
    line: console.peek(0xff44),
    io,
    wram: window(WRAM_AT, model.cgb ? 0x8000 : 0x2000),
    vram: window(VRAM_AT, model.cgb ? 0x4000 : 0x2000),
    oam: window(OAM_AT, 0xa0),
    hram: window(HRAM_AT, 0x7f),
    cartridge: window(CART_RAM_AT, memory.ramSize),
    rom: [0x0000, 0x4000, 0x7fff].map((address) => console.peek(address)),
    ram: [0xa000, 0xbfff].map((address) => console.peek(address)),
    palettes: model.cgb ? paletteBytes(console) : '',
  };
}

function paletteBytes(console: GameBoy): string {
  const state = console.save();
  return console.stateFormat
    .filter(({ name }) => name === 'palettes.bg' || name === 'palettes.obj')
    .map(({ at, size }) => Buffer.from(state.subarray(at, at + size)).toString('hex'))
    .join(' ');
}

const CASES: [type: number, board: string, model: ModelName, cgb: number][] = [
  [0x09, 'rom', 'dmg', 0],
  [0x03, 'mbc1', 'dmg', 0],
  [0x06, 'mbc2', 'mgb', 0],
  [0x10, 'mbc3', 'cgb-e', 0x80],
  [0x13, 'mbc3', 'sgb', 0],
  [0x1b, 'mbc5', 'cgb-c', 0xc0],
  [0x1b, 'mbc5', 'cgb-e', 0x00],
  [0x1e, 'mbc5', 'agb', 0x80],
];

describe('BESS', () => {
  for (const [type, board, model, cgb] of CASES) {
    it(`a round trip keeps registers, RAM, mapper and palettes: ${board} on ${model}${cgb ? ', colour' : ''}`, () => {
      const rom = makeRom(type, type === 0x09 ? 0 : 1, type === 0x06 ? 0 : type === 0x09 ? 2 : 3, cgb);
      for (let bank = 1; bank < rom.length >> 14; bank++) rom[(bank << 14) + 5] = bank;
      const console = new GameBoy({ rom, model });
      run(console, 20);
      console.bus.writeSlow(0x2100, 3);
      console.memory.bytes.set(ascii('palette noise'), VRAM_AT + 0x300);
      const before = keptBy(console);
      const file = exportState(console, ORIGIN, 1_000_000_000);
      const other = new GameBoy({ rom, model });
      const lost = importState(other, foreign(file), ORIGIN.rom);
      expect(keptBy(other)).toEqual(before);
      expect(lost.every((sentence) => sentence.endsWith('.'))).toBe(true);
      run(other, 60);
      run(console, 60);
      // The loop counts with the timer: both go on at the same pace.
      const counted = (of: GameBoy) =>
        of.memory.bytes.subarray(WRAM_AT + 0x100, WRAM_AT + 0x200).reduce((a, b) => a + b);
      expect(Math.abs(counted(other) - counted(console))).toBeLessThan(8);
      expect(other.cpu.isLocked).toBe(false);
    });
  }

  it('our own file loads exactly, with BESS behind it', () => {
    const console = new GameBoy({ rom: makeRom(0x1b) });
    run(console, 20);
    const file = exportState(console, ORIGIN, 5);
    const state = console.save();
    run(console, 5);
    expect(importState(console, file, ORIGIN.rom)).toEqual([]);
    expect(console.stateDifference(console.save(), state)).toBeNull();
  });

  it('reads a state of a newer version of ours by its portable part', () => {
    const rom = makeRom(0x1b);
    const console = new GameBoy({ rom });
    run(console, 20);
    const file = exportState(console, ORIGIN, 5);
    file[8] = 99;
    const other = new GameBoy({ rom });
    expect(importState(other, file, ORIGIN.rom).length).toBeGreaterThan(0);
    expect(keptBy(other)).toEqual(keptBy(console));
  });

  it('keeps the clock of MBC3', () => {
    const rom = makeRom(0x10);
    const console = new GameBoy({ rom });
    console.advanceClock(3 * 86400 + 5 * 3600 + 7 * 60 + 9);
    const file = exportState(console, ORIGIN, 1_000_000_000);
    const other = new GameBoy({ rom });
    importState(other, foreign(file), ORIGIN.rom);
    expect([...(other.board.rtc?.counters ?? [])]).toEqual([9, 7, 5, 3, 0]);
  });

  it('has its mapper writes for every board', () => {
    for (const board of Object.keys(BOARDS)) {
      const types = Object.keys(BOARDS[board as keyof typeof BOARDS].types);
      if (types.length === 0) continue;
      const console = new GameBoy({ rom: makeRom(Number(types[types.length - 1]), 1, 3) });
      if (console.board.name !== board) continue;
      expect(lostInBess(console).join()).not.toMatch(/mapper/);
    }
  });
});

/** A state that another emulator might write for `makeRom(0x1b)` on a DMG. */
function another(rom: Uint8Array, change: Partial<Built> = {}): Built {
  const fill = (size: number, seed: number) => Uint8Array.from({ length: size }, (_, i) => (i * seed) & 0xff);
  return {
    name: 'Other 1.0',
    info: { title: rom.slice(0x134, 0x144), checksum: rom.slice(0x14e, 0x150) },
    model: 'GD  ',
    pc: 0x0180,
    af: 0x12b0,
    bc: 0x3456,
    de: 0x789a,
    hl: 0xc155,
    sp: 0xcff0,
    ime: 1,
    ie: 0x04,
    execution: 0,
    io: {
      0: 0xdf,
      1: 0x42,
      2: 0x7e,
      4: 0x77,
      5: 0x10,
      6: 0x20,
      7: 0x05,
      15: 0xe0,
      17: 0x80,
      18: 0xf0,
      19: 0x55,
      20: 0x86,
      36: 0x77,
      37: 0xf3,
      38: 0xf1,
      64: 0x91,
      65: 0x86,
      66: 0x11,
      67: 0x22,
      68: 0x50,
      69: 0x60,
      70: 0xc1,
      71: 0xe4,
      72: 0xd2,
      73: 0x1b,
      74: 0x33,
      75: 0x44,
      80: 0x01,
    },
    ram: fill(0x2000, 3),
    vram: fill(0x2000, 5),
    mbcRam: fill(0x8000, 7),
    oam: fill(0xa0, 9),
    hram: fill(0x7f, 11),
    bgPalettes: new Uint8Array(0),
    objPalettes: new Uint8Array(0),
    blocks: [
      { id: 'XOAM', data: fill(0x60, 13) },
      {
        id: 'MBC ',
        data: Uint8Array.of(0x00, 0x00, 0x0a, 0x00, 0x20, 0x03, 0x00, 0x30, 0x00, 0x00, 0x40, 0x01),
      },
    ],
    ...change,
  };
}

describe('BESS files built from the specification', () => {
  const rom = makeRom(0x1b);

  it('load', () => {
    const console = new GameBoy({ rom, model: 'dmg' });
    const built = another(rom);
    const lost = importState(console, buildBess(built), ORIGIN.rom);
    const { cpu, memory } = console;
    expect([cpu.pc, cpu.af, cpu.bc, cpu.de, cpu.hl, cpu.sp]).toEqual([
      0x180, 0x12b0, 0x3456, 0x789a, 0xc155, 0xcff0,
    ]);
    expect(cpu.ime).toBe(true);
    expect(console.peek(0xffff)).toBe(0x04);
    expect(memory.bytes.slice(WRAM_AT, WRAM_AT + 0x2000)).toEqual(built.ram);
    expect(memory.bytes.slice(VRAM_AT, VRAM_AT + 0x2000)).toEqual(built.vram);
    expect(memory.bytes.slice(CART_RAM_AT, CART_RAM_AT + 0x8000)).toEqual(built.mbcRam);
    expect(memory.bytes.slice(OAM_AT, OAM_AT + 0xa0)).toEqual(built.oam);
    expect(memory.bytes.slice(HRAM_AT, HRAM_AT + 0x7f)).toEqual(built.hram);
    for (const offset of [
      0x01, 0x04, 0x05, 0x06, 0x12, 0x24, 0x25, 0x40, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4a,
      0x4b,
    ]) {
      expect([offset, console.peek(0xff00 + offset)]).toEqual([offset, built.io[offset]]);
    }
    expect(console.peek(0xff41) & 0x7b).toBe(0x02);
    // No note is triggered.
    expect(console.peek(0xff26) & 0x0f).toBe(0);
    expect(console.peek(0x4000)).toBe(rom[3 << 14]);
    expect(console.peek(0xa000)).toBe(built.mbcRam[0x2000]);
    expect(lost.length).toBeGreaterThan(0);
    run(console, 10);
  });

  it('load in colour: double speed, banks, palettes', () => {
    const colour = makeRom(0x1b, 1, 3, 0xc0);
    const console = new GameBoy({ rom: colour });
    const bytes = (size: number, seed: number) =>
      Uint8Array.from({ length: size }, (_, i) => (i * seed + 1) & 0xff);
    const built = another(colour, {
      model: 'CCE ',
      ram: bytes(0x8000, 3),
      vram: bytes(0x4000, 5),
      bgPalettes: bytes(0x40, 7),
      objPalettes: bytes(0x40, 9),
      io: { ...another(colour).io, 76: 0x80, 77: 0x80, 79: 0x01, 104: 0x85, 106: 0x03, 112: 0x05, 85: 0xff },
    });
    importState(console, buildBess(built), ORIGIN.rom);
    expect(console.speed.isDouble).toBe(true);
    expect(console.peek(0xff4d) & 0x80).toBe(0x80);
    expect(console.peek(0xff70) & 7).toBe(5);
    expect(console.peek(0xd123)).toBe(built.ram[0x5123]);
    expect(console.peek(0x8123)).toBe(built.vram[0x2123]);
    expect([console.peek(0xff68), console.peek(0xff6a)]).toEqual([0xc5, 0x43]);
    const state = console.save();
    const palette = console.stateFormat.find(({ name }) => name === 'palettes.bg');
    expect(state.slice(palette?.at, (palette?.at ?? 0) + 64)).toEqual(built.bgPalettes);
    run(console, 10);
  });

  it('load with sizes that differ: too much is cut, what is missing is zero', () => {
    const console = new GameBoy({ rom, model: 'dmg' });
    const built = another(rom, {
      vram: new Uint8Array(0x800).fill(1),
      mbcRam: new Uint8Array(0x20000).fill(2),
    });
    importState(console, buildBess(built), ORIGIN.rom);
    expect(console.memory.bytes[VRAM_AT + 0x7ff]).toBe(1);
    expect(console.memory.bytes[VRAM_AT + 0x800]).toBe(0);
    expect(console.memory.bytes[CART_RAM_AT + console.memory.ramSize - 1]).toBe(2);
    expect(console.memory.bytes[CART_RAM_AT + console.memory.ramSize]).not.toBe(2);
  });

  it('load whatever model of the family they name, and with unknown and excess data', () => {
    for (const model of ['G   ', 'GM  ', 'GDC ', 'GD0 ']) {
      const console = new GameBoy({ rom, model: 'dmg' });
      const data = Uint8Array.of(1, 2, 3);
      const built = another(rom, { model, blocks: [{ id: 'WXYZ', data }, ...another(rom).blocks] });
      const lost = importState(console, buildBess(built), ORIGIN.rom);
      expect(lost.join()).toMatch(/WXYZ/);
    }
    expect(bessModel(parseBess(buildBess(another(rom, { model: 'GDC ' }))))).toBe('dmg0');
    expect(bessModel(parseBess(buildBess(another(rom, { model: 'CA A' }))))).toBe('agb');
  });

  it('say that they belong to another revision of the game', () => {
    const console = new GameBoy({ rom, model: 'dmg' });
    const info = { title: rom.slice(0x134, 0x144), checksum: Uint8Array.of(1, 2) };
    expect(importState(console, buildBess(another(rom, { info })), ORIGIN.rom).join()).toMatch(/revision/);
  });
});

describe('fatal errors of BESS are refused with a sentence, and change nothing', () => {
  const rom = makeRom(0x1b);
  const sgb = { id: 'SGB ', data: new Uint8Array(0x39) };
  const base = () => another(rom);
  const FATAL: Record<string, () => Uint8Array> = {
    'no CORE': () => buildBess(base(), (ids) => ids.filter((id) => id !== 'CORE')),
    'CORE twice': () => buildBess(base(), (ids) => ids.flatMap((id) => (id === 'CORE' ? [id, id] : [id]))),
    'XOAM before CORE': () => buildBess(base(), (ids) => ['XOAM', ...ids.filter((id) => id !== 'XOAM')]),
    'MBC before CORE': () => buildBess(base(), (ids) => ['MBC ', ...ids.filter((id) => id !== 'MBC ')]),
    'END before CORE': () => buildBess(base(), (ids) => ['END ', ...ids.filter((id) => id !== 'END ')]),
    'XOAM of a wrong length': () =>
      buildBess({ ...base(), blocks: [{ id: 'XOAM', data: new Uint8Array(0x5f) }] }),
    'RTC of a wrong length': () =>
      buildBess({ ...base(), blocks: [{ id: 'RTC ', data: new Uint8Array(0x2c) }] }),
    'HUC3 of a wrong length': () =>
      buildBess({ ...base(), blocks: [{ id: 'HUC3', data: new Uint8Array(0x10) }] }),
    'SGB of a wrong length': () =>
      buildBess({ ...base(), model: 'SN  ', blocks: [{ id: 'SGB ', data: new Uint8Array(0x38) }] }),
    'MBC of a wrong length': () =>
      buildBess({ ...base(), blocks: [{ id: 'MBC ', data: new Uint8Array(4) }] }),
    'MBC writes to $8000': () =>
      buildBess({ ...base(), blocks: [{ id: 'MBC ', data: Uint8Array.of(0, 0x80, 1) }] }),
    'MBC writes to $C000': () =>
      buildBess({ ...base(), blocks: [{ id: 'MBC ', data: Uint8Array.of(0, 0xc0, 1) }] }),
    'SGB on another model': () => buildBess({ ...base(), blocks: [sgb] }),
    'END with a length': () => {
      const file = buildBess(base());
      file[file.length - 12] = 1;
      return file;
    },
    'END missing': () => buildBess(base(), (ids) => ids.filter((id) => id !== 'END ')),
    'an unknown major version': () => buildBess({ ...base(), major: 2 }),
    'a model of no family': () => buildBess({ ...base(), model: 'X   ' }),
    'another family': () => buildBess({ ...base(), model: 'CCE ' }),
    'another game': () =>
      buildBess({ ...base(), info: { title: ascii('ANOTHER GAME    '), checksum: rom.slice(0x14e, 0x150) } }),
    'the boot ROM running': () => buildBess({ ...base(), io: { ...base().io, 80: 0 } }),
    'an execution state of 3': () => buildBess({ ...base(), execution: 3 }),
    'a start behind the end': () => {
      const file = buildBess(base());
      file[file.length - 5] = 0x7f;
      return file;
    },
    'a buffer behind the end': () => {
      const file = buildBess(base());
      const core = file.length - 8 - 8 - (8 + 12) - (8 + 0x60) - 0xd0;
      file[core + 0x9f] = 0x10;
      return file;
    },
  };
  for (const [name, make] of Object.entries(FATAL)) {
    it(name, () => {
      const console = new GameBoy({ rom, model: 'dmg' });
      const before = console.save();
      expect(() => importState(console, make(), ORIGIN.rom)).toThrow(StateError);
      expect(console.stateDifference(console.save(), before)).toBeNull();
    });
  }

  it('and what should load does', () => {
    expect(() => parseBess(buildBess(base()))).not.toThrow();
    const console = new GameBoy({ rom: makeRom(0x1b), model: 'sgb' });
    const lost = applyBess(console, parseBess(buildBess({ ...base(), model: 'SN  ', blocks: [sgb] })));
    expect(lost.join()).toMatch(/Super Game Boy/);
  });
});

describe('state files', () => {
  it('of another game, another model, or neither: a sentence, and nothing is changed', () => {
    const console = new GameBoy({ rom: makeRom(0x1b), model: 'dmg' });
    run(console, 3);
    const file = exportState(console, ORIGIN, 1);
    const other = new GameBoy({ rom: makeRom(0x1b), model: 'mgb' });
    const before = other.save();
    expect(() => importState(other, file, ORIGIN.rom)).toThrow(/model "dmg"/);
    expect(() => importState(console, file, 'cd'.repeat(32))).toThrow(/another game/);
    expect(() => importState(other, new Uint8Array(5000), ORIGIN.rom)).toThrow(/not a state/);
    expect(other.stateDifference(other.save(), before)).toBeNull();
  });

  it('of an older version load by name: what it lacks keeps its power-on value, what is gone is skipped', () => {
    const console = new GameBoy({ rom: makeRom(0x1b), model: 'dmg' });
    run(console, 30);
    const own = parseStateFile(exportState(console, ORIGIN, 1));
    // An older layout: other order, one field less, one that is no longer known.
    const fields = own.format.filter((field) => field.name !== 'timer.tma').reverse();
    const state: number[] = [];
    const format = fields.map((field) => {
      const at = state.length;
      state.push(...own.state.subarray(field.at, field.at + field.size));
      return { ...field, at };
    });
    format.push({ name: 'ppu.goneLongAgo', kind: 'u16', at: state.length, size: 2 });
    state.push(1, 2);
    const older = oldFile({ ...own, format }, Uint8Array.from(state));
    const fresh = new GameBoy({ rom: makeRom(0x1b), model: 'dmg' });
    run(fresh, 7);
    importState(fresh, older, ORIGIN.rom);
    expect(fresh.stateDifference(fresh.save(), console.save())).toBeNull();
    run(fresh, 30);
    run(console, 30);
    expect(fresh.stateDifference(fresh.save(), console.save())).toBeNull();
  });
});

function oldFile(file: StateFile, state: Uint8Array): Uint8Array {
  return packStateFile(describeState(file), state);
}
