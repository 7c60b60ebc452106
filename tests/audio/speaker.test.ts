import { describe, expect, test } from 'vitest';
import { RING_FRAMES, SoundRing } from '../../src/audio/ring.ts';
import { Speaker } from '../../src/audio/speaker.ts';

const CORE = 65536;
const QUANTUM = 128;

interface Run {
  readonly underruns: number;
  /** Medians of each second after the first two, in milliseconds. */
  readonly latencies: number[];
  readonly output: Float32Array;
}

interface Host {
  readonly sampleRate?: number;
  /** Frames per second of the writer and its unevenness in milliseconds. */
  readonly fps?: number;
  readonly jitter?: number;
  /** Quanta that the host pulls at once. */
  readonly burst?: number;
  readonly shared?: boolean;
  readonly seconds?: number;
  readonly tone?: number;
}

/** Simulates a writer (a frame at a time) and a host that pulls, on one time line. */
function play(host: Host): Run {
  const { sampleRate = 48000, fps = 60, jitter = 0, burst = 1, seconds = 20, tone = 440 } = host;
  const ring = host.shared ? SoundRing.shared() : SoundRing.local();
  const speaker = new Speaker(ring, { sampleRate, margin: 2, burst: (burst * QUANTUM * 1000) / sampleRate });
  ring.rate = (CORE * fps) / 59.7275;
  ring.playing = true;
  const perFrame = CORE / 59.7275;
  const output: number[] = [];
  const latencies: number[] = [];
  const left = new Float32Array(QUANTUM);
  const right = new Float32Array(QUANTUM);
  let phase = 0;
  let owed = 0;
  let frame = 0;
  let seed = 5;
  let nextWrite = 0;
  let lastSecond = 0;
  const quanta = Math.floor((seconds * sampleRate) / QUANTUM);
  for (let q = 0; q < quanta; q += burst) {
    const now = (q * QUANTUM) / sampleRate;
    while (nextWrite <= now) {
      owed += perFrame;
      const count = Math.floor(owed);
      owed -= count;
      const samples = new Int16Array(count * 2);
      for (let i = 0; i < count; i++) {
        phase += (2 * Math.PI * tone) / CORE;
        samples[i * 2] = samples[i * 2 + 1] = Math.sin(phase) * 16000;
      }
      ring.write(samples, count);
      frame++;
      seed = (seed * 1103515245 + 12345) & 0x7fffffff;
      nextWrite = frame / fps + ((seed / 0x7fffffff) * jitter) / 1000;
    }
    for (let b = 0; b < burst; b++) {
      speaker.pull(left, right);
      output.push(...left);
    }
    if (Math.floor(now) > lastSecond) {
      lastSecond = Math.floor(now);
      const report = speaker.report();
      if (lastSecond > 2) latencies.push(report.latency);
    }
  }
  return { underruns: speaker.report().underruns, latencies, output: Float32Array.from(output) };
}

describe('the ring', () => {
  test.each([true, false])('gives back what was written, around its end (shared: %s)', (shared) => {
    const ring = shared ? SoundRing.shared() : SoundRing.local();
    let next = 0;
    let expected = 0;
    for (let round = 0; round < 100; round++) {
      const samples = new Int16Array(2 * 1097).map((_, i) => (i & 1 ? -1 : 1) * ((next + (i >> 1)) & 0x7fff));
      expect(ring.write(samples, 1097)).toBe(1097);
      next += 1097;
      let wrong = 0;
      for (let i = 0; i < 1097; i++) {
        const value = (expected + i) & 0x7fff;
        if (ring.peek(i, 0) !== value || ring.peek(i, 1) !== (-value | 0)) wrong++;
      }
      expect(wrong).toBe(0);
      ring.skip(1097);
      expected += 1097;
    }
  });

  test('takes no more than it has room for', () => {
    const ring = SoundRing.local();
    const samples = new Int16Array(RING_FRAMES * 4);
    expect(ring.write(samples, RING_FRAMES * 2)).toBe(RING_FRAMES);
    expect(ring.write(samples, 1)).toBe(0);
    expect(ring.fill).toBe(RING_FRAMES);
  });
});

describe('the speaker', () => {
  test.each([
    ['48 kHz, 60 Hz', {}],
    ['44.1 kHz', { sampleRate: 44100 }],
    ['96 kHz', { sampleRate: 96000 }],
    ['shared ring', { shared: true }],
    ['timed at 59.7275', { fps: 59.7275 }],
    ['uneven frames', { jitter: 3 }],
  ] satisfies [string, Host][])('%s: never dry, at most 20 ms at the median', (_, host) => {
    const run = play(host);
    expect(run.underruns).toBe(0);
    for (const latency of run.latencies.slice(6)) expect(latency).toBeLessThanOrEqual(20);
  });

  test.each([
    ['bursts of 512', { burst: 4 }],
    ['bursts of 1024', { burst: 8 }],
    ['very uneven frames', { jitter: 9 }],
    ['half speed', { fps: 30 }],
    ['a quarter of the speed', { fps: 15 }],
  ] satisfies [string, Host][])('%s: never dry', (_, host) => {
    expect(play(host).underruns).toBe(0);
  });

  test('the pitch is right and nothing clicks', () => {
    const { output } = play({ seconds: 12, tone: 1000 });
    const settled = output.subarray(48000 * 5);
    let crossings = 0;
    let steepest = 0;
    for (let i = 1; i < settled.length; i++) {
      if (settled[i - 1] < 0 && settled[i] >= 0) crossings++;
      steepest = Math.max(steepest, Math.abs(settled[i] - settled[i - 1]));
    }
    const hertz = crossings / (settled.length / 48000);
    // At 60 Hz everything is 0.456 % faster.
    expect(Math.abs(hertz / 1004.56 - 1)).toBeLessThan(0.002);
    expect(steepest).toBeLessThan(((2 * Math.PI * 1005) / 48000) * (16000 / 32768) * 1.05);
  });

  test("nothing above the output's range folds back", () => {
    const { output } = play({ seconds: 8, tone: 28000 });
    const settled = output.subarray(48000 * 4);
    let loudest = 0;
    for (const sample of settled) loudest = Math.max(loudest, Math.abs(sample));
    expect(loudest).toBeLessThan(0.5 * 0.03);
  });

  test('an empty ring is one underrun and fades to silence; a pause is none', () => {
    const ring = SoundRing.local();
    const speaker = new Speaker(ring, { sampleRate: 48000, margin: 3, burst: 3 });
    ring.rate = CORE;
    ring.playing = true;
    ring.write(new Int16Array(6000).fill(8000), 3000);
    const left = new Float32Array(QUANTUM);
    const right = new Float32Array(QUANTUM);
    for (let i = 0; i < 40; i++) speaker.pull(left, right);
    expect(speaker.report().underruns).toBe(1);
    expect(Math.abs(left[QUANTUM - 1])).toBeLessThan(0.01);
    ring.write(new Int16Array(6000).fill(8000), 3000);
    for (let i = 0; i < 4; i++) speaker.pull(left, right);
    ring.playing = false;
    for (let i = 0; i < 40; i++) speaker.pull(left, right);
    expect(speaker.report().underruns).toBe(1);
  });
});
