import { unzipSync } from 'fflate';
import { StorageError } from './errors.ts';

export interface ZipLimits {
  /** Bytes of one file, unpacked. */
  readonly file: number;
  /** Bytes of all wanted files together, unpacked. */
  readonly total: number;
  /** Wanted files. */
  readonly count: number;
}

/** For zips with ROMs: more than any cartridge holds. */
export const ROM_ZIP_LIMITS: ZipLimits = { file: 8 * 1024 * 1024, total: 128 * 1024 * 1024, count: 200 };

/** Deflate can't do better: a greater size is a lie, for which no memory is set aside. */
const BEST_RATIO = 1032;

/** Whether the bytes start as a zip does. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes.length >= 4 && bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] <= 5 && bytes[3] === bytes[2] + 1
  );
}

/**
 * Unpacks the wanted files of a zip, by path. Sizes are checked before anything is unpacked, so that a zip bomb
 * costs nothing.
 */
export function unpackZip(
  bytes: Uint8Array,
  wanted: (path: string) => boolean,
  limits: ZipLimits,
): Map<string, Uint8Array> {
  let total = 0;
  let count = 0;
  let files: Record<string, Uint8Array>;
  const sizes = new Map<string, number>();
  try {
    files = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        if (name.endsWith('/') || !wanted(name)) return false;
        if (originalSize > size * BEST_RATIO + 64) throw damaged();
        total += originalSize;
        count++;
        if (originalSize > limits.file || total > limits.total || count > limits.count) {
          throw new StorageError(
            'refused',
            'This zip holds more than any game does, so it was not unpacked.',
          );
        }
        sizes.set(name, originalSize);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw damaged(error);
  }
  const result = new Map(Object.entries(files));
  for (const [name, file] of result) {
    if (file.length !== sizes.get(name)) {
      throw new StorageError('damaged', 'This zip is damaged: a file in it is cut short.');
    }
  }
  return result;
}

function damaged(cause?: unknown): StorageError {
  return new StorageError('damaged', 'This zip is damaged or not a zip. Download or copy it again.', cause);
}
