// Hostile ROMs on the built console: `node run-programs.mjs FIRST COUNT`. Each number is a seed.
// A run fails by an exception, a frame that is too long, or a state that does not come back exactly.
import { FRAME, GameBoy, MODELS, RomError } from '../../lib/index.js';

const FRAMES = 5;
/** A frame that began with the LCD off may go on to line 144 of the next. */
const LONGEST = FRAME * 2 + 2000;

const [first, count] = process.argv.slice(2).map(Number);
let refused = 0;
for (let seed = first; seed < first + count; seed++) {
  process.stdout.write(`${seed}\n`);
  if (!runSeed(seed)) refused++;
}
process.stdout.write(`done, ${refused} refused\n`);

function runSeed(seed) {
  const random = randomFrom(seed);
  const models = Object.keys(MODELS);
  const model = models[random(models.length)];
  const rom = randomRom(random);
  let gameBoy;
  try {
    gameBoy = new GameBoy({ rom, model, seed });
  } catch (error) {
    if (error instanceof RomError) return false;
    throw new Error(`seed ${seed}: ${error.stack}`);
  }
  try {
    frames(gameBoy, random, FRAMES - 2, seed);
    const state = gameBoy.save();
    const copy = new GameBoy({ rom, model, seed: seed + 1 });
    copy.load(state);
    const difference = gameBoy.stateDifference(state, copy.save());
    if (difference !== null) throw new Error(`${difference} did not come back`);
    const buttons = random(256);
    for (const machine of [gameBoy, copy]) {
      machine.setButtons(buttons);
      machine.runFrame();
      machine.runFrame();
    }
    const later = gameBoy.stateDifference(gameBoy.save(), copy.save());
    if (later !== null) throw new Error(`${later} differs two frames after the load`);
    for (let i = 0; i < gameBoy.frame.length; i++) {
      if (gameBoy.frame[i] !== copy.frame[i]) throw new Error(`pixel ${i} differs two frames after the load`);
    }
  } catch (error) {
    throw new Error(`seed ${seed} on ${model}: ${error.stack}`);
  }
  return true;
}

function frames(gameBoy, random, count, seed) {
  for (let frame = 0; frame < count; frame++) {
    gameBoy.setButtons(random(256), random(FRAME));
    const passed = gameBoy.runFrame();
    if (!(passed > 0 && passed <= LONGEST))
      throw new Error(`frame ${frame} of seed ${seed} took ${passed} half-dots`);
    if (gameBoy.sampleCount * 2 > gameBoy.samples.length)
      throw new Error('more samples than there is room for');
  }
}

// ---- ROMs -----------------------------------------------------------------------------------------------------

function randomRom(random) {
  const rom = new Uint8Array(0x8000 << random(4));
  const style = random(5);
  if (style === 0) for (let at = 0; at < rom.length; at++) rom[at] = random(256);
  else fillWithCode(rom, random, style);
  // A header that mostly makes sense, so that the program gets to run.
  rom.set([0x00, 0xc3, random(256), random(0x7f)], 0x100);
  rom[0x143] = [0x00, 0x80, 0xc0, random(256)][random(4)];
  rom[0x146] = [0x00, 0x03, random(256)][random(3)];
  rom[0x147] = [0x00, 0x01, 0x03, 0x06, 0x10, 0x13, 0x19, 0x1b, 0x1e, random(256)][random(10)];
  rom[0x148] = [Math.log2(rom.length / 0x8000), random(256)][random(8) === 0 ? 1 : 0];
  rom[0x149] = [0, 1, 2, 3, 4, 5, random(256)][random(7)];
  let sum = 0;
  for (let at = 0x134; at <= 0x14c; at++) sum = (sum - rom[at] - 1) & 0xff;
  rom[0x14d] = sum;
  return rom;
}

function fillWithCode(rom, random, style) {
  for (let at = 0; at < rom.length - 8; ) {
    const kind = random(16);
    let code;
    if (style === 1 && kind < 12) {
      // Writes everywhere: LD A,n / LD (nn),A, most of them to I/O.
      const address = random(3) === 0 ? random(0x10000) : 0xff00 | random(256);
      code = [0x3e, random(256), 0xea, address & 0xff, address >> 8];
    } else if (style === 2 && kind < 6) {
      // STOP, HALT, DI and EI in loops.
      code = [[0x10, 0x00], [0x76], [0xf3], [0xfb], [0x18, 0xfe], [0x76, 0x18, 0xfd], [0x10, 0x18, 0xfd]][
        random(7)
      ];
    } else if (style === 3 && kind < 8) {
      // Reads and writes through HL anywhere, and 16-bit arithmetic on it (OAM bug).
      code = [
        0x21,
        random(256),
        random(2) ? 0xfe : random(256),
        [0x34, 0x35, 0x22, 0x2a, 0x23, 0x2b, 0xe5, 0xe1][random(8)],
      ];
    } else if (style === 4 && kind < 5) {
      // DMA, HDMA and speed switches.
      const register = [0x46, 0x51, 0x52, 0x53, 0x54, 0x55, 0x4d, 0x4f, 0x70, 0x40, 0x41, 0x6c][random(12)];
      code = [0x3e, random(256), 0xe0, register, ...(random(8) === 0 ? [0x10, 0x00] : [])];
    } else {
      code = [random(256)];
    }
    rom.set(code, at);
    at += code.length;
  }
}

/** Whole numbers below a bound, always the same for a seed. */
function randomFrom(seed) {
  let state = (seed * 0x9e3779b1) >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}
