import { LINE } from './clock.ts';
import { compatibilityPalettes, titleSum } from './compatibility-palettes.ts';
import type { GameBoy } from './game-boy.ts';
import { HRAM_AT, type Memory, VRAM_AT, WRAM_AT } from './memory.ts';
import type { ModelName } from './models.ts';

/** What a boot ROM leaves in the CPU, in DIV and in the PPU. */
export interface BootState {
  readonly af: number;
  readonly bc: number;
  readonly de: number;
  readonly hl: number;
  /** The 16-bit DIV counter (T-cycles) when $0100 is fetched. */
  readonly div: number;
  /** Dots of the frame, from the start of line 0, that the PPU has done by then. */
  readonly dots: number;
}

const DMG_DOTS = 153 * 456 + 396;
const CGB_DOTS = 144 * 456 + 164;

/** Colour game or any game on a monochrome console. // mooneye acceptance/boot_regs-*, boot_div-* */
const BOOT: Readonly<Record<ModelName, BootState>> = {
  dmg0: { af: 0x0100, bc: 0xff13, de: 0x00c1, hl: 0x8403, div: 0x1830, dots: 145 * 456 + 176 },
  dmg: { af: 0x01b0, bc: 0x0013, de: 0x00d8, hl: 0x014d, div: 0xabcc, dots: DMG_DOTS },
  mgb: { af: 0xffb0, bc: 0x0013, de: 0x00d8, hl: 0x014d, div: 0xabcc, dots: DMG_DOTS },
  sgb: { af: 0x0100, bc: 0x0014, de: 0x0000, hl: 0xc060, div: 0xd860, dots: DMG_DOTS },
  sgb2: { af: 0xff00, bc: 0x0014, de: 0x0000, hl: 0xc060, div: 0xd860, dots: DMG_DOTS },
  cgb0: { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x20ac, dots: CGB_DOTS },
  'cgb-a': { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x1ea0, dots: CGB_DOTS },
  'cgb-b': { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x1ea0, dots: CGB_DOTS },
  'cgb-c': { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x1ea0, dots: CGB_DOTS },
  'cgb-d': { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x1ea0, dots: CGB_DOTS },
  'cgb-e': { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x1ea0, dots: CGB_DOTS },
  agb: { af: 0x1100, bc: 0x0100, de: 0xff56, hl: 0x000d, div: 0x1ea4, dots: CGB_DOTS + 4 },
};

/** DMG games for which the colour boot ROM shows the DMG's logo, so that they can scroll it. */
function hasLogoMap(rom: Uint8Array): boolean {
  const sum = titleSum(rom);
  return sum === 0x43 || sum === 0x58;
}

/** T-cycles by which a DMG game starts later than a colour game on colour consoles. */
const DMG_GAME_DELAY = 0x2678 - 0x1ea0;

/** The state that the boot ROM hands over to the game. */
function bootState(console: GameBoy, rom: Uint8Array): BootState {
  const { model, header } = console;
  const state = BOOT[model.name];
  if (model.cgb && !header.cgb) {
    // The boot ROM leaves the title's sum in B if it looked for a palette.
    const sum = titleSum(rom);
    return {
      ...state,
      bc: (((state.bc >> 8) + sum) & 0xff) << 8,
      de: 0x0008,
      hl: hasLogoMap(rom) ? 0x991a : 0x007c,
      div: (state.div + DMG_GAME_DELAY) & 0xffff,
      dots: state.dots + DMG_GAME_DELAY,
    };
  }
  if (model.sgb) return { ...state, div: (state.div + (SGB_ONES - packetOnes(rom)) * 4) & 0xffff };
  // The flags are those of the boot ROM's checksum loop.
  if ((model.name === 'dmg' || model.name === 'mgb') && rom[0x14d] === 0)
    return { ...state, af: state.af & 0xff80 };
  return state;
}

/** Ones in the header packets with which the SGB's boot ROM leaves the DIV counter of its row. */
const SGB_ONES = 288;

/**
 * Ones among the bits that the SGB's boot ROM sends: six packets of 14 header bytes with their sums. A 1 is sent
 * one M-cycle faster than a 0. // mooneye acceptance/boot_div-S, boot_div2-S
 */
function packetOnes(rom: Uint8Array): number {
  let ones = 0;
  const count = (byte: number) => {
    for (let bits = byte; bits !== 0; bits >>= 1) ones += bits & 1;
  };
  for (let packet = 0x104; packet < 0x150; packet += 14) {
    let sum = 0;
    for (let at = packet; at < Math.min(packet + 14, 0x150); at++) {
      sum += rom[at];
      count(rom[at]);
    }
    count(sum & 0xff);
  }
  return ones;
}

/** Brings a new console to the first fetch from $0100, or to that of `bootRom` from $0000. */
export function powerUp(console: GameBoy, seed: number, bootRom: Uint8Array | null): void {
  const { cpu, memory, model, bus } = console;
  fillRam(memory, seed);
  // The fetch that comes first takes an M-cycle: the states below are those at its end.
  const now = console.clock.now + console.clock.mCycle;
  if (bootRom !== null) {
    bus.mapBootRom(bootRom);
    console.colour.enabled = model.cgb;
    console.serial.colour = model.cgb;
    console.joypad.select = 0;
    return;
  }
  const rom = memory.bytes.subarray(memory.romAt);
  const state = bootState(console, rom);
  cpu.af = state.af;
  cpu.bc = state.bc;
  cpu.de = state.de;
  cpu.hl = state.hl;
  cpu.sp = 0xfffe;
  cpu.pc = 0x0100;
  console.interrupts.writeFlags(0x01);
  console.joypad.select = model.cgb || model.sgb ? 0x30 : 0;
  console.dma.register = model.cgb ? 0x00 : 0xff;
  console.timer.setCounter(state.div, now);
  console.serial.divMoved(now);
  console.apu.powerUp(now);
  drawLogo(memory);
  if (!model.cgb || (!console.header.cgb && hasLogoMap(rom))) mapLogo(memory);
  console.ppu.powerUp(0x91, Math.floor(state.dots / 456) % 154, (state.dots % 456) * (LINE / 456), now);
  console.ppu.powerUpPalettes(0xfc, model.cgb ? 0 : 0xff);
  bus.setCompatibility(!console.header.cgb);
  if (model.cgb) {
    // The boot ROM compares the logo in HRAM, and has cleared a page of WRAM bank 2.
    memory.bytes.copyWithin(HRAM_AT, memory.romAt + 0x104, memory.romAt + 0x134);
    memory.bytes.fill(0, WRAM_AT + 0x2000, WRAM_AT + 0x2100);
    if (!console.header.cgb) usePalettes(console, rom, now);
    else {
      // Where the boot ROM's palette writes ended.
      console.ppu.write(0xff68, 0x80, now);
      console.ppu.write(0xff6a, 0x80, now);
      console.ppu.write(0xff6b, 0x00, now);
    }
  }
}

/** A DMG game on a colour console shows its shades through three of the colour palettes. */
function usePalettes(console: GameBoy, rom: Uint8Array, now: number): void {
  const { bg, obj0, obj1 } = compatibilityPalettes(rom);
  const write = (index: number, data: number, from: number, colours: readonly number[]) => {
    console.ppu.write(index, 0x80 | from, now);
    for (const colour of colours) {
      console.ppu.write(data, colour & 0xff, now);
      console.ppu.write(data, colour >> 8, now);
    }
  };
  write(0xff6a, 0xff6b, 0, obj0);
  write(0xff6a, 0xff6b, 8, obj1);
  write(0xff68, 0xff69, 0, bg);
}

/**
 * RAM after power-on: noise from a seed, so that a run can be repeated. The generator is xorshift32; real chips
 * have patterns of their own.
 */
function fillRam(memory: Memory, seed: number): void {
  let x = (seed ^ 0x2f6e2b1) | 1;
  const fill = (from: number, size: number) => {
    for (let i = from; i < from + size; i++) {
      x ^= x << 13;
      x ^= x >>> 17;
      x ^= x << 5;
      memory.bytes[i] = x & 0xff;
    }
  };
  fill(WRAM_AT, 0x8000);
  fill(HRAM_AT, 0x7f);
}

/** The ® beside the logo, 8 rows. */
const REGISTERED = [0x3c, 0x42, 0xb9, 0xa5, 0xb9, 0xa5, 0x42, 0x3c];

/** The header's logo, each pixel doubled, as tiles 1-24, and the ® as tile 25. */
function drawLogo(memory: Memory): void {
  const { bytes, romAt } = memory;
  let at = VRAM_AT + 0x10;
  for (let i = 0; i < 48; i++) {
    const byte = bytes[romAt + 0x104 + i];
    for (const nibble of [byte >> 4, byte & 15]) {
      let wide = 0;
      for (let bit = 0; bit < 4; bit++) if (nibble & (1 << bit)) wide |= 3 << (bit * 2);
      bytes[at] = wide;
      bytes[at + 2] = wide;
      at += 4;
    }
  }
  for (let row = 0; row < 8; row++) bytes[VRAM_AT + 0x190 + row * 2] = REGISTERED[row];
}

/** The logo's tiles in the tile map. The colour boot ROM has it in HRAM and shows another one. */
function mapLogo(memory: Memory): void {
  const { bytes } = memory;
  for (let i = 0; i < 12; i++) {
    bytes[VRAM_AT + 0x1904 + i] = i + 1;
    bytes[VRAM_AT + 0x1924 + i] = i + 13;
  }
  bytes[VRAM_AT + 0x1910] = 0x19;
}
