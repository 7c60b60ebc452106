import type { Shape } from '../state/state-map.ts';
import { FULL, Output } from './output.ts';
import type { Synth } from './synth.ts';

/** AGB: what a side hears of channel 3 while it is not connected, 7 of the inverted scale. */
const WAVE_REST = 8;

/** NR50 and NR51: how loud each side is and which channels it takes. */
export class Mixer {
  static readonly shape: Shape<Mixer> = { nr50: 'u8', nr51: 'u8' };
  nr50 = 0;
  nr51 = 0;
  readonly outputs: readonly [Output, Output, Output, Output];
  private readonly synth: Synth;
  private muted = false;

  /** `digital`: AGB, where a side that is not connected hears digital 0. */
  constructor(synth: Synth, digital: boolean) {
    this.synth = synth;
    const rest = digital ? FULL : 0;
    this.outputs = [
      new Output(synth, rest),
      new Output(synth, rest),
      new Output(synth, digital ? WAVE_REST : 0),
      new Output(synth, rest),
    ];
  }

  mute(muted: boolean): void {
    this.muted = muted;
    for (const out of this.outputs) out.mute(muted);
  }

  /** Both registers, heard from `at` on. The outputs must know their present levels. */
  write(nr50: number, nr51: number, at: number): void {
    const left = this.left;
    const right = this.right;
    this.nr50 = nr50;
    this.nr51 = nr51;
    this.connect();
    if (!this.muted) this.synth.add(this.left - left, this.right - right, at);
  }

  /** Gains follow from the registers. */
  connect(): void {
    const volumeLeft = ((this.nr50 >> 4) & 7) + 1;
    const volumeRight = (this.nr50 & 7) + 1;
    for (let i = 0; i < 4; i++) {
      const left = (this.nr51 & (0x10 << i)) !== 0 ? volumeLeft : 0;
      const right = (this.nr51 & (1 << i)) !== 0 ? volumeRight : 0;
      this.outputs[i].connect(left, right, volumeLeft, volumeRight);
    }
  }

  /** The synth as if the present levels had lasted long. */
  settle(now: number): void {
    this.synth.settle(now, this.left, this.right);
  }

  private get left(): number {
    const outputs = this.outputs;
    return outputs[0].sumLeft + outputs[1].sumLeft + outputs[2].sumLeft + outputs[3].sumLeft;
  }

  private get right(): number {
    const outputs = this.outputs;
    return outputs[0].sumRight + outputs[1].sumRight + outputs[2].sumRight + outputs[3].sumRight;
  }
}
