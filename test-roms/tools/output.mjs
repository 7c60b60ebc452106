// Where built files go: to disk, or with --check only beside what lies there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const checking = process.argv.includes('--check');

/** Writes a built file; with --check compares it instead, and makes the process fail where it differs. */
export function output(path, bytes) {
  const name = relative(process.cwd(), path);
  if (!checking) {
    writeFileSync(path, bytes);
    console.log(`${name}: ${bytes.length} bytes`);
  } else if (existsSync(path) && readFileSync(path).equals(Buffer.from(bytes))) {
    console.log(`${name} is what its sources make`);
  } else {
    console.log(`${name} is not what its sources make: run node test-roms/build.mjs`);
    process.exitCode = 1;
  }
}

/** Symbols as RGBDS writes them, in order of address: `00:0150 start`. Constants below $0040 are left out. */
export function symbolFile(symbols) {
  const lines = Object.entries(symbols)
    .filter(([name, address]) => address >= 0x40 && /^[a-z]/.test(name))
    .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
    .map(([name, address]) => {
      const bank = address >= 0x4000 && address < 0x8000 ? 1 : 0;
      const hex = (value, digits) => value.toString(16).toUpperCase().padStart(digits, '0');
      return `${hex(bank, 2)}:${hex(address, 4)} ${name}`;
    });
  return `${lines.join('\n')}\n`;
}
