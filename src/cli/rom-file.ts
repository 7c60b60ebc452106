import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { Unzip, UnzipInflate } from 'fflate';
import type { Header } from '../core/cartridge/header.ts';
import { reason } from './output.ts';
import { UsageError } from './usage-error.ts';

/** The largest ROM that any board can address. */
const MOST_ROM_BYTES = 8 * 1024 * 1024;
/** Nobody zips more than this around one game. */
const MOST_FILE_BYTES = 64 * 1024 * 1024;

const ROM_NAME = /\.(gb|gbc|sgb|cgb)$/i;

export interface RomFile {
  /** The file's own name, inside the zip where it came from one. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Reads a ROM, or the first ROM in a zip. */
export function readRom(path: string): RomFile {
  const bytes = readBounded(path);
  if (bytes.length === 0) throw new UsageError(`${path} is empty: it holds no ROM.`);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] < 9) return unzipRom(path, bytes);
  if (bytes.length > MOST_ROM_BYTES) {
    throw new UsageError(
      `${path} is too large for a Game Boy ROM: ${bytes.length} bytes, and 8 MB is the most.`,
    );
  }
  return { name: basename(path), bytes };
}

/** The console itself would not start such a ROM; `force` is for flash cartridges and tools that do. */
export function refuseWrongChecksum(path: string, header: Header, force: boolean): void {
  if (header.headerChecksumRight || force) return;
  throw new UsageError(
    `${path} has a wrong header checksum: a console would not start it, or the file is damaged. ` +
      'Repair it with rgbfix -f h, or run it all the same with --force.',
  );
}

function readBounded(path: string): Uint8Array {
  let fd = -1;
  try {
    fd = openSync(path, 'r');
    const stat = fstatSync(fd);
    if (stat.isDirectory()) throw new UsageError(`${path} is a folder; give a ROM in it.`);
    if (stat.size > MOST_FILE_BYTES) {
      throw new UsageError(
        `${path} is too large for a Game Boy ROM: ${stat.size} bytes, and 8 MB is the most.`,
      );
    }
    const bytes = new Uint8Array(stat.size);
    let at = 0;
    while (at < bytes.length) {
      const got = readSync(fd, bytes, at, bytes.length - at, at);
      if (got === 0) break;
      at += got;
    }
    return bytes.subarray(0, at);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Can't read ${path}: ${reason(error)}.`);
  } finally {
    if (fd >= 0) closeSync(fd);
  }
}

/** Unpacks in small steps and stops at the bound, whatever sizes the zip claims. */
function unzipRom(path: string, zip: Uint8Array): RomFile {
  let found: RomFile | undefined;
  let failure: UsageError | undefined;
  const unzip = new Unzip((file) => {
    if (found !== undefined || failure !== undefined || !ROM_NAME.test(file.name)) return;
    const chunks: Uint8Array[] = [];
    let size = 0;
    file.ondata = (error, chunk, final) => {
      if (failure !== undefined || found !== undefined) return;
      if (error !== null) {
        failure = new UsageError(`${path} can't be unpacked: ${file.name} is damaged.`);
        return;
      }
      size += chunk.length;
      if (size > MOST_ROM_BYTES) {
        failure = new UsageError(
          `${path} can't be used: ${file.name} unpacks to more than 8 MB, and no Game Boy ROM does.`,
        );
        return;
      }
      chunks.push(chunk);
      if (final) {
        const bytes = new Uint8Array(size);
        let at = 0;
        for (const one of chunks) {
          bytes.set(one, at);
          at += one.length;
        }
        found = { name: basename(file.name), bytes };
      }
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  const STEP = 4096;
  try {
    for (let at = 0; at < zip.length && found === undefined && failure === undefined; at += STEP) {
      unzip.push(zip.subarray(at, at + STEP), at + STEP >= zip.length);
    }
  } catch {
    failure ??= new UsageError(`${path} can't be unpacked: the zip is damaged.`);
  }
  if (failure !== undefined) throw failure;
  if (found === undefined) {
    throw new UsageError(`${path} holds no Game Boy ROM: nothing in it ends in .gb or .gbc.`);
  }
  if (found.bytes.length === 0) throw new UsageError(`${found.name} in ${path} is empty: it holds no ROM.`);
  return found;
}
