import type { Shape } from '../state/state-map.ts';

/** The volume envelope of a pulse or noise channel, with NRx2. */
export class Envelope {
  static readonly shape: Shape<Envelope, 'dac'> = {
    nrx2: 'u8',
    volume: 'u8',
    countdown: 'u8',
    clock: 'bool',
    locks: 'bool',
    locked: 'bool',
  };
  nrx2 = 0;
  volume = 0;
  /** Steps of 1/64 s left. */
  countdown = 0;
  /** High from the rising edge of DIV-APU after the countdown ran out until the next falling one, which ticks. */
  clock = false;
  /** At that rising edge the volume had reached its end... */
  locks = false;
  /** ...and automatic changes have ceased since. */
  locked = false;

  /** True where the DAC is on. */
  get dac(): boolean {
    return (this.nrx2 & 0xf8) !== 0;
  }

  reset(): void {
    this.nrx2 = 0;
    this.volume = 0;
    this.countdown = 0;
    this.clock = false;
    this.locks = false;
    this.locked = false;
  }

  /** A trigger frees the envelope at once... */
  release(): void {
    this.locked = false;
    this.clock = false;
  }

  /** ...and loads it. */
  reload(): void {
    this.volume = this.nrx2 >> 4;
    this.countdown = this.nrx2 & 7;
  }

  /** One step of 64 Hz. */
  count(): void {
    if (!this.clock) this.countdown = (this.countdown - 1) & 7;
  }

  /** The rising edge of DIV-APU, for an active channel. */
  arm(): void {
    if (this.countdown !== 0) return;
    this.countdown = this.nrx2 & 7;
    if (this.countdown === 0) {
      this.lower();
    } else if (!this.clock) {
      this.clock = true;
      this.locks = (this.nrx2 & 8) !== 0 ? this.volume === 15 : this.volume === 0;
    }
  }

  /** The falling edge after arming; true when the volume will change by `change()`. */
  ticks(): boolean {
    this.lower();
    return !this.locked && (this.nrx2 & 7) !== 0;
  }

  change(): void {
    this.volume = (this.volume + ((this.nrx2 & 8) !== 0 ? 1 : -1)) & 15;
  }

  /** NRx2 while the channel is on: "zombie mode". `viaFf`: the register passes through $FF first. */
  write(value: number, viaFf: boolean): void {
    const old = this.nrx2;
    if (viaFf) {
      this.disturb(0xff, old);
      this.disturb(value, 0xff);
    } else {
      this.disturb(value, old);
    }
    this.nrx2 = value;
  }

  private lower(): void {
    if (!this.clock) return;
    this.clock = false;
    this.locked = this.locked || this.locks;
  }

  // The period and direction bits gate the counter's clock; changing them makes edges of their own.
  // samesuite apu/channel_1/channel_1_nrx2_glitch, apu/channel_1/channel_1_nrx2_speed_change
  private disturb(value: number, old: number): void {
    if (this.clock) this.countdown = value & 7;
    const up = (value & 8) !== 0;
    const frozen = (old & 7) === 0;
    let tick = !this.locked && ((frozen && (value & 7) !== 0) || ((value & 15) === 8 && (old & 15) === 8));
    if (((value ^ old) & 8) !== 0) {
      if (!up) {
        this.volume = (16 - this.volume) & 15;
      } else {
        this.volume = frozen && !this.locked ? this.volume ^ 15 : (14 - this.volume) & 15;
        tick = false;
      }
    }
    if (tick) this.volume = (this.volume + (up ? 1 : -1)) & 15;
    else if ((value & 7) === 0) this.lower();
  }
}
