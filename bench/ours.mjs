// Dotmatrix for the benchmark: the built library, the picture as RGBA, the sound at the core's own rate.
import { colourTable, GameBoy, paint } from '../lib/index.js';

const GREY = [0xffffff, 0xaaaaaa, 0x555555, 0x000000];

export async function start(rom) {
  const gameBoy = new GameBoy({ rom });
  const table = colourTable(gameBoy.model.cgb, { palette: { bg: GREY }, correction: 'off' });
  const pixels = new Uint32Array(160 * 144);
  return {
    model: gameBoy.model.name,
    frame() {
      gameBoy.runFrame();
      paint(gameBoy.frame, table, pixels, gameBoy.changedLines);
    },
    picture: () => pixels,
    gameBoy,
  };
}
