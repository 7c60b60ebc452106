import { GameBoy } from '../../core/game-boy.ts';
import { verify } from '../../player/movie.ts';
import type { Command, Input } from '../arguments.ts';
import { readMovieFor } from '../movie-file.ts';
import { say, writeJson } from '../output.ts';
import { readRom } from '../rom-file.ts';
import { loadStateFile } from '../states.ts';
import { UsageError } from '../usage-error.ts';

export const verifyCommand: Command = {
  name: 'verify',
  operands: 'ROM MOVIE',
  summary: 'Replays a movie and compares picture, sound and state of every frame with what it recorded.',
  options: { json: { value: 'F', help: 'write what was found as JSON' } },
  epilogue: 'Exit codes: 0 every frame was as recorded, 1 one differed, 2 wrong usage or input.',
  run,
};

async function run(input: Input): Promise<number> {
  const [romPath, moviePath, ...rest] = input.operands;
  if (moviePath === undefined || rest.length > 0) throw new UsageError('Give the ROM and one movie.');
  const { bytes } = readRom(romPath);
  const movie = readMovieFor(bytes, moviePath);
  const gameBoy = new GameBoy({ rom: bytes, model: movie.model, seed: movie.seed });
  if (movie.state !== null) loadStateFile(gameBoy, bytes, movie.state);
  const { differs, frames } = verify(gameBoy, movie);
  const json = input.text('json');
  writeJson(json, { rom: romPath, movie: moviePath, model: movie.model, frames, differs });
  say(
    differs === null
      ? `All ${frames} frames are as recorded.`
      : `Frame ${differs} of ${frames} is the first that differs.`,
    json === '-',
  );
  return differs === null ? 0 : 1;
}
