/**
 * What the page and the worker say to each other. Types only: the page imports nothing else from here.
 *
 * Three kinds of message: a *request* is answered by exactly one *reply* with the same id; a *post* is not
 * answered; an *event* is what the worker says by itself. Errors are sentences for people.
 */
import type { ModelName } from '../core/models.ts';

/** Bit mask of the eight buttons, as in `core/joypad.ts`: RIGHT 1, LEFT 2, UP 4, DOWN 8, A 16, B 32, SELECT 64, START 128. */
export type Buttons = number;

/** Milliseconds since 1970, with fractions: `performance.timeOrigin + event.timeStamp`. Equal in page and worker. */
export type WallTime = number;

/** SHA-256 of the ROM, 64 lower-case hex digits. The key of everything that is stored about a game. */
export type GameId = string;

/** The key of a stored snapshot (`src/storage`). */
export type SnapshotId = string;

/** `0xRRGGBB` for shades 0 (lightest) to 3. */
export type Shades = readonly [number, number, number, number];

/** Colours of a DMG game. Without `obj0` and `obj1` objects take the background's. */
export interface DmgPalette {
  readonly bg: Shades;
  readonly obj0?: Shades;
  readonly obj1?: Shades;
}

/** CGB colours: as the numbers say, as the LCD showed them, or stronger than either. */
export type ColourCorrection = 'off' | 'lcd' | 'vivid';

/**
 * The canvas is always 160 × 144; the page scales it by CSS (`image-rendering: pixelated`) and lays
 * the LCD grid over it, since only the page knows the device pixels.
 */
export interface VideoSettings {
  readonly palette: DmgPalette;
  readonly correction: ColourCorrection;
}

/** `low`: our ring holds as little as this device allows; `battery`: larger buffers, fewer wake-ups. */
export type SoundLatency = 'low' | 'battery';

export interface PlayerSettings {
  /** Shows the frame after the one that is emulated: one frame less between press and picture. */
  readonly runAhead: boolean;
  /** Keeps the last minutes for `rewind`. Off saves memory and battery. */
  readonly rewind: boolean;
}

export interface OpenGame {
  readonly rom: Uint8Array;
  /** Shown to people; never used to choose behaviour. */
  readonly name: string;
  /** null: what the header asks for. */
  readonly model: ModelName | null;
  /** Goes on where the game was left (automatic state or journal); otherwise switches the console on. */
  readonly resume: boolean;
  /** Takes the game over if another tab has it open (that tab saves and pauses). */
  readonly takeOver: boolean;
}

export interface OpenedGame {
  readonly id: GameId;
  readonly name: string;
  /** Title in the cartridge header. */
  readonly title: string;
  readonly model: ModelName;
  /** Pixels are 15-bit colours (true) or shades (false). */
  readonly colour: boolean;
  /** The cartridge keeps RAM or a clock by battery. */
  readonly battery: boolean;
  readonly rumble: boolean;
  /** Goes on from where it was left. */
  readonly resumed: boolean;
  /** What was assumed about an odd header, as sentences. */
  readonly notes: readonly string[];
  /** From the worker's script start to the first frame, and the worker's share of it, in milliseconds. */
  readonly startUp: { readonly workerReady: number; readonly firstFrame: number };
}

/** A picture ready for `new ImageData(...)`: RGBA, 160 × 144, in the colours that are set. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

export interface SavedState {
  readonly id: SnapshotId;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** A state as a file. */
export interface ExportedState {
  readonly bytes: Uint8Array;
  /** What other emulators will miss in it, as sentences; we miss nothing. */
  readonly lost: readonly string[];
}

/** What only the page knows of a report. */
export interface ReportAbout {
  readonly title: string;
  /** What the browser calls itself. */
  readonly browser: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Stops after an instruction that reads or writes (fetching counts as reading); DMA is not seen. */
export interface Watchpoint {
  /** An address or label, or two with a `-` between. */
  readonly text: string;
  readonly kind: 'read' | 'write' | 'both';
}

/** The access that stopped the console. */
export interface Watched {
  readonly kind: 'read' | 'write';
  readonly address: number;
  readonly label: string | null;
  /** The byte before and after; equal where it was read. */
  readonly before: number;
  readonly value: number;
}

export type DebugCommand =
  | { readonly do: 'look' | 'step' | 'stepOver' | 'frame' }
  /** Addresses or labels at which to stop; `ldBB`: also wherever `LD B,B` is executed. */
  | { readonly do: 'breakpoints'; readonly at: readonly string[]; readonly ldBB: boolean }
  /** Bytes at whose reading or writing to stop. */
  | { readonly do: 'watchpoints'; readonly at: readonly Watchpoint[] }
  /** The text of a `.sym` file. */
  | { readonly do: 'symbols'; readonly text: string };

export interface DebugRequest {
  readonly command: DebugCommand;
  /** Where the listing and the dump begin: a label, `$C000` or `01:4000`; an empty `code` follows PC. */
  readonly code: string;
  readonly memory: string;
}

export interface DebugView {
  readonly registers: Readonly<Record<'af' | 'bc' | 'de' | 'hl' | 'sp' | 'pc', number>>;
  readonly ime: boolean;
  readonly halted: boolean;
  readonly code: readonly {
    readonly address: number;
    readonly bytes: Uint8Array;
    readonly text: string;
    readonly label: string | null;
    readonly stops: boolean;
  }[];
  readonly memoryAt: number;
  readonly memory: Uint8Array;
  /** $FF00 to $FF7F. */
  readonly ports: Uint8Array;
  readonly interruptEnable: number;
  /** Both banks. */
  readonly vram: Uint8Array;
  readonly oam: Uint8Array;
  /** 15-bit colours of 8 background and 8 object palettes; null on consoles without colour. */
  readonly colours: Uint16Array | null;
  /** As they were given; an address that is null is not known. */
  readonly breakpoints: readonly { readonly text: string; readonly address: number | null }[];
  /** As they were given, and whether the address is known. */
  readonly watchpoints: readonly (Watchpoint & { readonly known: boolean })[];
  /** What was read or written, if that is why the console stands still. */
  readonly watched: Watched | null;
  /** Labels known from a `.sym` file. */
  readonly symbols: number;
}

/** Each request with what goes in and what comes back. */
export interface Requests {
  open: { in: OpenGame; out: OpenedGame };
  /** Saves everything and lets the game go. */
  close: { in: null; out: null };
  /** Comes back when battery save and journal are on disk. */
  flush: { in: null; out: null };
  /** Switches the console off and on. The battery save stays. */
  reset: { in: null; out: null };
  /** Stores the state as a snapshot of the tree in `src/storage`. */
  saveState: { in: { name: string | null; automatic: boolean }; out: SavedState };
  loadState: { in: { id: SnapshotId }; out: null };
  /** Goes back to before the last `loadState`, reset or import; false if there is nothing to undo. */
  undoLoad: { in: null; out: boolean };
  /** Our state file (with BESS behind it), for export. */
  exportState: { in: null; out: ExportedState };
  /** What the file could not say, as sentences: only where another emulator made it. */
  importState: { in: { bytes: Uint8Array }; out: readonly string[] };
  /** Raw `.sav` with the clock footer; null if the cartridge has no battery. */
  exportSave: { in: null; out: Uint8Array | null };
  importSave: { in: { bytes: Uint8Array }; out: null };
  picture: { in: null; out: Picture };
  /** The rewind ring: how many frames back it reaches. */
  rewindReach: { in: null; out: { frames: number; bytes: number } };
  /** Goes `back` frames at once (scrubbing) and stays paused there; the picture of that moment. */
  scrub: { in: { back: number }; out: Picture };
  /** Starts recording from the present state. */
  startMovie: { in: null; out: null };
  /** Ends the recording; the movie file. */
  stopMovie: { in: null; out: Uint8Array };
  /** The last seconds, the present state, settings and version as one file (`report.ts`). */
  report: { in: ReportAbout; out: Uint8Array };
  /** The debugger: does the command while the console stands still, then tells what there is to see. */
  debug: { in: DebugRequest; out: DebugView };
  /** For the debugger: reads without side effects. */
  peek: { in: { address: number; length: number }; out: Uint8Array };
}

export type RequestName = keyof Requests;

export type RequestMessage = {
  [K in RequestName]: { readonly type: K; readonly request: number; readonly body: Requests[K]['in'] };
}[RequestName];

/** An OffscreenCanvas; this layer only names what it hands through. */
export interface CanvasHandle {
  width: number;
  height: number;
}

/** A MessagePort. */
export interface PortHandle {
  close(): void;
}

/** Where the sound goes: a shared ring, or a port to the worklet. See `src/audio/ring.ts` for the layout. */
export type SoundLink =
  | { readonly kind: 'shared'; readonly ring: SharedArrayBuffer }
  | { readonly kind: 'port'; readonly port: PortHandle };

export type PostMessage =
  /** May come again at any time, with another canvas (null: nothing to draw on). */
  | { readonly type: 'canvas'; readonly canvas: CanvasHandle | null }
  | { readonly type: 'sound'; readonly link: SoundLink | null }
  | { readonly type: 'video'; readonly settings: VideoSettings }
  | { readonly type: 'player'; readonly settings: PlayerSettings }
  /** Play or pause. */
  | { readonly type: 'run'; readonly on: boolean }
  /** All buttons that are down now. */
  | { readonly type: 'buttons'; readonly buttons: Buttons; readonly time: WallTime }
  /** 1 is the console's own speed; 0.25 to 16. */
  | { readonly type: 'speed'; readonly factor: number }
  /** While held, time goes backwards, a frame for a frame. */
  | { readonly type: 'rewind'; readonly held: boolean }
  /** The page is hidden: saves and stops until it is shown again. */
  | { readonly type: 'hidden'; readonly hidden: boolean }
  /** Answered by `pong`, unless the worker hangs. */
  | { readonly type: 'ping' };

export type ToWorker = RequestMessage | PostMessage;

/** Measured by the worker over the last second. */
export interface Diagnostics {
  /** Frames emulated per second (without run-ahead's). */
  readonly fps: number;
  /** Estimated rate of the display in Hz, and how frames are paced against it. */
  readonly displayHz: number;
  readonly pacing: 'locked' | 'timed';
  /** Display ticks of the last second that showed a new frame late or not at all. */
  readonly missed: number;
  /** Share of one core that the worker's emulation took, 0 to 1. */
  readonly load: number;
  /** Rewind ring. */
  readonly rewindFrames: number;
  readonly rewindBytes: number;
  /** Since the worker began. */
  readonly frames: number;
}

export type StopReason = 'paused' | 'breakpoint' | 'hidden' | 'closed' | 'takenOver' | 'fault';

export type EventMessage =
  /** The worker listens. */
  | { readonly type: 'ready' }
  | { readonly type: 'pong' }
  | { readonly type: 'running' }
  | { readonly type: 'stopped'; readonly reason: StopReason }
  /** About once a second while running; also shows that the worker lives. */
  | { readonly type: 'diagnostics'; readonly diagnostics: Diagnostics }
  /** The battery save is on disk. */
  | { readonly type: 'batterySaved'; readonly time: number }
  | { readonly type: 'rumble'; readonly on: boolean }
  /** Something people should know; the game goes on. */
  | { readonly type: 'notice'; readonly sentence: string }
  /** The game cannot go on; what was saved is safe. */
  | { readonly type: 'fault'; readonly sentence: string };

export type ReplyMessage = {
  [K in RequestName]:
    | { readonly type: 'reply'; readonly request: number; readonly to: K; readonly value: Requests[K]['out'] }
    | { readonly type: 'refused'; readonly request: number; readonly to: K; readonly sentence: string };
}[RequestName];

export type FromWorker = ReplyMessage | EventMessage;
