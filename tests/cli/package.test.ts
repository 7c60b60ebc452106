import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HOW_TO_GET_ROMS, projectRoot, romRoot } from '../helpers/rom-root.ts';
import { FIBONACCI, registersRom } from './small-roms.ts';
import { validateJunit } from './validate-junit.ts';

/** Prints the verdict that a ROM sends over the serial port. */
const SERIAL_PROGRAM = `import { readFileSync } from 'node:fs';
import { GameBoy } from 'dotmatrix';

const gameBoy = new GameBoy({ rom: readFileSync('cpu_instrs.gb') });
let text = '';
for (let frame = 0; frame < 4000 && !/Passed|Failed/.test(text); frame++) {
  gameBoy.runFrame();
  text += new TextDecoder().decode(gameBoy.takeSerial());
}
console.log(process.version, text);
`;

/** Another Node version than this one, where the benchmarks are installed. */
const OTHER_NODE = join(projectRoot, 'bench/node_modules/node/bin/node');

describe('npm pack gives a package that', () => {
  let folder = '';
  const run = (command: string, ...args: string[]) =>
    spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
  const nodeRuns = (node: string) =>
    run(node, 'node_modules/dotmatrix/lib/cli.js', 'test', 'roms', '--jobs', '2');

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'dotmatrix-package-'));
    const pack = spawnSync('npm', ['pack', '--pack-destination', folder], {
      cwd: projectRoot,
      encoding: 'utf8',
    });
    expect(pack.status, pack.stderr).toBe(0);
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    writeFileSync(join(folder, 'package.json'), '{"type": "module", "private": true}');
    const install = run('npm', 'install', '--offline', `./${tarball}`);
    expect(install.status, install.stderr).toBe(0);
    mkdirSync(join(folder, 'roms'));
    for (const name of ['a', 'b']) writeFileSync(join(folder, `roms/${name}.gb`), registersRom(FIBONACCI));
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('brings nothing else with it', () => {
    const installed = readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'));
    expect(installed).toEqual(['dotmatrix']);
  });

  test('runs ROMs from the shell, and writes a report that a validating parser takes', () => {
    const shell = run('npx', '--no', 'dotmatrix', 'test', 'roms', '--jobs', '2', '--junit', 'report.xml');
    expect(shell.stdout).toContain('2 passed, 0 failed');
    validateJunit(readFileSync(join(folder, 'report.xml'), 'utf8'));
  });

  test('runs Blargg’s cpu_instrs from the shell and through the API', (context) => {
    const rom = join(romRoot() ?? '', 'blargg/cpu_instrs/cpu_instrs.gb');
    context.skip(!existsSync(rom), HOW_TO_GET_ROMS);
    copyFileSync(rom, join(folder, 'cpu_instrs.gb'));
    const shell = run('npx', '--no', 'dotmatrix', 'test', 'cpu_instrs.gb', '--junit', 'blargg.xml');
    expect(shell.stdout).toContain('1 passed, 0 failed');
    const report = readFileSync(join(folder, 'blargg.xml'), 'utf8');
    validateJunit(report);
    expect(report).toContain('tests="1" failures="0"');
    writeFileSync(join(folder, 'serial.js'), SERIAL_PROGRAM);
    const api = run(process.execPath, 'serial.js');
    expect(api.stdout + api.stderr).toMatch(/11:ok\s+Passed/);
  });

  test('runs under this Node and under another', (context) => {
    expect(nodeRuns(process.execPath).stdout).toContain('2 passed, 0 failed');
    context.skip(
      !existsSync(OTHER_NODE),
      'another Node comes with the benchmarks: npm install --prefix bench',
    );
    const version = (node: string) => run(node, '--version').stdout.split('.')[0];
    expect(version(OTHER_NODE)).not.toBe(version(process.execPath));
    expect(nodeRuns(OTHER_NODE).stdout).toContain('2 passed, 0 failed');
  });

  test('goes into a browser bundle, without a trace of Node', async () => {
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
  });

  test('has its types', () => {
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
    const tsc = join(projectRoot, 'node_modules/typescript/bin/tsc');
    const options = ['--ignoreConfig', '--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022'];
    const typed = run(process.execPath, tsc, ...options, 'program.ts');
    expect(typed.stdout + typed.stderr).not.toContain('error');
  });
});
