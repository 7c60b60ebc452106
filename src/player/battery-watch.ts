/** Frames without a write after which a save is taken for complete: a fifth of a second. */
const QUIET = 12;
/** Frames after which it is written even if the game goes on writing: two thirds of a second. */
const LONGEST = 40;

/** Decides when the battery save is to be written: soon after the game's last write, not at each one. */
export class BatteryWatch {
  private seen: number;
  private written: number;
  private quiet = 0;
  private waiting = 0;

  /** @param version counts the changes of cartridge RAM. */
  constructor(version: number) {
    this.seen = this.written = version;
  }

  /** Something is not written yet. */
  get dirty(): boolean {
    return this.seen !== this.written;
  }

  /** Once a frame; true when the save is to be written now. */
  frame(version: number): boolean {
    this.quiet = version === this.seen ? this.quiet + 1 : 0;
    this.seen = version;
    if (!this.dirty) return false;
    this.waiting++;
    if (this.quiet < QUIET && this.waiting < LONGEST) return false;
    this.taken();
    return true;
  }

  /** The save of this moment is being written. */
  taken(): void {
    this.written = this.seen;
    this.waiting = 0;
  }

  /** The last save was not written after all: it is tried again. */
  failed(): void {
    this.written = Number.NaN;
  }
}
