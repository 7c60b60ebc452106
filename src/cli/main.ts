import { isMainThread } from 'node:worker_threads';
import { RomError } from '../core/cartridge/rom-file.ts';
import { SaveError } from '../core/cartridge/save.ts';
import { StateError } from '../core/state/state-map.ts';
import { MovieError } from '../player/movie.ts';
import { type Command, help, nearest, parse } from './arguments.ts';
import { benchCommand } from './commands/bench.ts';
import { infoCommand } from './commands/info.ts';
import { runCommand } from './commands/run.ts';
import { testCommand } from './commands/test.ts';
import { vectorsCommand } from './commands/vectors.ts';
import { verifyCommand } from './commands/verify.ts';
import { say } from './output.ts';
import { serveTasks } from './pool.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

const COMMANDS: readonly Command[] = [
  runCommand,
  testCommand,
  verifyCommand,
  vectorsCommand,
  benchCommand,
  infoCommand,
];

/** Exit code for wrong usage or input; 1 says that a test failed. */
const BAD_INPUT = 2;

/** Errors whose message is a sentence for people. */
const FOR_PEOPLE = [UsageError, RomError, StateError, SaveError, MovieError];

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    const about = rest[0] === undefined ? undefined : commandOf(rest[0]);
    say((about === undefined ? overview() : help(about)).trimEnd(), false);
    return name === undefined ? BAD_INPUT : 0;
  }
  if (name === '--version' || name === '-v') {
    say(version(), false);
    return 0;
  }
  const command = commandOf(name);
  if (rest.includes('--help') || rest.includes('-h')) {
    say(help(command).trimEnd(), false);
    return 0;
  }
  return command.run(parse(command, rest));
}

/** @throws UsageError */
function commandOf(name: string): Command {
  const command = COMMANDS.find((one) => one.name === name);
  if (command !== undefined) return command;
  const meant = nearest(
    name,
    COMMANDS.map((one) => one.name),
  );
  const hint = meant === undefined ? 'See dotmatrix --help.' : `Did you mean ${meant}?`;
  throw new UsageError(`There is no command "${name}". ${hint}`);
}

function overview(): string {
  return [
    'dotmatrix: a Game Boy and Game Boy Color without a screen',
    '',
    'Usage: dotmatrix COMMAND [options]',
    '',
    ...COMMANDS.map((command) => `  ${command.name.padEnd(9)}${command.summary.split('\n')[0]}`),
    '',
    '`dotmatrix COMMAND --help` explains one. In every command --json F writes a file, and - is standard output.',
    'Exit codes: 0 all is well, 1 a test failed, 2 wrong usage or input.',
  ].join('\n');
}

if (isMainThread) {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    if (!FOR_PEOPLE.some((kind) => error instanceof kind)) throw error;
    say(`dotmatrix: ${(error as Error).message}`, true);
    process.exitCode = BAD_INPUT;
  }
} else {
  serveTasks();
}
