// Builds one of our test ROMs: a source beside its build script, with the shared shell.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fontSource } from './font.mjs';
import { output } from './output.mjs';
import { assemble } from './rom.mjs';

/**
 * Assembles `source`.s (by default of the ROM's name) beside the script at `url` into `name`.gb.
 * The other options are those of `assemble`.
 */
export function buildTest(url, name, { source = name, generated = {}, ...options }) {
  const folder = dirname(fileURLToPath(url));
  const { rom } = assemble({
    source: join(folder, `${source}.s`),
    include: [folder],
    generated: { 'font.inc': fontSource(), ...generated },
    ...options,
  });
  output(join(folder, `${name}.gb`), rom);
}
