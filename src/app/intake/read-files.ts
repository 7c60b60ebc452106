import { unzipSync } from 'fflate';

/** The largest cartridge there is. */
export const MAX_ROM = 8 << 20;
/** A zip is read whole; a bigger one is somebody's collection, to be unpacked elsewhere. */
export const MAX_ZIP = 96 << 20;
/** What may come out of one zip. */
const MAX_UNPACKED = 256 << 20;
const MAX_FILES = 2000;

/** Why a file was not taken; the app has a sentence for each. */
export type Refusal = 'empty' | 'tooBig' | 'notRom' | 'zipBroken' | 'zipNoRom' | 'zipTooMuch' | 'unreadable';

export interface FoundRom {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface Found {
  readonly roms: readonly FoundRom[];
  readonly refused: readonly { readonly fileName: string; readonly why: Refusal }[];
}

const ROM_NAME = /\.(gb|gbc|cgb|sgb|dmg)$/i;

/** Takes the ROMs out of files and zips. Judges by content first: phones rename files. */
export async function readFiles(files: readonly File[]): Promise<Found> {
  const roms: FoundRom[] = [];
  const refused: { fileName: string; why: Refusal }[] = [];
  for (const file of files) {
    try {
      const result = await readFile(file);
      if (typeof result === 'string') refused.push({ fileName: file.name, why: result });
      else roms.push(...result);
    } catch {
      refused.push({ fileName: file.name, why: 'unreadable' });
    }
  }
  return { roms, refused };
}

async function readFile(file: File): Promise<FoundRom[] | Refusal> {
  if (file.size === 0) return 'empty';
  const start = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (start[0] === 0x50 && start[1] === 0x4b && (start[2] === 3 || start[2] === 5)) {
    if (file.size > MAX_ZIP) return 'tooBig';
    return unzip(new Uint8Array(await file.arrayBuffer()));
  }
  if (file.size > MAX_ROM) return ROM_NAME.test(file.name) ? 'tooBig' : 'notRom';
  const bytes = new Uint8Array(await file.arrayBuffer());
  return looksLikeRom(bytes) || ROM_NAME.test(file.name) ? [{ fileName: file.name, bytes }] : 'notRom';
}

/** The ROMs of a zip. Sizes are believed only as far as they keep us small: fflate never writes past them. */
export function unzip(zip: Uint8Array): FoundRom[] | Refusal {
  let budget = MAX_UNPACKED;
  let count = 0;
  let tooMuch = false;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(zip, {
      filter: (file) => {
        if (!ROM_NAME.test(file.name) || file.originalSize === 0) return false;
        // Deflate cannot shrink more than 1032 times: what claims more is a lie or a bomb.
        const fits =
          file.originalSize <= MAX_ROM &&
          file.originalSize <= file.size * 1033 &&
          file.originalSize <= budget;
        if (!fits || count >= MAX_FILES) {
          tooMuch = true;
          return false;
        }
        budget -= file.originalSize;
        count++;
        return true;
      },
    });
  } catch {
    return 'zipBroken';
  }
  const roms: FoundRom[] = [];
  for (const [path, bytes] of Object.entries(files)) {
    if (bytes.length > 0) roms.push({ fileName: path.split('/').pop() ?? path, bytes: bytes.slice() });
  }
  if (roms.length > 0) return roms;
  return tooMuch ? 'zipTooMuch' : 'zipNoRom';
}

/** The logo's first bytes, which every cartridge holds. */
function looksLikeRom(bytes: Uint8Array): boolean {
  return bytes.length >= 0x150 && bytes[0x104] === 0xce && bytes[0x105] === 0xed && bytes[0x106] === 0x66;
}
