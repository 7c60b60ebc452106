import type { Shape } from '../state/state-map.ts';

/** X coordinate of an empty slot: the pixel counter never gets there. */
const NOWHERE = 0xff;

/** The ten object slots that the OAM scan fills and mode 3 empties. */
export class ObjectStore {
  static readonly shape: Shape<ObjectStore, 'version'> = {
    x: 'bytes',
    index: 'bytes',
    row: 'bytes',
    count: 'u8',
    left: 'u8',
  };
  /** X coordinate of each slot; 0xff once fetched. */
  readonly x = new Uint8Array(10).fill(NOWHERE);
  /** OAM index (0-39) of each slot. */
  readonly index = new Uint8Array(10);
  /** Row within the object (0-15), before flipping. */
  readonly row = new Uint8Array(10);
  /** Slots filled by the scan. */
  count = 0;
  /** Slots not fetched yet. */
  left = 0;
  /** Of the OAM that a whole scan found these objects in; -1 where that cannot be told. */
  version = -1;

  /** Empties all slots. */
  clear(): void {
    for (let slot = 0; slot < this.count; slot++) {
      this.x[slot] = NOWHERE;
      this.index[slot] = this.row[slot] = 0;
    }
    this.count = 0;
    this.left = 0;
    this.version = -1;
  }

  /** One comparison of the scan: object `index` at `y`, `x`, on `line`; `tall` for 8x16. */
  scan(index: number, y: number, x: number, line: number, tall: boolean): void {
    const row = line + 16 - y;
    if (row < 0 || row >= (tall ? 16 : 8) || this.count === 10) return;
    this.add(index, x, row);
  }

  /** Fills the next slot with object `index` at `x`, of which `row` is on the line. */
  add(index: number, x: number, row: number): void {
    const slot = this.count++;
    this.x[slot] = x;
    this.index[slot] = index;
    this.row[slot] = row;
    this.left++;
  }

  /** The slot that starts at `pixel`, or -1. The lowest slot wins. */
  match(pixel: number): number {
    for (let slot = 0; slot < this.count; slot++) if (this.x[slot] === pixel) return slot;
    return -1;
  }

  /** Empties every slot that begins at `last` or before. */
  fetchAll(last: number): void {
    for (let slot = 0; slot < this.count; slot++) if (this.x[slot] <= last) this.done(slot);
  }

  /** Empties one slot after its fetch. */
  done(slot: number): void {
    this.x[slot] = NOWHERE;
    this.left--;
  }
}
