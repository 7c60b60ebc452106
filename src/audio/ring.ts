/** Stereo frames that the ring holds: a quarter of a second at the core's 65,536 Hz. A power of two. */
export const RING_FRAMES = 16384;
const MASK = RING_FRAMES - 1;

const WRITTEN = 0;
const READ = 1;
const RATE = 2;
const PLAYING = 3;
const HEADER_CELLS = 8;
const BYTES = HEADER_CELLS * 4 + RING_FRAMES * 4;

/**
 * A ring of interleaved 16-bit stereo with one writer and one reader. Over a SharedArrayBuffer they are
 * in different threads and never wait for each other; over an ArrayBuffer both are the worklet.
 */
export class SoundRing {
  readonly buffer: SharedArrayBuffer | ArrayBuffer;
  private readonly cells: Int32Array;
  private readonly samples: Int16Array;

  constructor(buffer: SharedArrayBuffer | ArrayBuffer) {
    this.buffer = buffer;
    this.cells = new Int32Array(buffer, 0, HEADER_CELLS);
    this.samples = new Int16Array(buffer, HEADER_CELLS * 4, RING_FRAMES * 2);
  }

  static local(): SoundRing {
    return new SoundRing(new ArrayBuffer(BYTES));
  }

  static shared(): SoundRing {
    return new SoundRing(new SharedArrayBuffer(BYTES));
  }

  /** Stereo frames that wait to be read. */
  get fill(): number {
    return (Atomics.load(this.cells, WRITTEN) - Atomics.load(this.cells, READ)) | 0;
  }

  /** Stereo frames per second that the writer means to write: the core's rate times the present speed. */
  get rate(): number {
    return Atomics.load(this.cells, RATE);
  }

  set rate(hertz: number) {
    Atomics.store(this.cells, RATE, Math.round(hertz));
  }

  /** The writer goes on writing: an empty ring is then an underrun, not silence. */
  get playing(): boolean {
    return Atomics.load(this.cells, PLAYING) !== 0;
  }

  set playing(on: boolean) {
    Atomics.store(this.cells, PLAYING, on ? 1 : 0);
  }

  /** Takes in `count` stereo frames, as many as there is room for; returns how many. */
  write(interleaved: Int16Array, count: number): number {
    const written = Atomics.load(this.cells, WRITTEN);
    const room = RING_FRAMES - ((written - Atomics.load(this.cells, READ)) | 0);
    const n = Math.min(count, room);
    const at = written & MASK;
    const first = Math.min(n, RING_FRAMES - at);
    this.samples.set(interleaved.subarray(0, first * 2), at * 2);
    if (n > first) this.samples.set(interleaved.subarray(first * 2, n * 2), 0);
    Atomics.store(this.cells, WRITTEN, (written + n) | 0);
    return n;
  }

  /** Sample `channel` (0 left, 1 right) of the frame `ahead` of the read position. */
  peek(ahead: number, channel: number): number {
    return this.samples[((Atomics.load(this.cells, READ) + ahead) & MASK) * 2 + channel];
  }

  /** Gives `count` frames back to the writer. */
  skip(count: number): void {
    Atomics.store(this.cells, READ, (Atomics.load(this.cells, READ) + count) | 0);
  }
}
