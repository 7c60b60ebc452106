import { type BoardChoice, chooseBoard } from './board-choice.ts';
import { BOARDS } from './boards.ts';
import { licenseeName } from './licensees.ts';
import {
  globalChecksum,
  hasLogo,
  headerChecksum,
  hex,
  refuseOtherFiles,
  romSize,
  sizeText,
  storedGlobalChecksum,
} from './rom-file.ts';

/** A cartridge's header, with what it must have meant. */
export interface Header extends BoardChoice {
  /** As printed in the header, without padding; may be empty. */
  readonly title: string;
  /** Four characters, or empty. */
  readonly manufacturer: string;
  /** The publisher's code, two characters, or "$01" in older headers; empty where none is named. */
  readonly licensee: string;
  /** Uses the Game Boy Color. */
  readonly cgb: boolean;
  /** Says that it runs on nothing else. */
  readonly cgbOnly: boolean;
  /** Sends packets to the Super Game Boy, which listens only with licensee $33. */
  readonly sgb: boolean;
  readonly japanese: boolean;
  readonly version: number;
  readonly typeByte: number;
  /** Bytes of the ROM chip: a power of two, at least 32 KB. */
  readonly romSize: number;
  readonly logoRight: boolean;
  readonly headerChecksumRight: boolean;
  readonly globalChecksumRight: boolean;
  /** What is odd about the ROM and what was assumed, in sentences for people. */
  readonly notes: readonly string[];
}

/**
 * Reads the header and decides what it must have meant.
 * @throws RomError with a sentence for people, if the file cannot be played.
 */
export function parseHeader(rom: Uint8Array): Header {
  refuseOtherFiles(rom);
  const notes: string[] = [];
  const size = romSize(rom, notes);
  const choice = chooseBoard(rom, size, notes);
  const logoRight = hasLogo(rom);
  const headerChecksumRight = rom[0x14d] === headerChecksum(rom);
  const globalChecksumRight = globalChecksum(rom.subarray(0, size)) === storedGlobalChecksum(rom);
  if (!logoRight)
    notes.push('The logo in the header is not right: a console would refuse to start this ROM.');
  if (!headerChecksumRight) {
    notes.push(
      `The header checksum is ${hex(rom[0x14d])} and should be ${hex(headerChecksum(rom))}: ` +
        'a console would refuse to start this ROM, or the file is damaged.',
    );
  }
  const cgb = (rom[0x143] & 0x80) !== 0;
  const manufacturer = cgb ? manufacturerCode(rom) : '';
  return {
    title: text(rom, 0x134, manufacturer ? 0x13f : cgb ? 0x143 : 0x144),
    manufacturer,
    licensee: licenseeCode(rom),
    cgb,
    cgbOnly: cgb && (rom[0x143] & 0x40) !== 0,
    sgb: rom[0x146] === 0x03 && rom[0x14b] === 0x33,
    japanese: rom[0x14a] === 0x00,
    version: rom[0x14c],
    typeByte: rom[0x147],
    romSize: size,
    logoRight,
    headerChecksumRight,
    globalChecksumRight,
    notes,
    ...choice,
  };
}

/** The header in rows for people: what the command line's `info` prints. */
export function describeHeader(header: Header): string[] {
  const { title, manufacturer, licensee, ramSize } = header;
  const rows: [string, string][] = [
    ['Title', title || '(none)'],
    ['Made for', systems(header)],
    ['Cartridge', `${boardText(header)} (type byte ${hex(header.typeByte)})`],
    ['ROM', `${sizeText(header.romSize)}, ${header.romSize / 0x4000} banks`],
    ['RAM', ramSize === 0 ? 'none' : ramSize < 0x2000 ? sizeText(ramSize) : ramText(ramSize)],
    ['Published by', licenseeName(licensee) || '(not said)'],
    ['Sold in', header.japanese ? 'Japan' : 'other countries'],
    ['Version', String(header.version)],
    ['Logo', header.logoRight ? 'right' : 'wrong'],
    ['Header checksum', header.headerChecksumRight ? 'right' : 'wrong'],
    ['Global checksum', header.globalChecksumRight ? 'right' : 'wrong (no console looks at it)'],
  ];
  if (manufacturer) rows.splice(1, 0, ['Game code', manufacturer]);
  const lines = rows.map(([name, value]) => `${name.padEnd(16)} ${value}`);
  for (const note of header.notes) lines.push(`Note: ${note}`);
  return lines;
}

function systems(header: Header): string {
  const base = header.cgbOnly
    ? 'Game Boy Color only'
    : header.cgb
      ? 'Game Boy and Game Boy Color'
      : 'Game Boy';
  return header.sgb ? `${base}, with Super Game Boy extras` : base;
}

function boardText(header: Header): string {
  const parts: string[] = [BOARDS[header.board].label];
  if (header.ramSize > 0) parts.push('RAM');
  if (header.battery) parts.push('battery');
  if (header.clock) parts.push('clock');
  if (header.motor) parts.push('rumble');
  return parts.join(' + ');
}

function ramText(bytes: number): string {
  return bytes === 0x2000 ? '8 KB' : `${sizeText(bytes)}, ${bytes / 0x2000} banks`;
}

/** Printable characters up to the first $00. */
function text(rom: Uint8Array, from: number, to: number): string {
  let out = '';
  for (let at = from; at < to && rom[at] !== 0; at++) {
    out += rom[at] >= 0x20 && rom[at] < 0x7f ? String.fromCharCode(rom[at]) : '?';
  }
  return out.trim();
}

function licenseeCode(rom: Uint8Array): string {
  const old = rom[0x14b];
  if (old !== 0x33) return old === 0 ? '' : hex(old);
  const code = String.fromCharCode(rom[0x144], rom[0x145]);
  return code !== '00' && /^[0-9A-Z]{2}$/.test(code) ? code : '';
}

/** The last four bytes of the title hold a code such as "BXTJ" in later colour games: kind, name, country. */
function manufacturerCode(rom: Uint8Array): string {
  const code = String.fromCharCode(...rom.subarray(0x13f, 0x143));
  return rom[0x14b] === 0x33 && /^[ABHKV][A-Z0-9]{2}[ADEFIJKPSUXY]$/.test(code) ? code : '';
}
