import type { Header } from './cartridge/header.ts';
import type { Cpu } from './cpu/cpu.ts';
import { HRAM_AT, type Memory, VRAM_AT, WRAM_AT } from './memory.ts';
import type { Model, ModelName } from './models.ts';

/** What a boot ROM leaves in the CPU and in DIV. */
export interface BootState {
  readonly af: number;
  readonly bc: number;
  readonly de: number;
  readonly hl: number;
  /** The 16-bit DIV counter (T-cycles) at the first fetch from $0100. */
  readonly div: number;
}

/** Colour game or any game on a monochrome console. // mooneye acceptance/boot_regs-*, boot_div-* */
const BOOT: Readonly<Record<ModelName, BootState>> = {
  dmg0: { af: 0x0100, bc: 0xff13, de: 0x00c1, hl: 0x8403, div: 0x1830 },
  dmg: { af: 0x01b0, bc: 0x0013, de: 0x00d8, hl: 0x014d, div: 0xabcc },
  mgb: { af: 0xffb0, bc: 0x0013, de: 0x00d8, hl: 0x014d, div: 0xabcc },
  sgb: { af: 0x0100, bc: 0x0014, de: 0x0000, hl: 0xc060, div: 0xd85c },
  sgb2: { af: 0xff00, bc: 0x0014, de: 0x0000, hl: 0xc060, div: 0xd84c },
  cgb0: { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x2884 },
  'cgb-a': { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x1ea0 },
  'cgb-b': { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x1ea0 },
  'cgb-c': { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x1ea0 },
  'cgb-d': { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x1ea0 },
  'cgb-e': { af: 0x1180, bc: 0x0000, de: 0xff56, hl: 0x000d, div: 0x1ea0 },
  agb: { af: 0x1100, bc: 0x0100, de: 0xff56, hl: 0x000d, div: 0x1ea4 },
};

/** T-cycles by which a DMG game starts later than a colour game on colour consoles. */
const DMG_GAME_DELAY = 0x2678 - 0x1ea0;

/** The state that the boot ROM of `model` hands over to the game of `header`. */
export function bootState(model: Model, header: Header, rom: Uint8Array, titleSum: number): BootState {
  const state = BOOT[model.name];
  if (model.cgb && !header.cgb) {
    // The boot ROM leaves the title's sum in B if it looked for a palette.
    const b = (state.bc >> 8) + titleSum;
    const hl = titleSum === 0x43 || titleSum === 0x58 ? 0x991a : 0x007c;
    return { af: state.af, bc: (b & 0xff) << 8, de: 0x0008, hl, div: (state.div + DMG_GAME_DELAY) & 0xffff };
  }
  if ((model.name === 'dmg' || model.name === 'mgb') && rom[0x14d] === 0) {
    // The flags are those of the boot ROM's checksum loop.
    return { ...state, af: state.af & 0xff80 };
  }
  return state;
}

export function setRegisters(cpu: Cpu, state: BootState): void {
  cpu.af = state.af;
  cpu.bc = state.bc;
  cpu.de = state.de;
  cpu.hl = state.hl;
  cpu.sp = 0xfffe;
  cpu.pc = 0x0100;
}

/**
 * RAM after power-on: noise from a seed, so that a run can be repeated. The generator is xorshift32; real chips
 * have patterns of their own.
 */
export function fillRam(memory: Memory, seed: number): void {
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

/** The header's logo, each pixel doubled, as tiles 1-24 and in the tile map, as the DMG's boot ROM draws it. */
export function drawLogo(memory: Memory): void {
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
  for (let i = 0; i < 12; i++) {
    bytes[VRAM_AT + 0x1904 + i] = i + 1;
    bytes[VRAM_AT + 0x1924 + i] = i + 13;
  }
  bytes[VRAM_AT + 0x1910] = 0x19;
}
