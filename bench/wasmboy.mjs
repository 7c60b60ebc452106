// WasmBoy's WebAssembly core from npm, with the options that its library sets by default.
import { createRequire } from 'node:module';

const getCore = createRequire(import.meta.url)('wasmboy/dist/core/getWasmBoyWasmCore.cjs.js');

export async function start(rom) {
  const { instance, byteMemory } = await (getCore.default ?? getCore)(false);
  const core = instance.exports;
  const address = (name) => core[name].valueOf();
  byteMemory.set(rom, address('CARTRIDGE_ROM_LOCATION'));
  // Boot ROM, colour where there is, three kinds of batching, scan lines, sound accumulation, tile tricks, debugging.
  core.config(0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  const from = address('FRAME_LOCATION');
  const audio = address('AUDIO_BUFFER_LOCATION');
  const rgb = new Uint8Array(160 * 144 * 3);
  return {
    model: core.isGBC() ? 'cgb' : 'dmg',
    frame() {
      core.executeFrame();
      rgb.set(byteMemory.subarray(from, from + rgb.length));
      byteMemory.slice(audio, audio + core.getNumberOfSamplesInAudioBuffer() * 2);
      core.clearAudioBuffer();
    },
    picture() {
      const pixels = new Uint32Array(160 * 144);
      for (let i = 0, at = 0; i < pixels.length; i++, at += 3) {
        pixels[i] = rgb[at] | (rgb[at + 1] << 8) | (rgb[at + 2] << 16);
      }
      return pixels;
    },
  };
}
