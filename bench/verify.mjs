// Says whether a peer shows the right picture: `node verify.mjs boytacean|wasmboy ROM FRAMES`.
// Compared with ours at some frames, up to a recolouring, a shift in time, and one pixel in a hundred.
import { readFileSync } from 'node:fs';

const [, , name, romPath, frames] = process.argv;
const CHECKPOINTS = 5;
/** Consoles start, and boot ROMs end, up to this many frames apart. */
const SHIFT = 400;
const PIXELS = 160 * 144;
const TOLERANCE = PIXELS / 100;

const rom = new Uint8Array(readFileSync(romPath));
const last = Number(frames);
const checkpoints = Array.from({ length: CHECKPOINTS }, (_, i) => Math.floor((last * (i + 1)) / CHECKPOINTS));

/** Pictures as they come, each only once. */
async function run(emulator, count, wanted) {
  const { start } = await import(`./${emulator}.mjs`);
  const machine = await start(rom);
  const pictures = [];
  let previous = '';
  for (let frame = 1; frame <= count; frame++) {
    machine.frame();
    if (!wanted(frame)) continue;
    const labels = label(machine.picture());
    const key = Buffer.from(labels.buffer).toString('latin1');
    if (key !== previous) pictures.push({ frame, labels });
    else pictures.push({ ...pictures.at(-1), frame });
    previous = key;
  }
  return pictures;
}

/** Colours as numbers in order of first appearance. */
function label(pixels) {
  const names = new Map();
  const labels = new Uint16Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    const colour = pixels[i] & 0xffffff;
    let name = names.get(colour);
    if (name === undefined) {
      name = names.size;
      names.set(colour, name);
    }
    labels[i] = name;
  }
  return labels;
}

/** Pixels that no one-to-one recolouring explains. */
function mismatch(a, b) {
  return Math.max(oneWay(a, b), oneWay(b, a));
}

function oneWay(a, b) {
  const votes = new Map();
  for (let i = 0; i < PIXELS; i++) {
    const key = a[i] * 65536 + b[i];
    votes.set(key, (votes.get(key) ?? 0) + 1);
  }
  const best = new Map();
  for (const [key, count] of votes) {
    const from = Math.floor(key / 65536);
    if (count > (best.get(from) ?? 0)) best.set(from, count);
  }
  let explained = 0;
  for (const count of best.values()) explained += count;
  return PIXELS - explained;
}

const theirs = await run(name, last, (frame) => checkpoints.includes(frame));
const near = (frame) => checkpoints.some((point) => Math.abs(point - frame) <= SHIFT);
const ours = await run('ours', last + SHIFT, near);

let right = 0;
let worst = 0;
for (const { frame, labels } of theirs) {
  let least = PIXELS;
  let seen = null;
  for (const own of ours) {
    if (Math.abs(own.frame - frame) > SHIFT || own.labels === seen) continue;
    seen = own.labels;
    least = Math.min(least, mismatch(labels, own.labels));
    if (least === 0) break;
  }
  if (least <= TOLERANCE) right++;
  worst = Math.max(worst, least);
}
console.log(JSON.stringify({ right: right * 2 > CHECKPOINTS, checkpoints: right, worst }));
