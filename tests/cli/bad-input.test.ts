import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { projectRoot } from '../helpers/rom-root.ts';
import { dotmatrix, inFolder } from './dotmatrix.ts';
import { counterRom } from './small-roms.ts';

/** Each is refused with one sentence and exit code 2. */
const REFUSED: readonly [name: string, bytes: () => Uint8Array, sentence: RegExp][] = [
  ['empty.gb', () => new Uint8Array(0), /empty/],
  ['noise.gb', () => Uint8Array.from({ length: 100 }, (_, i) => (i * 167 + 13) & 0xff), /100 bytes/],
  ['cut.gb', cutRom, /cut short/],
  ['huge.gb', () => new Uint8Array(9 * 1024 * 1024), /8 MB|too large/],
  ['none.zip', () => zipSync({ 'readme.txt': new Uint8Array(10) }), /no Game Boy ROM/],
  ['empty-rom.zip', () => zipSync({ 'a.gb': new Uint8Array(0) }), /empty/],
  ['bomb.zip', zipBomb, /more than 8 MB/],
  ['broken.zip', () => zipSync({ 'a.gb': counterRom() }).subarray(0, 120), /./],
];

describe('bad input', () => {
  test.for(REFUSED)('%s', async ([name, bytes, sentence]) => {
    await inFolder((folder) => {
      const file = join(folder, name);
      writeFileSync(file, bytes());
      for (const command of [['run', '--frames', '1'], ['test'], ['info']]) {
        const { code, err, out } = dotmatrix([...command, file]);
        expect(err, command[0]).toMatch(/^dotmatrix: .+\.\n$/);
        expect(err).toMatch(sentence);
        expect(out).toBe('');
        expect(code).toBe(2);
      }
    });
  });

  test('a file that is not there, and a folder', () => {
    expect(dotmatrix(['run', 'nowhere.gb'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('no such file'),
    });
    expect(dotmatrix(['run', 'tests'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('is a folder'),
    });
    expect(dotmatrix(['test', 'docs'])).toMatchObject({ code: 2, err: expect.stringContaining('no ROM') });
  });

  test('each slip is answered with what to write instead', () => {
    const slips: readonly (readonly [args: string, words: RegExp])[] = [
      ['', /^dotmatrix: a Game Boy/],
      ['rnu', /Did you mean run\?/],
      ['help tset', /Did you mean test\?/],
      ['run', /Which ROM\?/],
      ['run a.gb b.gb', /One ROM at a time/],
      ['run a.gb --frames', /--frames needs a value: --frames N\./],
      ['run a.gb --serial=yes', /--serial takes no value\./],
      ['test -x', /test has no option -x\. See dotmatrix test --help\./],
      ['test nowhere/*.gb', /No file matches nowhere\/\*\.gb\./],
      ['test nowhere', /no such file or folder/],
      ['run test-roms/game/glim.gb --until serial=', /nothing to wait for/],
      ['run test-roms/game/glim.gb --until later', /write pc=ADDRESS/],
      ['run test-roms/game/glim.gb --until pc=strat', /Did you mean start\?/],
      ['run test-roms/game/glim.gb --frames 1 --screenshot nowhere/a.png', /its folder does not exist/],
      ['run test-roms/game/glim.gb --frames 1 --trace nowhere/a.log', /its folder does not exist/],
      ['verify test-roms/game/glim.gb', /Give the ROM and one movie/],
      ['verify test-roms/game/glim.gb package.json', /not a movie/],
    ];
    for (const [args, words] of slips) {
      const { code, err, out } = dotmatrix(args.split(' ').filter((word) => word !== ''));
      expect(args === '' ? out : err, args).toMatch(words);
      if (args !== '') expect(err, args).toMatch(/^dotmatrix: .+[.?]\n$/);
      expect(code, args).toBe(2);
    }
  });

  test.skipIf(process.platform === 'win32')('a reader that leaves early is no trouble', () => {
    const cli = join(projectRoot, 'scripts/cli.mjs');
    const rom = join(projectRoot, 'test-roms/game/glim.gb');
    const command = `"${process.execPath}" "${cli}" run "${rom}" --frames 60 --trace - | head -n 1`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8' });
    expect(stdout).toMatch(/^A:11 F:80 .* PC:0100 /);
    expect(stderr).toMatch(/^60 frames/);
  });

  test('a wrong header checksum is refused unless forced; test runs it, and info says so', async () => {
    await inFolder((folder) => {
      const rom = counterRom();
      rom[0x14d] ^= 0xff;
      const file = join(folder, 'checksum.gb');
      writeFileSync(file, rom);
      for (const args of [
        ['run', file],
        ['bench', file, '--frames', '1', '--warmup', '1'],
      ]) {
        const refused = dotmatrix(args);
        expect(refused.code, args[0]).toBe(2);
        expect(refused.out).toBe('');
        expect(refused.err).toMatch(/^dotmatrix: .*checksum\.gb has a wrong header checksum: .*--force\.\n$/);
        expect(dotmatrix([...args, '--force']).code, args[0]).toBe(0);
      }
      const forced = dotmatrix(['run', file, '--force', '--frames', '1', '--json', '-']);
      expect(forced.err).toContain('The header checksum is');
      expect(JSON.parse(forced.out)).toMatchObject({ frames: 1 });
      const expectations = { tests: [{ rom: 'checksum.gb', expect: { serial: 'Passed' } }] };
      writeFileSync(join(folder, 'dotmatrix.json'), JSON.stringify(expectations));
      expect(dotmatrix(['test', folder]).code).toBe(0);
      expect(dotmatrix(['info', file]).out).toContain('Note: ');
    });
  });

  test('an unknown type byte still runs, and says what was assumed', async () => {
    await inFolder((folder) => {
      const rom = counterRom();
      rom[0x147] = 0x77;
      rom[0x14d] = (rom[0x14d] - 0x77) & 0xff;
      const file = join(folder, 'mapper.gb');
      writeFileSync(file, rom);
      const ran = dotmatrix(['run', file, '--until', 'serial=Passed']);
      expect(ran.code).toBe(0);
      expect(ran.err).toContain('type byte');
      expect(dotmatrix(['info', file]).out).toContain('Note: ');
    });
  });

  test('a ROM in a zip runs', async () => {
    await inFolder((folder) => {
      const file = join(folder, 'game.zip');
      writeFileSync(file, zipSync({ 'docs/readme.txt': new Uint8Array(9), 'game/counter.gb': counterRom() }));
      expect(dotmatrix(['run', file, '--until', 'serial=Passed']).code).toBe(0);
    });
  });
});

/** Half of a 128 KB MBC1 ROM whose checksum was right. */
function cutRom(): Uint8Array {
  const rom = new Uint8Array(0x20000);
  rom.set(counterRom());
  for (let at = 0x8000; at < rom.length; at++) rom[at] = (at * 31) & 0xff;
  rom[0x147] = 0x01;
  rom[0x148] = 0x02;
  let sum = 0;
  for (let at = 0x134; at <= 0x14c; at++) sum = (sum - rom[at] - 1) & 0xff;
  rom[0x14d] = sum;
  let total = 0;
  for (let at = 0; at < rom.length; at++) if (at !== 0x14e && at !== 0x14f) total += rom[at];
  rom[0x14e] = (total >> 8) & 0xff;
  rom[0x14f] = total & 0xff;
  return rom.subarray(0, 0x10000);
}

/** 4 GB of zeros in about 4 MB: one flushed block, again and again. */
function zipBomb(): Uint8Array {
  const block = deflateRawSync(new Uint8Array(1 << 20), { finishFlush: constants.Z_FULL_FLUSH });
  const end = deflateRawSync(new Uint8Array(0));
  const name = Buffer.from('bomb.gb');
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(8, 8);
  header.writeUInt32LE(block.length * 4095 + end.length, 18);
  header.writeUInt32LE(1000, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, name, ...Array.from({ length: 4095 }, () => block), end]);
}
