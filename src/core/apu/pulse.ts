import type { Shape } from '../state/state-map.ts';
import { Envelope } from './envelope.ts';
import { LengthCounter } from './length.ts';
import { FULL, type Output } from './output.ts';
import type { ApuTraits } from './traits.ts';

// One byte a duty, step 0 in bit 0. Pan Docs "NR11".
const DUTY = [0x80, 0x81, 0xe1, 0x7e];
const HIGH_STEPS = [1, 2, 4, 6];
/** From this period on the tone lies above what the output can carry: only its mean is heard. */
const ULTRASONIC = 2044;

/** Channels 1 and 2. Counts ticks of 2 MHz; `at` is always the time (half-dots) of the tick in question. */
export class Pulse {
  static readonly shape: Shape<Pulse> = {
    nrx1: 'u8',
    nrx4: 'u8',
    period: 'u16',
    countdown: 'u16',
    step: 'u8',
    sample: 'u8',
    delay: 'u8',
    active: 'bool',
    suppressed: 'bool',
    stepped: 'bool',
    reloaded: 'bool',
    rose: 'bool',
  };
  nrx1 = 0;
  nrx4 = 0;
  /** Eleven bits of NRx3 and NRx4, or what the sweep made of them. */
  period = 0;
  /** The duty step advances this many ticks after the next one. */
  countdown = 0;
  /** Position in the waveform, 0 to 7. A trigger does not reset it. */
  step = 0;
  /** The digital output: 0 or the volume. */
  sample = 0;
  /** What is left of the delay that the last trigger put before the first step. */
  delay = 0;
  active = false;
  /** Since it was turned on the channel puts out 0, until its first step. */
  suppressed = false;
  /** The step has advanced since the last trigger. */
  stepped = false;
  /** The last tick advanced the step. */
  reloaded = false;
  /** The output was 0 before the last step: PCM12 misreads it at that very moment. */
  rose = false;
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
    this.nrx1 = 0;
    this.nrx4 = 0;
    this.period = 0;
    this.countdown = 0;
    this.step = 0;
    this.sample = 0;
    this.delay = 0;
    this.active = false;
    this.suppressed = false;
    this.stepped = false;
    this.reloaded = false;
    this.rose = false;
    this.envelope.reset();
  }

  /** One tick of 2 MHz: the specification of `run`. */
  tick(at: number): void {
    if (!this.active) return;
    if (this.delay > 0) this.delay--;
    this.reloaded = this.countdown === 0;
    if (this.countdown > 0) {
      this.countdown--;
    } else {
      this.countdown = this.ticksPerStep - 1;
      this.step = (this.step + 1) & 7;
      this.suppressed = false;
      this.stepped = true;
      this.rose = this.sample === 0;
      this.sample = this.wave(this.step) * this.envelope.volume;
      this.refresh(at);
    }
  }

  /** `n` ticks at once, the first of which ends four half-dots after `from`. */
  run(n: number, from: number): void {
    if (!this.active) return;
    this.delay = this.delay > n ? this.delay - n : 0;
    if (n <= this.countdown) {
      this.countdown -= n;
      this.reloaded = false;
      return;
    }
    const every = this.ticksPerStep;
    const first = this.countdown + 1;
    const more = Math.floor((n - first) / every);
    const last = first + more * every;
    const volume = this.envelope.volume;
    const out = this.out;
    if (out.heard && volume > 0 && this.period < ULTRASONIC) {
      const duty = DUTY[this.nrx1 >> 6];
      let sample = this.sample;
      let step = this.step;
      let before = sample;
      for (let t = first; t <= last; t += every) {
        step = (step + 1) & 7;
        before = sample;
        sample = ((duty >> step) & 1) * volume;
        if (sample !== before) out.set(this.level(sample), from + t * 4);
      }
      this.step = step;
      this.rose = before === 0;
      this.sample = sample;
      this.suppressed = false;
    } else {
      const before = more > 0 ? this.wave((this.step + more) & 7) * volume : this.sample;
      this.rose = before === 0;
      this.step = (this.step + more + 1) & 7;
      this.sample = this.wave(this.step) * volume;
      this.suppressed = false;
      this.refresh(from + first * 4);
    }
    this.stepped = true;
    this.countdown = last + every - 1 - n;
    this.reloaded = last === n;
  }

  /** NRx1: duty and length. With the power off only the length is stored. */
  writeNrx1(value: number, powered: boolean, at: number): void {
    this.length.load(value & 0x3f);
    this.nrx1 = powered ? value : value & 0x3f;
    this.refresh(at);
  }

  /** NRx2: envelope and DAC. */
  writeNrx2(value: number, at: number): void {
    if ((value & 0xf8) === 0) {
      this.envelope.nrx2 = value;
      this.stop(at);
    } else if (this.active) {
      this.envelope.write(value, this.traits.glitchedWrites);
      this.volumeChanged(at);
    } else {
      this.envelope.nrx2 = value;
      this.refresh(at);
    }
  }

  /** NRx3: low byte of the period. */
  writeNrx3(value: number, at: number): void {
    this.setPeriod((this.period & 0x700) | value, at);
    if (this.reloaded) this.countdown = this.ticksPerStep - 1;
  }

  /** NRx4. `phase` is the 1 MHz phase, `between` as in LengthCounter.control. */
  writeNrx4(value: number, phase: number, double: boolean, between: boolean, at: number): void {
    const before = this.period;
    if ((value & 0x80) === 0 && this.active) this.stepBack(value);
    this.nrx4 = value;
    this.setPeriod((before & 0xff) | ((value & 7) << 8), at);
    if (this.reloaded) this.countdown = this.ticksPerStep - 1;
    if ((value & 0x80) !== 0) this.trigger(before, phase, double, at);
    if (this.length.control(value, between)) this.stop(at);
  }

  setPeriod(period: number, at: number): void {
    this.period = period;
    this.refresh(at);
  }

  /** Turns the channel off; an enabled DAC goes on turning 0 into a voltage. */
  stop(at: number): void {
    this.active = false;
    this.sample = 0;
    this.refresh(at);
  }

  /** The envelope or NRx2 has changed the volume. */
  volumeChanged(at: number): void {
    if (this.active && !this.suppressed) this.sample = this.wave(this.step) * this.envelope.volume;
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

  private get ticksPerStep(): number {
    return (this.period ^ 0x7ff) * 2 + 2;
  }

  private wave(step: number): number {
    return (DUTY[this.nrx1 >> 6] >> step) & 1;
  }

  private level(sample: number): number {
    if (!this.active) return this.envelope.dac || this.traits.digital ? FULL : 0;
    const volume = this.envelope.volume;
    const mean = this.period >= ULTRASONIC && !this.suppressed;
    const level = FULL - (mean ? HIGH_STEPS[this.nrx1 >> 6] * volume * 2 : sample * 16);
    // AGB centres a tone by its volume (SameBoy).
    return this.traits.digital ? level - volume * 8 : level;
  }

  // The period leaves $7xx in the tick that advanced the step: that step is taken back.
  // samesuite apu/channel_1/channel_1_freq_change_timing-cgbDE and its siblings for A and cgb0BC
  private stepBack(value: number): void {
    if ((this.nrx4 & 7) !== 7 || (value & 7) === 7) return;
    if (!this.traits.revised && (this.countdown & 1) === 0) return;
    if (this.stepped && this.countdown >> 1 === (this.period ^ 0x7ff)) {
      this.step = (this.step - 1) & 7;
      this.suppressed = false;
    }
  }

  private trigger(periodBefore: number, phase: number, double: boolean, at: number): void {
    const wasActive = this.active;
    const revised = this.traits.revised;
    let late = 0;
    let skipped = false;
    this.envelope.release();
    this.stepped = false;
    // CGB D and E: a slow channel whose timer's high bit changes by the trigger takes a step at once.
    // samesuite apu/channel_1/channel_1_restart, channel_1_stop_restart
    const shift = wasActive ? 1 : 0;
    const high = (((this.countdown - shift - this.delay) / 2) | 0) & 0x400;
    if (revised && (this.nrx4 & 4) === 0 && high === 0 && !(wasActive && this.reloaded)) {
      this.step = (this.step + 1) & 7;
      skipped = true;
    } else if (revised && wasActive && this.suppressed && this.period === 0x7ff && periodBefore !== 0x7ff) {
      late = 2;
    }
    if (wasActive) {
      if (skipped) this.suppressed = false;
      this.delay = 4 - phase + late;
    } else {
      this.delay = this.traits.glitchedWrites && double ? 6 + phase : 6 - phase;
    }
    this.countdown = (this.period ^ 0x7ff) * 2 + this.delay;
    this.envelope.reload();
    if (!wasActive && this.envelope.dac) {
      this.active = true;
      this.sample = 0;
      this.suppressed = !skipped;
    }
    if (wasActive && !this.suppressed) this.sample = this.wave(this.step) * this.envelope.volume;
    this.refresh(at);
  }
}
