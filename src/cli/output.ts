import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { UsageError } from './usage-error.ts';

/** Reads a file that the user named. */
export function readInput(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`Can't read ${file}: ${reason(error)}.`);
  }
}

/** Writes a file; `-` is standard output. */
export function writeOutput(file: string, content: string | Uint8Array): void {
  if (file === '-') {
    writeAll(1, typeof content === 'string' ? Buffer.from(content) : content);
    return;
  }
  try {
    writeFileSync(file, content);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** A file that is written piece by piece; `-` is standard output. */
export class OutputFile {
  private readonly file: string;
  private readonly fd: number;

  constructor(file: string) {
    this.file = file;
    try {
      this.fd = file === '-' ? 1 : openSync(file, 'w');
    } catch (error) {
      throw cannotWrite(file, error);
    }
  }

  write(text: string): void {
    try {
      writeAll(this.fd, Buffer.from(text));
    } catch (error) {
      throw cannotWrite(this.file, error);
    }
  }

  close(): void {
    if (this.fd !== 1) closeSync(this.fd);
  }
}

function cannotWrite(file: string, error: unknown): UsageError {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return new UsageError(`Can't write ${file}: ${missing ? 'its folder does not exist' : reason(error)}.`);
}

/** Writes the JSON that `--json` asks for. */
export function writeJson(file: string | undefined, value: unknown): void {
  if (file !== undefined) writeOutput(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** A line for people: standard output, or standard error when that carries data. */
export function say(line: string, data: boolean): void {
  writeAll(data ? 2 : 1, Buffer.from(`${line}\n`));
}

/** What went wrong with a file, in words. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'ENOSPC') return 'the disk is full';
  return message;
}

// A pipe that is full answers EAGAIN, and one whose reader has left EPIPE; the first passes.
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
    }
  }
}
