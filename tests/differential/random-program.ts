/** A small generator of pseudo-random numbers, so that a failing program can be made again from its seed. */
export function randomFrom(seed: number): (below: number) => number {
  let x = (seed * 0x9e3779b1) | 1;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

const VIDEO = [0x40, 0x40, 0x41, 0x42, 0x43, 0x43, 0x45, 0x47, 0x48, 0x49, 0x4a, 0x4b, 0x4b];
const COLOUR = [0x4f, 0x68, 0x69, 0x69, 0x6a, 0x6b, 0x6b, 0x6c, 0x70];
const SOUND = [0x10, 0x11, 0x12, 0x13, 0x14, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x1e];
const MORE_SOUND = [0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x30, 0x37, 0x3f];
const OTHER = [0x04, 0x05, 0x06, 0x07, 0x0f, 0x02, 0x00, 0x46];
const READS = [0x41, 0x44, 0x41, 0x44, 0x04, 0x05, 0x0f, 0x26, 0x30, 0x55, 0x76, 0x02, 0x69];

/**
 * A ROM whose program writes random values to random registers at random moments inside lines, moves bytes to
 * VRAM and OAM, reads what can be seen, halts, polls, and starts transfers; for ever, with handlers that return.
 */
export function randomProgram(seed: number, colour: boolean): Uint8Array {
  const random = randomFrom(seed);
  const rom = new Uint8Array(0x8000);
  rom.set([0xc3, 0x50, 0x01], 0x100);
  rom[0x143] = colour ? 0x80 : 0;
  for (const vector of [0x40, 0x48, 0x50, 0x58, 0x60]) {
    // Handlers write a register now and then, for effects that hang on an interrupt.
    const port = VIDEO[random(VIDEO.length)];
    rom.set(random(2) ? [0xd9] : [0x3c, 0xe0, port === 0x40 ? 0x43 : port, 0xd9], vector);
  }
  let at = 0x150;
  const emit = (...bytes: number[]) => {
    rom.set(bytes, at);
    at += bytes.length;
  };
  const store = (port: number, value: number) => emit(0x3e, value, 0xe0, port);
  emit(0x31, 0xfe, 0xff);
  store(0x0f, 0);
  emit(0x3e, random(32), 0xea, 0xff, 0xff);
  const ports = [...VIDEO, ...VIDEO, ...SOUND, ...MORE_SOUND, ...OTHER, ...(colour ? COLOUR : [])];
  while (at < 0x7f00) {
    switch (random(16)) {
      case 0:
        emit(0xfb);
        break;
      case 1:
        emit(0x21, random(256), 0x80 + random(0x20), 0x3e, random(256), 0x22, 0x22, 0x22, 0x2a);
        break;
      case 2:
        emit(0x21, random(0xa0), 0xfe, 0x3e, random(256), 0x22, 0x2a, 0x34, 0x23);
        break;
      case 3:
        // A wait for a line, or for a mode, that gives up after a while.
        emit(0x06, random(64), 0xf0, random(2) ? 0x44 : 0x41, 0xe6, 0x03, 0xfe, random(4));
        emit(0x28, 0x03, 0x05, 0x20, 0xf5);
        break;
      case 4: {
        const halts = random(4) === 0;
        if (halts) emit(0xfb, 0x76);
        // A wait without end for a line or a mode, with the LCD on and handlers running.
        else if (random(4) === 0) {
          store(0x40, random(256) | 0x80);
          if (random(2)) emit(0xf0, 0x44, 0xfe, random(154), 0x20, 0xfa);
          else emit(0xf0, 0x41, 0xe6, 0x03, 0xfe, [0, 2, 3][random(3)], 0x20, 0xf8);
        }
        break;
      }
      case 5:
      case 6:
        emit(0xf0, READS[random(READS.length)], 0x12, 0x1c);
        break;
      case 7:
        for (let i = random(24); i > 0; i--) emit(0x00);
        break;
      case 8:
        emit(0x06, random(100) + 1, 0x05, 0x20, 0xfd);
        break;
      case 9:
        // Keep the LCD on most of the time.
        store(0x40, random(256) | 0x80);
        break;
      case 10:
        if (colour && random(3) === 0) {
          store(0x51, 0xc0 + random(0x1f));
          store(0x52, random(256));
          store(0x53, random(0x20));
          store(0x54, random(256));
          store(0x55, random(256));
        }
        break;
      default: {
        const port = ports[random(ports.length)];
        store(port, port === 0x40 ? random(256) | (random(8) ? 0x80 : 0) : random(256));
      }
    }
    emit(0x16, 0xc1 + random(0x1e));
  }
  emit(0xc3, 0x50, 0x01);
  return rom;
}
