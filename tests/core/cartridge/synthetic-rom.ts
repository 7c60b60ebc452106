import { globalChecksum, headerChecksum, LOGO } from '../../../src/core/cartridge/rom-file.ts';
import { Memory } from '../../../src/core/memory.ts';

export interface RomParts {
  size?: number;
  type?: number;
  romByte?: number;
  ramByte?: number;
  title?: string;
  cgb?: number;
  sgb?: number;
  oldLicensee?: number;
  newLicensee?: string;
  /** Leave false to get no logo. */
  logo?: boolean;
  /** Bytes that go in before the checksums are made. */
  patch?: Record<number, number>;
}

/** A ROM with a header in order: every bank begins with its number, low byte then high. */
export function syntheticRom(parts: RomParts = {}): Uint8Array {
  const size = parts.size ?? 0x8000;
  const rom = new Uint8Array(size);
  for (let bank = 0; bank < size >> 14; bank++) {
    rom[bank << 14] = bank & 0xff;
    rom[(bank << 14) + 1] = bank >> 8;
  }
  rom.set([0x00, 0xc3, 0x50, 0x01], 0x100);
  if (parts.logo !== false) rom.set(LOGO, 0x104);
  const title = parts.title ?? 'TEST';
  for (let i = 0; i < title.length; i++) rom[0x134 + i] = title.charCodeAt(i);
  if (parts.cgb !== undefined) rom[0x143] = parts.cgb;
  const publisher = parts.newLicensee ?? '00';
  rom[0x144] = publisher.charCodeAt(0);
  rom[0x145] = publisher.charCodeAt(1);
  rom[0x146] = parts.sgb ?? 0;
  rom[0x147] = parts.type ?? 0;
  rom[0x148] = parts.romByte ?? Math.max(0, Math.ceil(Math.log2(size / 0x8000)));
  rom[0x149] = parts.ramByte ?? 0;
  rom[0x14a] = 1;
  rom[0x14b] = parts.oldLicensee ?? 0x33;
  for (const [at, value] of Object.entries(parts.patch ?? {})) rom[Number(at)] = value;
  return withChecksums(rom);
}

export function withChecksums(rom: Uint8Array): Uint8Array {
  rom[0x14d] = headerChecksum(rom);
  const sum = globalChecksum(rom);
  rom[0x14e] = sum >> 8;
  rom[0x14f] = sum & 0xff;
  return rom;
}

/** The bank that `syntheticRom` put where the CPU sees `addr`, which must begin a bank. */
export function bankAt(memory: Memory, addr: 0x0000 | 0x4000): number {
  const at = memory.offsetOf(addr) + addr;
  return memory.bytes[at] | (memory.bytes[at + 1] << 8);
}

/** A memory of empty banks, each marked with its number. */
export function markedMemory(romSize: number, ramSize: number): Memory {
  return new Memory(syntheticRom({ size: romSize }), ramSize);
}
