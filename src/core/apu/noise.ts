import type { Shape } from '../state/state-map.ts';
import { Envelope } from './envelope.ts';
import { LengthCounter } from './length.ts';
import { Lfsr } from './lfsr.ts';
import { FULL, type Output } from './output.ts';
import { SAMPLE } from './synth.ts';
import type { ApuTraits } from './traits.ts';

/** Steps of the LFSR closer together than this (ticks of 2 MHz) outrun the output rate. */
const COARSE = 32;

// Ticks added to the first period after a write to NR43 that meets a reload, by alignment.
const REALIGN = [2, 1, 0, 3];
const REALIGN_GLITCHED = [2, 1, 4, 3];

/** Channel 4. Counts ticks of 2 MHz; `at` is always the time (half-dots) of the tick in question. */
export class Noise {
  static readonly shape: Shape<Noise> = {
    nr43: 'u8',
    nr44: 'u8',
    countdown: 'u8',
    counter: 'u16',
    sample: 'u8',
    delayedStart: 'u8',
    active: 'bool',
    bit: 'bool',
    rose: 'bool',
    counted: 'bool',
    reloaded: 'bool',
    counting: 'bool',
    background: 'bool',
    startedSilent: 'bool',
  };
  nr43 = 0;
  nr44 = 0;
  /** Ticks until `counter` counts. */
  countdown = 0;
  /** Fourteen bits; a rising edge of the one that NR43 selects steps the LFSR. */
  counter = 0;
  /** The digital output: 0 or the volume. */
  sample = 0;
  /** DMG: ticks until a trigger off the 512 kHz grid takes effect. */
  delayedStart = 0;
  active = false;
  /** Bit 0 as the last step left it; a trigger clears it. */
  bit = false;
  /** The last tick stepped the LFSR away from an output of 0: PCM34 misreads it at that very moment. */
  rose = false;
  /** `counter` has counted since the last trigger. */
  counted = false;
  /** The last tick counted. */
  reloaded = false;
  /** The divider runs: started with the DAC on... */
  counting = false;
  /** ...or since the last trigger, whatever became of the channel. */
  background = false;
  /** The last trigger found the DAC off. */
  startedSilent = false;
  /** Bit 0 is the output; 0 after a trigger. */
  readonly lfsr = new Lfsr();
  readonly length: LengthCounter;
  readonly envelope = new Envelope();
  private readonly out: Output;
  private readonly traits: ApuTraits;

  constructor(out: Output, traits: ApuTraits) {
    this.out = out;
    this.traits = traits;
    this.length = new LengthCounter(64, traits.lengthAlwaysClocks);
  }

  /** What power-off clears; the length counter is not always part of it. */
  reset(): void {
    this.nr43 = 0;
    this.nr44 = 0;
    this.lfsr.reset();
    this.countdown = 0;
    this.counter = 0;
    this.sample = 0;
    this.delayedStart = 0;
    this.active = false;
    this.bit = false;
    this.rose = false;
    this.counted = false;
    this.reloaded = false;
    this.counting = false;
    this.background = false;
    this.startedSilent = false;
    this.envelope.reset();
  }

  /** One tick of 2 MHz: the specification of `run`. */
  tick(at: number): void {
    this.rose = false;
    if (!this.counting && !this.background) return;
    if (this.countdown === 0) this.countdown = this.divisor;
    this.countdown--;
    this.reloaded = this.countdown === 0;
    if (!this.reloaded) return;
    this.countdown = this.divisor;
    this.counted = true;
    const before = this.counter;
    this.counter = (before + 1) & 0x3fff;
    const selected = 1 << (this.nr43 >> 4);
    if (this.active && (this.counter & ~before & selected) !== 0) this.stepAt(at);
  }

  /** `n` ticks at once, the first of which ends four half-dots after `from`. */
  run(n: number, from: number): void {
    this.rose = false;
    if (!this.counting && !this.background) return;
    if (this.countdown === 0) this.countdown = this.divisor;
    if (n < this.countdown) {
      this.countdown -= n;
      this.reloaded = false;
      return;
    }
    const every = this.divisor;
    const first = this.countdown;
    const more = Math.floor((n - first) / every);
    const shift = this.nr43 >> 4;
    if (this.active && shift < 14) {
      // The selected bit rises at `rise` counts from now, and again every 2 << shift counts.
      const rise = (((1 << shift) - this.counter - 1) & ((2 << shift) - 1)) + 1;
      if (rise <= more + 1) this.steps(first + (rise - 1) * every, every << (shift + 1), n, from);
    }
    this.counter = (this.counter + more + 1) & 0x3fff;
    this.counted = true;
    const beyond = n - first - more * every;
    this.countdown = every - beyond;
    this.reloaded = beyond === 0;
  }

  /** Steps the LFSR at tick `first` and every `every` ticks up to tick `n`. */
  private steps(first: number, every: number, n: number, from: number): void {
    const more = Math.floor((n - first) / every);
    if (more > 0) {
      if (this.out.heard && this.envelope.volume > 0) {
        this.play(more, from + first * 4, every * 4);
      } else {
        this.lfsr.jump(more, (this.nr43 & 8) !== 0);
        this.takeBit();
      }
    }
    const last = first + more * every;
    this.stepAt(from + last * 4);
    this.rose = this.rose && last === n;
  }

  /** `count` steps that are heard; the first at `at`, then every `every` half-dots. */
  private play(count: number, at: number, every: number): void {
    const { out } = this;
    const one = this.level(this.envelope.volume);
    const zero = this.level(0);
    if (this.coarse) {
      this.playCoarse(count, at, every, zero, one);
      return;
    }
    const high = (this.nr43 & 8) !== 0 ? 0x4040 : 0x4000;
    let lfsr = this.lfsr.bits;
    // Not bit 0: a trigger holds the output at 0 until the first step.
    let bit = this.sample === 0 ? 0 : 1;
    for (let end = at + count * every; at !== end; at += every) {
      lfsr = ((lfsr ^ (lfsr >> 1)) & 1) === 0 ? (lfsr >> 1) | high : (lfsr >> 1) & ~high;
      if ((lfsr & 1) !== bit) {
        bit ^= 1;
        out.set(bit !== 0 ? one : zero, at);
      }
    }
    this.lfsr.bits = lfsr;
    this.takeBit();
  }

  /**
   * As `play` for fewer than 128 half-dots a step, summed up sample by sample: without asking at each step whether the
   * level changes, which nobody can foresee. The register has its 15 bits.
   */
  private playCoarse(count: number, at: number, every: number, zero: number, one: number): void {
    const { out } = this;
    let lfsr = this.lfsr.bits;
    let bit = this.sample === 0 ? 0 : 1;
    let sample = at;
    let within = out.within(at);
    let early = 0;
    let late = 0;
    for (let step = 0; step < count; step++) {
      lfsr = (lfsr >> 1) | ((~(lfsr ^ (lfsr >> 1)) & 1) << 14);
      const change = (lfsr & 1) - bit;
      bit += change;
      early += change * (SAMPLE - within);
      late += change * within;
      within += every;
      if (within >= SAMPLE) {
        within -= SAMPLE;
        out.addCoarse(one - zero, sample, early, late);
        sample += SAMPLE;
        early = late = 0;
      }
    }
    out.addCoarse(one - zero, sample, early, late);
    out.adopt(bit === 0 ? zero : one);
    this.lfsr.bits = lfsr;
    this.takeBit();
  }

  private stepAt(at: number): void {
    this.rose = this.sample === 0;
    this.lfsr.step((this.nr43 & 8) !== 0);
    this.takeBit();
    if (!this.out.heard) return;
    if (this.coarse) this.out.setCoarse(this.level(this.sample), at);
    else this.out.set(this.level(this.sample), at);
  }

  private takeBit(): void {
    this.bit = (this.lfsr.bits & 1) !== 0;
    this.sample = this.bit ? this.envelope.volume : 0;
  }

  /** Steps of the LFSR outrun the output rate; in 7-bit mode that is a tone, and must be made cleanly. */
  private get coarse(): boolean {
    const { nr43 } = this;
    return (nr43 & 8) === 0 && this.divisor << ((nr43 >> 4) + 1) < COARSE;
  }

  /** DMG: the trigger that was put off. */
  startDelayed(alignment: number, at: number): void {
    this.envelope.release();
    this.trigger(alignment, false, at);
  }

  writeNr41(value: number): void {
    this.length.load(value & 0x3f);
  }

  /** NR42: envelope and DAC. */
  writeNr42(value: number, at: number): void {
    if ((value & 0xf8) === 0) {
      if (this.active && (this.nr43 & 7) !== 0) {
        if (this.countdown <= 2) this.counter = (this.counter + 1) & 0x3fff;
        this.background = false;
      }
      this.counting = false;
      this.envelope.nrx2 = value;
      this.stop(at);
    } else if (this.active) {
      this.envelope.write(value, this.traits.glitchedWrites);
      this.sample = this.bit ? this.envelope.volume : 0;
      this.refresh(at);
    } else {
      this.envelope.nrx2 = value;
      this.refresh(at);
    }
  }

  /** NR43. `alignment` counts ticks since power-on, modulo 4. */
  writeNr43(value: number, alignment: number, at: number): void {
    const glitched = this.traits.glitchedWrites;
    if (this.reloaded) {
      const divisor = (value & 7) << 2;
      this.countdown = divisor === 0 ? 2 : divisor + (glitched ? REALIGN_GLITCHED : REALIGN)[alignment];
    }
    if (glitched) {
      if (this.reloaded && this.risesThroughFf(value)) this.stepNow(at);
      this.select(0xff, at);
    }
    this.select(value, at);
  }

  /** NR44. */
  writeNr44(value: number, alignment: number, double: boolean, between: boolean, at: number): void {
    this.nr44 = value;
    if ((value & 0x80) !== 0) {
      this.envelope.release();
      if (!this.traits.colour && alignment !== 0) {
        this.delayedStart = 6;
      } else {
        this.trigger(alignment, double, at);
      }
    }
    if (this.length.control(value, between)) this.stop(at);
  }

  stop(at: number): void {
    this.active = false;
    this.sample = 0;
    this.refresh(at);
  }

  /** The envelope has changed the volume. */
  volumeChanged(at: number): void {
    if (this.active) this.sample = (this.lfsr.bits & 1) * this.envelope.volume;
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

  /** Ticks of 2 MHz in a count. */
  private get divisor(): number {
    return (this.nr43 & 7) << 2 || 2;
  }

  private level(sample: number): number {
    if (!this.active) return this.envelope.dac || this.traits.digital ? FULL : 0;
    const level = FULL - sample * 16;
    return this.traits.digital ? level - this.envelope.volume * 8 : level;
  }

  private stepNow(at: number): void {
    this.lfsr.step((this.nr43 & 8) !== 0);
    this.emit(at);
  }

  /** Bit 0 goes out. */
  private emit(at: number): void {
    this.bit = (this.lfsr.bits & 1) !== 0;
    if (this.active) this.sample = this.bit ? this.envelope.volume : 0;
    this.refresh(at);
  }

  private counterBit(counter: number, nr43: number): number {
    return (counter >> (nr43 >> 4)) & 1;
  }

  // CGB C and earlier: the write meets a count, whose old and new value both pass through bit 7.
  private risesThroughFf(value: number): boolean {
    const now = this.counter;
    const before = (now - 1) & 0x3fff;
    return (
      this.counterBit(now, this.nr43) === 0 &&
      this.counterBit(now, value) === 1 &&
      ((now >> 7) & 1) === 1 &&
      this.counterBit(before, this.nr43) === 1 &&
      this.counterBit(before, value) === 0 &&
      ((before >> 7) & 1) === 1
    );
  }

  // Selecting another bit of the counter is an edge like any other, and bits of the selector do not change
  // at the same instant. samesuite apu/channel_4/channel_4_freq_change
  private select(value: number, at: number): void {
    const old = this.nr43;
    const glitched = this.traits.glitchedWrites;
    this.nr43 = value;
    if ((old & 0xf0) === (value & 0xf0)) return;
    let counter = this.counter;
    if (glitched && this.reloaded) counter |= (counter - 1) & 0x3fff;
    const was = this.counterBit(counter, old);
    const is = this.counterBit(counter, value);
    let between = this.counterBit(counter, (old & 0x7f) | (value & 0x80));
    let steady = this.traits.steadyGlitch && (was & is & between) === 1 && ((old ^ value) & 0x70) !== 0;
    if (this.traits.digital) {
      const far = old >= 0x80 && value >= 0x80;
      between = this.counterBit(counter, far ? (old & 0xcf) | (value & 0x30) : (old & 0xdf) | (value & 0x20));
      const second = this.counterBit(
        counter,
        far ? (old & 0x8f) | (value & 0x70) : (old & 0xcf) | (value & 0x30),
      );
      if (between !== second) {
        if (was === is) between = is ^ 1;
        else steady = between === 0 && was === 1;
      }
    }
    if ((was === is && between !== is) || steady) {
      if (is === 1 && !glitched) {
        const out = this.traits.steadyGlitch
          ? this.lfsr.disturbHighD(old, value, steady)
          : this.lfsr.disturbHigh(old, value);
        if (out) this.emit(at);
      } else if (is === 0) {
        if (glitched || this.traits.steadyGlitch) this.lfsr.step((value & 8) !== 0);
        else this.lfsr.disturbLow(old, value);
        this.emit(at);
      }
    } else if (was === 0 && is === 1) {
      if (glitched) this.riseGlitched(value, between === 1 && (counter & 8) === 0, at);
      else this.stepNow(at);
    } else if (glitched && (value & 0xf0) <= 0x20 && (between | is | was) === 0 && (counter & 8) !== 0) {
      this.stepNow(at);
    }
  }

  /** CGB C and earlier: an edge made by a write is one of 7-bit mode, and can be double. */
  private riseGlitched(value: number, double: boolean, at: number): void {
    this.lfsr.step(true);
    if (double && (value & 0xf0) <= 0x20) this.lfsr.stepDoubled((value & 8) !== 0);
    this.emit(at);
  }

  private trigger(alignment: number, double: boolean, at: number): void {
    this.start(alignment, double, at);
    this.envelope.reload();
    this.bit = false;
    this.counted = alignment === 2;
    if (this.envelope.dac) {
      this.active = true;
      this.sample = 0;
    }
    this.refresh(at);
  }

  // When the first count comes depends on the 512 kHz grid, on the divider that was running, and on the
  // revision. samesuite apu/channel_4/channel_4_align, channel_4_delay, channel_4_lfsr_restart,
  // channel_4_lfsr_restart_fast, channel_4_frequency_alignment
  private start(alignment: number, double: boolean, at: number): void {
    const wasActive = this.active;
    const wasRunning = this.background;
    const wasSilent = this.startedSilent;
    const doubleGlitched = double && this.traits.glitchedWrites;
    let divisor = this.nr43 & 7;
    let stepAtOnce = false;
    let early = 0;
    this.counting = this.envelope.dac;
    this.startedSilent = !this.counting;
    this.background = true;

    const left = this.countdown;
    if (divisor > 1 && (left === 1 || (left === 2 && wasActive && doubleGlitched))) {
      this.counter = (this.counter + 1) & 0x3fff;
    } else if (left === 2 && alignment === 0 && wasActive) {
      if (divisor === 0) {
        divisor = 8;
      } else if (divisor === 1) {
        if (!this.counted) early = 4;
        const before = this.counterBit(this.counter, this.nr43);
        this.counter = (this.counter + 1) & 0x3fff;
        stepAtOnce = before === 0 && this.counterBit(this.counter, this.nr43) === 1;
      }
    }

    let ticks = divisor * 4 + 6 - early;
    switch (alignment) {
      case 0:
        if (divisor === 0) {
          if (doubleGlitched) ticks += 2;
        } else if (divisor > 1 ? !doubleGlitched : wasActive && (this.nr43 & 0xf0) === 0) {
          ticks -= 4;
        }
        break;
      case 2:
        if (divisor === 0) ticks += doubleGlitched ? 2 : 0;
        else ticks += doubleGlitched && divisor === 1 ? 2 : -2;
        break;
      case 1:
        if (divisor === 0) ticks += this.traits.glitchedWrites || !wasRunning ? 1 : -1;
        else ticks -= divisor === 1 && wasActive ? 5 : 1;
        break;
      default:
        if (divisor === 0) ticks += this.traits.glitchedWrites || !wasRunning ? 1 : -1;
        else ticks += divisor === 1 && !wasActive ? 1 : -3;
    }
    // A divider that runs although the channel is off shifts the grid.
    if (alignment === 0) {
      if (divisor > 1) {
        if (!this.counting) ticks += 4;
      } else if (wasRunning && !wasActive) {
        if (divisor === 1) ticks -= 4;
        else if (wasSilent) ticks += 28;
      }
    }
    if (divisor === 0 && doubleGlitched && wasRunning && !wasActive) ticks--;
    this.countdown = ticks;
    // Unexplained, but so on hardware: this one case does not start from 0 (SameBoy).
    this.lfsr.bits = divisor === 0 && wasActive && alignment === 3 ? 0x55 : 0;
    if (stepAtOnce) this.stepNow(at);
  }
}
