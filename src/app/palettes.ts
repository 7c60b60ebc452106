import type { DmgPalette, Shades } from '../player/messages.ts';

export type PaletteName =
  | 'lichen'
  | 'reflective'
  | 'pocket'
  | 'paper'
  | 'lamp'
  | 'ember'
  | 'dusk'
  | 'tide'
  | 'cocoa'
  | 'mint'
  | 'amber'
  | 'orchard'
  | 'arcade'
  | 'night'
  | 'own';

export interface NamedPalette {
  /** The name of its name in the strings. */
  readonly id: PaletteName;
  readonly palette: DmgPalette;
}

function mono(id: PaletteName, ...bg: [number, number, number, number]): NamedPalette {
  return { id, palette: { bg } };
}

function three(id: PaletteName, bg: Shades, obj0: Shades, obj1: Shades): NamedPalette {
  return { id, palette: { bg, obj0, obj1 } };
}

/** Ours, lightest first. The first one is the default. */
export const PALETTES: readonly NamedPalette[] = [
  mono('lichen', 0xe3eed3, 0x9ab88c, 0x4b7561, 0x142a2c),
  mono('reflective', 0xc6cf9b, 0x8fa06a, 0x4f6b48, 0x22382b),
  mono('pocket', 0xe6e6da, 0xa9aa9e, 0x5e6059, 0x191b18),
  mono('paper', 0xffffff, 0xaaaaaa, 0x555555, 0x000000),
  mono('lamp', 0xb5f2e2, 0x55c3b4, 0x1d7f84, 0x04343f),
  mono('ember', 0xffe9c9, 0xf2a65e, 0xb8503f, 0x3a1830),
  mono('dusk', 0xfbe3e6, 0xc79ac0, 0x6a5b95, 0x241f46),
  mono('tide', 0xe4f4ff, 0x86bfe0, 0x3a6ea5, 0x10233f),
  mono('cocoa', 0xf6e8d8, 0xcda57f, 0x85583f, 0x2e1b18),
  mono('mint', 0xeafff4, 0x93dcc0, 0x3f8f8b, 0x1a2e45),
  mono('amber', 0xffc457, 0xc77f16, 0x7a4306, 0x241000),
  three(
    'orchard',
    [0xf4f7dc, 0xa9cc6a, 0x4d8049, 0x17301f],
    [0xffeee6, 0xff9d7a, 0xc23b3b, 0x35101a],
    [0xfff6d6, 0xf2c14e, 0xa56a1a, 0x2c1a08],
  ),
  three(
    'arcade',
    [0xeceafc, 0x9c94e0, 0x4b41a0, 0x15123a],
    [0xffe9f2, 0xff86b0, 0xc42a6b, 0x3a0822],
    [0xe3fff6, 0x66dcb4, 0x1d8a72, 0x06302c],
  ),
  three(
    'night',
    [0x8fa3bf, 0x55698c, 0x2b3a5a, 0x0c1222],
    [0xffd9a0, 0xe79a54, 0x99503a, 0x2a1216],
    [0xb8e6d0, 0x66ab98, 0x2f6468, 0x0c2028],
  ),
];

export const OWN_PALETTE = 'own' satisfies PaletteName;

export function findPalette(id: string, own: DmgPalette): DmgPalette {
  if (id === OWN_PALETTE) return own;
  return (PALETTES.find((entry) => entry.id === id) ?? PALETTES[0]).palette;
}

export function cssColour(rgb: number): string {
  return `#${rgb.toString(16).padStart(6, '0')}`;
}
