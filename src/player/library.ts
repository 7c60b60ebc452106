/**
 * The package's front door: everything that `import … from 'dotmatrix'` gives. docs/api.md explains it with examples.
 * The one file that only passes on names; nothing in this project imports it.
 */

export { describeHeader, type Header, parseHeader } from '../core/cartridge/header.ts';
export { RomError } from '../core/cartridge/rom-file.ts';
export { SaveError } from '../core/cartridge/save.ts';
export { FRAME, HALF_DOTS_PER_SECOND, LINE } from '../core/clock.ts';
export type { CpuHook } from '../core/cpu/cpu.ts';
export type { AccessHook } from '../core/debug/access-hook.ts';
export { GameBoy, type GameBoyOptions } from '../core/game-boy.ts';
export { LinkedPair } from '../core/link.ts';
export { CART_RAM_AT, HRAM_AT, OAM_AT, VRAM_AT, WRAM_AT } from '../core/memory.ts';
export { findModel, MODELS, type Model, type ModelName } from '../core/models.ts';
export type { SerialPeer } from '../core/serial.ts';
export { type Field, StateError } from '../core/state/state-map.ts';
export { colourTable, paint } from './colours.ts';
export { type Movie, MovieError, MovieRecorder, readMovie, replay, verify, writeMovie } from './movie.ts';
