/** A WAV file of 16-bit stereo samples (left, right, left, …); `rate` is in stereo samples per second. */
export function encodeWav(samples: Int16Array, rate: number): Uint8Array {
  const dataBytes = samples.length * 2;
  const file = new Uint8Array(44 + dataBytes);
  const view = new DataView(file.buffer);
  const name = (at: number, text: string) => {
    for (let i = 0; i < text.length; i++) file[at + i] = text.charCodeAt(i);
  };
  name(0, 'RIFF');
  view.setUint32(4, 36 + dataBytes, true);
  name(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 2, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 4, true);
  view.setUint16(32, 4, true);
  view.setUint16(34, 16, true);
  name(36, 'data');
  view.setUint32(40, dataBytes, true);
  for (let i = 0; i < samples.length; i++) view.setInt16(44 + i * 2, samples[i], true);
  return file;
}

/** Gathers the samples of many frames. */
export class Recording {
  private buffer = new Int16Array(1 << 18);
  private length = 0;

  add(samples: Int16Array, stereoSamples: number): void {
    const needed = this.length + stereoSamples * 2;
    if (needed > this.buffer.length) {
      const larger = new Int16Array(Math.max(needed, this.buffer.length * 2));
      larger.set(this.buffer.subarray(0, this.length));
      this.buffer = larger;
    }
    this.buffer.set(samples.subarray(0, stereoSamples * 2), this.length);
    this.length = needed;
  }

  samples(): Int16Array {
    return this.buffer.subarray(0, this.length);
  }
}
