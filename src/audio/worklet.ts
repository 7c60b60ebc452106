import { SoundRing } from './ring.ts';
import { Speaker } from './speaker.ts';
import type { FromWorklet, SoundBatch, ToWorklet, WorkletOptions } from './worklet-messages.ts';

/** Quanta between two reports: about a quarter of a second. */
const REPORT_EVERY = 94;

class SpeakerProcessor extends AudioWorkletProcessor {
  private readonly speaker: Speaker;
  private untilReport = REPORT_EVERY;

  constructor(options: AudioWorkletNodeOptions) {
    super(options);
    const { ring, margin, burst } = options.processorOptions as WorkletOptions;
    const sound = ring ? new SoundRing(ring) : SoundRing.local();
    // Options cannot carry a port, so it comes by message.
    this.port.onmessage = (event: MessageEvent<ToWorklet>) => {
      event.data.writer.onmessage = (batch: MessageEvent<SoundBatch>) => {
        const { samples, rate, playing } = batch.data;
        sound.rate = rate;
        sound.playing = playing;
        if (samples) sound.write(samples, samples.length >> 1);
      };
    };
    this.speaker = new Speaker(sound, { sampleRate, margin, burst });
  }

  override process(_inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const output = outputs[0];
    this.speaker.pull(output[0], output[1] ?? output[0]);
    if (--this.untilReport === 0) {
      this.untilReport = REPORT_EVERY;
      this.port.postMessage({ report: this.speaker.report() } satisfies FromWorklet);
    }
    return true;
  }
}

registerProcessor('dotmatrix-speaker', SpeakerProcessor);
