import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Progress } from '../../src/cli/progress.ts';
import type { Result } from '../../src/cli/task.ts';
import { dotmatrix, inFolder } from './dotmatrix.ts';
import {
  buildRom,
  COUNTER_SYMBOLS,
  counterRom,
  crashingRom,
  FIBONACCI,
  microtestRom,
  pictureRom,
  registersRom,
} from './small-roms.ts';
import { validateJunit } from './validate-junit.ts';

/** Writes files into a folder. */
function put(folder: string, files: Readonly<Record<string, Uint8Array | string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

function results(folder: string, ...args: string[]): Result[] {
  return JSON.parse(dotmatrix(['test', ...args, '--json', '-'], folder).out) as Result[];
}

const SPIN = buildRom([0x18, 0xfe]);

describe('unlisted ROMs', () => {
  test('each speaks its protocol', () =>
    inFolder((folder) => {
      put(folder, {
        'roms/blargg-fail.gb': counterRom('Failed #3\n'),
        'roms/blargg-pass.gb': counterRom('Passed\n'),
        'roms/deep/microtest-fail.gb': microtestRom(3, 4),
        'roms/deep/microtest-pass.gb': microtestRom(4, 4),
        'roms/mooneye-fail.gb': registersRom([0x42, 0x42, 0x42, 0x42, 0x42, 0x42]),
        'roms/mooneye-pass.gb': registersRom(FIBONACCI),
        'roms/silent.gb': SPIN,
      });
      const seen = results(folder, 'roms').map(
        ({ rom, protocol, verdict }) => `${rom} ${protocol} ${verdict}`,
      );
      expect(seen).toEqual([
        'roms/blargg-fail.gb blargg fail',
        'roms/blargg-pass.gb blargg pass',
        'roms/deep/microtest-fail.gb gbmicrotest fail',
        'roms/deep/microtest-pass.gb gbmicrotest pass',
        'roms/mooneye-fail.gb mooneye fail',
        'roms/mooneye-pass.gb mooneye pass',
        'roms/silent.gb  unknown',
      ]);
      expect(dotmatrix(['test', 'roms'], folder).code).toBe(1);
      expect(dotmatrix(['test', 'roms/*-pass.gb', 'roms/deep/*pass*'], folder).code).toBe(0);
    }));

  test('every result has the fields that are promised', () =>
    inFolder((folder) => {
      put(folder, { 'a.gb': registersRom(FIBONACCI) });
      const [result] = results(folder, 'a.gb', '--model', 'mgb');
      expect(result).toEqual({
        rom: 'a.gb',
        model: 'mgb',
        suite: '',
        protocol: 'mooneye',
        picture: '',
        keys: '',
        verdict: 'pass',
        detail: '',
        frames: expect.any(Number),
        ms: expect.any(Number),
      });
    }));

  test('a picture beside the ROM is compared exactly; --update writes it; the difference is left behind', () =>
    inFolder((folder) => {
      put(folder, { 'a.gb': pictureRom(0xfc) });
      expect(dotmatrix(['run', 'a.gb', '--frames', '10', '--screenshot', 'a.png'], folder).code).toBe(0);
      expect(results(folder, 'a.gb')).toMatchObject([
        { protocol: 'picture', picture: 'a.png', verdict: 'pass' },
      ]);
      put(folder, { 'a.gb': pictureRom(0x54) });
      const [failed] = results(folder, 'a.gb', '--output', 'out');
      expect(failed.verdict).toBe('fail');
      expect(failed.detail).toMatch(/^\d+ of 23040 pixels differ, the first at \d+,\d+; see out\//);
      for (const kind of ['actual', 'expected', 'difference']) {
        expect(existsSync(join(folder, `out/a.gb-dmg-${kind}.png`)), kind).toBe(true);
      }
      expect(results(folder, 'a.gb', '--update')[0].verdict).toBe('pass');
      expect(results(folder, 'a.gb')[0].verdict).toBe('pass');
    }));

  test('name-<model>.png runs on that model', () =>
    inFolder((folder) => {
      put(folder, { 'a.gb': pictureRom(0xfc) });
      for (const model of ['dmg', 'cgb']) {
        dotmatrix(
          ['run', 'a.gb', '--model', model, '--frames', '10', '--screenshot', `a-${model}.png`],
          folder,
        );
      }
      expect(results(folder, '.').map(({ model, verdict }) => `${model} ${verdict}`)).toEqual([
        'dmg pass',
        'cgb pass',
      ]);
    }));

  test('threads change nothing, and no progress line stands in a log', () =>
    inFolder((folder) => {
      for (let i = 0; i < 12; i++) put(folder, { [`${i}.gb`]: microtestRom(i, i % 3 === 0 ? i + 1 : i) });
      const strip = (list: Result[]) => list.map(({ ms: _, ...rest }) => rest);
      expect(strip(results(folder, '.', '--jobs', '3'))).toEqual(strip(results(folder, '.', '--jobs', '1')));
      expect(dotmatrix(['test', '.', '--jobs', '2'], folder).err).toBe('');
    }));

  test('in a terminal one line is rewritten, as wide as there is room', () => {
    const written: string[] = [];
    const write = (text: string | Uint8Array) => written.push(String(text)) > 0;
    const log = new Progress({ write, columns: 10 });
    log.show('1/2');
    log.clear();
    expect(written).toEqual([]);
    const terminal = new Progress({ write, isTTY: true, columns: 10 });
    terminal.show('1/2  0 not passed');
    terminal.clear();
    expect(written).toEqual(['\r\x1b[2K1/2  0 no', '\r\x1b[2K']);
  });

  test('JUnit XML escapes what it must and counts the failures', () =>
    inFolder((folder) => {
      put(folder, { 'a&b.gb': counterRom('Failed <"&>\n'), 'c.gb': registersRom(FIBONACCI) });
      expect(dotmatrix(['test', '.', '--junit', 'report.xml'], folder).code).toBe(1);
      const xml = readFileSync(join(folder, 'report.xml'), 'utf8');
      validateJunit(xml);
      expect(xml.match(/<testcase /g)).toHaveLength(2);
      expect(xml.match(/<failure /g)).toHaveLength(1);
      expect(() => validateJunit(xml.replace('classname', 'class'))).toThrow();
      expect(() => validateJunit(xml.replace('&amp;', '&'))).toThrow();
      expect(xml).toContain('tests="2" failures="1"');
      expect(xml).toContain('a&amp;b.gb');
      expect(xml).toContain('&lt;&quot;&amp;&gt;');
    }));

  test(
    '1,000 short runs on two threads take less than a minute',
    () =>
      inFolder((folder) => {
        for (let i = 0; i < 1000; i++)
          put(folder, { [`${i}.gb`]: i % 2 ? registersRom(FIBONACCI) : microtestRom(1, 1) });
        const begun = performance.now();
        const { code, out } = dotmatrix(['test', '.', '--jobs', '2', '--quiet'], folder);
        expect(out.trim()).toBe('1000 passed, 0 failed');
        expect(code).toBe(0);
        expect(performance.now() - begun).toBeLessThan(60_000);
      }),
    90_000,
  );
});

describe('dotmatrix.json', () => {
  const test1 = {
    name: 'counts',
    rom: 'counter.gb',
    frames: 60,
    press: 'start@30+5',
    expect: {
      serial: 'Passed',
      memory: { wScore: [5, '$03'], $C002: 1 },
      registers: { at: 'Done', sp: '$FFFE', a: 3 },
    },
  };

  function folderWith(folder: string, tests: unknown): void {
    put(folder, {
      'counter.gb': counterRom(),
      'counter.sym': COUNTER_SYMBOLS,
      'dotmatrix.json': JSON.stringify({ tests }),
    });
  }

  test('a test passes, by its file, its folder, or without a path', () =>
    inFolder((folder) => {
      folderWith(folder, [test1]);
      for (const path of [['dotmatrix.json'], ['.'], []]) {
        expect(results(folder, ...path)).toMatchObject([
          {
            rom: 'counter.gb',
            name: 'counts',
            suite: 'dotmatrix.json',
            protocol: 'expectations',
            verdict: 'pass',
          },
        ]);
      }
    }));

  test('each expectation can fail, and says what it saw', () =>
    inFolder((folder) => {
      const failing: [object, RegExp][] = [
        [{ serial: 'Filed' }, /serial text was "Passed\\n", without "Filed"/],
        [{ memory: { wScore: 6 } }, /wScore is \$05, not \$06/],
        [{ registers: { at: 'Done', a: 4 } }, /a was \$03, not \$04/],
        [{ registers: { at: '$7000' } }, /\$7000 was not reached/],
        [{ hashes: { 10: '0123456789abcdef' } }, /frame 10 has the hash [0-9a-f]{16}, not 0123456789abcdef/],
        [{ hashes: { 999: '0123456789abcdef' } }, /frame 999 was not reached/],
      ];
      folderWith(
        folder,
        failing.map(([expected]) => ({ rom: 'counter.gb', frames: 60, expect: expected })),
      );
      const seen = results(folder, '.', '--junit', 'report.xml');
      // Unnamed tests of one ROM are told apart.
      validateJunit(readFileSync(join(folder, 'report.xml'), 'utf8'));
      for (const [i, [, words]] of failing.entries()) {
        expect(seen[i].verdict).toBe('fail');
        expect(seen[i].detail).toMatch(words);
      }
    }));

  test('a verdict is the ROM’s own, and may be a failure', () =>
    inFolder((folder) => {
      put(folder, {
        'pass.gb': registersRom(FIBONACCI),
        'fail.gb': registersRom([0x42, 0x42, 0x42, 0x42, 0x42, 0x42]),
        'dotmatrix.json': JSON.stringify({
          tests: ['pass', 'fail'].flatMap((verdict) => [
            { name: `right ${verdict}`, rom: `${verdict}.gb`, expect: { verdict } },
            { rom: 'pass.gb', model: 'dmg', expect: { verdict } },
          ]),
        }),
      });
      const seen = results(folder, '.');
      expect(seen.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass', 'fail']);
      expect(seen[3].detail).toContain('it told "pass", not "fail"');
      expect(dotmatrix(['test'], folder).out).toContain('pass     fail.gb: right fail');
      // A test of another model is left out, and its ROM is not run by itself instead.
      expect(results(folder, '.', '--model', 'cgb').map(({ name }) => name)).toEqual([
        'right pass',
        'right fail',
      ]);
    }));

  test('our own ROMs all pass as test-roms/dotmatrix.json describes them', () =>
    inFolder((folder) => {
      const report = join(folder, 'report.xml');
      const { code, out } = dotmatrix(['test', 'test-roms/dotmatrix.json', '--jobs', '2', '--junit', report]);
      expect(out).toContain('22 passed, 0 failed');
      expect(code).toBe(0);
      validateJunit(readFileSync(report, 'utf8'));
    }));

  test('a crash fails unless it is allowed', () =>
    inFolder((folder) => {
      put(folder, {
        'crash.gb': crashingRom(),
        'dotmatrix.json': JSON.stringify({
          tests: [{ rom: 'crash.gb' }, { rom: 'crash.gb', expect: { noCrash: false } }],
        }),
      });
      expect(results(folder, '.').map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
    }));

  test('pictures are written by --update, then compared; hashes are those that run prints', () =>
    inFolder((folder) => {
      folderWith(folder, [
        { rom: 'counter.gb', model: ['dmg'], frames: 20, expect: { picture: 'title.png' } },
      ]);
      expect(results(folder, '.')[0]).toMatchObject({
        verdict: 'fail',
        detail: expect.stringContaining('title.png'),
      });
      expect(results(folder, '.', '--update')[0].verdict).toBe('pass');
      expect(results(folder, '.')[0].verdict).toBe('pass');
      const { hash } = JSON.parse(
        dotmatrix(['run', 'counter.gb', '--frames', '20', '--json', '-'], folder).out,
      );
      folderWith(folder, [{ rom: 'counter.gb', frames: 20, expect: { hashes: { 20: hash } } }]);
      expect(results(folder, '.')[0].verdict).toBe('pass');
    }));

  test('mistakes in the file are explained', () =>
    inFolder((folder) => {
      const mistakes: [string, RegExp][] = [
        ['{', /is no JSON/],
        ['{"tests": 3}', /a list of tests/],
        ['{"tests": [{"rom": "a.gb", "fames": 3}]}', /Did you mean "frames"\?/],
        ['{"tests": [{"rom": "a.gb", "model": "gdb"}]}', /There is no model "gdb"/],
        ['{"tests": [{"rom": "a.gb", "expect": {"seriel": "x"}}]}', /Did you mean "serial"\?/],
        ['{"tests": [{}]}', /rom must be a text/],
        ['{"tests": [{"rom": "a.gb", "expect": {"verdict": "good"}}]}', /must be "pass" or "fail"/],
        [
          '{"tests": [{"rom": "a.gb", "expect": {"verdict": "pass", "serial": "x"}}]}',
          /stands alone.*"serial"/,
        ],
        ['{"tests": [{"rom": "a.gb", "press": "strat@1"}]}', /Did you mean start\?/],
      ];
      for (const [content, words] of mistakes) {
        put(folder, { 'dotmatrix.json': content });
        const { code, err } = dotmatrix(['test'], folder);
        expect(err, content).toMatch(words);
        expect(code).toBe(2);
      }
    }));
});
