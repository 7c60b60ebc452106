/** The console's buttons as bits, in the order of `core/joypad.ts`. */
export const RIGHT = 1;
export const LEFT = 2;
export const UP = 4;
export const DOWN = 8;
export const A = 16;
export const B = 32;
export const SELECT = 64;
export const START = 128;
