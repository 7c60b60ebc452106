import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { readMovie, writeMovie } from '../../src/player/movie.ts';
import { dotmatrix, inFolder } from './dotmatrix.ts';
import { COUNTER_SYMBOLS, counterRom, crashingRom } from './small-roms.ts';

/** Runs the counter with these arguments in a folder of its own. */
function withCounter<T>(
  use: (folder: string, run: (...args: string[]) => ReturnType<typeof dotmatrix>) => T,
): Promise<T> {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'counter.gb'), counterRom());
    writeFileSync(join(folder, 'counter.sym'), COUNTER_SYMBOLS);
    return use(folder, (...args) => dotmatrix(['run', 'counter.gb', ...args], folder));
  });
}

describe('run', () => {
  test('--json tells what happened, on the header’s model or another', () =>
    withCounter((_, run) => {
      const summary = JSON.parse(run('--frames', '30', '--json', '-').out);
      expect(summary).toMatchObject({
        rom: 'counter.gb',
        model: 'dmg',
        frames: 30,
        serial: 'Passed\n',
        reached: null,
        crash: null,
      });
      expect(summary.hash).toMatch(/^[0-9a-f]{16}$/);
      expect(summary.registers.sp).toBe(0xfffe);
      expect(summary.seconds).toBeCloseTo(30 / 59.7275, 1);
      expect(JSON.parse(run('--frames', '1', '--model', 'cgb', '--json', '-').out).model).toBe('cgb-e');
    }));

  test('a screenshot is a 160 × 144 PNG and the sound a WAV of the right length', () =>
    withCounter((folder, run) => {
      expect(run('--frames', '60', '--screenshot', 'a.png', '--wav', 'a.wav').code).toBe(0);
      const png = decode(readFileSync(join(folder, 'a.png')));
      expect([png.width, png.height, png.channels]).toEqual([160, 144, 3]);
      // The logo that the boot ROM leaves: white and black.
      expect(new Set(png.data)).toEqual(new Set([0, 255]));
      const wav = readFileSync(join(folder, 'a.wav'));
      expect(wav.toString('latin1', 0, 4) + wav.toString('latin1', 8, 16)).toBe('RIFFWAVEfmt ');
      expect(wav.readUInt32LE(24)).toBe(65536);
      expect((wav.length - 44) / 4 / 65536).toBeCloseTo(60 / 59.7275, 1);
      expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
    }));

  test('- is standard output, and words go to standard error', () =>
    withCounter((_, run) => {
      const { bytes, err } = run('--frames', '2', '--screenshot', '-');
      expect(decode(bytes).width).toBe(160);
      expect(err).toContain('2 frames');
    }));

  test('--serial prints what the port sends', () =>
    withCounter((_, run) => expect(run('--frames', '30', '--serial').out).toBe('Passed\n')));

  test('--until stops at a symbol, a text, a value or a picture, and fails with 1', () =>
    withCounter((_, run) => {
      const json = (...args: string[]) => JSON.parse(run(...args, '--json', '-').out);
      expect(json('--until', 'pc=Done')).toMatchObject({ reached: true, registers: { pc: 0x173 } });
      expect(json('--until', 'pc=0173').registers).toEqual(json('--until', 'pc=Done').registers);
      expect(json('--until', 'serial=Pass').serial).toMatch(/^Pass/);
      expect(json('--until', 'wLives=$03').reached).toBe(true);
      expect(json('--until', 'wStarted=1', '--press', 'start@40+3').frames).toBe(41);
      run('--frames', '20', '--screenshot', 'logo.png');
      expect(json('--until', 'picture=logo.png').reached).toBe(true);
      const missed = run('--until', 'wStarted=1', '--max-frames', '50');
      expect(missed.code).toBe(1);
      expect(missed.err).toContain('wStarted=1 did not come true in 50 frames.');
    }));

  test('--dump prints memory, or writes it', () =>
    withCounter((folder, run) => {
      expect(run('--frames', '30', '--dump', 'wScore-wLives').out).toMatch(
        /^C000 {2}05 03 +\.\. +wScore wLives$/m,
      );
      run('--frames', '30', '--dump', 'C000-C001=a.bin');
      expect([...readFileSync(join(folder, 'a.bin'))]).toEqual([5, 3]);
      expect(run('--dump', 'wScroe-C001').err).toContain('Did you mean wScore?');
    }));

  test('--trace writes a line for each instruction', () =>
    withCounter((folder, run) => {
      run('--frames', '1', '--trace', 't.log');
      const lines = readFileSync(join(folder, 't.log'), 'utf8').split('\n');
      expect(lines[0]).toBe('A:01 F:B0 B:00 C:13 D:00 E:D8 H:01 L:4D SP:FFFE PC:0100 PCMEM:00,C3,50,01');
      expect(lines[1]).toMatch(/PC:0101 PCMEM:C3,50,01,CE$/);
      expect(lines[2]).toMatch(/PC:0150 PCMEM:F3,31,FE,FF$/);
    }));

  test('a state goes on exactly where it was made', () =>
    withCounter((_, run) => {
      const json = (...args: string[]) => JSON.parse(run(...args, '--json', '-').out);
      const whole = json('--frames', '50');
      expect(run('--frames', '20', '--save-state', 's.state').err).toMatch(
        /^Lost in other emulators \(BESS\): Where in the line/,
      );
      const rest = json('--load-state', 's.state', '--frames', '30');
      expect(rest.registers).toEqual(whole.registers);
      expect(rest.hash).toBe(whole.hash);
      expect(run('--load-state', 'counter.sym').err).toContain('not a state');
      expect(run('--load-state', 's.state', '--model', 'cgb').err).toContain('model');
    }));

  test('a battery save comes back, and a cartridge without a battery says so', () =>
    withCounter((folder, run) => {
      expect(run('--save-sav', 'a.sav')).toMatchObject({
        code: 2,
        err: expect.stringContaining('no battery'),
      });
      const rom = counterRom();
      rom[0x147] = 0x1b;
      rom[0x149] = 0x02;
      rom[0x14d] = (rom[0x14d] - 0x1b - 0x02) & 0xff;
      writeFileSync(join(folder, 'saving.gb'), rom);
      const save = Uint8Array.from({ length: 8192 }, (_, i) => i & 0xff);
      writeFileSync(join(folder, 'in.sav'), save);
      const args = ['run', 'saving.gb', '--frames', '5', '--load-sav', 'in.sav', '--save-sav', 'out.sav'];
      expect(dotmatrix(args, folder).code).toBe(0);
      expect([...readFileSync(join(folder, 'out.sav'))]).toEqual([...save]);
    }));

  test('a crash is named', () =>
    inFolder((folder) => {
      writeFileSync(join(folder, 'crash.gb'), crashingRom());
      const { crash } = JSON.parse(
        dotmatrix(['run', 'crash.gb', '--frames', '3', '--json', '-'], folder).out,
      );
      expect(crash).toContain('illegal opcode');
      writeFileSync(join(folder, 'crash.sym'), '00:0150 Main\n');
      expect(dotmatrix(['run', 'crash.gb', '--frames', '3'], folder).out).toMatch(
        /illegal opcode before Main\+\$02 \(\$0152\)/,
      );
    }));
});

describe('movies', () => {
  test('a recorded run replays alike, and verify names the first frame that differs', () =>
    withCounter((folder, run) => {
      const recorded = run('--frames', '60', '--press', 'start@20+5', '--record', 'a.movie', '--json', '-');
      const replayed = run('--movie', 'a.movie', '--json', '-');
      expect(JSON.parse(replayed.out)).toEqual(JSON.parse(recorded.out));
      expect(dotmatrix(['verify', 'counter.gb', 'a.movie'], folder)).toMatchObject({
        code: 0,
        out: 'All 60 frames are as recorded.\n',
      });
      const movie = readMovie(readFileSync(join(folder, 'a.movie')));
      writeFileSync(join(folder, 'b.movie'), writeMovie({ ...movie, inputs: [[19, 0, 128]] }));
      expect(dotmatrix(['verify', 'counter.gb', 'b.movie'], folder)).toMatchObject({
        code: 1,
        out: 'Frame 19 of 60 is the first that differs.\n',
      });
      writeFileSync(join(folder, 'other.gb'), crashingRom());
      expect(dotmatrix(['verify', 'other.gb', 'a.movie'], folder)).toMatchObject({
        code: 2,
        err: expect.stringContaining('another ROM'),
      });
    }));
});
