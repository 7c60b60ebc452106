// Prints the generated files of the CPU from scripts/opcode-spec.ts.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'dotmatrix-gen-'));
const bundle = await rolldown({ input: join(root, 'scripts/opcode-spec.ts') });
const built = join(scratch, 'spec.mjs');
await bundle.write({ file: built });
const spec = await import(pathToFileURL(built).href);
writeFileSync(join(root, 'src/core/cpu/opcodes.ts'), spec.printOpcodes());
writeFileSync(join(root, 'src/core/cpu/mnemonics.ts'), spec.printMnemonics());
rmSync(scratch, { recursive: true });
