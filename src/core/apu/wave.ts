import type { Shape } from '../state/state-map.ts';
import { LengthCounter } from './length.ts';
import { FULL, type Output } from './output.ts';
import type { ApuTraits } from './traits.ts';

const SHIFT = [4, 0, 1, 2];
/** From this period on only the mean of the waveform is heard. */
const ULTRASONIC = 2046;

/** Channel 3. Counts ticks of 2 MHz; `at` is always the time (half-dots) of the tick in question. */
export class Wave {
  static readonly shape: Shape<Wave, 'dac'> = {
    nr30: 'u8',
    nr32: 'u8',
    nr34: 'u8',
    period: 'u16',
    countdown: 'u16',
    index: 'u8',
    buffer: 'u8',
    sample: 'u8',
    active: 'bool',
    triggered: 'bool',
    reading: 'bool',
    ram: 'bytes',
  };
  nr30 = 0;
  nr32 = 0;
  nr34 = 0;
  period = 0;
  /** The next nibble is read this many ticks after the next one. */
  countdown = 0;
  /** Position in the waveform, 0 to 31. */
  index = 0;
  /** The byte last read from wave RAM. A trigger does not reload it. */
  buffer = 0;
  /** The digital output, after NR32's shift. */
  sample = 0;
  active = false;
  /** Triggered since the DAC was turned on: the timer runs on even if the channel is off. */
  triggered = false;
  /** The last tick read wave RAM: on DMG the CPU can reach it at that moment only. */
  reading = false;
  readonly ram = new Uint8Array(16);
  readonly length: LengthCounter;
  private readonly out: Output;
  private readonly traits: ApuTraits;

  constructor(out: Output, traits: ApuTraits) {
    this.out = out;
    this.traits = traits;
    this.length = new LengthCounter(256, traits.lengthAlwaysClocks, traits.waveLengthLate);
  }

  /** What power-off clears: not wave RAM, and not always the length counter. */
  reset(): void {
    this.nr30 = 0;
    this.nr32 = 0;
    this.nr34 = 0;
    this.period = 0;
    this.countdown = 0;
    this.index = 0;
    this.buffer = 0;
    this.sample = 0;
    this.active = false;
    this.triggered = false;
    this.reading = false;
  }

  get dac(): boolean {
    return (this.nr30 & 0x80) !== 0;
  }

  /** One tick of 2 MHz: the specification of `run`. */
  tick(at: number): void {
    if (!this.active) {
      this.idle(1);
      return;
    }
    this.reading = this.countdown === 0;
    if (this.countdown > 0) {
      this.countdown--;
    } else {
      this.countdown = this.period ^ 0x7ff;
      this.index = (this.index + 1) & 31;
      this.buffer = this.ram[this.index >> 1];
      this.sample = this.digital();
      this.refresh(at);
    }
  }

  /** `n` ticks at once, the first of which ends four half-dots after `from`. */
  run(n: number, from: number): void {
    if (!this.active) {
      this.idle(n);
      return;
    }
    if (n <= this.countdown) {
      this.countdown -= n;
      this.reading = false;
      return;
    }
    const every = (this.period ^ 0x7ff) + 1;
    const first = this.countdown + 1;
    const more = Math.floor((n - first) / every);
    const last = first + more * every;
    const shift = SHIFT[(this.nr32 >> 5) & 3];
    const out = this.out;
    if (out.heard && shift < 4 && this.period < ULTRASONIC) {
      let index = this.index;
      for (let t = first; t <= last; t += every) {
        index = (index + 1) & 31;
        const sample = ((this.ram[index >> 1] >> ((~index & 1) << 2)) & 15) >> shift;
        out.set(this.level(sample), from + t * 4);
      }
    }
    this.index = (this.index + more + 1) & 31;
    this.buffer = this.ram[this.index >> 1];
    this.sample = this.digital();
    this.countdown = last + every - 1 - n;
    this.reading = last === n;
  }

  /** Wave RAM as the CPU reads it. */
  readRam(offset: number): number {
    if (!this.active) return this.ram[offset];
    if (this.traits.digital || (!this.traits.colour && !this.reading)) return 0xff;
    return this.ram[this.index >> 1];
  }

  writeRam(offset: number, value: number, at: number): void {
    if (!this.active) {
      this.ram[offset] = value;
    } else if (!this.traits.digital && (this.traits.colour || this.reading)) {
      this.ram[this.index >> 1] = value;
      this.refresh(at);
    }
  }

  /** NR30: the DAC. */
  writeNr30(value: number, at: number): void {
    this.nr30 = value;
    if (this.dac) {
      this.refresh(at);
      return;
    }
    // CGB C and earlier: a read in progress as the DAC goes off takes the byte that NR30's address selects.
    if (this.active && this.reading && this.traits.glitchedWrites) this.buffer = this.ram[10];
    this.triggered = false;
    this.stop(at);
  }

  /** NR31: length. */
  writeNr31(value: number): void {
    this.length.load(value);
  }

  /** NR32: how far samples are shifted right. */
  writeNr32(value: number, at: number): void {
    this.nr32 = value;
    if (this.active) this.sample = this.digital();
    this.refresh(at);
  }

  writeNr33(value: number, at: number): void {
    this.period = (this.period & 0x700) | value;
    this.refresh(at);
  }

  writeNr34(value: number, between: boolean, at: number): void {
    this.nr34 = value;
    this.period = (this.period & 0xff) | ((value & 7) << 8);
    if ((value & 0x80) !== 0) this.trigger();
    if (this.length.control(value, between)) this.active = false;
    if (!this.active) this.sample = 0;
    this.refresh(at);
  }

  stop(at: number): void {
    this.active = false;
    this.sample = 0;
    this.refresh(at);
  }

  /** Tells the output the present level. */
  refresh(at: number): void {
    if (this.out.heard) this.out.set(this.level(this.sample), at);
  }

  /** The level that the present state puts out. */
  present(): number {
    return this.level(this.sample);
  }

  private digital(): number {
    return ((this.buffer >> ((~this.index & 1) << 2)) & 15) >> SHIFT[(this.nr32 >> 5) & 3];
  }

  private level(sample: number): number {
    if (!this.active) return this.dac || this.traits.digital ? this.centre(0) : 0;
    return this.centre(this.period >= ULTRASONIC ? this.sum() : sample * 32);
  }

  /** The level of a digital value in 1/32. AGB inverts the channel. */
  private centre(value: number): number {
    return FULL - ((this.traits.digital ? 480 - value : value) >> 1);
  }

  private sum(): number {
    const shift = SHIFT[(this.nr32 >> 5) & 3];
    let sum = 0;
    for (let i = 0; i < 16; i++) sum += ((this.ram[i] >> 4) >> shift) + ((this.ram[i] & 15) >> shift);
    return sum;
  }

  /** Off, but the timer of a channel whose length ran out goes on. */
  private idle(n: number): void {
    this.reading = false;
    if (!this.triggered || !this.dac || this.traits.digital) return;
    if (n <= this.countdown) {
      this.countdown -= n;
      return;
    }
    const every = (this.period ^ 0x7ff) + 1;
    const beyond = (n - this.countdown - 1) % every;
    this.countdown = every - 1 - beyond;
  }

  private trigger(): void {
    if (this.active && this.countdown === 0) {
      if (!this.traits.colour) this.corrupt();
      this.buffer = this.ram[0];
    }
    this.triggered = true;
    this.index = 0;
    if (this.dac) {
      this.active = true;
      this.sample = this.digital();
    }
    this.countdown = (this.period ^ 0x7ff) + 3;
  }

  // DMG: a trigger in the very moment of a read writes what is being read to the start of wave RAM.
  // blargg dmg_sound/rom_singles/10-wave trigger while on
  private corrupt(): void {
    const offset = ((this.index + 1) >> 1) & 15;
    if (offset < 4 && !this.traits.waveCopiesBlock) this.ram[0] = this.ram[offset];
    else this.ram.copyWithin(0, offset & 12, (offset & 12) + 4);
  }
}
