import type { Shape } from './state/state-map.ts';

const PACKET_BITS = 128;
const MLT_REQ = 0x11;

/** The Super Game Boy's side of P1: receives command packets and switches between the pads that MLT_REQ asks for. */
export class Sgb {
  static readonly shape: Shape<Sgb> = {
    packet: 'bytes',
    bits: 'u16',
    packets: 'u8',
    receiving: 'bool',
    released: 'bool',
    command: 'u8',
    mask: 'u8',
    player: 'u8',
    lines: 'u8',
  };
  /** The packet that is being received. */
  readonly packet = new Uint8Array(16);
  /** Bits of it that have come. */
  bits = 0;
  /** Packets of the command that are still to come after this one. */
  packets = 0;
  /** A start pulse has come. */
  receiving = false;
  /** Both lines have been high since the last pulse. */
  released = true;
  /** Command code of a command of several packets. */
  command = 0;
  /** MLT_REQ's mode, which masks the pad's number: 0 one pad, 1 two, 3 four, 2 a mode that nobody should use. */
  mask = 0;
  /** The pad that is read now, from 0. */
  player = 0;
  /** P1 bits 4-5 at the last write. */
  lines = 0x30;

  /** P1 was written: a packet's bits are pulses on P14 (0) and P15 (1), after a pulse on both. */
  write(value: number): void {
    const lines = value & 0x30;
    // SameSuite sgb/command_mlt_req_1_incrementing: the pad moves on when P15 rises.
    if ((lines & ~this.lines & 0x20) !== 0) this.player = (this.player + 1) & this.mask;
    this.lines = lines;
    if (lines === 0x30) {
      this.released = true;
      return;
    }
    if (!this.released) return;
    this.released = false;
    if (lines === 0) this.start();
    else if (this.receiving) this.bit(lines === 0x10 ? 1 : 0);
  }

  private start(): void {
    this.receiving = true;
    this.bits = 0;
    this.packet.fill(0);
  }

  private bit(bit: number): void {
    if (this.bits < PACKET_BITS) {
      this.packet[this.bits >> 3] |= bit << (this.bits & 7);
      this.bits++;
      return;
    }
    // The stop bit is a 0; with a 1 the packet is lost.
    this.receiving = false;
    if (bit === 0) this.arrived();
    else this.packets = 0;
  }

  private arrived(): void {
    if (this.packets > 0) {
      this.packets--;
      return;
    }
    this.command = this.packet[0] >> 3;
    this.packets = Math.max(0, (this.packet[0] & 7) - 1);
    if (this.command === MLT_REQ) {
      this.mask = this.packet[1] & 3;
      // Entering mode 2 counts the pad up once more. // SameSuite sgb/command_mlt_req
      if (this.mask === 2) this.player++;
      this.player &= this.mask;
    }
  }

  /** What P1's low nibble reads with no half selected: the pad's number; null where the buttons answer. */
  multiplayer(select: number): number | null {
    if (select === 0x30) return 0x0f - this.player;
    return this.player === 0 ? null : 0x0f;
  }
}
