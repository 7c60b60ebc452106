import { signal } from '@preact/signals';
import { SoundRing } from '../audio/ring.ts';
import type { SoundReport } from '../audio/speaker.ts';
import workletUrl from '../audio/worklet.ts?worker&url';
import type { FromWorklet, ToWorklet, WorkletOptions } from '../audio/worklet-messages.ts';
import type { SoundLatency, SoundLink } from '../player/messages.ts';

export interface SoundSettings {
  /** 0 to 1. */
  readonly volume: number;
  readonly latency: SoundLatency;
  /** iOS: the switch at the side silences the game too. */
  readonly obeySilentSwitch: boolean;
}

export interface SoundStatus {
  /** The device takes our sound: its clock moves. */
  readonly alive: boolean;
  readonly report: SoundReport | null;
  /** `baseLatency` and `outputLatency` of the context, in milliseconds. */
  readonly baseLatency: number;
  readonly outputLatency: number;
  readonly sampleRate: number;
  readonly shared: boolean;
  /** Contexts built so far: more than one means that one died. */
  readonly contexts: number;
}

/** Least low-water mark of the ring in milliseconds. */
const MARGIN: Record<SoundLatency, number> = { low: 2, battery: 30 };
const WATCH_EVERY = 1000;
/** The dev server puts its own client into what `?worker&url` names, and a worklet cannot run that. */
const WORKLET = import.meta.env.DEV ? '/src/audio/worklet.ts' : workletUrl;
/** Looks at a clock that stands still before the context counts as dead, by what it says of itself. */
const PATIENCE: Readonly<Record<string, number>> = { running: 2, closed: 1, interrupted: 10 };

const FADE_MS = 80;

/** A context that does not do as it is told is noticed by its clock, not by a rejection. */
const ignore = (): void => {};

type AudioSession = { type: string };

/**
 * Owns the AudioContext: made inside a gesture, revived when it was suspended, rebuilt when it is dead.
 * Whether it lives is told by its clock, because `state` says "running" for some dead ones.
 */
export class SoundOutput {
  readonly status = signal<SoundStatus>({
    alive: false,
    report: null,
    baseLatency: 0,
    outputLatency: 0,
    sampleRate: 0,
    shared: false,
    contexts: 0,
  });
  private readonly onLink: (link: SoundLink | null) => void;
  private settings: SoundSettings = { volume: 1, latency: 'low', obeySilentSwitch: false };
  private context: AudioContext | null = null;
  private gain: GainNode | null = null;
  private contexts = 0;
  private wanted = false;
  private lastTime = -1;
  private still = 0;

  /** @param onLink is told where the worker shall write its sound, each time that changes. */
  constructor(onLink: (link: SoundLink | null) => void) {
    this.onLink = onLink;
    const unlock = () => this.unlock();
    for (const type of ['pointerdown', 'pointerup', 'click', 'keydown'] as const) {
      addEventListener(type, unlock, { capture: true, passive: true });
    }
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.watch();
    });
    setInterval(() => this.watch(), WATCH_EVERY);
  }

  apply(settings: SoundSettings): void {
    const rebuild = settings.latency !== this.settings.latency && this.context !== null;
    this.settings = settings;
    this.setSession();
    if (this.gain && this.context) {
      this.gain.gain.setTargetAtTime(settings.volume ** 2, this.context.currentTime, 0.01);
    }
    if (rebuild) this.build();
  }

  /** Sound is wanted from now on. Call it inside the gesture that starts the game. */
  start(): void {
    this.wanted = true;
    this.unlock();
  }

  /** The game is paused: the device may sleep. */
  stop(): void {
    this.wanted = false;
    this.still = 0;
    // The worklet fades out first, or there would be a click.
    setTimeout(() => {
      if (!this.wanted) this.context?.suspend().catch(ignore);
    }, FADE_MS);
  }

  /** Builds a new link for a new worker. */
  relink(): void {
    if (this.context) this.build();
  }

  private unlock(): void {
    if (!this.wanted) return;
    if (!this.context) this.build();
    // A context that is "interrupted" must not be resumed: it would say "running" and stand still.
    else if (this.context.state === 'suspended') this.context.resume().catch(ignore);
  }

  private setSession(): void {
    const session = (navigator as Navigator & { audioSession?: AudioSession }).audioSession;
    if (session) session.type = this.settings.obeySilentSwitch ? 'ambient' : 'playback';
  }

  private build(): void {
    this.onLink(null);
    const old = this.context;
    if (old && old.state !== 'closed') old.close().catch(ignore);
    this.setSession();
    const { latency, volume } = this.settings;
    const context = new AudioContext({ latencyHint: latency === 'low' ? 'interactive' : 'playback' });
    this.context = context;
    this.contexts++;
    this.lastTime = -1;
    this.still = 0;
    const gain = context.createGain();
    gain.gain.value = volume ** 2;
    gain.connect(context.destination);
    this.gain = gain;
    // Inside the gesture; `addModule` ends outside it.
    if (this.wanted) context.resume().catch(ignore);
    this.connect(context, gain).catch(() => {
      // The game goes on without sound; the diagnostics show that none arrives.
      if (context === this.context) this.onLink(null);
    });
  }

  private async connect(context: AudioContext, gain: GainNode): Promise<void> {
    await context.audioWorklet.addModule(WORKLET);
    if (context !== this.context) return;
    const ring = globalThis.crossOriginIsolated ? SoundRing.shared() : null;
    const options: WorkletOptions = {
      ring: ring ? (ring.buffer as SharedArrayBuffer) : null,
      margin: MARGIN[this.settings.latency],
      burst: (context.baseLatency || 0) * 1000,
    };
    const node = new AudioWorkletNode(context, 'dotmatrix-speaker', {
      numberOfInputs: 0,
      outputChannelCount: [2],
      processorOptions: options,
    });
    node.port.onmessage = (event: MessageEvent<FromWorklet>) => this.note(event.data.report);
    node.connect(gain);
    if (ring) {
      this.onLink({ kind: 'shared', ring: ring.buffer as SharedArrayBuffer });
    } else {
      const { port1, port2 } = new MessageChannel();
      node.port.postMessage({ writer: port1 } satisfies ToWorklet, [port1]);
      this.onLink({ kind: 'port', port: port2 });
    }
  }

  private note(report: SoundReport | null): void {
    const context = this.context;
    this.status.value = {
      alive: this.still === 0 && context !== null,
      report,
      baseLatency: (context?.baseLatency ?? 0) * 1000,
      outputLatency: (context?.outputLatency ?? 0) * 1000,
      sampleRate: context?.sampleRate ?? 0,
      shared: globalThis.crossOriginIsolated,
      contexts: this.contexts,
    };
  }

  private watch(): void {
    const context = this.context;
    if (!context || !this.wanted || document.hidden) {
      this.still = 0;
      return;
    }
    const moved = context.currentTime !== this.lastTime;
    this.lastTime = context.currentTime;
    if (moved) {
      this.still = 0;
      return;
    }
    this.still++;
    if (context.state === 'suspended') context.resume().catch(ignore);
    // "Interrupted" (a call, an alarm) mostly ends by itself; "running" with a clock that stands still doesn't.
    if (this.still >= (PATIENCE[context.state] ?? Number.POSITIVE_INFINITY)) this.build();
    this.note(this.status.value.report);
  }
}
