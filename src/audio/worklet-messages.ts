import type { SoundReport } from './speaker.ts';

/** How the page sets up the worklet. */
export interface WorkletOptions {
  /** The shared ring; null if batches will arrive on a port. */
  readonly ring: SharedArrayBuffer | null;
  /** Least low-water mark of the ring in milliseconds. */
  readonly margin: number;
  /** Milliseconds that the device pulls at a time. */
  readonly burst: number;
}

export interface ToWorklet {
  /** The port on which batches arrive. */
  readonly writer: MessagePort;
}

/** One message on the writer's port. */
export interface SoundBatch {
  /** Interleaved stereo; null when only rate or playing change. */
  readonly samples: Int16Array | null;
  readonly rate: number;
  readonly playing: boolean;
}

export interface FromWorklet {
  readonly report: SoundReport;
}
