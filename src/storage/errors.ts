/**
 * What is wrong, for code (and translations) to decide by:
 * full: the disk or the quota · denied: the browser refuses storage (private mode, settings) ·
 * lost: everything stored was deleted under our feet · blocked: another tab holds the old version ·
 * newer: written by a newer version · damaged: bytes that don't add up · refused: not ours, or of another game ·
 * missing: no such thing · failed: anything else.
 */
export type StorageProblem =
  | 'full'
  | 'denied'
  | 'lost'
  | 'blocked'
  | 'newer'
  | 'damaged'
  | 'refused'
  | 'missing'
  | 'failed';

/** Something could not be stored or read back; `message` is a sentence for people. */
export class StorageError extends Error {
  readonly problem: StorageProblem;

  constructor(problem: StorageProblem, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'StorageError';
    this.problem = problem;
  }
}

const FULL =
  'There is no room left to save. The game goes on, but export your save or delete something before you close it.';
const DENIED =
  'This browser does not let the page keep anything (private mode or a setting). The game goes on; export your save before you close it.';
const BLOCKED = 'Another tab holds an older version of Dotmatrix open. Close it, then try again.';
const NEWER = 'A newer version of Dotmatrix has been here. Reload this page to use it.';
const LOST =
  'The stored games were deleted while this page was open. The running game goes on and is being saved anew.';
const FAILED = 'The browser could not complete the save. The game goes on, and it will be tried again.';

/** Any failure of storage as a sentence for people; a StorageError stays as it is. */
export function asStorageError(error: unknown): StorageError {
  if (error instanceof StorageError) return error;
  switch (nameOf(error)) {
    case 'QuotaExceededError':
      return new StorageError('full', FULL, error);
    case 'SecurityError':
    case 'NotAllowedError':
      return new StorageError('denied', DENIED, error);
    case 'VersionError':
      return new StorageError('newer', NEWER, error);
    default:
      return new StorageError('failed', FAILED, error);
  }
}

/** The sentence for storage that the browser refuses altogether. */
export function deniedError(cause?: unknown): StorageError {
  return new StorageError('denied', DENIED, cause);
}

/** The sentence for a database that another tab keeps at an older version. */
export function blockedError(): StorageError {
  return new StorageError('blocked', BLOCKED);
}

/** The sentence for a database that was deleted while open. */
export function lostError(): StorageError {
  return new StorageError('lost', LOST);
}

function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}
