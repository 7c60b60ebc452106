import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { GameBoy } from '../../src/core/game-boy.ts';
import { CONSOLE_HZ } from '../../src/player/pacer.ts';
import { Player } from '../../src/player/player.ts';
import { HOW_TO_GET_ROMS, projectRoot, romRoot } from '../helpers/rom-root.ts';

const BUDGET = 16 << 20;
const TEN_MINUTES = 600 * CONSOLE_HZ;

const GAMES = [
  join(projectRoot, 'test-roms/game/glim.gb'),
  ...['geometrix.gbc', 'ucity.gbc', 'tobu.gb'].map((name) => join(romRoot() ?? '', 'homebrew', name)),
];

/** A quarter of a minute of play tells what ten minutes take: each frame's delta stands for itself. */
test.for(GAMES.map((path) => [path.slice(path.lastIndexOf('/') + 1), path] as const))(
  '%s: ten minutes of rewind fit into 16 MB',
  ([, path], context) => {
    context.skip(!existsSync(path), HOW_TO_GET_ROMS);
    const player = new Player(new GameBoy({ rom: new Uint8Array(readFileSync(path)) }));
    player.keepPast(true);
    player.jumped();
    const empty = player.rewindBytes;
    let seed = 1;
    for (let i = 0; i < 900; i++) {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
      if ((seed >> 8) % 20 === 0) player.press((seed >> 12) & 0xff, 0);
      player.frame(false);
    }
    const perFrame = (player.rewindBytes - empty) / player.rewindFrames;
    expect(empty + perFrame * TEN_MINUTES).toBeLessThan(BUDGET);
  },
);
