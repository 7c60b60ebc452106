import { BOARDS } from './boards.ts';

/** A file that cannot be played; `message` is a sentence for people. */
export class RomError extends Error {}

const BANK = 0x4000;
const SMALLEST_ROM = 0x8000;
const LARGEST_ROM = BOARDS.mbc5.maxRom;
export const HEADER_END = 0x150;

/** Beginnings of files that people mistake for Game Boy ROMs. */
const OTHER_FILES: readonly (readonly [at: number, bytes: readonly number[], sentence: string])[] = [
  [0x00, [0x50, 0x4b, 0x03, 0x04], 'This is a zip archive, not a ROM. Unpack it first, or open it as .zip.'],
  [0x00, [0x4e, 0x45, 0x53, 0x1a], 'This is a ROM for the NES, not for the Game Boy.'],
  [0x00, [0x47, 0x42, 0x53, 0x01], 'This is Game Boy music (GBS), not a game.'],
  [
    0x04,
    [0x24, 0xff, 0xae, 0x51],
    'This is a ROM for the Game Boy Advance, which has a different processor.',
  ],
];

/** The logo in the header, as the boot ROM compares it with its own. */
export const LOGO: readonly number[] = [
  0xce, 0xed, 0x66, 0x66, 0xcc, 0x0d, 0x00, 0x0b, 0x03, 0x73, 0x00, 0x83, 0x00, 0x0c, 0x00, 0x0d, 0x00, 0x08,
  0x11, 0x1f, 0x88, 0x89, 0x00, 0x0e, 0xdc, 0xcc, 0x6e, 0xe6, 0xdd, 0xdd, 0xd9, 0x99, 0xbb, 0xbb, 0x67, 0x63,
  0x6e, 0x0e, 0xec, 0xcc, 0xdd, 0xdc, 0x99, 0x9f, 0xbb, 0xb9, 0x33, 0x3e,
];
const LOGO_AT = 0x104;

/** Whether the logo stands in the header of the 256 KB block that starts at `block`. */
export function hasLogo(rom: Uint8Array, block = 0): boolean {
  return LOGO.every((byte, i) => rom[block + LOGO_AT + i] === byte);
}

/** The checksum over the header, as the boot ROM computes it. */
export function headerChecksum(rom: Uint8Array): number {
  let sum = 0;
  for (let at = 0x134; at <= 0x14c; at++) sum = (sum - rom[at] - 1) & 0xff;
  return sum;
}

/** The sum of the first `length` bytes without the checksum itself. */
export function globalChecksum(rom: Uint8Array, length = rom.length): number {
  let sum = -rom[0x14e] - rom[0x14f];
  for (let at = 0; at < length; at++) sum += rom[at];
  return sum & 0xffff;
}

export function storedGlobalChecksum(rom: Uint8Array): number {
  return (rom[0x14e] << 8) | rom[0x14f];
}

/** "32 KB", "1 MB", or bytes. */
export function sizeText(bytes: number): string {
  if (bytes >= 0x100000 && bytes % 0x100000 === 0) return `${bytes / 0x100000} MB`;
  if (bytes >= 0x400 && bytes % 0x400 === 0) return `${bytes / 0x400} KB`;
  return `${bytes} bytes`;
}

export function hex(value: number, digits = 2): string {
  return `$${value.toString(16).toUpperCase().padStart(digits, '0')}`;
}

/** @throws RomError if this is no Game Boy ROM at all. */
export function refuseOtherFiles(rom: Uint8Array): void {
  if (rom.length === 0) {
    throw new RomError('This file is empty. Get the ROM again.');
  }
  for (const [at, bytes, sentence] of OTHER_FILES) {
    if (bytes.every((byte, i) => rom[at + i] === byte)) throw new RomError(sentence);
  }
  if (rom.length < HEADER_END) {
    throw new RomError(
      `This file has only ${rom.length} bytes, and a Game Boy ROM has at least ${HEADER_END}. ` +
        'It is something else, or a download that broke off: get the ROM again.',
    );
  }
  if (rom.length > LARGEST_ROM) {
    throw new RomError(
      `This file is larger than any Game Boy cartridge (${sizeText(LARGEST_ROM)}). It is not a Game Boy ROM.`,
    );
  }
  const header = rom[0x14d] === headerChecksum(rom);
  if (!hasLogo(rom) && !header && !entryLooksLikeCode(rom) && !headerIsBlank(rom)) {
    throw new RomError(
      'This is not a Game Boy ROM: the logo, the checksum and the program start that every ROM has near its ' +
        'beginning are not there.',
    );
  }
}

/** A jump into ROM within the first three bytes, as linkers emit even where no header was filled in. */
function entryLooksLikeCode(rom: Uint8Array): boolean {
  for (let at = 0x100; at <= 0x102; at++) {
    if (rom[at] === 0x18) return true;
    if (rom[at] === 0xc3) return rom[at + 2] < 0x80;
    if (rom[at] !== 0x00 && rom[at] !== 0xf3) return false;
  }
  return false;
}

/** A header that nobody filled in, in a file with something else in it. */
function headerIsBlank(rom: Uint8Array): boolean {
  const blank = rom[LOGO_AT];
  if (blank !== 0x00 && blank !== 0xff) return false;
  for (let at = LOGO_AT; at < HEADER_END; at++) if (rom[at] !== blank) return false;
  return rom.some((byte) => byte !== blank);
}

/**
 * Bytes of the ROM chip, a power of two: the file may be larger or smaller, by fault or because it was trimmed.
 * What it had to assume goes into `notes`.
 * @throws RomError if a part of the ROM is missing.
 */
export function romSize(rom: Uint8Array, notes: string[]): number {
  const length = rom.length;
  const sizeByte = rom[0x148];
  const declared = sizeByte <= 0x08 ? SMALLEST_ROM << sizeByte : 0;
  if (length % BANK !== 0) {
    notes.push(
      `The file's ${length} bytes are not a multiple of 16 KB, as a ROM chip's are; it was filled up or cut.`,
    );
  }
  if (declared === 0) {
    notes.push(`The ROM size byte ${hex(sizeByte)} means nothing; the size of the file counts.`);
    return chipSize(length);
  }
  if (length === declared) return declared;
  if (length > declared) {
    const whole = globalChecksum(rom, declared) === storedGlobalChecksum(rom);
    if (length - declared < BANK || (whole && globalChecksum(rom) !== storedGlobalChecksum(rom))) {
      notes.push(
        `The header says ${sizeText(declared)}; the ${sizeText(length - declared)} after them are not part of the ROM.`,
      );
      return declared;
    }
    notes.push(
      `The header says ${sizeText(declared)}, but the file has ${sizeText(length)}; all of it is used.`,
    );
    return chipSize(length);
  }
  return sizeOfShortFile(rom, declared, notes);
}

/** A file smaller than its header says is trimmed, wrongly labelled, or cut; the checksum tells. */
function sizeOfShortFile(rom: Uint8Array, declared: number, notes: string[]): number {
  const length = rom.length;
  const stored = storedGlobalChecksum(rom);
  const sum = globalChecksum(rom);
  const says = `The header says ${sizeText(declared)}, but the file has ${sizeText(length)}`;
  if (sum !== stored && ((sum + (declared - length) * 0xff) & 0xffff) === stored) {
    notes.push(`${says}: the blank end was left out.`);
    return declared;
  }
  const noMapper = rom[0x147] in BOARDS.rom.types && length >= SMALLEST_ROM;
  const neverSummed = stored === 0x0000 || stored === 0xffff;
  if (sum === stored || noMapper || neverSummed || rom[0x14d] !== headerChecksum(rom)) {
    if (length !== chipSize(length) || declared > SMALLEST_ROM) notes.push(`${says}; the file counts.`);
    return chipSize(length);
  }
  throw new RomError(
    `This ROM is cut short: its header says ${sizeText(declared)}, the file has ${sizeText(length)}, ` +
      'and the checksum over it is wrong. Get the ROM again.',
  );
}

/** The smallest chip that holds `length` bytes. */
function chipSize(length: number): number {
  let size = SMALLEST_ROM;
  while (size < length) size <<= 1;
  return size;
}

/** The ROM as the chip holds it: exactly `size` bytes, erased ($FF) where the file has none. */
export function fitRom(rom: Uint8Array, size: number): Uint8Array {
  if (rom.length === size) return rom;
  const chip = new Uint8Array(size).fill(0xff);
  chip.set(rom.subarray(0, size));
  return chip;
}
