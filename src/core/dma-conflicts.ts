/** The buses of the machine, which OAM DMA holds one at a time. */
export const BUS_CARTRIDGE = 0;
export const BUS_VRAM = 1;
export const BUS_WRAM = 2;

/** The bus on which an address below $FE00 lies; only the colour console has one of its own for WRAM. */
export function busOf(cgb: boolean, address: number): number {
  if (address < 0x8000) return BUS_CARTRIDGE;
  if (address < 0xa000) return BUS_VRAM;
  if (address < 0xc000) return BUS_CARTRIDGE;
  return cgb ? BUS_WRAM : BUS_CARTRIDGE;
}

/** Whether an access meets the byte that OAM DMA has just read from `source`. */
export function meetsDma(cgb: boolean, source: number, address: number): boolean {
  if (address >= 0xfe00) return false;
  if (cgb) {
    // The CGB's WRAM answers whatever is not VRAM.
    if (address >= 0xc000) return busOf(cgb, source) !== BUS_VRAM;
    if (source >= 0xe000) return busOf(cgb, address) !== BUS_VRAM;
  }
  return busOf(cgb, address) === busOf(cgb, source);
}

/** What an access that meets OAM DMA really reaches. */
export function divertedByDma(cgb: boolean, source: number, address: number): number {
  if (cgb && address >= 0xc000 && (busOf(cgb, source) !== BUS_WRAM || source >= 0xe000)) {
    return 0xc000 | (source & 0x1000) | (address & 0xfff);
  }
  return source;
}
