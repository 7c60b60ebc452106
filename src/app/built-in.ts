import romUrl from '../../test-roms/game/glim.gb?url';
import type { Game } from '../storage/schema.ts';

import builtInPicture from './glim.png?url';

export { builtInPicture };

/** Marks the built-in game once it is stored like any other. */
const FILE_NAME = 'Glim (built in).gb';

/** The game that comes with the app, as a library entry that needs no storage until it is played. */
export const builtInGame: Game = {
  id: 'built-in',
  title: 'Glim',
  fileName: FILE_NAME,
  size: 32768,
  system: 'GBC',
  addedAt: 0,
  playedAt: null,
  playTime: 0,
  favourite: false,
  picture: null,
  removedAt: null,
};

export function isBuiltIn(game: Game): boolean {
  return game.fileName === FILE_NAME;
}

export async function builtInRom(): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await (await fetch(romUrl)).arrayBuffer());
}
