import { OAM_AT } from '../memory.ts';
import type { ObjectStore } from './objects.ts';

const LINES = 144;
const SLOTS = 10;

/** What the OAM scan of each line will find, as long as nobody changes OAM: at most ten objects a line. */
export class ScanLines {
  /** OAM has changed since the lists were made. */
  stale = true;
  private tall = false;
  /** Counts the lists that were made. */
  version = 0;
  /** Objects on each line. */
  readonly counts = new Uint8Array(LINES);
  private readonly bytes: Uint8Array;
  private readonly found = new Uint8Array(LINES * SLOTS);

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** Puts what a whole scan of `line` finds into `store`; `tall` for objects of 16 lines. */
  scan(store: ObjectStore, line: number, tall: boolean): void {
    this.prepare(tall);
    const count = this.counts[line];
    store.version = this.version;
    for (let slot = 0; slot < count; slot++) {
      const index = this.found[line * SLOTS + slot];
      const at = OAM_AT + (index << 2);
      store.add(index, this.bytes[at + 1], line + 16 - this.bytes[at]);
    }
  }

  /** Makes the lists anew if they are not those of OAM as it is; `tall` for objects of 16 lines. */
  prepare(tall: boolean): void {
    if (this.stale || tall !== this.tall) this.list(tall);
  }

  private list(tall: boolean): void {
    const { bytes, counts, found } = this;
    this.stale = false;
    this.tall = tall;
    this.version = (this.version + 1) & 0x3fffffff;
    counts.fill(0);
    for (let index = 0; index < 40; index++) {
      const top = bytes[OAM_AT + (index << 2)] - 16;
      const end = Math.min(LINES, top + (tall ? 16 : 8));
      for (let line = Math.max(0, top); line < end; line++) {
        const count = counts[line];
        if (count === SLOTS) continue;
        found[line * SLOTS + count] = index;
        counts[line] = count + 1;
      }
    }
  }
}
