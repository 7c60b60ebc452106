// One fresh process, one emulator, one ROM: `node measure.mjs ours|boytacean|wasmboy ROM WARMUP FRAMES`.
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

const [, , name, romPath, warmup, frames] = process.argv;
const { start } = await import(`./${name}.mjs`);
const rom = new Uint8Array(readFileSync(romPath));

const begun = performance.now();
const machine = await start(rom);
machine.frame();
const firstFrameMs = performance.now() - begun;
for (let frame = 1; frame < Number(warmup); frame++) machine.frame();

const before = process.cpuUsage();
const wall = performance.now();
for (let frame = 0; frame < Number(frames); frame++) machine.frame();
const { user, system } = process.cpuUsage(before);
const wallMs = performance.now() - wall;

let sum = 0;
for (const pixel of machine.picture()) sum = (sum * 31 + pixel) | 0;
console.log(
  JSON.stringify({
    fps: Number(frames) / ((user + system) / 1e6),
    wallFps: Number(frames) / (wallMs / 1000),
    model: machine.model,
    firstFrameMs,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    checksum: sum >>> 0,
  }),
);
