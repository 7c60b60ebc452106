// Assembles our own test ROMs with Debian's `sdcc` package: sdasgb and sdldgb, and none of SDCC's libraries.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));

/** The bytes that every boot ROM compares with its own before it starts a cartridge: a fact of the hardware. */
const LOGO = Buffer.from(
  'ceed6666cc0d000b03730083000c000d0008111f8889000edccc6ee6ddddd999bbbb67636e0eecccdddc999fbbb9333e',
  'hex',
);

/** Cartridge types and RAM sizes by the names that Pan Docs gives them. */
export const TYPE = {
  ROM: 0x00,
  MBC1_RAM_BATTERY: 0x03,
  MBC2_BATTERY: 0x06,
  MBC3_RAM_BATTERY: 0x13,
  MBC5_RAM_BATTERY: 0x1b,
};
export const RAM = { NONE: 0, KB8: 2, KB32: 3, KB128: 4 };
export const CGB = { NO: 0x00, BOTH: 0x80, ONLY: 0xc0 };

function run(tool, args, cwd) {
  try {
    return execFileSync(tool, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new Error(`${tool} is missing; it comes with Debian's sdcc package: apt-get install sdcc`);
    throw new Error(`${tool} failed:\n${error.stdout ?? ''}${error.stderr ?? ''}`);
  }
}

/** The lines of a listing that the assembler marks as wrong: its own messages name no file. */
function faults(listing) {
  if (!existsSync(listing)) return '';
  const lines = readFileSync(listing, 'utf8').split('\n');
  return lines.filter((line, n) => /^[a-z]{1,2} /.test(line) || /^\?/.test(lines[n - 1] ?? '')).join('\n');
}

/** Puts the data records of Intel HEX text into `rom`. Addresses beyond 64 KB are not needed here. */
function place(rom, ihx) {
  for (const line of ihx.split(/\r?\n/)) {
    if (!line.startsWith(':')) continue;
    const record = Buffer.from(line.slice(1), 'hex');
    if (record.reduce((sum, byte) => sum + byte, 0) & 0xff) throw new Error(`damaged HEX record ${line}`);
    const [length, high, low, kind] = record;
    if (kind === 1) return;
    if (kind !== 0) throw new Error(`HEX record of unknown kind ${kind}`);
    const at = (high << 8) | low;
    if (at + length > rom.length) throw new Error(`code at $${at.toString(16)} lies beyond the ROM's end`);
    record.copy(rom, at, 4, 4 + length);
  }
}

/** Symbols of the assembler's table as `{ name: address }`. */
function symbols(text) {
  const found = {};
  for (const match of text.matchAll(/\b([A-Za-z_]\w*)\s+=?\s*([0-9A-F]{6})\b/g))
    found[match[1]] = Number.parseInt(match[2], 16);
  return found;
}

/**
 * Assembles `source` (a path, which may include files from `include` and from `generated`, a map of file name
 * to text) and returns `{ rom, symbols }`: the finished cartridge with its header and both checksums.
 * `size` is in bytes; `fill(rom)` may write into banks that the assembler can't reach.
 */
export function assemble({ source, include, generated = {}, size = 0x8000, header, fill }) {
  const folder = mkdtempSync(join(tmpdir(), 'rom-'));
  try {
    for (const [name, text] of Object.entries(generated)) writeFileSync(join(folder, name), text);
    const paths = [folder, here, ...include].map((path) => `-I${path}`);
    try {
      run('sdasgb', ['-plosffw', ...paths, join(folder, 'out.rel'), source], folder);
    } catch (error) {
      throw new Error(`${error.message}\n${faults(join(folder, 'out.lst'))}`);
    }
    run('sdldgb', ['-n', '-i', join(folder, 'out.ihx'), join(folder, 'out.rel')], folder);
    const rom = Buffer.alloc(size);
    place(rom, readFileSync(join(folder, 'out.ihx'), 'utf8'));
    fill?.(rom);
    writeHeader(rom, header);
    return { rom, symbols: symbols(readFileSync(join(folder, 'out.sym'), 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes $0104-$014F. Pan Docs "The Cartridge Header". */
function writeHeader(rom, { title, cgb = CGB.NO, type = TYPE.ROM, ram = RAM.NONE }) {
  LOGO.copy(rom, 0x104);
  rom.fill(0, 0x134, 0x150);
  rom.write(title, 0x134, 11, 'ascii');
  rom[0x143] = cgb;
  rom[0x147] = type;
  rom[0x148] = Math.log2(rom.length / 0x8000);
  rom[0x149] = ram;
  rom[0x14a] = 0x01;
  let check = 0;
  for (let at = 0x134; at <= 0x14c; at++) check = (check - rom[at] - 1) & 0xff;
  rom[0x14d] = check;
  let sum = 0;
  for (let at = 0; at < rom.length; at++) if (at !== 0x14e && at !== 0x14f) sum += rom[at];
  rom.writeUInt16BE(sum & 0xffff, 0x14e);
}

/** `.db` lines for the assembler. */
export function db(bytes) {
  const lines = [];
  for (let at = 0; at < bytes.length; at += 16)
    lines.push(`\t.db ${[...bytes.slice(at, at + 16)].map((byte) => byte & 0xff).join(',')}`);
  return `${lines.join('\n')}\n`;
}

/** Reads text art into tiles of 16 bytes. `.-o#` are the colour indices 0-3. */
export function parseArt(text) {
  const pictures = [];
  let picture = null;
  for (const line of text.split('\n')) {
    const heading = /^(pic|font) (.+)$/.exec(line);
    if (heading) {
      picture = { kind: heading[1], name: heading[2].trim(), rows: [] };
      pictures.push(picture);
    } else if (picture && /^[.\-o# ]*[.\-o#][.\-o# ]*$/.test(line)) picture.rows.push(line);
  }
  return pictures;
}

/** One 8×8 tile from rows of text, its top left corner at (x, y). */
export function tile(rows, x = 0, y = 0) {
  const bytes = Buffer.alloc(16);
  for (let dy = 0; dy < 8; dy++)
    for (let dx = 0; dx < 8; dx++) {
      const colour = Math.max(0, '.-o#'.indexOf((rows[y + dy] ?? '')[x + dx] ?? '.'));
      bytes[dy * 2] |= (colour & 1) << (7 - dx);
      bytes[dy * 2 + 1] |= (colour >> 1) << (7 - dx);
    }
  return bytes;
}
