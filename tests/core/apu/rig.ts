import { Apu } from '../../../src/core/apu/apu.ts';
import { Clock } from '../../../src/core/clock.ts';
import { MODELS, type ModelName } from '../../../src/core/models.ts';
import { StateMap } from '../../../src/core/state/state-map.ts';

/** An APU with a clock and a DIV of its own. Times are in M-cycles, as a program counts them. */
export class Rig {
  readonly clock = new Clock();
  readonly apu: Apu;
  readonly state: StateMap;
  /** DIV alone: `start` is just before the access that reset it, as in the machine. */
  private readonly timer = { start: -1, held: false, counterAt: (now: number) => this.counterAt(now) };

  constructor(model: ModelName, double = false) {
    this.clock.mCycle = double ? 4 : 8;
    this.apu = new Apu(MODELS[model], this.clock, this.timer);
    this.state = new StateMap(this.apu.parts());
  }

  /** Lets M-cycles pass. */
  wait(mCycles: number): this {
    this.clock.now += mCycles * this.clock.mCycle;
    return this;
  }

  /** A write at the end of the next M-cycle, as `ldh` makes it. */
  write(addr: number, value: number): this {
    this.wait(1);
    const { now } = this.clock;
    if (addr === 0xff04) {
      this.apu.divWritten(this.counterAt(now), now);
      this.timer.start = now - 1;
    } else {
      this.apu.write(addr, value, now);
    }
    return this;
  }

  read(addr: number): number {
    this.wait(1);
    return this.apu.read(addr, this.clock.now);
  }

  /** STOP for so many M-cycles: DIV is reset and held. */
  stop(mCycles: number): this {
    this.write(0xff04, 0);
    this.timer.held = true;
    this.wait(mCycles);
    this.apu.sync(this.clock.now);
    this.timer.held = false;
    this.timer.start = this.clock.now - 1;
    return this;
  }

  /** The 16-bit counter behind DIV. */
  private counterAt(now: number): number {
    if (this.timer.held) return 0;
    return (Math.floor((now - this.timer.start) / this.clock.mCycle) * 4) & 0xffff;
  }

  /** Power on with DIV at 0, everything on both sides at full volume. */
  power(): this {
    return this.write(0xff26, 0).write(0xff04, 0).write(0xff26, 0x80).write(0xff24, 0x77).write(0xff25, 0xff);
  }

  /** Finishes the samples up to now and returns those since the last call, left and right interleaved. */
  take(): Int16Array {
    this.apu.sync(this.clock.now);
    const samples = this.apu.samples.slice(0, this.apu.sampleCount * 2);
    this.apu.beginFrame();
    return samples;
  }

  /** What a machine does between frames. */
  endFrame(): void {
    this.apu.sync(this.clock.now);
    const by = this.clock.now;
    this.clock.now = 0;
    this.timer.start -= by;
    this.apu.rebase(by);
  }

  /** Takes over the time of another rig, after its state has been loaded. */
  adopt(other: Rig): void {
    this.clock.now = other.clock.now;
    this.timer.start = other.timer.start;
  }

  /** The left channel of `seconds` of sound. */
  record(seconds: number): Int16Array {
    const out: number[] = [];
    this.take();
    let left = Math.round(seconds * 8388608);
    while (left > 0) {
      const part = Math.min(left, 140448);
      this.clock.now += part;
      left -= part;
      const samples = this.take();
      for (let i = 0; i < samples.length; i += 2) out.push(samples[i]);
      this.endFrame();
    }
    return Int16Array.from(out);
  }
}
