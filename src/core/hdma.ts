import type { Shape } from './state/state-map.ts';

/** The CGB's VRAM DMA ($FF51-$FF55): general-purpose at once, or 16 bytes in each HBlank. */
export class Hdma {
  static readonly shape: Shape<Hdma> = {
    source: 'u16',
    destination: 'u16',
    blocks: 'u8',
    inHblank: 'bool',
    pending: 'bool',
    single: 'bool',
    wakeable: 'bool',
  };
  /** Address of the next byte to read. */
  source = 0;
  /** Address of the next byte to write; bits 0-12 count. */
  destination = 0;
  /** Blocks of 16 bytes that are left, 0-128. */
  blocks = 0;
  /** An HBlank transfer is going on. */
  inHblank = false;
  /** A block, or the whole general-purpose transfer, is due. */
  pending = false;
  /** What is due is one block: that of an HBlank. */
  single = false;
  /** The CPU halted outside HBlank: a block that fell due meanwhile is made up for when it wakes. */
  wakeable = false;

  readStatus(): number {
    return (this.pending || this.inHblank ? 0 : 0x80) | ((this.blocks - 1) & 0x7f);
  }

  /** Writes $FF51-$FF54. */
  writeAddress(address: number, value: number): void {
    switch (address) {
      case 0xff51:
        this.source = (this.source & 0xf0) | (value << 8);
        // There is nothing to read behind $E000; the top four bits are as good as set.
        if (this.source >= 0xe000) this.source |= 0xf000;
        break;
      case 0xff52:
        this.source = (this.source & 0xff00) | (value & 0xf0);
        break;
      case 0xff53:
        this.destination = (this.destination & 0xf0) | (value << 8);
        break;
      default:
        this.destination = (this.destination & 0xff00) | (value & 0xf0);
    }
  }

  /** An HBlank transfer's next block falls due. */
  request(): void {
    this.pending = true;
    this.single = true;
  }

  /** Writes $FF55. `hblank`: the PPU is in mode 0 now, or off; `due`: a block was due before. */
  writeControl(value: number, hblank: boolean, due: boolean): void {
    this.blocks = (value & 0x7f) + 1;
    if ((value & 0x80) === 0 && this.inHblank) {
      // Writing a 0 stops an HBlank transfer, after the block that is due already. Pan Docs "FF55".
      this.inHblank = false;
      this.pending = due;
      return;
    }
    this.inHblank = (value & 0x80) !== 0;
    this.pending = !this.inHblank || hblank;
    this.single = this.inHblank;
  }

  /** A byte has moved; true while more follow without a pause. */
  moved(): boolean {
    this.source = (this.source + 1) & 0xffff;
    this.destination = (this.destination + 1) & 0xffff;
    if ((this.destination & 0x0f) !== 0) return true;
    this.blocks--;
    if (this.blocks === 0 || this.destination === 0) {
      this.pending = false;
      this.inHblank = false;
    } else if (this.single) this.pending = false;
    return this.pending;
  }
}
