import { StateError } from './state-map.ts';
import { readText, writeText } from './text.ts';

/**
 * BESS 1.1, the "best effort save state" that emulators exchange (LIJI32/SameBoy, BESS.md): a list of blocks behind
 * any emulator's own state, found by the file's last eight bytes. This file knows the bytes, bess.ts the console.
 */
export interface Bess {
  /** Emulator that wrote it, '' if it doesn't say. */
  readonly name: string;
  /** Title ($0134-$0143) and global checksum ($014E-$014F) of its ROM. */
  readonly info: Uint8Array | null;
  /** Four characters: family, model, revision, space. */
  readonly model: string;
  readonly pc: number;
  readonly af: number;
  readonly bc: number;
  readonly de: number;
  readonly hl: number;
  readonly sp: number;
  readonly ime: boolean;
  readonly ie: number;
  readonly execution: 'running' | 'halted' | 'stopped';
  /** $FF00-$FF7F, as a program would write them. */
  readonly registers: Uint8Array;
  readonly buffers: Readonly<Record<BessBuffer, Uint8Array>>;
  /** $FEA0-$FEFF. */
  readonly extraOam: Uint8Array | null;
  /** Writes to the mapper, in order. */
  readonly mapper: readonly BessWrite[];
  /** MBC3's clock: ten 32-bit words, then Unix seconds in 64 bits. */
  readonly rtc: Uint8Array | null;
  /** Other blocks of the file, by name. */
  readonly ignored: readonly string[];
}

export interface BessWrite {
  readonly address: number;
  readonly value: number;
}

/** The buffers that CORE points to, in its order. */
export const BESS_BUFFERS = [
  'ram',
  'vram',
  'cartridgeRam',
  'oam',
  'hram',
  'bgPalettes',
  'objPalettes',
] as const;
export type BessBuffer = (typeof BESS_BUFFERS)[number];

/** Where a buffer lies in the file. */
export interface BessSpan {
  readonly at: number;
  readonly size: number;
}

export const BESS_INFO_SIZE = 0x12;
export const BESS_EXTRA_OAM_SIZE = 0x60;
export const BESS_RTC_SIZE = 0x30;
const CORE_SIZE = 0xd0;
const BUFFERS_AT = 0x98;
const FOOTER = 8;
const MAPPER_MOST = 0x1000 * 3;
/** Lengths that a known block must have; SGB's may be greater. */
const LENGTHS: Readonly<Record<string, number>> = {
  INFO: BESS_INFO_SIZE,
  XOAM: BESS_EXTRA_OAM_SIZE,
  'RTC ': BESS_RTC_SIZE,
  HUC3: 0x11,
  TPP1: 0x11,
  MBC7: 0x0a,
};
const SGB_LEAST = 0x39;
const EXECUTION = ['running', 'halted', 'stopped'] as const;

/** Whether a file ends with a BESS footer. */
export function hasBess(file: Uint8Array): boolean {
  return file.length >= FOOTER && readText(file, file.length - 4, 4) === 'BESS';
}

/**
 * Reads the BESS part of a file and checks all of it: every structural error is fatal.
 * @throws StateError with a sentence.
 */
export function parseBess(file: Uint8Array): Bess {
  if (!hasBess(file)) throw new StateError('This file holds no state that other emulators can read.');
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const limit = file.length - FOOTER;
  let at = view.getUint32(limit, true);
  let core: ReturnType<typeof parseCore> | null = null;
  let name = '';
  let info: Uint8Array | null = null;
  let extraOam: Uint8Array | null = null;
  let rtc: Uint8Array | null = null;
  let mapper: BessWrite[] = [];
  const ignored: string[] = [];
  for (;;) {
    if (at + 8 > limit) throw damaged('its end is missing');
    const id = readText(file, at, 4);
    const size = view.getUint32(at + 4, true);
    at += 8;
    if (at + size > limit) throw damaged(`block ${id.trim()} is cut short`);
    const block = file.subarray(at, at + size);
    const expected = LENGTHS[id];
    if (expected !== undefined && size !== expected) throw damaged(`block ${id.trim()} has a wrong length`);
    const known = expected !== undefined || id === 'MBC ' || id === 'SGB ' || id === 'END ';
    if (known && id !== 'INFO' && core === null) throw damaged(`block ${id.trim()} comes before CORE`);
    switch (id) {
      case 'NAME':
        name = readText(file, at, Math.min(size, 64));
        break;
      case 'INFO':
        info = block.slice();
        break;
      case 'CORE':
        if (core !== null) throw damaged('block CORE is there twice');
        if (size < CORE_SIZE) throw damaged('block CORE has a wrong length');
        core = parseCore(file, view, at);
        break;
      case 'XOAM':
        extraOam = block.slice();
        break;
      case 'MBC ':
        mapper = parseMapper(block);
        break;
      case 'RTC ':
        rtc = block.slice();
        break;
      case 'SGB ':
        if (core?.model[0] !== 'S') throw damaged('it has Super Game Boy data for another model');
        if (size < SGB_LEAST) throw damaged('block SGB has a wrong length');
        ignored.push(id);
        break;
      case 'END ':
        if (size !== 0) throw damaged('block END has a wrong length');
        if (core === null) throw damaged('block CORE is missing');
        return { name, info, ...core, extraOam, mapper, rtc, ignored };
      default:
        ignored.push(id);
    }
    at += size;
  }
}

function parseCore(file: Uint8Array, view: DataView, at: number) {
  if (view.getUint16(at, true) !== 1) {
    throw new StateError('This state uses a version of BESS that is not known here. Nothing was changed.');
  }
  const execution = EXECUTION[file[at + 0x16]];
  if (execution === undefined) throw damaged('the CPU is in no known state');
  const buffer = (index: number): Uint8Array => {
    const size = view.getUint32(at + BUFFERS_AT + index * 8, true);
    const from = view.getUint32(at + BUFFERS_AT + index * 8 + 4, true);
    if (size === 0) return new Uint8Array(0);
    if (from + size > file.length) throw damaged('it points behind the end of the file');
    return file.slice(from, from + size);
  };
  const [ram, vram, cartridgeRam, oam, hram, bgPalettes, objPalettes] = BESS_BUFFERS.map((_, i) => buffer(i));
  return {
    model: readText(file, at + 4, 4),
    pc: view.getUint16(at + 0x08, true),
    af: view.getUint16(at + 0x0a, true),
    bc: view.getUint16(at + 0x0c, true),
    de: view.getUint16(at + 0x0e, true),
    hl: view.getUint16(at + 0x10, true),
    sp: view.getUint16(at + 0x12, true),
    ime: (file[at + 0x14] & 1) !== 0,
    ie: file[at + 0x15],
    execution,
    registers: file.slice(at + 0x18, at + 0x98),
    buffers: { ram, vram, cartridgeRam, oam, hram, bgPalettes, objPalettes },
  };
}

function parseMapper(block: Uint8Array): BessWrite[] {
  if (block.length % 3 !== 0 || block.length > MAPPER_MOST) throw damaged('block MBC has a wrong length');
  const writes: BessWrite[] = [];
  for (let i = 0; i < block.length; i += 3) {
    const address = block[i] | (block[i + 1] << 8);
    if (address >= 0xc000 || (address >= 0x8000 && address < 0xa000)) {
      throw damaged('block MBC writes outside the cartridge');
    }
    writes.push({ address, value: block[i + 2] });
  }
  return writes;
}

/** A Bess to write: its buffers are already in the file that it is appended to. */
export type BessToWrite = Omit<Bess, 'buffers' | 'ignored'> & {
  readonly spans: Readonly<Record<BessBuffer, BessSpan>>;
};

/** The native state with BESS behind it; the buffers of BESS are places in the native state. */
export function appendBess(native: Uint8Array, bess: BessToWrite): Uint8Array {
  const blocks: (readonly [id: string, data: Uint8Array])[] = [];
  const name = new Uint8Array(bess.name.length);
  writeText(name, 0, bess.name);
  blocks.push(['NAME', name]);
  if (bess.info) blocks.push(['INFO', bess.info]);
  blocks.push(['CORE', coreBlock(bess)]);
  if (bess.extraOam) blocks.push(['XOAM', bess.extraOam]);
  if (bess.mapper.length > 0) {
    blocks.push([
      'MBC ',
      Uint8Array.from(bess.mapper.flatMap(({ address, value }) => [address & 0xff, address >> 8, value])),
    ]);
  }
  if (bess.rtc) blocks.push(['RTC ', bess.rtc]);
  blocks.push(['END ', new Uint8Array(0)]);

  let size = native.length + FOOTER;
  for (const [, data] of blocks) size += 8 + data.length;
  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  file.set(native);
  let at = native.length;
  for (const [id, data] of blocks) {
    writeText(file, at, id);
    view.setUint32(at + 4, data.length, true);
    file.set(data, at + 8);
    at += 8 + data.length;
  }
  view.setUint32(at, native.length, true);
  writeText(file, at + 4, 'BESS');
  return file;
}

function coreBlock(bess: BessToWrite): Uint8Array {
  const core = new Uint8Array(CORE_SIZE);
  const view = new DataView(core.buffer);
  view.setUint16(0, 1, true);
  view.setUint16(2, 1, true);
  writeText(core, 4, bess.model);
  [bess.pc, bess.af, bess.bc, bess.de, bess.hl, bess.sp].forEach((pair, i) => {
    view.setUint16(8 + i * 2, pair, true);
  });
  core[0x14] = bess.ime ? 1 : 0;
  core[0x15] = bess.ie;
  core[0x16] = EXECUTION.indexOf(bess.execution);
  core.set(bess.registers, 0x18);
  BESS_BUFFERS.forEach((buffer, i) => {
    const { at, size } = bess.spans[buffer];
    view.setUint32(BUFFERS_AT + i * 8, size, true);
    view.setUint32(BUFFERS_AT + i * 8 + 4, at, true);
  });
  return core;
}

function damaged(what: string): StateError {
  return new StateError(`This state is damaged: ${what}. Nothing was changed.`);
}
