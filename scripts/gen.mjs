// Prints the generated files of the core from their specifications in scripts/.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'dotmatrix-gen-'));

async function load(name) {
  const bundle = await rolldown({ input: join(root, 'scripts', `${name}.ts`) });
  const built = join(scratch, `${name}.mjs`);
  await bundle.write({ file: built });
  return import(pathToFileURL(built).href);
}

const opcodes = await load('opcode-spec');
const steps = await load('step-table-spec');
writeFileSync(join(root, 'src/core/cpu/opcodes.ts'), opcodes.printOpcodes());
writeFileSync(join(root, 'src/core/cpu/prefixed.ts'), opcodes.printPrefixed());
writeFileSync(join(root, 'src/core/cpu/mnemonics.ts'), opcodes.printMnemonics());
writeFileSync(join(root, 'src/core/apu/step-table.ts'), steps.printStepTable());
rmSync(scratch, { recursive: true });
