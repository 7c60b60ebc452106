import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';
import { projectRoot } from '../helpers/rom-root.ts';
import { inFolder } from './dotmatrix.ts';
import { FIBONACCI, registersRom } from './small-roms.ts';

test(
  'npm pack gives a package that runs from an empty folder and in a browser bundle',
  () =>
    inFolder(async (folder) => {
      const run = (command: string, ...args: string[]) =>
        spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
      const pack = spawnSync('npm', ['pack', '--pack-destination', folder], {
        cwd: projectRoot,
        encoding: 'utf8',
      });
      expect(pack.status, pack.stderr).toBe(0);
      const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
      writeFileSync(join(folder, 'package.json'), '{"type": "module", "private": true}');
      const install = run('npm', 'install', '--offline', `./${tarball}`);
      expect(install.status, install.stderr).toBe(0);
      // Nothing else comes with it.
      expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
        'dotmatrix',
      ]);

      writeFileSync(join(folder, 'a.gb'), registersRom(FIBONACCI));
      writeFileSync(join(folder, 'b.gb'), registersRom(FIBONACCI));
      const shell = run('npx', '--no', 'dotmatrix', 'test', '.', '--jobs', '2', '--junit', 'report.xml');
      expect(shell.stdout).toContain('2 passed, 0 failed');
      expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('<testsuite ');

      const program = `import { GameBoy } from 'dotmatrix';
export function run(rom) {
  const gameBoy = new GameBoy({ rom });
  gameBoy.runFrame();
  return gameBoy.cpu.b;
}
`;
      writeFileSync(join(folder, 'program.js'), program);
      const bundle = await rolldown({ input: join(folder, 'program.js'), platform: 'browser' });
      const { output } = await bundle.generate({ format: 'esm' });
      expect(output[0].imports).toEqual([]);
      expect(output[0].code).not.toMatch(/\bnode:|\bprocess\.|\brequire\(/);

      writeFileSync(
        join(folder, 'program.ts'),
        `import { GameBoy, type ModelName } from 'dotmatrix';
const model: ModelName = 'dmg';
const passed: number = new GameBoy({ rom: new Uint8Array(32768), model }).runFrame();
console.log(passed);
// @ts-expect-error There is no such model.
new GameBoy({ rom: new Uint8Array(0), model: 'gdb' });
`,
      );
      const typed = run(
        process.execPath,
        join(projectRoot, 'node_modules/typescript/bin/tsc'),
        ...[
          '--ignoreConfig',
          '--noEmit',
          '--strict',
          '--module',
          'nodenext',
          '--target',
          'es2022',
          'program.ts',
        ],
      );
      expect(typed.stdout + typed.stderr).not.toContain('error');
    }),
  120_000,
);
