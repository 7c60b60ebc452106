import type { Part, Shape } from '../state/state-map.ts';

/** Half-dots in a second of the quartz. */
export const SECOND = 8_388_608;
const DAY = 86_400;

/** Bits that exist in each of S, M, H, DL, DH; the others read 0 (rtc3/rtc3test, range tests). */
export const RTC_MASKS = [0x3f, 0x3f, 0x1f, 0xff, 0xc1] as const;
const DAY_BIT_8 = 0x01;
const HALT = 0x40;
const CARRY = 0x80;

/**
 * The clock in MBC3. It runs on emulated time; the time of the world enters only through `advance`.
 * Registers 0-4 are S, M, H, DL, DH. Proved by rtc3/rtc3test.
 */
export class Rtc {
  static readonly shape: Shape<Rtc> = {
    counters: 'bytes',
    latched: 'bytes',
    fraction: 'i32',
    syncedAt: 'i32',
    savedAt: 'f64',
  };
  /** The running S, M, H, DL, DH. */
  readonly counters = new Uint8Array(5);
  /** What a program reads: the counters as they were at the last latch. */
  readonly latched = new Uint8Array(5);
  /** Half-dots into the current second. */
  fraction = 0;
  syncedAt = 0;
  /** Unix seconds when a save file last met the world's clock; 0: never. */
  savedAt = 0;

  /** Lets emulated time pass, up to `now`. */
  sync(now: number): void {
    if (now <= this.syncedAt) return;
    const passed = now - this.syncedAt;
    this.syncedAt = now;
    if (this.counters[4] & HALT) return;
    this.fraction += passed;
    while (this.fraction >= SECOND) {
      this.fraction -= SECOND;
      this.tick();
    }
  }

  /** Lets `seconds` of the world's time pass at once. A stopped clock stays where it is. */
  advance(seconds: number): void {
    if (this.counters[4] & HALT) return;
    let left = Math.floor(seconds);
    // Counters that a program set beyond their range run to their binary end first: at most nine hours.
    while (left > 0 && this.outOfRange()) {
      this.tick();
      left--;
    }
    if (!(left > 0)) return;
    const [s, m, h] = this.counters;
    const total = s + m * 60 + h * 3600 + left;
    const days = Math.floor(total / DAY);
    const rest = total % DAY;
    this.counters[0] = rest % 60;
    this.counters[1] = Math.floor(rest / 60) % 60;
    this.counters[2] = Math.floor(rest / 3600);
    if (days > 0) this.addDays(days);
  }

  latch(now: number): void {
    this.sync(now);
    this.latched.set(this.counters);
  }

  read(register: number): number {
    return this.latched[register];
  }

  write(register: number, value: number, now: number): void {
    this.sync(now);
    this.counters[register] = value & RTC_MASKS[register];
    // Only the seconds restart the divider: rtc3/rtc3test, sub-second writes.
    if (register === 0) this.fraction = 0;
  }

  rebase(by: number): void {
    this.sync(by);
    this.syncedAt -= by;
  }

  parts(): Part[] {
    return [['rtc', this, Rtc.shape]];
  }

  private outOfRange(): boolean {
    return this.counters[0] >= 60 || this.counters[1] >= 60 || this.counters[2] >= 24;
  }

  /** One second. A counter beyond its range wraps at its width without a carry: rtc3/rtc3test, range tests. */
  private tick(): void {
    const counters = this.counters;
    counters[0] = (counters[0] + 1) & RTC_MASKS[0];
    if (counters[0] !== 60) return;
    counters[0] = 0;
    counters[1] = (counters[1] + 1) & RTC_MASKS[1];
    if (counters[1] !== 60) return;
    counters[1] = 0;
    counters[2] = (counters[2] + 1) & RTC_MASKS[2];
    if (counters[2] !== 24) return;
    counters[2] = 0;
    this.addDays(1);
  }

  private addDays(days: number): void {
    const counters = this.counters;
    const total = counters[3] + ((counters[4] & DAY_BIT_8) << 8) + days;
    counters[3] = total & 0xff;
    const carry = total > 0x1ff ? CARRY : 0;
    counters[4] = (counters[4] & ~DAY_BIT_8) | ((total >> 8) & DAY_BIT_8) | carry;
  }
}
