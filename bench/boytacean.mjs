// boytacean from npm, with its defaults: sound on, picture as RGB bytes.
import { readFileSync } from 'node:fs';
import init, { GameBoy } from 'boytacean';

export async function start(rom) {
  await init({
    module_or_path: readFileSync(new URL('node_modules/boytacean/boytacean_bg.wasm', import.meta.url)),
  });
  const gameBoy = new GameBoy();
  gameBoy.infer_mode_wa(rom);
  gameBoy.reset();
  gameBoy.load_unsafe(true);
  gameBoy.load_rom_wa(rom);
  let rgb = new Uint8Array(160 * 144 * 3);
  return {
    model: gameBoy.is_cgb() ? 'cgb' : 'dmg',
    frame() {
      gameBoy.next_frame();
      rgb = gameBoy.frame_buffer_eager();
      gameBoy.audio_buffer_eager(true);
    },
    picture: () => packRgb(rgb, 0),
  };
}

function packRgb(bytes, from) {
  const pixels = new Uint32Array(160 * 144);
  for (let i = 0, at = from; i < pixels.length; i++, at += 3) {
    pixels[i] = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
  }
  return pixels;
}
