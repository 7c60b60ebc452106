import { GameBoy } from '../src/core/game-boy.ts';
import type { ModelName } from '../src/core/models.ts';
import { exportState } from '../src/core/state/interchange.ts';
import { hashOf } from '../src/storage/bytes.ts';

/** Frames from the state to the picture that is kept of it. */
const LATER = 60;

export interface Golden {
  readonly state: Uint8Array;
  /** SHA-256 of the ROM. */
  readonly rom: string;
  /** SHA-256 of the 160 × 144 pixels, 16 bits each, 60 frames after the state. */
  readonly frame: string;
}

/** Plays `frames` frames with `presses` (frame to buttons) and keeps the state. */
export function makeGolden(
  rom: Uint8Array,
  model: ModelName,
  frames: number,
  presses: Readonly<Record<number, number>>,
  app: string,
): Golden {
  const machine = new GameBoy({ rom, model });
  for (let frame = 0; frame < frames; frame++) {
    if (presses[frame] !== undefined) machine.setButtons(presses[frame]);
    machine.runFrame();
  }
  const id = hashOf(rom);
  const state = exportState(machine, { rom: id, app }, 1_000_000_000);
  for (let frame = 0; frame < LATER; frame++) machine.runFrame();
  return { state, rom: id, frame: pictureHash(machine) };
}

export function pictureHash(machine: GameBoy): string {
  const { frame } = machine;
  return hashOf(new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength));
}
