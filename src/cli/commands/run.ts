import { readFileSync } from 'node:fs';
import { HALF_DOTS_PER_SECOND } from '../../core/clock.ts';
import { hex } from '../../core/debug/symbols.ts';
import { GameBoy } from '../../core/game-boy.ts';
import { findModel } from '../../core/models.ts';
import type { Command, Input } from '../arguments.ts';
import { crashOf } from '../crash.ts';
import { parseDump, printDump } from '../dump.ts';
import { pictureHash } from '../judge-expectation.ts';
import { Keys, parsePresses } from '../keys.ts';
import { modelOption } from '../model-option.ts';
import { reason, say, writeJson, writeOutput } from '../output.ts';
import { encodePng, frameToRgb } from '../picture.ts';
import { registersOf } from '../registers.ts';
import { readRom } from '../rom-file.ts';
import { loadStateFile, stateFile } from '../states.ts';
import { readSymbols } from '../symbols.ts';
import { Trace } from '../trace.ts';
import { parseUntil, type Until } from '../until.ts';
import { UsageError } from '../usage-error.ts';
import { encodeWav, Recording } from '../wav.ts';

/** Stereo samples in a second, as the core makes them. */
const SAMPLE_RATE = 65536;
/** Ten seconds, and a minute for a condition to come true. */
const FRAMES = 600;
const MOST_FRAMES = 3600;

export const runCommand: Command = {
  name: 'run',
  operands: 'ROM',
  summary: 'Runs a ROM without a screen and writes down what you ask for.',
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
    json: { value: 'F', help: 'write what happened as JSON' },
  },
  epilogue:
    'An ADDRESS is a symbol, $C000 or 01:4000, with an optional +offset. - as a file is standard output.\n' +
    'Exit codes: 0 all is well, 1 --until did not come true, 2 wrong usage or input.',
  run,
};

async function run(input: Input): Promise<number> {
  const path = input.operand('ROM');
  const model = modelOption(input);
  const presses = parsePresses(input.text('press') ?? '');
  const { bytes } = readRom(path);
  const symbols = readSymbols(path, input.text('sym'));
  const seed = input.count('seed', 0);
  const gameBoy = new GameBoy({
    rom: bytes,
    seed,
    ...(model === '' ? {} : { model: findModel(model)!.name }),
  });
  const dumps = input.texts('dump').map((text) => parseDump(text, symbols));
  const until = input.text('until') === undefined ? null : parseUntil(input.text('until')!, gameBoy, symbols);
  if (until === null && input.text('max-frames') !== undefined) {
    throw new UsageError('--max-frames bounds --until; without it, --frames says how many.');
  }
  if (until !== null && input.text('frames') !== undefined) {
    throw new UsageError('With --until, --max-frames says how many frames to wait at most.');
  }
  const frames = until === null ? input.count('frames', FRAMES) : input.count('max-frames', MOST_FRAMES, 1);
  const now = Math.floor(Date.now() / 1000);
  const loadState = input.text('load-state');
  if (loadState !== undefined) loadStateFile(gameBoy, bytes, readInput(loadState));
  const loadSav = input.text('load-sav');
  if (loadSav !== undefined) gameBoy.importSave(readInput(loadSav), now);

  const session = new Session(gameBoy, until, input.flag('serial'), input.text('trace'));
  const wav = input.text('wav') === undefined ? null : new Recording();
  const keys = new Keys(gameBoy, presses);
  for (let frame = 0; frame < frames && !session.reached; frame++) {
    keys.hold(frame);
    session.frame();
    wav?.add(gameBoy.samples, gameBoy.sampleCount);
  }
  session.close();

  const rgb = frameToRgb(gameBoy.frame, gameBoy.model.cgb);
  const outputs = ['json', 'screenshot', 'wav', 'save-state', 'save-sav', 'trace'].map((name) =>
    input.text(name),
  );
  const onData = outputs.includes('-') || input.flag('serial');
  const screenshot = input.text('screenshot');
  if (screenshot !== undefined) writeOutput(screenshot, encodePng(rgb));
  if (wav !== null) writeOutput(input.text('wav')!, encodeWav(wav.samples(), SAMPLE_RATE));
  for (const dump of dumps) printDump(dump, gameBoy);
  const saveState = input.text('save-state');
  if (saveState !== undefined) writeOutput(saveState, stateFile(gameBoy, bytes));
  const saveSav = input.text('save-sav');
  if (saveSav !== undefined) {
    const save = gameBoy.exportSave(now + Math.floor(session.seconds));
    if (save === null) throw new UsageError('This cartridge has no battery, so there is no save to write.');
    writeOutput(saveSav, save);
  }
  const crash = crashOf(gameBoy);
  const summary = {
    rom: path,
    model: gameBoy.model.name,
    frames: session.frames,
    seconds: session.seconds,
    hash: pictureHash(rgb),
    registers: registersOf(gameBoy.cpu),
    serial: session.serial,
    reached: until === null ? null : session.reached,
    crash,
  };
  writeJson(input.text('json'), summary);
  const where = `${symbols.name(gameBoy, gameBoy.cpu.pc)}${symbols.size > 0 ? ` ($${hex(gameBoy.cpu.pc, 4)})` : ''}`;
  say(
    `${session.frames} frames (${session.seconds.toFixed(2)} s) on ${gameBoy.model.title}, PC at ${where}, ` +
      `picture ${summary.hash}${crash === null ? '' : `; ${crash}`}`,
    onData,
  );
  if (until !== null && !session.reached) {
    say(`${input.text('until')} did not come true in ${frames} frames.`, true);
    return 1;
  }
  return 0;
}

function readInput(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new UsageError(`Can't read ${file}: ${reason(error)}.`);
  }
}

/** A run frame by frame, with what is watched on the way. */
class Session {
  frames = 0;
  reached = false;
  serial = '';
  private halfDots = 0;
  private readonly gameBoy: GameBoy;
  private readonly until: Until | null;
  private readonly echo: boolean;
  private readonly trace: Trace | null;

  constructor(gameBoy: GameBoy, until: Until | null, echo: boolean, trace: string | undefined) {
    this.gameBoy = gameBoy;
    this.until = until;
    this.echo = echo;
    this.trace = trace === undefined ? null : new Trace(trace, gameBoy);
    if (this.trace === null && until?.beforeInstruction === undefined) return;
    gameBoy.cpu.setHook({
      before: (pc) => {
        this.trace?.line(pc);
        this.reached ||= until?.beforeInstruction?.(pc) === true;
        return this.reached;
      },
    });
  }

  /** Emulated seconds. */
  get seconds(): number {
    return this.halfDots / HALF_DOTS_PER_SECOND;
  }

  frame(): void {
    this.halfDots += this.gameBoy.runFrame();
    this.frames++;
    const bytes = this.gameBoy.takeSerial();
    if (bytes.length > 0) {
      this.serial += String.fromCharCode(...bytes);
      if (this.echo) writeOutput('-', bytes);
    }
    this.reached ||= this.until?.afterFrame?.(this.serial) === true;
  }

  close(): void {
    this.gameBoy.cpu.setHook(null);
    this.trace?.close();
  }
}
