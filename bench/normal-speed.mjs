// What a game costs at normal speed: `node normal-speed.mjs ROM`. Garbage collections in 10,000 frames, the share of
// one processor, and the time of a snapshot and of a load.
import { readFileSync } from 'node:fs';
import { PerformanceObserver, performance } from 'node:perf_hooks';
import { start } from './ours.mjs';

const WARM_UP = 600;
const FRAMES = 10_000;
const SNAPSHOTS = 2000;
const HZ = 59.7275;

const machine = await start(new Uint8Array(readFileSync(process.argv[2])));
const { gameBoy } = machine;
for (let frame = 0; frame < WARM_UP; frame++) machine.frame();

let collections = 0;
const observer = new PerformanceObserver((list) => {
  collections += list.getEntries().length;
});
// What the warm-up left behind is not the frame loop's.
globalThis.gc?.();
await new Promise((resolve) => setTimeout(resolve, 50));
observer.observe({ entryTypes: ['gc'] });
const before = process.cpuUsage();
for (let frame = 0; frame < FRAMES; frame++) machine.frame();
const { user, system } = process.cpuUsage(before);
await new Promise((resolve) => setTimeout(resolve, 50));
observer.disconnect();

const state = new Uint8Array(gameBoy.stateSize);
const saves = [];
const loads = [];
for (let i = 0; i < SNAPSHOTS; i++) {
  const begun = performance.now();
  gameBoy.save(state);
  const saved = performance.now();
  gameBoy.load(state);
  loads.push(performance.now() - saved);
  saves.push(saved - begun);
  if (i % 100 === 0) machine.frame();
}
const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
console.log(
  JSON.stringify({
    collections,
    share: ((user + system) / 1e6 / FRAMES) * HZ,
    saveUs: median(saves) * 1000,
    loadUs: median(loads) * 1000,
  }),
);
