// Says whether a peer shows the right picture: `node verify.mjs boytacean|wasmboy ROM FRAMES`.
// Compared with ours at some times, up to a recolouring, a shift in time, and five pixels in a hundred. Two pictures
// that agree are enough: demos that start from noise go their own ways later. A game that begins anywhere on a map by
// chance agrees in what its pictures are made of instead: small pieces, wherever they stand. (Pictures of two different
// games share less than a third of them.)
import { readFileSync } from 'node:fs';

const [, , name, romPath, frames] = process.argv;
const ENOUGH = 2;
/** Looks at each checkpoint: a single frame may fall into a blink or a fade. */
const LOOKS = [0, 7, 31, 83];
/** Consoles start, and boot ROMs end, up to this many frames apart. */
const SHIFT = 400;
const PIXELS = 160 * 144;
const TOLERANCE = PIXELS / 20;
const PIECE = { width: 8, height: 4 };
/** Share of a peer's pieces that ours shows as well. */
const ENOUGH_PIECES = 0.6;
const PIECES_EVERY = 25;

const rom = new Uint8Array(readFileSync(romPath));
const last = Number(frames);
const checkpoints = [100, 200, 300, 450, 600, 1000, 1500, 2200, 3000].filter((frame) => frame <= last);

/** Colours as numbers in order of first appearance. */
function label(pixels) {
  const names = new Map();
  const labels = new Uint16Array(PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    let name = names.get(pixels[i]);
    if (name === undefined) {
      name = names.size;
      names.set(pixels[i], name);
    }
    labels[i] = name;
  }
  return labels;
}

/** Calls `use` with each piece of a picture, as a number that doesn't tell its colours; pieces of one colour say nothing. */
function eachPiece(labels, step, use) {
  const names = [];
  for (let y = 0; y <= 144 - PIECE.height; y += step) {
    for (let x = 0; x <= 160 - PIECE.width; x += step) {
      names.length = 0;
      let piece = 0;
      for (let i = 0; i < PIECE.width * PIECE.height; i++) {
        const value = labels[(y + Math.floor(i / PIECE.width)) * 160 + x + (i % PIECE.width)];
        if (!names.includes(value)) names.push(value);
        piece = (Math.imul(piece, 31) + names.indexOf(value) + 1) | 0;
      }
      if (names.length > 1) use(piece);
    }
  }
}

/** Pixels that remain when every value of `from` stands for its most frequent value of `to`. */
function unexplained(from, to) {
  const votes = new Map();
  for (let i = 0; i < PIXELS; i++) {
    const key = from[i] * 65536 + to[i];
    votes.set(key, (votes.get(key) ?? 0) + 1);
  }
  const best = new Map();
  for (const [key, count] of votes) {
    const value = Math.floor(key / 65536);
    if (count > (best.get(value) ?? 0)) best.set(value, count);
  }
  let explained = 0;
  for (const count of best.values()) explained += count;
  return PIXELS - explained;
}

async function theirPictures() {
  const { start } = await import(`./${name}.mjs`);
  const machine = await start(rom);
  const pictures = [];
  for (let frame = 1; frame <= last + LOOKS.at(-1); frame++) {
    machine.frame();
    const checkpoint = checkpoints.findIndex((point) => LOOKS.includes(frame - point));
    if (checkpoint < 0) continue;
    const labels = label(machine.picture());
    // An empty screen says nothing.
    if (labels.some((value) => value > 0)) pictures.push({ checkpoint, frame, labels });
  }
  return pictures;
}

const theirs = await theirPictures();
const { start } = await import('./ours.mjs');
const { gameBoy } = await start(rom);
const colour = gameBoy.model.cgb;
const least = new Array(checkpoints.length).fill(PIXELS);
const shown = new Uint16Array(PIXELS);
let previous = '';
const pieces = new Set();
for (let frame = 1; frame <= last + SHIFT; frame++) {
  gameBoy.runFrame();
  // Some hosts give each of a DMG's layers colours of its own, so a value tells its layer as well.
  const whole = gameBoy.frame;
  for (let i = 0; i < PIXELS; i++) shown[i] = colour ? whole[i] : whole[i] & 3;
  if (frame % PIECES_EVERY === 0) eachPiece(label(shown), 1, (piece) => pieces.add(piece));
  const key = Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).toString('latin1');
  if (key === previous) continue;
  previous = key;
  for (const { checkpoint, frame: at, labels } of theirs) {
    if (least[checkpoint] <= TOLERANCE || Math.abs(at - frame) > SHIFT) continue;
    const difference = Math.max(unexplained(whole, labels), unexplained(labels, shown));
    least[checkpoint] = Math.min(least[checkpoint], difference);
  }
}
const right = least.filter((pixels) => pixels <= TOLERANCE).length;
let known = 0;
let all = 0;
for (const { labels } of theirs) {
  eachPiece(labels, 3, (piece) => {
    all++;
    if (pieces.has(piece)) known++;
  });
}
const share = all === 0 ? 0 : known / all;
console.log(
  JSON.stringify({
    right: right >= ENOUGH || share >= ENOUGH_PIECES,
    checkpoints: right,
    pieces: share,
    least,
  }),
);
