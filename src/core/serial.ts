import { NEVER } from './clock.ts';
import { INT_SERIAL, type Interrupts } from './interrupts.ts';
import type { Shape } from './state/state-map.ts';
import type { Timer } from './timer.ts';

/** A device at the other end of the cable that the console clocks, such as a printer. */
export interface SerialPeer {
  /**
   * The console has begun to send `byte` (0-255): returns the byte that it gets meanwhile. Called at the first
   * of the eight clocks; no time of the console passes inside.
   */
  exchange(byte: number): number;
}

/** One end of a link cable: the other console, bit by bit. All times are this console's, in half-dots. */
export interface LinkPlug {
  /** When the cable next wants `sync`; NEVER if it does not. */
  readonly due: number;
  /** Lets the other console come up to `now`, and shifts the bits that it clocks. */
  sync(now: number): void;
  /** This console's clock shifts at `at`: the other end gets `bit` (0 or 1) and its own is returned. */
  shift(bit: number, at: number): number;
  /** SC changes at `now`: the other console comes up to it while SC is as it was. */
  settle(now: number): void;
  /** Subtracts `by` from this console's times. */
  rebase(by: number): void;
}

/** SB and SC. The clock of a master is a DIV bit, halved: 8,192 Hz, or 262,144 Hz in the CGB's fast mode. */
export class Serial {
  static readonly shape: Shape<Serial, 'due' | 'sentCount'> = {
    sb: 'u8',
    sc: 'u8',
    bits: 'u8',
    incoming: 'u8',
    outgoing: 'u8',
    clockHigh: 'bool',
    colour: 'bool',
    edgeAt: 'i32',
  };
  sb = 0;
  sc = 0;
  /** Bits of the running transfer that have been shifted. */
  bits = 0;
  /** What a peer sends in this transfer: the next bit is on top. */
  incoming = 0xff;
  /** SB at the start of this transfer. */
  outgoing = 0;
  /** Level of the halved clock: a bit is shifted when it falls. */
  clockHigh = false;
  /** SC has the CGB's clock select. */
  colour = false;
  /** When the DIV bit behind the clock next falls, in half-dots. */
  edgeAt = NEVER;
  /** When the interrupt comes at the earliest, or the cable wants attention. */
  due = NEVER;
  /** Bytes in `sent`. */
  sentCount = 0;
  /** Bytes that were sent since the host last took them. */
  private readonly sent = new Uint8Array(4096);
  private peer: SerialPeer | null = null;
  private plug: LinkPlug | null = null;
  private readonly timer: Timer;
  private readonly interrupts: Interrupts;

  constructor(timer: Timer, interrupts: Interrupts) {
    this.timer = timer;
    this.interrupts = interrupts;
  }

  /** Connects a device, or nothing with null. */
  connect(peer: SerialPeer | null): void {
    this.peer = peer;
  }

  /** Plugs in a link cable, which takes precedence over a device; null pulls it out. */
  link(plug: LinkPlug | null): void {
    this.plug = plug;
    this.plan();
  }

  private get divBit(): number {
    return this.colour && (this.sc & 2) !== 0 ? 2 : 7;
  }

  private get isMaster(): boolean {
    return (this.sc & 0x81) === 0x81;
  }

  /** When the running transfer's next bit is shifted, half-dots; NEVER if this console does not clock one. */
  nextShift(): number {
    if (!this.isMaster) return NEVER;
    return this.clockHigh ? this.edgeAt : this.timer.nextFall(this.divBit, this.edgeAt);
  }

  sync(now: number): void {
    if (this.edgeAt <= now) this.runClock(now);
    if (this.plug !== null && this.plug.due <= now) {
      this.plug.sync(now);
      this.plan();
    }
  }

  private runClock(now: number): void {
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
      this.edge(at);
    }
    this.plan();
  }

  /** The clock's DIV bit falls at `at`. */
  private edge(at: number): void {
    this.clockHigh = !this.clockHigh;
    if (this.clockHigh || !this.isMaster) return;
    const out = this.sb >> 7;
    if (this.bits === 0 && this.plug === null) {
      this.incoming = this.peer === null ? 0xff : this.peer.exchange(this.sb);
    }
    this.shift(this.plug === null ? this.incoming >> 7 : this.plug.shift(out, at));
    this.incoming = (this.incoming << 1) & 0xff;
  }

  private shift(bit: number): void {
    if (this.bits === 0) this.outgoing = this.sb;
    this.sb = ((this.sb << 1) | bit) & 0xff;
    this.bits++;
    if (this.bits < 8) return;
    this.bits = 0;
    this.sc &= 0x7f;
    this.interrupts.request(INT_SERIAL);
    this.log(this.outgoing);
  }

  private log(byte: number): void {
    if (this.sentCount < this.sent.length) this.sent[this.sentCount++] = byte;
  }

  /** Whether SC waits for the other end's clock. */
  private get isWaiting(): boolean {
    return (this.sc & 0x81) === 0x80;
  }

  /**
   * The bit that the other end finds when it clocks, `ahead` clocks from now. Without a transfer the line is low,
   * and a console that clocks itself shows nothing. Unproven: both are SameBoy's.
   */
  outputBit(ahead: number): number {
    if (this.isWaiting) return (this.sb >> (7 - ahead)) & 1;
    return this.isMaster ? 1 : 0;
  }

  /** The other end clocks one bit in. */
  clockIn(bit: number): void {
    if (this.isWaiting) this.shift(bit);
  }

  /** The bit that was shifted in `ahead` bits before the last one is known now. */
  correct(bit: number, ahead: number): void {
    this.sb = (this.sb & ~(1 << ahead)) | (bit << ahead);
  }

  /** A device at the other end clocks a whole byte through, in no time. Returns ours, or 0 if SC does not wait for it. */
  exchange(byte: number): number {
    if (!this.isWaiting) return 0;
    let own = 0;
    for (let bit = 7; bit >= 0; bit--) {
      own = (own << 1) | this.outputBit(0);
      this.clockIn((byte >> bit) & 1);
    }
    return own;
  }

  /** Finds `due` anew. */
  plan(): void {
    this.due = NEVER;
    if (this.isMaster) {
      const period = this.timer.nextFall(this.divBit, this.edgeAt) - this.edgeAt;
      const edges = (8 - this.bits) * 2 - (this.clockHigh ? 2 : 1);
      this.due = this.edgeAt + edges * period;
    }
    if (this.plug !== null && this.plug.due < this.due) this.due = this.plug.due;
  }

  /** DIV is about to be reset at `now`; `before` is its counter. A clock that falls early is an edge. */
  divReset(before: number, now: number): void {
    this.sync(now);
    if ((before >> this.divBit) & 1) this.edge(now);
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
    // A write restarts the halved clock low. // mooneye acceptance/serial/boot_sclk_align
    // If it falls so, a running transfer shifts once more, but its count is reset: it does not end thereby.
    if (this.clockHigh) {
      this.bits = 1;
      this.edge(now);
    }
    this.plug?.settle(now);
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
    this.plug?.rebase(by);
    if (this.due !== NEVER) this.due -= by;
  }

  afterLoad(): void {
    this.plan();
  }
}
