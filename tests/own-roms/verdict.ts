import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GameBoy } from '../../src/core/game-boy.ts';
import { projectRoot } from '../helpers/rom-root.ts';

/** A ROM of ours by its path below test-roms/. */
export const ownRom = (path: string): Uint8Array =>
  new Uint8Array(readFileSync(join(projectRoot, 'test-roms', path)));

/** B to L, which say a pass in Mooneye's protocol when they are `PASS`. */
export const verdict = ({ cpu }: GameBoy): number[] => [cpu.b, cpu.c, cpu.d, cpu.e, cpu.h, cpu.l];
export const PASS = [3, 5, 8, 13, 21, 34];

/** Runs whole frames. */
export function frames(machine: GameBoy, count: number): void {
  for (let n = 0; n < count; n++) machine.runFrame();
}
