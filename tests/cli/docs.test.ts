import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GameBoy } from '../../src/core/game-boy.ts';
import { MovieRecorder } from '../../src/player/movie.ts';
import { writeReport } from '../../src/player/report.ts';
import { projectRoot } from '../helpers/rom-root.ts';
import { dotmatrix, inFolder } from './dotmatrix.ts';
import { COUNTER_SYMBOLS, counterRom, FIBONACCI, registersRom } from './small-roms.ts';

/** The fenced blocks of one language in a document. */
function blocks(document: string, language: string): string[] {
  const text = readFileSync(join(projectRoot, 'docs', document), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1],
  );
}

/** Splits a line as a shell does, as far as the examples go. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2]);
}

/** As the app would make it of the counter. */
function counterReport(): Uint8Array {
  const rom = counterRom();
  const gameBoy = new GameBoy({ rom });
  const recorder = new MovieRecorder(gameBoy.stateSize);
  for (let frame = 0; frame < 30; frame++) {
    gameBoy.runFrame();
    recorder.frame(gameBoy);
  }
  const id = createHash('sha256').update(rom).digest('hex');
  const movie = recorder.finish({ rom: id, model: 'dmg', seed: 0, state: null, app: 'docs' });
  return writeReport({ title: 'Counter', browser: '', settings: {}, fault: null, state: null, movie });
}

test('every example of docs/cli.md works', () =>
  inFolder((folder) => {
    writeFileSync(join(folder, 'game.gb'), counterRom());
    writeFileSync(join(folder, 'game.sym'), COUNTER_SYMBOLS);
    mkdirSync(join(folder, 'tests'));
    writeFileSync(join(folder, 'tests/registers.gb'), registersRom(FIBONACCI));
    const [expectations] = blocks('cli.md', 'json');
    writeFileSync(join(folder, 'dotmatrix.json'), expectations);
    writeFileSync(join(folder, 'report.json'), counterReport());
    const title = ['run', 'game.gb', '--frames', '20', '--screenshot', 'title-expected.png'];
    expect(dotmatrix(title, folder).code).toBe(0);
    const lines = blocks('cli.md', 'sh').flatMap((block) => block.trimEnd().split('\n'));
    expect(lines.length).toBeGreaterThan(12);
    for (const line of lines) {
      const [name, ...args] = words(line);
      expect(name).toBe('dotmatrix');
      const { code, err, out } = dotmatrix(args, folder);
      expect(`${line}: ${code} ${code === 0 ? '' : err + out}`).toBe(`${line}: 0 `);
    }
  }));

test('every example of docs/api.md runs', () =>
  inFolder((folder) => {
    writeFileSync(join(folder, 'game.gb'), counterRom());
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(projectRoot, join(folder, 'node_modules/dotmatrix'));
    // Builds lib/ when it is stale.
    expect(dotmatrix(['--version']).code).toBe(0);
    const examples = blocks('api.md', 'js');
    expect(examples.length).toBeGreaterThan(4);
    for (const [i, example] of examples.entries()) {
      writeFileSync(join(folder, `example-${i}.mjs`), example);
      const result = spawnSync(process.execPath, [`example-${i}.mjs`], { cwd: folder });
      expect(result.stderr.toString(), example).toBe('');
      expect(result.status, example).toBe(0);
    }
  }));
