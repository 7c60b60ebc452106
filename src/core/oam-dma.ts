import { type Clock, NEVER } from './clock.ts';
import type { Shape } from './state/state-map.ts';

/** What OAM DMA reads from. */
export interface OamDmaBus {
  /** A byte of the source, which sees neither locks nor conflicts. */
  readForDma(address: number): number;
  /**
   * Moves `count` bytes from `address` to OAM from `index` on, the last of them at `until`, half-dots. False, and
   * nothing is done, if somebody could tell that they did not come one by one.
   */
  moveByDma(address: number, index: number, count: number, until: number): boolean;
}

/** What OAM DMA writes to: the PPU. */
export interface OamDmaTarget {
  /** A byte lands at `at`, half-dots: the PPU still sees what was there before. */
  beforeOamByte(at: number): void;
  dmaWriteOam(index: number, value: number): void;
}

/**
 * OAM DMA ($FF46): 160 bytes, one an M-cycle, from the second M-cycle after the write.
 * // mooneye acceptance/oam_dma_start, oam_dma_timing, oam_dma_restart
 */
export class OamDma {
  static readonly shape: Shape<OamDma, 'due' | 'blocksOam' | 'usesBus' | 'current'> = {
    register: 'u8',
    source: 'u16',
    index: 'u8',
    running: 'bool',
    restarted: 'bool',
    paused: 'bool',
    nextAt: 'i32',
  };
  /** $FF46 as it reads back. */
  register = 0xff;
  /** Address of byte 0. */
  source = 0;
  /** The next byte, 0-160; at 160 the last M-cycle is running. */
  index = 0;
  running = false;
  /** Another transfer was running when this one began: OAM stays blocked. */
  restarted = false;
  /** HALT and STOP pause a transfer. */
  paused = false;
  /** When the next byte moves, half-dots. */
  nextAt = NEVER;
  /** When the transfer ends and the CPU can be left alone again. */
  due = NEVER;
  private readonly clock: Clock;
  private readonly bus: OamDmaBus;
  private readonly target: OamDmaTarget;

  constructor(clock: Clock, bus: OamDmaBus, target: OamDmaTarget) {
    this.clock = clock;
    this.bus = bus;
    this.target = target;
  }

  start(value: number, now: number): void {
    this.sync(now);
    this.restarted = this.running && this.index < 160;
    this.register = value;
    this.source = value << 8;
    this.index = 0;
    this.running = true;
    // Bytes move in the middle of an M-cycle.
    this.nextAt = now + this.clock.mCycle + (this.clock.mCycle >> 1);
    this.plan();
  }

  sync(now: number): void {
    if (this.paused) return;
    this.moveAtOnce(now);
    while (this.nextAt <= now) {
      this.target.beforeOamByte(this.nextAt);
      if (this.index === 160) {
        this.running = false;
        this.nextAt = NEVER;
        break;
      }
      this.target.dmaWriteOam(this.index, this.bus.readForDma(this.source + this.index));
      this.index++;
      this.nextAt += this.clock.mCycle;
    }
    this.plan();
  }

  /** Several bytes that are due, in one piece. */
  private moveAtOnce(now: number): void {
    const { mCycle } = this.clock;
    const count = Math.min(160 - this.index, Math.floor((now - this.nextAt) / mCycle) + 1);
    if (count < 2) return;
    const until = this.nextAt + (count - 1) * mCycle;
    if (!this.bus.moveByDma(this.source + this.index, this.index, count, until)) return;
    this.index += count;
    this.nextAt = until + mCycle;
  }

  private plan(): void {
    this.due = this.running && !this.paused ? this.nextAt + (160 - this.index) * this.clock.mCycle : NEVER;
  }

  /** OAM is not readable for the CPU. */
  get blocksOam(): boolean {
    return this.running && (this.index > 0 || this.restarted);
  }

  /** The source's bus is in use. */
  get usesBus(): boolean {
    return this.running && this.index > 0;
  }

  /** Address of the byte that is on the source's bus. */
  get current(): number {
    return (this.source + this.index - 1) & 0xffff;
  }

  pause(now: number): void {
    this.sync(now);
    this.paused = true;
    this.plan();
  }

  resume(now: number): void {
    if (!this.paused) return;
    this.paused = false;
    if (this.running) this.nextAt = now;
    this.sync(now);
  }

  rebase(by: number): void {
    if (this.nextAt !== NEVER) this.nextAt -= by;
    if (this.due !== NEVER) this.due -= by;
  }

  afterLoad(): void {
    this.plan();
  }
}
