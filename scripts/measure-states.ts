import { GameBoy } from '../src/core/game-boy.ts';
import { diffInto } from '../src/core/state/delta.ts';
import { descriptionOf } from '../src/core/state/exchange.ts';
import { RewindRing } from '../src/player/rewind-ring.ts';
import { hashOf } from '../src/storage/bytes.ts';
import { pagesOf } from '../src/storage/snapshots.ts';

const WARM_UP = 600;
const FRAMES_PER_MINUTE = 3584;
const TREE = 100;

export interface StateFigures {
  /** Bytes of one state. */
  readonly size: number;
  /** Milliseconds in which the machine must stand still for a state. */
  readonly copyMs: number;
  /** Milliseconds until its pages are hashed and ready to be written. */
  readonly makeMs: number;
  /** Bytes that each state of a tree of 100, two seconds apart, adds. */
  readonly treeBytes: number;
  /** Bytes of the rewind ring after a minute, and milliseconds that it takes of each frame. */
  readonly rewindBytes: number;
  readonly rewindMs: number;
  /** Bytes written to the journal in a minute: deltas, inputs and half of the base that two minutes share. */
  readonly journalBytes: number;
}

function buttonsAt(frame: number): number {
  let x = ((frame >> 3) + 1) * 2654435761;
  x ^= x >>> 15;
  return (x >>> 5) & (x >>> 13) & 0xff;
}

/**
 * Plays three minutes of a ROM with changing buttons and measures everything that is kept of them.
 * `processorMs` is the time that this process had of a processor, so that a busy machine doesn't count.
 */
export function measureStates(rom: Uint8Array, processorMs: () => number): StateFigures {
  const machine = new GameBoy({ rom });
  const id = hashOf(rom);
  const description = descriptionOf(machine, { rom: id, app: '0' });
  let frame = 0;
  const run = () => {
    machine.setButtons(buttonsAt(frame++), 1000);
    machine.runFrame();
  };
  for (let i = 0; i < WARM_UP; i++) run();

  const ring = new RewindRing(machine.stateSize);
  const empty = ring.bytes;
  const written = machine.save();
  const state = machine.save();
  const delta = new Uint8Array(machine.stateSize * 2 + 64);
  let rewindMs = 0;
  let journalBytes = machine.stateSize / 2;
  const pages = new Map<string, number>();
  const copies: number[] = [];
  const makes: number[] = [];
  let treeBytes = 0;
  for (let i = 0; i < TREE * 120; i++) {
    run();
    if (i < FRAMES_PER_MINUTE) {
      const start = processorMs();
      machine.save(ring.buffer);
      ring.push();
      rewindMs += processorMs() - start;
      if (i % 60 === 59) {
        machine.save(state);
        journalBytes += diffInto(written, state, delta) + 60;
        written.set(state);
      }
    }
    if (i % 120 === 0) {
      const start = performance.now();
      const saved = machine.save();
      copies.push(performance.now() - start);
      const made = [...pagesOf(id, saved, description)];
      makes.push(performance.now() - start);
      // The list of pages: a hash of 32 digits each.
      treeBytes += made.length * 32;
      for (const { hash, bytes } of made) {
        if (!pages.has(hash)) treeBytes += bytes.length;
        pages.set(hash, bytes.length);
      }
    }
  }
  const median = (numbers: number[]) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
  return {
    size: machine.stateSize,
    copyMs: median(copies),
    makeMs: median(makes),
    treeBytes: treeBytes / TREE,
    rewindBytes: ring.bytes - empty,
    rewindMs: rewindMs / FRAMES_PER_MINUTE,
    journalBytes,
  };
}
