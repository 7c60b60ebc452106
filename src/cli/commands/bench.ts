import { GameBoy } from '../../core/game-boy.ts';
import { findModel } from '../../core/models.ts';
import { colourTable, paint } from '../../player/colours.ts';
import type { Command, Input } from '../arguments.ts';
import { modelOption } from '../model-option.ts';
import { say, writeJson } from '../output.ts';
import { readRom, refuseWrongChecksum } from '../rom-file.ts';
import { UsageError } from '../usage-error.ts';

export const benchCommand: Command = {
  name: 'bench',
  operands: 'ROM…',
  summary: 'Frames per second of processor time, with picture (as RGBA) and sound.',
  options: {
    model: { value: 'M', help: 'the model (default: the header decides)' },
    frames: { value: 'N', help: 'how many frames are measured (default: 2400)' },
    warmup: { value: 'N', help: 'how many frames run before (default: 600)' },
    force: { help: 'run ROMs whose header checksum is wrong' },
    json: { value: 'F', help: 'write the figures as JSON' },
  },
  run,
};

async function run(input: Input): Promise<number> {
  if (input.operands.length === 0) throw new UsageError('Which ROMs? Give the path of one or more.');
  const model = modelOption(input);
  const frames = input.count('frames', 2400, 1);
  const warmup = input.count('warmup', 600);
  const json = input.text('json');
  const rows = [];
  for (const rom of input.operands) {
    const { bytes } = readRom(rom);
    const start = process.cpuUsage();
    const gameBoy = new GameBoy({ rom: bytes, ...(model === '' ? {} : { model: findModel(model)!.name }) });
    refuseWrongChecksum(rom, gameBoy.header, input.flag('force'));
    const screen = new Screen(gameBoy.model.cgb);
    gameBoy.runFrame();
    const firstFrame = seconds(process.cpuUsage(start)) * 1000;
    for (let frame = 1; frame < warmup; frame++) step(gameBoy, screen);
    const before = process.cpuUsage();
    for (let frame = 0; frame < frames; frame++) step(gameBoy, screen);
    const taken = seconds(process.cpuUsage(before));
    const fps = Math.round(frames / taken);
    rows.push({
      rom,
      model: gameBoy.model.name,
      frames,
      fps,
      firstFrameMs: Math.round(firstFrame * 10) / 10,
      checksum: checksum(screen.pixels),
    });
    say(
      `${String(fps).padStart(7)} frames per second  ${gameBoy.model.name.padEnd(5)}  ${rom}`,
      json === '-',
    );
  }
  writeJson(json, rows);
  return 0;
}

/** The picture as a host shows it: the conversion belongs to the time of a frame. */
class Screen {
  readonly pixels = new Uint32Array(160 * 144);
  private readonly table: Uint32Array;

  constructor(color: boolean) {
    const bg = [0xffffff, 0xaaaaaa, 0x555555, 0x000000] as const;
    this.table = colourTable(color, { palette: { bg }, correction: 'off' });
  }

  show(gameBoy: GameBoy): void {
    paint(gameBoy.frame, this.table, this.pixels, gameBoy.changedLines);
  }
}

function step(gameBoy: GameBoy, screen: Screen): void {
  gameBoy.runFrame();
  screen.show(gameBoy);
}

function seconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

/** So that nobody can leave the picture out. */
function checksum(rgba: Uint32Array): number {
  let sum = 0;
  for (const pixel of rgba) sum = (sum * 31 + pixel) | 0;
  return sum >>> 0;
}
