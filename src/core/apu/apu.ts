import type { Clock } from '../clock.ts';
import type { Model } from '../models.ts';
import type { Part, Shape } from '../state/state-map.ts';
import { Envelope } from './envelope.ts';
import { LengthCounter } from './length.ts';
import { Lfsr } from './lfsr.ts';
import { Mixer } from './mixer.ts';
import { Noise } from './noise.ts';

import { Pulse } from './pulse.ts';
import { Sweep } from './sweep.ts';
import { Synth } from './synth.ts';
import { type ApuTraits, apuTraits } from './traits.ts';
import { Wave } from './wave.ts';

/** Half-dots in one tick of the sound hardware's 2 MHz clock. */
const TICK = 4;
/** Half-dots between two edges of the DIV bit that clocks the sequencer. */
const EDGE = 8192;

/** What the APU needs of the timer: the 16-bit counter behind DIV, in T-cycles of the CPU. */
export interface DivCounter {
  counterAt(now: number): number;
  /** When the counter was 0, in half-dots; there was no edge at that moment or before. */
  readonly start: number;
  /** STOP holds the counter at 0. */
  readonly held: boolean;
}

/**
 * The sound hardware: four channels, the sequencer that hangs on DIV, mixer and registers $FF10-$FF3F, PCM12
 * and PCM34. Sequencer events take effect at the start of the M-cycle in which DIV counts; an access sees
 * every tick of its own M-cycle.
 */
export class Apu {
  static readonly shape: Shape<Apu, 'silent' | 'exact' | 'sampleCount'> = {
    time: 'i32',
    powered: 'bool',
    phase: 'u8',
    divider: 'u8',
    skip: 'u8',
    envelopeDelay: 'u8',
    pcmMask12: 'u8',
    pcmMask34: 'u8',
    pcmMaskedAt: 'i32',
  };
  /** Ticks up to this time (half-dots) have run. */
  time = 0;
  /** NR52 bit 7. */
  powered = false;
  /** Ticks since power-on, modulo 4. Bit 0 clear: the second half of a 1 MHz period. */
  phase = 0;
  /** Sequencer steps since power-on, modulo 8: one at each falling edge of the DIV bit. */
  divider = 0;
  /** 2: the next step is lost, because power came on while the DIV bit was set. 1: it was. */
  skip = 0;
  /** Ticks, plus one, until the envelopes change: CGB D and E in double speed. */
  envelopeDelay = 0;
  /** Bits that a read of PCM12 or PCM34 loses in the M-cycle of an envelope step (CGB C and earlier). */
  pcmMask12 = 0xff;
  pcmMask34 = 0xff;
  pcmMaskedAt = 0;

  /** Host option: one tick at a time, without shortcuts. */
  exact = false;

  readonly synth: Synth;
  readonly pulse1: Pulse;
  readonly pulse2: Pulse;
  readonly wave: Wave;
  readonly noise: Noise;
  readonly sweep: Sweep;
  private readonly mixer: Mixer;
  private readonly traits: ApuTraits;
  private readonly model: Model;
  private readonly clock: Clock;
  private readonly timer: DivCounter;
  private muted = false;

  constructor(model: Model, clock: Clock, timer: DivCounter) {
    this.model = model;
    this.clock = clock;
    this.timer = timer;
    const traits = apuTraits(model);
    this.traits = traits;
    this.synth = new Synth(traits.highPass);
    this.mixer = new Mixer(this.synth, traits.digital);
    const { outputs } = this.mixer;
    this.pulse1 = new Pulse(outputs[0], traits);
    this.pulse2 = new Pulse(outputs[1], traits);
    this.wave = new Wave(outputs[2], traits);
    this.noise = new Noise(outputs[3], traits);
    this.sweep = new Sweep(this.pulse1, traits);
  }

  /** Finished samples at SAMPLE_RATE, left and right interleaved. */
  get samples(): Int16Array {
    return this.synth.samples;
  }

  /** Stereo samples finished since `beginFrame`. */
  get sampleCount(): number {
    return this.synth.count;
  }

  beginFrame(): void {
    this.synth.count = 0;
  }

  /** Host option: no synthesis. All state is the same, but for that of the synth, which rests. */
  get silent(): boolean {
    return this.muted;
  }

  set silent(value: boolean) {
    if (value === this.muted) return;
    this.muted = value;
    this.mixer.mute(value);
    this.rest();
  }

  /** Brings everything to `now`. */
  sync(now: number): void {
    if (now - this.time < TICK) return;
    if (this.powered && !this.timer.held) this.runSequencer(now);
    // STOP on DMG stops the oscillator, and with it every channel where it stands.
    if (this.timer.held && !this.traits.colour) this.time += (now - this.time) & -TICK;
    else this.advance((now - this.time) >> 2);
    if (!this.muted) this.synth.finish(this.time);
  }

  /** Runs up to the last edge of the DIV bit before `now`, and takes a sequencer step at each. */
  private runSequencer(now: number): void {
    const { mCycle } = this.clock;
    // The DIV bit is bit 12 of the counter, bit 13 in double speed: the same time either way.
    const counter = this.timer.counterAt(now);
    const span = mCycle === 8 ? 0x1000 : 0x2000;
    const last = now - (counter & (span - 1)) * (mCycle >> 2) - mCycle;
    const first = Math.max(this.time, this.timer.start + 1);
    if (last < first) return;
    const earlier = Math.floor((last - first) / EDGE);
    let high = ((counter & span) !== 0) !== ((earlier & 1) !== 0);
    for (let edge = last - earlier * EDGE; edge <= last; edge += EDGE) {
      this.advance((edge - this.time) >> 2);
      if (high) this.risingEdge();
      else this.fallingEdge(false);
      high = !high;
    }
  }

  /** DIV is about to be reset (or its meaning to change) while its counter stands at `before`. */
  divWritten(before: number, now: number): void {
    this.sync(now);
    const bit = this.clock.mCycle === 8 ? 0x1000 : 0x2000;
    if (this.powered && (before & bit) !== 0) this.fallingEdge(true);
  }

  read(addr: number, now: number): number {
    this.sync(now);
    if (addr >= 0xff30 && addr < 0xff40) return this.wave.readRam(addr & 15);
    switch (addr) {
      case 0xff10:
        return this.sweep.nr10 | 0x80;
      case 0xff11:
        return this.pulse1.nrx1 | 0x3f;
      case 0xff12:
        return this.pulse1.envelope.nrx2;
      case 0xff14:
        return this.pulse1.nrx4 | 0xbf;
      case 0xff16:
        return this.pulse2.nrx1 | 0x3f;
      case 0xff17:
        return this.pulse2.envelope.nrx2;
      case 0xff19:
        return this.pulse2.nrx4 | 0xbf;
      case 0xff1a:
        return this.wave.nr30 | 0x7f;
      case 0xff1c:
        return this.wave.nr32 | 0x9f;
      case 0xff1e:
        return this.wave.nr34 | 0xbf;
      case 0xff21:
        return this.noise.envelope.nrx2;
      case 0xff22:
        return this.noise.nr43;
      case 0xff23:
        return this.noise.nr44 | 0xbf;
      case 0xff24:
        return this.mixer.nr50;
      case 0xff25:
        return this.mixer.nr51;
      case 0xff26:
        return this.nr52();
      case 0xff76:
        return this.traits.colour ? this.pcm12(now) : 0xff;
      case 0xff77:
        return this.traits.colour ? this.pcm34(now) : 0xff;
      default:
        return 0xff;
    }
  }

  write(addr: number, value: number, now: number): void {
    this.sync(now);
    const at = this.time;
    if (addr >= 0xff30) {
      if (addr < 0xff40) this.wave.writeRam(addr & 15, value, at);
      return;
    }
    if (addr === 0xff26) {
      this.writeNr52(value, now);
      return;
    }
    if (!this.powered) {
      this.writeUnpowered(addr, value, at);
      return;
    }
    const { pulse1, pulse2, wave, noise, phase } = this;
    const slow = ~phase & 1;
    const double = this.clock.mCycle === 4;
    const between = (this.divider & 1) !== 0;
    switch (addr) {
      case 0xff10:
        this.sweep.write(value, slow, double, at);
        break;
      case 0xff11:
        pulse1.writeNrx1(value, true, at);
        break;
      case 0xff12:
        pulse1.writeNrx2(value, at);
        break;
      case 0xff13:
        pulse1.writeNrx3(value, at);
        break;
      case 0xff14: {
        const wasActive = pulse1.active;
        pulse1.writeNrx4(value, slow, double, between, at);
        if ((value & 0x80) !== 0) this.sweep.trigger(wasActive, slow, double);
        break;
      }
      case 0xff16:
        pulse2.writeNrx1(value, true, at);
        break;
      case 0xff17:
        pulse2.writeNrx2(value, at);
        break;
      case 0xff18:
        pulse2.writeNrx3(value, at);
        break;
      case 0xff19:
        pulse2.writeNrx4(value, slow, double, between, at);
        break;
      case 0xff1a:
        wave.writeNr30(value, at);
        break;
      case 0xff1b:
        wave.writeNr31(value);
        break;
      case 0xff1c:
        wave.writeNr32(value, at);
        break;
      case 0xff1d:
        wave.writeNr33(value, at);
        break;
      case 0xff1e:
        wave.writeNr34(value, between, at);
        break;
      case 0xff20:
        noise.writeNr41(value);
        break;
      case 0xff21:
        noise.writeNr42(value, at);
        break;
      case 0xff22:
        noise.writeNr43(value, phase, at);
        break;
      case 0xff23:
        noise.writeNr44(value, phase, double, between, at);
        break;
      case 0xff24:
        this.mix(value, this.mixer.nr51, at);
        break;
      case 0xff25:
        this.mix(this.mixer.nr50, value, at);
        break;
    }
  }

  /** Time 0 moves on by `by` half-dots. */
  rebase(by: number): void {
    this.time -= by;
    this.pcmMaskedAt = Math.max(this.pcmMaskedAt - by, -TICK * 64);
    this.synth.start -= by;
    if (this.muted) this.rest();
    else this.synth.gather();
  }

  /** What the boot ROM leaves: powered, both sides up, and on most models its chime fading in channel 1. */
  powerUp(now: number): void {
    this.time = now;
    this.synth.start = now;
    this.powered = true;
    // DMG: 229 thousand T-cycles pass before NR52 is written; DIV tells how many steps followed.
    // Unproven for the other models.
    this.divider = ((this.timer.counterAt(now) >> 13) + 4) & 7;
    const { pulse1 } = this;
    pulse1.nrx1 = 0x80;
    pulse1.envelope.nrx2 = 0xf3;
    if (!this.model.sgb) {
      pulse1.nrx4 = 0x87;
      pulse1.period = 0x7c1;
      pulse1.active = true;
      pulse1.stepped = true;
      pulse1.length.counter = 64;
      pulse1.envelope.countdown = 3;
      pulse1.envelope.locked = true;
      pulse1.envelope.locks = true;
    }
    // The colour boot ROM writes a square wave, except on the first revision.
    if (this.traits.colour && !this.traits.firstColour) {
      for (let i = 1; i < 16; i += 2) this.wave.ram[i] = 0xff;
    }
    this.mixer.nr50 = 0x77;
    this.mixer.nr51 = 0xf3;
    this.rest();
  }

  parts(): Part[] {
    const { pulse1, pulse2, wave, noise } = this;
    return [
      ['apu', this, Apu.shape],
      ['apu.pulse1', pulse1, Pulse.shape],
      ['apu.pulse1.length', pulse1.length, LengthCounter.shape],
      ['apu.pulse1.envelope', pulse1.envelope, Envelope.shape],
      ['apu.sweep', this.sweep, Sweep.shape],
      ['apu.pulse2', pulse2, Pulse.shape],
      ['apu.pulse2.length', pulse2.length, LengthCounter.shape],
      ['apu.pulse2.envelope', pulse2.envelope, Envelope.shape],
      ['apu.wave', wave, Wave.shape],
      ['apu.wave.length', wave.length, LengthCounter.shape],
      ['apu.noise', noise, Noise.shape],
      ['apu.noise.lfsr', noise.lfsr, Lfsr.shape],
      ['apu.noise.length', noise.length, LengthCounter.shape],
      ['apu.noise.envelope', noise.envelope, Envelope.shape],
      ['apu.mixer', this.mixer, Mixer.shape],
      ['apu.synth', this.synth, Synth.shape],
    ];
  }

  afterLoad(): void {
    this.synth.afterLoad();
    if (this.muted) this.rest();
    else this.adoptLevels();
  }

  /** One tick of everything: the specification. */
  private tick(): void {
    const at = this.time + TICK;
    if (this.envelopeDelay === 1) this.tickEnvelopes();
    if (this.envelopeDelay > 0) this.envelopeDelay--;
    this.phase = (this.phase + 1) & 3;
    this.sweep.tick(this.phase & 1, at);
    this.pulse1.tick(at);
    this.pulse2.tick(at);
    this.wave.tick(at);
    this.noise.tick(at);
    this.time = at;
    if (this.noise.delayedStart > 0 && --this.noise.delayedStart === 0) {
      this.noise.startDelayed(this.phase, at);
    }
  }

  /** `n` ticks with no sequencer event among them. */
  private advance(n: number): void {
    if (n <= 0) return;
    if (!this.powered) {
      this.time += n * TICK;
      return;
    }
    while (
      n > 0 &&
      (this.exact || this.envelopeDelay > 0 || this.noise.delayedStart > 0 || this.sweep.busy)
    ) {
      if (!this.muted) this.synth.reserve(EDGE, this.time);
      this.tick();
      n--;
    }
    while (n > 0) {
      // Sequencer events lie 64 samples apart; only STOP makes it longer.
      const some = Math.min(n, EDGE / TICK);
      const from = this.time;
      if (!this.muted) this.synth.reserve(EDGE, from);
      this.pulse1.run(some, from);
      this.pulse2.run(some, from);
      this.wave.run(some, from);
      this.noise.run(some, from);
      this.phase = (this.phase + some) & 3;
      this.time = from + some * TICK;
      n -= some;
    }
  }

  private fallingEdge(written: boolean): void {
    const { pulse1, pulse2, wave, noise } = this;
    const at = this.time;
    const double = this.clock.mCycle === 4;
    // Power came on while the DIV bit was set: this edge does not count.
    // samesuite apu/div_write_trigger, apu/div_write_trigger_10
    if (this.skip === 2) {
      this.skip = 1;
      return;
    }
    if (this.skip === 1) this.skip = 0;
    else this.divider = (this.divider + 1) & 7;

    if (this.divider === 7) {
      pulse1.envelope.count();
      pulse2.envelope.count();
      noise.envelope.count();
    }
    if (double && this.traits.revised) this.envelopeDelay = 2;
    else this.tickEnvelopes(written);

    if ((this.divider & 1) !== 0) {
      if (pulse1.length.clock()) pulse1.stop(at);
      if (pulse2.length.clock()) pulse2.stop(at);
      if (wave.length.clock()) wave.stop(at);
      if (noise.length.clock()) noise.stop(at);
    }
    if ((this.divider & 3) === 3) this.sweep.count(~this.phase & 1, written && !double, at);
  }

  private risingEdge(): void {
    if (this.pulse1.active) this.pulse1.envelope.arm();
    if (this.pulse2.active) this.pulse2.envelope.arm();
    if (this.noise.active) this.noise.envelope.arm();
  }

  private tickEnvelopes(written = false): void {
    const { pulse1, pulse2, noise } = this;
    const at = this.time;
    let mask12 = 0xff;
    let mask34 = 0xff;
    if (pulse1.envelope.clock && pulse1.envelope.ticks()) {
      mask12 &= pulse1.envelope.volume | 0xf1;
      pulse1.envelope.change();
      pulse1.volumeChanged(at);
    }
    if (pulse2.envelope.clock && pulse2.envelope.ticks()) {
      const { volume, nrx2 } = pulse2.envelope;
      const keep = this.traits.firstColour && volume === 1 && (nrx2 & 8) !== 0 ? 0x1f : 0x3f;
      mask12 &= (volume << 4) | keep;
      pulse2.envelope.change();
      pulse2.volumeChanged(at);
    }
    if (noise.envelope.clock && noise.envelope.ticks()) {
      mask34 &= (noise.envelope.volume << 4) | 0x1f;
      noise.envelope.change();
      noise.volumeChanged(at);
    }
    if (!written && this.clock.mCycle === 4) {
      this.pcmMask12 = mask12;
      this.pcmMask34 = mask34;
      this.pcmMaskedAt = at;
    }
  }

  private nr52(): number {
    return (
      0x70 |
      (this.powered ? 0x80 : 0) |
      (this.pulse1.active ? 1 : 0) |
      (this.pulse2.active ? 2 : 0) |
      (this.wave.active ? 4 : 0) |
      (this.noise.active ? 8 : 0)
    );
  }

  private pcm12(now: number): number {
    const { pulse1, pulse2 } = this;
    let low = pulse1.active ? pulse1.sample : 0;
    let high = pulse2.active ? pulse2.sample : 0;
    if (this.traits.glitchedWrites) {
      if (pulse1.reloaded && pulse1.rose) low = 0;
      if (pulse2.reloaded && pulse2.rose) high = 0;
    }
    return (low | (high << 4)) & (this.masked(now) ? this.pcmMask12 : 0xff);
  }

  private pcm34(now: number): number {
    const { wave, noise } = this;
    const low = wave.active ? wave.sample : 0;
    let high = noise.active ? noise.sample : 0;
    if (this.traits.glitchedWrites && noise.rose && this.clock.mCycle === 8) high = 0;
    return (low | (high << 4)) & (this.masked(now) ? this.pcmMask34 : 0xff);
  }

  private masked(now: number): boolean {
    return this.traits.glitchedWrites && this.clock.mCycle === 4 && now - this.pcmMaskedAt <= TICK;
  }

  /** On DMG the length counters stay within reach while the power is off. */
  private writeUnpowered(addr: number, value: number, at: number): void {
    if (this.traits.colour) return;
    if (addr === 0xff11) this.pulse1.writeNrx1(value, false, at);
    else if (addr === 0xff16) this.pulse2.writeNrx1(value, false, at);
    else if (addr === 0xff1b) this.wave.writeNr31(value);
    else if (addr === 0xff20) this.noise.writeNr41(value);
  }

  private writeNr52(value: number, now: number): void {
    const on = (value & 0x80) !== 0;
    if (on === this.powered) return;
    const { pulse1, pulse2, wave, noise } = this;
    pulse1.reset();
    pulse2.reset();
    wave.reset();
    noise.reset();
    this.sweep.reset();
    this.phase = 0;
    this.divider = 0;
    this.skip = 0;
    this.envelopeDelay = 0;
    this.powered = on;
    if (this.traits.colour) {
      pulse1.length.reset();
      pulse2.length.reset();
      wave.length.reset();
      noise.length.reset();
    } else {
      pulse1.length.enabled = false;
      pulse2.length.enabled = false;
      wave.length.enabled = false;
      noise.length.enabled = false;
    }
    if (on) {
      const bit = this.clock.mCycle === 8 ? 0x1000 : 0x2000;
      if ((this.timer.counterAt(now) & bit) !== 0) {
        this.skip = 2;
        this.divider = 1;
      }
      pulse1.countdown = 0xffff;
      pulse2.countdown = 0xffff;
    }
    this.mix(0, 0, this.time);
  }

  private mix(nr50: number, nr51: number, at: number): void {
    const { outputs } = this.mixer;
    outputs[0].update(this.pulse1.present(), at);
    outputs[1].update(this.pulse2.present(), at);
    outputs[2].update(this.wave.present(), at);
    outputs[3].update(this.noise.present(), at);
    this.mixer.write(nr50, nr51, at);
  }

  /** Levels and gains follow from the state; the synth keeps what it has summed up. */
  private adoptLevels(): void {
    const { outputs } = this.mixer;
    outputs[0].adopt(this.pulse1.present());
    outputs[1].adopt(this.pulse2.present());
    outputs[2].adopt(this.wave.present());
    outputs[3].adopt(this.noise.present());
    this.mixer.connect();
  }

  /** The synth as if the present levels had lasted long. */
  private rest(): void {
    this.adoptLevels();
    this.mixer.settle(this.time);
  }
}
