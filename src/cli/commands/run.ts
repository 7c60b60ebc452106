import { GameBoy } from '../../core/game-boy.ts';
import { findModel } from '../../core/models.ts';
import type { Command, Input } from '../arguments.ts';
import { crashOf } from '../crash.ts';
import { parseDump, printDump } from '../dump.ts';
import { pictureHash } from '../judge-expectation.ts';
import { Keys, parsePresses } from '../keys.ts';
import { modelOption } from '../model-option.ts';
import { MovieKeys, MovieWriter, readMovieFor } from '../movie-file.ts';
import { readInput, say, writeJson, writeOutput } from '../output.ts';
import { encodePng, frameToRgb } from '../picture.ts';
import { registersOf } from '../registers.ts';
import { Comparison, reportIn, romOf } from '../report-file.ts';
import { readRom, refuseWrongChecksum } from '../rom-file.ts';
import { Session } from '../session.ts';
import { loadStateFile, sayLostByExport, stateFile } from '../states.ts';
import { readSymbols, type Symbols } from '../symbols.ts';
import { Trace } from '../trace.ts';
import { parseUntil } from '../until.ts';
import { UsageError } from '../usage-error.ts';
import { encodeWav, Recording } from '../wav.ts';

/** Stereo samples in a second, as the core makes them. */
const SAMPLE_RATE = 65536;
/** Ten seconds, and a minute for a condition to come true. */
const FRAMES = 600;
const MOST_FRAMES = 3600;

export const runCommand: Command = {
  name: 'run',
  operands: 'ROM|REPORT',
  summary:
    'Runs a ROM without a screen, or replays a report, and writes down what you ask for.\n' +
    'A report is what the app makes of a problem; every frame is compared with what it recorded.',
  options: {
    model: {
      value: 'M',
      help: 'dmg0 dmg mgb sgb sgb2 cgb0 cgb-a … cgb-e agb; cgb is cgb-e (default: the header decides)',
    },
    frames: { value: 'N', help: `how many frames (default: ${FRAMES})` },
    until: {
      value: 'WHAT',
      help: 'stop at pc=ADDRESS, serial=TEXT, picture=F.png or ADDRESS=VALUE;\nexit code 1 if it never comes',
    },
    'max-frames': { value: 'N', help: `the most frames to wait for --until (default: ${MOST_FRAMES})` },
    press: { value: 'KEYS', help: 'button@frame+duration, as in "start@120+10,a@300+5"' },
    rom: { value: 'F', help: "a report's ROM, or a folder to look for it (default: the report's folder)" },
    movie: { value: 'F', help: 'replay a movie: its model, seed, keys and start' },
    record: { value: 'F', help: 'record this run as a movie' },
    screenshot: { value: 'F', help: 'the last picture as PNG' },
    wav: { value: 'F', help: 'the sound as WAV' },
    serial: { help: 'print what the serial port sends' },
    trace: { value: 'F', help: 'one line for each instruction: A:01 F:B0 … PCMEM:00,C3,13,02' },
    dump: { value: 'RANGE', repeats: true, help: 'memory at the end: C000-C0FF, or C000-C0FF=F for a file' },
    sym: { value: 'F', help: 'symbols by RGBDS (default: the .sym beside the ROM)' },
    'load-state': { value: 'F', help: 'start from a state' },
    'save-state': { value: 'F', help: 'write the state at the end' },
    'load-sav': { value: 'F', help: 'start with this battery save' },
    'save-sav': { value: 'F', help: 'write the battery save at the end' },
    seed: { value: 'N', help: 'what the RAM holds at power-on (default: 0)' },
    force: { help: 'run a ROM whose header checksum is wrong' },
    json: { value: 'F', help: 'write what happened as JSON' },
  },
  epilogue:
    'An ADDRESS is a symbol, $C000 or 01:4000, with an optional +offset. - as a file is standard output.\n' +
    'Exit codes: 0 all is well, 1 --until did not come true or a report differed, 2 wrong usage or input.',
  run,
};

async function run(input: Input): Promise<number> {
  const operand = input.operand('ROM');
  const report = reportIn(operand);
  refuseContradictions(input, report !== null);
  const model = modelOption(input);
  const { path, bytes } =
    report === null ? { path: operand, ...readRom(operand) } : romOf(report, operand, input.text('rom'));
  const symbols = readSymbols(path, input.text('sym'));
  const movieFile = input.text('movie');
  const movie = report?.movie ?? (movieFile === undefined ? null : readMovieFor(bytes, movieFile));
  const seed = movie?.seed ?? input.count('seed', 0);
  const gameBoy = new GameBoy({
    rom: bytes,
    seed,
    ...(movie !== null ? { model: movie.model } : model === '' ? {} : { model: findModel(model)!.name }),
  });
  refuseWrongChecksum(path, gameBoy.header, input.flag('force'));
  for (const note of gameBoy.header.notes) say(note, true);
  const dumps = input.texts('dump').map((text) => parseDump(text, symbols));
  const until = input.text('until') === undefined ? null : parseUntil(input.text('until')!, gameBoy, symbols);
  const presses = parsePresses(input.text('press') ?? '');
  const now = Math.floor(Date.now() / 1000);
  const loadState = input.text('load-state');
  const state = loadState === undefined ? (movie?.state ?? null) : readInput(loadState);
  if (state !== null) loadStateFile(gameBoy, bytes, state);
  const loadSav = input.text('load-sav');
  if (loadSav !== undefined) {
    for (const note of gameBoy.importSave(readInput(loadSav), now)) say(note, true);
  }

  const trace = input.text('trace') === undefined ? null : new Trace(input.text('trace')!, gameBoy);
  const session = new Session(gameBoy, { until, trace, echo: input.flag('serial') });
  const wav = input.text('wav') === undefined ? null : new Recording();
  const record = input.text('record') === undefined ? null : new MovieWriter(gameBoy, bytes, seed, state);
  const scripted = new Keys(gameBoy, presses);
  const replayed = movie === null ? null : new MovieKeys(gameBoy, movie);
  const checked = report === null ? null : new Comparison(gameBoy, report);
  const recorded = checked?.most ?? movie?.frames;
  const most =
    until === null
      ? input.count('frames', recorded ?? FRAMES)
      : input.count('max-frames', recorded ?? MOST_FRAMES, 1);
  for (let frame = 0; frame < most && !session.reached; frame++) {
    replayed?.hold(frame);
    const buttons = scripted.hold(frame);
    if (buttons >= 0) record?.press(buttons);
    session.frame();
    record?.frame();
    checked?.frame(frame);
    wav?.add(gameBoy.samples, gameBoy.sampleCount);
  }
  session.close();

  const rgb = frameToRgb(gameBoy.frame, gameBoy.model.cgb);
  write(input, 'screenshot', () => encodePng(rgb));
  write(input, 'wav', () => encodeWav(wav!.samples(), SAMPLE_RATE));
  write(input, 'save-state', () => stateFile(gameBoy, bytes));
  if (input.text('save-state') !== undefined) sayLostByExport(gameBoy);
  write(input, 'save-sav', () => batterySave(gameBoy, now + Math.floor(session.seconds)));
  if (record !== null) record.write(input.text('record')!);
  for (const dump of dumps) printDump(dump, gameBoy, symbols);
  const code = conclude(input, gameBoy, session, symbols, pictureHash(rgb), most, checked);
  return checked === null ? code : Math.max(code, checked.conclude(onData(input)));
}

function refuseContradictions(input: Input, report: boolean): void {
  const given = (name: string) => input.text(name) !== undefined;
  if (given('max-frames') && !given('until')) {
    throw new UsageError('--max-frames bounds --until; without it, --frames says how many.');
  }
  if (given('frames') && given('until')) {
    throw new UsageError('With --until, --max-frames says how many frames to wait at most.');
  }
  const other = ['model', 'seed', 'press', 'load-state', 'load-sav', 'record'].find(given);
  if ((given('movie') || report) && other !== undefined) {
    const what = report ? 'report' : 'movie';
    throw new UsageError(`A ${what} brings its own model, seed, keys and start: leave --${other} out.`);
  }
  if (report && given('movie')) throw new UsageError('A report is replayed by itself: leave --movie out.');
  if (!report && given('rom'))
    throw new UsageError('--rom names the ROM of a report. To run a ROM, give its path alone.');
  if (given('record') && given('load-sav')) {
    throw new UsageError(
      'A movie starts at power-on or from a state: use --load-state instead of --load-sav.',
    );
  }
}

function write(input: Input, option: string, content: () => Uint8Array): void {
  const file = input.text(option);
  if (file !== undefined) writeOutput(file, content());
}

function batterySave(gameBoy: GameBoy, unixSeconds: number): Uint8Array {
  const save = gameBoy.exportSave(unixSeconds);
  if (save === null) throw new UsageError('This cartridge has no battery, so there is no save to write.');
  return save;
}

/** Standard output carries data, so words go to standard error. */
function onData(input: Input): boolean {
  return (
    input.flag('serial') ||
    ['json', 'screenshot', 'wav', 'save-state', 'save-sav', 'trace', 'record'].some(
      (name) => input.text(name) === '-',
    )
  );
}

/** Says what happened; the exit code. */
function conclude(
  input: Input,
  gameBoy: GameBoy,
  session: Session,
  symbols: Symbols,
  hash: string,
  most: number,
  checked: Comparison | null,
): number {
  const { frames, seconds, serial, reached } = session;
  const until = input.text('until');
  const crash = crashOf(gameBoy, symbols);
  writeJson(input.text('json'), {
    rom: input.operands[0],
    model: gameBoy.model.name,
    frames,
    seconds,
    hash,
    registers: registersOf(gameBoy.cpu),
    serial,
    reached: until === undefined ? null : reached,
    crash,
    ...(checked === null ? {} : { differs: checked.differs, arrives: checked.arrives }),
  });
  const where = symbols.place(gameBoy, gameBoy.cpu.pc);
  say(
    `${frames} ${frames === 1 ? 'frame' : 'frames'} (${seconds.toFixed(2)} s) on ${gameBoy.model.title}, PC at ${where}, picture ${hash}` +
      (crash === null ? '' : `; ${crash}`),
    onData(input),
  );
  if (until === undefined || reached) return 0;
  say(`${until} did not come true in ${most} frames.`, true);
  return 1;
}
