import { signal } from '@preact/signals';
import type {
  Buttons,
  Diagnostics,
  FromWorker,
  OpenedGame,
  OpenGame,
  PlayerSettings,
  PostMessage,
  RequestName,
  Requests,
  SoundLink,
  StopReason,
  ToWorker,
  VideoSettings,
} from '../player/messages.ts';
import { SoundOutput, type SoundSettings } from './sound-output.ts';

/** A request that the worker refused; `message` is a sentence for people. */
export class Refused extends Error {}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const PING_EVERY = 2000;
/** Milliseconds without a word after which the worker counts as hung. */
const HUNG_AFTER = 8000;
/** Milliseconds within which a game that hangs twice is not opened a third time. */
const ONCE_IN = 60_000;

/**
 * The page's end of the emulator: starts the worker, owns the sound, and turns messages into promises
 * and signals. One for the life of the page.
 *
 * Draw `<canvas key={client.canvasKey.value} width={160} height={144} ref={(c) => client.attachCanvas(c)} />`,
 * scaled by CSS with `image-rendering: pixelated`. Call `startSound()` inside the gesture that starts a game.
 */
export class EmulatorClient {
  /** The open game; null when none is. */
  readonly game = signal<OpenedGame | null>(null);
  readonly running = signal(false);
  /** Why it isn't running. */
  readonly stopReason = signal<StopReason>('closed');
  readonly diagnostics = signal<Diagnostics | null>(null);
  /** Latest sentence for people; the page clears it when it was read. */
  readonly notice = signal<string | null>(null);
  /** The game cannot go on. Opening a game clears it. */
  readonly fault = signal<string | null>(null);
  readonly rumble = signal(false);
  /** When the battery save was last written (milliseconds since 1970); null before. */
  readonly batterySavedAt = signal<number | null>(null);
  /** A canvas can be handed over once: when this changes, draw a new canvas element. */
  readonly canvasKey = signal(0);
  readonly sound: SoundOutput;

  private worker: Worker;
  private readonly pending = new Map<number, Pending>();
  private requests = 0;
  private readonly handedOver = new WeakSet<HTMLCanvasElement>();
  private video: VideoSettings | null = null;
  private player: PlayerSettings | null = null;
  private opened: OpenGame | null = null;
  private buttons: Buttons = 0;
  private speed = 1;
  private restartedAt = Number.NEGATIVE_INFINITY;
  private heardAt = 0;

  constructor() {
    this.sound = new SoundOutput((link) => this.linkSound(link));
    this.worker = this.startWorker();
    document.addEventListener('visibilitychange', () => this.tellVisibility(document.hidden));
    // Phones freeze or kill a page right after this; `visibilitychange` alone is not always sent.
    addEventListener('pagehide', () => this.tellVisibility(true));
    addEventListener('pageshow', () => this.tellVisibility(document.hidden));
    setInterval(() => this.watchWorker(), PING_EVERY);
  }

  /** Opens a game and stays paused; `run(true)` starts it. The game that was open is saved and closed. */
  async open(game: OpenGame): Promise<OpenedGame> {
    const opened = await this.request('open', game);
    this.opened = { ...game, takeOver: false };
    this.fault.value = null;
    this.game.value = opened;
    return opened;
  }

  async close(): Promise<void> {
    this.run(false);
    await this.request('close', null);
    this.opened = null;
    this.game.value = null;
  }

  run(on: boolean): void {
    if (on) this.sound.start();
    else this.sound.stop();
    this.post({ type: 'run', on });
  }

  /** Inside a gesture, before anything is awaited. */
  startSound(): void {
    this.sound.start();
  }

  /** @param timeStamp of the event that changed them (`event.timeStamp`, milliseconds). */
  setButtons(buttons: Buttons, timeStamp: number): void {
    if (buttons === this.buttons) return;
    this.buttons = buttons;
    this.post({ type: 'buttons', buttons, time: performance.timeOrigin + timeStamp });
  }

  /** 1 is the console's own speed; 0.25 to 16. */
  setSpeed(factor: number): void {
    this.speed = factor;
    this.post({ type: 'speed', factor });
  }

  holdRewind(held: boolean): void {
    this.post({ type: 'rewind', held });
  }

  applyVideo(settings: VideoSettings): void {
    this.video = settings;
    this.post({ type: 'video', settings });
  }

  applyPlayer(settings: PlayerSettings): void {
    this.player = settings;
    this.post({ type: 'player', settings });
  }

  applySound(settings: SoundSettings): void {
    this.sound.apply(settings);
  }

  /** Safe to call again with the same canvas, and with null when it goes. */
  attachCanvas(canvas: HTMLCanvasElement | null): void {
    if (!canvas || this.handedOver.has(canvas)) return;
    this.handedOver.add(canvas);
    const offscreen = canvas.transferControlToOffscreen();
    this.post({ type: 'canvas', canvas: offscreen }, [offscreen]);
  }

  /** @throws Refused with a sentence. */
  request<K extends RequestName>(type: K, body: Requests[K]['in']): Promise<Requests[K]['out']> {
    const request = ++this.requests;
    const answer = new Promise<Requests[K]['out']>((resolve, reject) => {
      this.pending.set(request, { resolve: resolve as (value: unknown) => void, reject });
    });
    this.worker.postMessage({ type, request, body } as ToWorker);
    return answer;
  }

  private post(message: PostMessage, transfer: Transferable[] = []): void {
    this.worker.postMessage(message satisfies ToWorker, transfer);
  }

  private linkSound(link: SoundLink | null): void {
    this.post({ type: 'sound', link }, link?.kind === 'port' ? [link.port as MessagePort] : []);
  }

  private tellVisibility(hidden: boolean): void {
    this.heardAt = performance.now();
    this.post({ type: 'hidden', hidden });
  }

  private startWorker(): Worker {
    const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), {
      type: 'module',
      name: 'dotmatrix',
    });
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.hear(event.data);
    worker.onerror = (event) => {
      this.fault.value = `The emulator stopped unexpectedly (${event.message || 'it could not be loaded'}). What was saved is safe; reload the page to go on.`;
    };
    this.heardAt = performance.now();
    return worker;
  }

  private hear(message: FromWorker): void {
    this.heardAt = performance.now();
    switch (message.type) {
      case 'reply':
        this.pending.get(message.request)?.resolve(message.value);
        this.pending.delete(message.request);
        break;
      case 'refused':
        this.pending.get(message.request)?.reject(new Refused(message.sentence));
        this.pending.delete(message.request);
        break;
      case 'running':
        this.running.value = true;
        // So that the same reason is heard again next time.
        this.stopReason.value = 'paused';
        break;
      case 'stopped':
        this.running.value = false;
        this.stopReason.value = message.reason;
        break;
      case 'diagnostics':
        this.diagnostics.value = message.diagnostics;
        break;
      case 'batterySaved':
        this.batterySavedAt.value = message.time;
        break;
      case 'rumble':
        this.rumble.value = message.on;
        break;
      case 'notice':
        this.notice.value = message.sentence;
        break;
      case 'fault':
        this.running.value = false;
        // Opening it again brings back its last second.
        this.game.value = null;
        this.fault.value = message.sentence;
        break;
      case 'ready':
      case 'pong':
        break;
    }
  }

  private watchWorker(): void {
    if (document.hidden) return;
    if (performance.now() - this.heardAt > HUNG_AFTER) this.restartWorker();
    else this.post({ type: 'ping' });
  }

  /** The journal holds all but the last second, so a hung worker can go. */
  private restartWorker(): void {
    this.worker.terminate();
    for (const { reject } of this.pending.values()) {
      reject(new Refused('The emulator did not answer and was started again. Please try once more.'));
    }
    this.pending.clear();
    const ran = this.running.value;
    const again = performance.now() - this.restartedAt < ONCE_IN;
    this.restartedAt = performance.now();
    this.running.value = false;
    this.worker = this.startWorker();
    this.canvasKey.value++;
    this.sound.relink();
    if (this.video) this.applyVideo(this.video);
    if (this.player) this.applyPlayer(this.player);
    this.setSpeed(this.speed);
    if (!this.opened) return;
    if (again) {
      this.game.value = null;
      this.fault.value =
        'The emulator stopped answering again, so this game was not started once more. What was saved is safe.';
      return;
    }
    this.notice.value =
      'The emulator did not answer and was started again; the game goes on from its last second.';
    this.open({ ...this.opened, resume: true, takeOver: true })
      .then(() => {
        if (ran) this.run(true);
      })
      .catch((error: Error) => {
        this.game.value = null;
        this.fault.value = error.message;
      });
  }
}
