import { parseArgs } from 'node:util';
import leven from 'leven';
import { UsageError } from './usage-error.ts';

/** One option of a command. A flag has no `value`; `value` is the placeholder shown in the help. */
export interface Option {
  readonly value?: string;
  readonly short?: string;
  readonly repeats?: boolean;
  readonly help: string;
}

export interface Command {
  readonly name: string;
  /** What follows the name: "ROM", "PATH…". */
  readonly operands: string;
  readonly summary: string;
  readonly options: Readonly<Record<string, Option>>;
  readonly epilogue?: string;
  run(input: Input): Promise<number>;
}

/** What the user typed, by option. */
export class Input {
  readonly operands: readonly string[];
  private readonly values: Readonly<
    Record<string, string | boolean | readonly (string | boolean)[] | undefined>
  >;

  constructor(
    operands: readonly string[],
    values: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>,
  ) {
    this.operands = operands;
    this.values = values;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' ? value : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.values[name];
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  }

  flag(name: string): boolean {
    return this.values[name] === true;
  }

  /** A whole number of at least `least`. */
  count(name: string, otherwise: number, least = 0): number {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const number = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(number) || number < least) {
      throw new UsageError(`--${name} takes a whole number of at least ${least}, not "${text}".`);
    }
    return number;
  }

  /** The only operand. */
  operand(what: string): string {
    if (this.operands.length !== 1) {
      throw new UsageError(
        this.operands.length === 0
          ? `Which ${what}? Give its path.`
          : `One ${what} at a time, please, not ${this.operands.length}: ${this.operands.join(' ')}.`,
      );
    }
    return this.operands[0];
  }
}

/** The nearest of the known names, when it is near enough to be a slip of the finger. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let distance = Math.max(2, Math.ceil(typed.length / 3)) + 1;
  for (const name of known) {
    const own = name.startsWith(typed) ? 1 : leven(typed, name);
    if (own < distance) {
      best = name;
      distance = own;
    }
  }
  return best;
}

/** Reads the arguments after the command's name. */
export function parse(command: Command, args: readonly string[]): Input {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }> = {};
  for (const [name, option] of Object.entries(command.options)) {
    options[name] = {
      type: option.value === undefined ? 'boolean' : 'string',
      ...(option.short === undefined ? {} : { short: option.short }),
      ...(option.repeats === undefined ? {} : { multiple: option.repeats }),
    };
  }
  for (const arg of args) {
    if (arg === '--') break;
    const typed = /^--([^=]+)/.exec(arg)?.[1];
    if (typed !== undefined && !(typed in options)) {
      const meant = nearest(typed, Object.keys(options));
      throw new UsageError(
        `${command.name} has no option --${typed}.${meant === undefined ? '' : ` Did you mean --${meant}?`}`,
      );
    }
  }
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options,
      allowPositionals: true,
      strict: true,
    });
    return new Input(positionals, values);
  } catch (error) {
    throw new UsageError(sentenceOf(command, error as NodeJS.ErrnoException));
  }
}

/** What Node found wrong, in our words. */
function sentenceOf(command: Command, error: NodeJS.ErrnoException): string {
  const option = /--([a-z-]+)/.exec(error.message)?.[1] ?? '';
  const value = command.options[option]?.value;
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    return value === undefined
      ? `--${option} takes no value.`
      : `--${option} needs a value: --${option} ${value}.`;
  }
  const unknown = /'(-[^']*)'/.exec(error.message)?.[1];
  return `${command.name} has no option ${unknown ?? ''}. See dotmatrix ${command.name} --help.`;
}

/** The help of one command. */
export function help(command: Command): string {
  const rows = Object.entries(command.options).map(([name, option]) => {
    const short = option.short === undefined ? '' : `-${option.short}, `;
    return [`  ${short}--${name}${option.value === undefined ? '' : ` ${option.value}`}`, option.help];
  });
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  const lines = rows.map(
    ([left, right]) => `${left.padEnd(width)}${right.replaceAll('\n', `\n${' '.repeat(width)}`)}`,
  );
  return [
    `dotmatrix ${command.name} ${command.operands} [options]`,
    '',
    command.summary,
    '',
    'Options:',
    ...lines,
    ...(command.epilogue === undefined ? [] : ['', command.epilogue]),
    '',
  ].join('\n');
}
