import type { Shape } from '../state/state-map.ts';

/** CGB palette RAM with its index registers (BCPS/BCPD, OCPS/OCPD), decoded into colours as it is written. */
export class Palettes {
  static readonly shape: Shape<Palettes, 'changed'> = { bg: 'bytes', obj: 'bytes', bcps: 'u8', ocps: 'u8' };
  /** 64 bytes: 8 palettes of 4 little-endian colours. */
  readonly bg = new Uint8Array(64).fill(0xff);
  readonly obj = new Uint8Array(64).fill(0xff);
  /** What has changed since the line renderer last looked: a bit for each background palette, bit 8 for objects. */
  changed = 0x1ff;
  bcps = 0;
  ocps = 0;
  /** 15-bit colours of background palettes, then of object palettes: [palette << 2 | index], +32 for objects. Derived. */
  readonly colors = new Uint16Array(64).fill(0x7fff);

  /** Writes BCPD (or OCPD): the index moves on even where the lock swallows the byte. */
  write(object: boolean, value: number, locked: boolean): void {
    const index = object ? this.ocps : this.bcps;
    if (!locked) {
      const at = index & 0x3f;
      (object ? this.obj : this.bg)[at] = value;
      this.decode(object, at >> 1);
    }
    if (index & 0x80) {
      if (object) this.ocps = 0x80 | ((index + 1) & 0x3f);
      else this.bcps = 0x80 | ((index + 1) & 0x3f);
    }
  }

  read(object: boolean, locked: boolean): number {
    if (locked) return 0xff;
    return object ? this.obj[this.ocps & 0x3f] : this.bg[this.bcps & 0x3f];
  }

  afterLoad(): void {
    for (let i = 0; i < 32; i++) {
      this.decode(false, i);
      this.decode(true, i);
    }
  }

  private decode(object: boolean, color: number): void {
    const ram = object ? this.obj : this.bg;
    const next = (ram[color * 2] | (ram[color * 2 + 1] << 8)) & 0x7fff;
    const at = (object ? 32 : 0) + color;
    if (this.colors[at] === next) return;
    this.colors[at] = next;
    this.changed |= object ? 0x100 : 1 << (color >> 2);
  }
}
