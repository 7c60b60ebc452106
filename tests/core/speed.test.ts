import { describe, expect, it } from 'vitest';
import { GameBoy } from '../../src/core/game-boy.ts';
import { buildRom } from '../cli/small-roms.ts';

const write = (port: number, value: number): number[] => [0x3e, value, 0xe0, port];
/** P1 without a button, no interrupts, KEY1, STOP. */
const SWITCH = [...write(0x00, 0x30), ...write(0xff, 0), ...write(0x0f, 0), ...write(0x4d, 1), 0x10, 0x00];
const nops = (count: number): number[] => new Array<number>(count).fill(0);

/** What `port` reads `wait` M-cycles after a switch to single speed, `before` M-cycles after the LCD went on. */
function readAfter(port: number, before: number, wait: number): number {
  const code = [
    0xf3,
    ...write(0x40, 0),
    ...SWITCH,
    ...write(0x40, 0x91),
    ...nops(before),
    ...SWITCH,
    ...nops(wait),
  ];
  const rom = buildRom([...code, 0xf0, port, 0xea, 0x00, 0xc0, ...write(0x80, 0xa5), 0x18, 0xfe]);
  rom[0x143] = 0xc0;
  const console = new GameBoy({ rom, model: 'cgb-e' });
  for (let frame = 0; frame < 20 && console.peek(0xff80) !== 0xa5; frame++) console.runFrame();
  return console.peek(0xc000);
}

/** The first wait after which `port` reads something else than after none. */
function firstChange(port: number, before: number): number {
  const at = (wait: number) => readAfter(port, before, wait);
  const start = at(0);
  for (let wait = 1; wait < 240; wait++) if (at(wait) !== start) return wait;
  return -1;
}

describe('a switch to single speed with the LCD on', () => {
  it('takes the PPU along in steps of half an M-cycle', () => {
    // The figures are SameBoy's; Gambatte has the same step from an even to an odd place.
    // The M-cycle of the change, even or odd in the double speed, decides between which two reads an edge falls.
    for (const [port, expected] of [
      [0x44, [50, 49, 49, 48]],
      [0x41, [50, 49, 49, 48]],
    ] as const) {
      expect([455, 456, 457, 458].map((before) => firstChange(port, before))).toEqual(expected);
    }
  });
});
