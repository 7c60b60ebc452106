import { describe, expect, test } from 'vitest';
import { type Command, help, nearest, parse } from '../../src/cli/arguments.ts';
import { parsePresses } from '../../src/cli/keys.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { dotmatrix } from './dotmatrix.ts';

const command: Command = {
  name: 'run',
  operands: 'ROM',
  summary: 'Runs.',
  options: {
    frames: { value: 'N', help: 'how many' },
    screenshot: { value: 'F', help: 'where' },
    quiet: { short: 'q', help: 'less' },
  },
  run: () => Promise.resolve(0),
};

describe('arguments', () => {
  test('options, flags and operands', () => {
    const input = parse(command, ['a.gb', '--frames', '12', '-q', '--screenshot=-']);
    expect(input.operand('ROM')).toBe('a.gb');
    expect(input.count('frames', 1)).toBe(12);
    expect(input.flag('quiet')).toBe(true);
    expect(input.text('screenshot')).toBe('-');
  });

  test('a slip of the finger is told the right option', () => {
    expect(() => parse(command, ['--frame', '3'])).toThrow(
      'run has no option --frame. Did you mean --frames?',
    );
    expect(() => parse(command, ['--screnshot', 'x'])).toThrow('Did you mean --screenshot?');
    expect(() => parse(command, ['--xyzzy'])).toThrow(/no option --xyzzy\.$/);
  });

  test('numbers must be numbers', () => {
    for (const bad of ['x', '-1', '1.5', '1e3', '']) {
      expect(() => parse(command, [`--frames=${bad}`]).count('frames', 1), bad).toThrow(UsageError);
    }
  });

  test('an option without its value, or a flag with one, is explained', () => {
    expect(() => parse(command, ['--frames'])).toThrow(UsageError);
    expect(() => parse(command, ['--quiet=yes'])).toThrow(UsageError);
  });

  test('the help names every option', () => {
    for (const name of Object.keys(command.options)) expect(help(command)).toContain(`--${name}`);
  });

  test('nothing is near to something else altogether', () => {
    expect(nearest('banana', ['frames', 'model'])).toBeUndefined();
  });
});

describe('key scripts', () => {
  test('button@frame+duration', () => {
    expect(parsePresses('start@120+10, a+b@300')).toEqual([
      { buttons: 128, from: 120, to: 130 },
      { buttons: 48, from: 300, to: 301 },
    ]);
  });

  test('mistakes are explained', () => {
    expect(() => parsePresses('strat@3')).toThrow('Did you mean start?');
    expect(() => parsePresses('start')).toThrow('button@frame+duration');
    expect(() => parsePresses('a@x')).toThrow(UsageError);
  });
});

describe('the shell', () => {
  test('help, version and exit codes', () => {
    expect(dotmatrix(['--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Usage: dotmatrix'),
    });
    expect(dotmatrix(['run', '--help'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('--screenshot F'),
    });
    expect(dotmatrix(['--version']).out).toMatch(/^\d+\.\d+\.\d+/);
    expect(dotmatrix([]).code).toBe(2);
  });

  test('an unknown command, option or model is told the right one', () => {
    expect(dotmatrix(['tset'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean test?'),
    });
    expect(dotmatrix(['run', 'x.gb', '--farmes', '1'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Did you mean --frames?'),
    });
    expect(dotmatrix(['run', 'x.gb', '--model', 'gdb'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is no model "gdb".'),
    });
  });
});
