import { SoundRing } from '../audio/ring.ts';
import type { SoundBatch } from '../audio/worklet-messages.ts';
import type { SoundLink } from '../player/messages.ts';

/** Steps of the rate that is told, in Hz: an eighth of a thousandth. */
const STEP = 8;

/** The writing end of the sound: a shared ring where the page has one, batches on a port otherwise. */
export class SoundWriter {
  private ring: SoundRing | null = null;
  private port: MessagePort | null = null;
  private rate = 0;
  private playing = false;

  attach(link: SoundLink | null): void {
    this.port?.close();
    this.ring = link?.kind === 'shared' ? new SoundRing(link.ring) : null;
    this.port = link?.kind === 'port' ? (link.port as MessagePort) : null;
    this.tell();
  }

  /** @param rate stereo frames per second that will be written. */
  start(rate: number): void {
    // The display's rate is an estimate that never quite rests.
    const rounded = Math.round(rate / STEP) * STEP;
    if (this.playing && rounded === this.rate) return;
    this.rate = rounded;
    this.playing = true;
    this.tell();
  }

  stop(): void {
    if (!this.playing) return;
    this.playing = false;
    this.tell();
  }

  /** @param samples interleaved stereo, of which the first `count` frames are taken. */
  write(samples: Int16Array, count: number): void {
    if (this.ring) this.ring.write(samples, count);
    else if (this.port) this.send(samples.slice(0, count * 2));
  }

  private tell(): void {
    if (this.ring) {
      this.ring.rate = this.rate;
      this.ring.playing = this.playing;
    } else this.send(null);
  }

  private send(samples: Int16Array | null): void {
    const batch: SoundBatch = { samples, rate: this.rate, playing: this.playing };
    this.port?.postMessage(batch, samples ? [samples.buffer] : []);
  }
}
