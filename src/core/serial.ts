import { NEVER } from './clock.ts';
import { INT_SERIAL, type Interrupts } from './interrupts.ts';
import type { Shape } from './state/state-map.ts';
import type { Timer } from './timer.ts';

/** What is at the other end of the cable. */
export interface SerialPeer {
  /** The other end's SB as the clock's first edge finds it; it receives `byte` in exchange. */
  exchange(byte: number): number;
}

/** SB and SC. The clock of a master is a DIV bit, halved: 8,192 Hz, or 262,144 Hz in the CGB's fast mode. */
export class Serial {
  static readonly shape: Shape<Serial, 'due' | 'sentCount'> = {
    sb: 'u8',
    sc: 'u8',
    bits: 'u8',
    incoming: 'u8',
    clockHigh: 'bool',
    colour: 'bool',
    edgeAt: 'i32',
  };
  sb = 0;
  sc = 0;
  /** Bits of the running transfer that have been shifted. */
  bits = 0;
  /** What the other end sends in this transfer. */
  incoming = 0xff;
  /** Level of the halved clock: a bit is shifted when it falls. */
  clockHigh = false;
  /** SC has the CGB's clock select. */
  colour = false;
  /** When the DIV bit behind the clock next falls, in half-dots. */
  edgeAt = NEVER;
  /** When the interrupt comes at the earliest. */
  due = NEVER;
  /** Bytes in `sent`. */
  sentCount = 0;
  /** Bytes that were sent since the host last took them. */
  private readonly sent = new Uint8Array(4096);
  private outgoing = 0;
  private peer: SerialPeer | null = null;
  private readonly timer: Timer;
  private readonly interrupts: Interrupts;

  constructor(timer: Timer, interrupts: Interrupts) {
    this.timer = timer;
    this.interrupts = interrupts;
  }

  /** Plugs a cable in, or out with null. */
  connect(peer: SerialPeer | null): void {
    this.peer = peer;
  }

  private get divBit(): number {
    return this.colour && (this.sc & 2) !== 0 ? 2 : 7;
  }

  private get isMaster(): boolean {
    return (this.sc & 0x81) === 0x81;
  }

  sync(now: number): void {
    if (this.edgeAt > now) return;
    if (!this.isMaster) {
      // Nobody sees single edges: only their parity and the time of the next one.
      const next = this.timer.nextFall(this.divBit, now);
      const first = this.edgeAt;
      const period = this.timer.nextFall(this.divBit, next) - next;
      if (((((next - first) / period) | 0) & 1) !== 0) this.clockHigh = !this.clockHigh;
      this.edgeAt = next;
      return;
    }
    while (this.edgeAt <= now) {
      const at = this.edgeAt;
      this.edgeAt = this.timer.nextFall(this.divBit, at);
      this.edge();
    }
    this.plan();
  }

  private edge(): void {
    this.clockHigh = !this.clockHigh;
    if (this.clockHigh || !this.isMaster) return;
    if (this.bits === 0) this.begin();
    this.sb = ((this.sb << 1) | (this.incoming >> 7)) & 0xff;
    this.incoming = (this.incoming << 1) & 0xff;
    this.bits++;
    if (this.bits === 8) this.finish();
  }

  private begin(): void {
    this.outgoing = this.sb;
    this.incoming = this.peer ? this.peer.exchange(this.sb) : 0xff;
  }

  private finish(): void {
    this.bits = 0;
    this.sc &= 0x7f;
    this.interrupts.request(INT_SERIAL);
    this.log(this.outgoing);
  }

  private log(byte: number): void {
    if (this.sentCount < this.sent.length) this.sent[this.sentCount++] = byte;
  }

  /** The other end is the master and has clocked a whole byte through. Returns ours. */
  exchange(byte: number): number {
    const own = this.sb;
    if ((this.sc & 0x81) === 0x80) {
      this.sb = byte;
      this.sc &= 0x7f;
      this.interrupts.request(INT_SERIAL);
      this.log(own);
    }
    return own;
  }

  private plan(): void {
    if (!this.isMaster) {
      this.due = NEVER;
      return;
    }
    const period = this.timer.nextFall(this.divBit, this.edgeAt) - this.edgeAt;
    const edges = (8 - this.bits) * 2 - (this.clockHigh ? 2 : 1);
    this.due = this.edgeAt + edges * period;
  }

  /** DIV is about to be reset at `now`; `before` is its counter. A clock that falls early is an edge. */
  divReset(before: number, now: number): void {
    this.sync(now);
    if ((before >> this.divBit) & 1) this.edge();
  }

  /** DIV has been reset or its clock has changed: finds the next edge. */
  divMoved(now: number): void {
    this.edgeAt = this.timer.nextFall(this.divBit, now);
    this.plan();
  }

  read(address: number, now: number): number {
    this.sync(now);
    if (address === 0xff01) return this.sb;
    return this.sc | (this.colour ? 0x7c : 0x7e);
  }

  write(address: number, value: number, now: number): void {
    this.sync(now);
    if (address === 0xff01) {
      this.sb = value;
      return;
    }
    // A write restarts the count, and the halved clock starts low. // mooneye acceptance/serial/boot_sclk_align
    if (this.clockHigh) this.edge();
    this.bits = 0;
    this.sc = value & (this.colour ? 0x83 : 0x81);
    this.divMoved(now);
  }

  /** The bytes that were sent since the last call, oldest first. */
  take(): Uint8Array {
    const bytes = this.sent.slice(0, this.sentCount);
    this.sentCount = 0;
    return bytes;
  }

  rebase(by: number): void {
    if (this.edgeAt !== NEVER) this.edgeAt -= by;
    if (this.due !== NEVER) this.due -= by;
  }

  afterLoad(): void {
    this.plan();
  }
}
