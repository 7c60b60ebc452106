import { SaveError } from '../core/cartridge/save.ts';
import { GameBoy } from '../core/game-boy.ts';
import { StateError } from '../core/state/state-map.ts';
import { BatteryWatch } from '../player/battery-watch.ts';
import type {
  DebugRequest,
  DebugView,
  OpenedGame,
  OpenGame,
  PlayerSettings,
  ReportAbout,
  Requests,
  StopReason,
} from '../player/messages.ts';
import { Player } from '../player/player.ts';
import { hashOf } from '../storage/bytes.ts';
import type { Database } from '../storage/database.ts';
import { asStorageError } from '../storage/errors.ts';
import { type GameLock, lockGame } from '../storage/locks.ts';
import type { GameDebugger } from './debugger.ts';
import type { OfferedGame, TakenGame } from './hand-over.ts';
import { JournalKeeper } from './journal-keeper.ts';
import type { Outputs } from './outputs.ts';
import { Runner } from './runner.ts';
import { type Loadable, StoredGame, type StoredRom } from './stored-game.ts';

const JOURNAL_EVERY = 800;
/** Milliseconds that a press may be under way. */
const LATEST_PRESS = 250;

/** Movies are recorded now and then: their code comes when it is needed. */
const movies = () => import('../player/movie.ts');

/** Something that was asked for and can't be done; `message` is a sentence for people. */
export class SessionError extends Error {}

interface Built {
  readonly machine: GameBoy;
  /** Of the noise in RAM at power-on. */
  readonly seed: number;
}

/** One open game: runs it, shows it, and keeps what must not be lost. */
export class Session {
  readonly stored: StoredGame;
  private readonly machine: GameBoy;
  private readonly player: Player;
  private readonly outputs: Outputs;
  private readonly seed: number;
  private readonly runner: Runner;
  private readonly journal: JournalKeeper;
  private battery: BatteryWatch;
  private lock: GameLock | null = null;
  private stopOffering = (): void => {};
  private debugger: GameDebugger | null = null;
  private rumble = false;
  /** The frames ago that are shown while paused, or 0. */
  private scrubbed = 0;
  private undo: { state: Uint8Array; head: string | null } | null = null;
  private movieStart: Uint8Array | null = null;
  /** Milliseconds of play before this run, and when the run began. */
  private played = 0;
  private runningSince = -1;
  private journalDue = 0;
  /** What could not be stored was said; it is said again only after a success. */
  private complained = false;
  /** What the emulator threw, or null. */
  private faultSaid: string | null = null;

  private constructor(machine: GameBoy, seed: number, game: StoredRom, outputs: Outputs, db: Database) {
    this.machine = machine;
    this.stored = new StoredGame(db, game, machine);
    this.seed = seed;
    this.outputs = outputs;
    this.player = new Player(machine);
    this.journal = new JournalKeeper(db, game.id, machine, this.stored.description);
    this.battery = new BatteryWatch(machine.memory.ramVersion);
    this.runner = new Runner(this.player, outputs, {
      onPress: (buttons, at) => this.journal.press(buttons, at),
      onFrame: () => this.afterFrame(),
      onTick: (now) => this.afterTick(now),
      onFault: (error) => this.fault(error),
    });
  }

  /** A console with the game in it. @throws RomError with a sentence, before anything else has happened. */
  static build(request: OpenGame): Built {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0];
    const { rom, model } = request;
    return { seed, machine: new GameBoy(model === null ? { rom, seed } : { rom, seed, model }) };
  }

  /** Opens a game, paused. @throws with a sentence. */
  static async open(
    { machine, seed }: Built,
    request: OpenGame,
    settings: PlayerSettings,
    outputs: Outputs,
    db: Database,
    onTakenOver: () => void,
  ): Promise<{ session: Session; opened: Omit<OpenedGame, 'startUp'> }> {
    const id = hashOf(request.rom);
    const session = new Session(machine, seed, { id, rom: request.rom, name: request.name }, outputs, db);
    const owner = { onTakeOver: (asked: boolean) => session.letGo(asked).then(onTakenOver) };
    // Other tabs are met once the game is open: their part of the code need not be there before.
    const { claim, offerGame, takeOver } = await import('./hand-over.ts');
    const taking = request.takeOver ? await takeOver(db, session.stored, owner) : null;
    session.lock = taking?.lock ?? (await lockGame(id, owner));
    if (session.lock === null) {
      throw new SessionError(
        'This game is open in another tab or window. Close it there, or take it over here.',
      );
    }
    try {
      const taken = taking?.game ?? null;
      if (taken === null) await claim(db, id);
      const { resumed, notes } = await session.restore(request.resume, taken);
      session.stopOffering = offerGame(db, session.offer(request.name, onTakenOver));
      session.apply(settings);
      outputs.screen.setColour(machine.model.cgb);
      session.player.jumped();
      outputs.screen.show(session.player.picture);
      const opened = {
        id,
        name: request.name,
        title: machine.header.title,
        model: machine.model.name,
        colour: machine.model.cgb,
        battery: machine.board.battery,
        rumble: machine.header.motor,
        resumed,
        notes: [...machine.header.notes, ...notes],
      };
      return { session, opened };
    } catch (error) {
      session.lock.release();
      throw error;
    }
  }

  get running(): boolean {
    return this.runner.on;
  }

  apply(settings: PlayerSettings): void {
    this.player.runAhead = settings.runAhead && this.debugger === null;
    this.player.keepPast(settings.rewind);
  }

  setSpeed(factor: number): void {
    this.runner.setSpeed(factor);
  }

  /** @param time milliseconds since 1970. */
  setButtons(buttons: number, time: number): void {
    const now = performance.now();
    // Page and worker read the same clock, unless it was set in between: then the moment of arrival counts.
    const at = time - performance.timeOrigin;
    this.runner.setButtons(buttons, at <= now && at > now - LATEST_PRESS ? at : now);
  }

  holdRewind(held: boolean): void {
    this.runner.held = held;
  }

  start(): void {
    if (this.runner.on) return;
    this.goToScrubbed();
    this.runningSince = performance.now();
    this.journalDue = performance.now() + JOURNAL_EVERY;
    this.runner.start();
    this.outputs.post({ type: 'running' });
  }

  /** Stops at once; what is to be kept is on its way to the disk when it returns. */
  stop(reason: StopReason): void {
    if (this.runner.on) {
      this.halt();
      void this.flush();
    }
    this.outputs.post({ type: 'stopped', reason });
  }

  private halt(): void {
    this.runner.stop();
    this.played = this.playTime;
    this.runningSince = -1;
    this.setRumble(false);
  }

  /** Comes back when everything is on disk. */
  async flush(): Promise<void> {
    if (this.battery.dirty) {
      this.battery.taken();
      await this.writeBattery();
    }
    await this.record();
    await this.journal.flush();
  }

  async close(reason: StopReason): Promise<void> {
    this.stopOffering();
    this.stop(reason);
    await this.writeClock();
    await this.flush();
    this.lock?.release();
    this.lock = null;
  }

  // ---- Requests -------------------------------------------------------------------------------------------

  async reset(): Promise<void> {
    await this.keepForUndo();
    await this.stored.pinBattery('state-loaded');
    const { machine } = this;
    const save = machine.exportSave(Date.now() / 1000);
    const fresh = new GameBoy({ rom: this.stored.rom, model: machine.model.name, seed: this.seed });
    if (save !== null) fresh.importSave(save, Date.now() / 1000);
    machine.load(fresh.save());
    await this.stored.setHead(null);
    await this.arrive();
  }

  async saveState(name: string | null, automatic: boolean): Promise<Requests['saveState']['out']> {
    if (this.machine.isMidFrame) throw new SessionError('The game has stopped. Open it again first.');
    // Taken now; only the writing waits.
    const state = this.machine.save();
    const { playTime } = this;
    const picture = await this.outputs.screen.png();
    return this.stored.saveState({ state, name, automatic, playTime, picture, source: '' });
  }

  async loadState(id: string): Promise<void> {
    const loadable = await this.stored.loadState(id);
    await this.keepForUndo();
    await this.stored.pinBattery('state-loaded');
    this.load(loadable);
    await this.stored.setHead(id);
    await this.arrive();
  }

  async undoLoad(): Promise<boolean> {
    const { undo } = this;
    if (undo === null) return false;
    this.undo = null;
    this.load(undo);
    await this.stored.setHead(undo.head);
    await this.arrive();
    return true;
  }

  async importState(bytes: Uint8Array): Promise<readonly string[]> {
    const loadable = await this.stored.parseState(bytes);
    await this.keepForUndo();
    await this.stored.pinBattery('state-loaded');
    this.load(loadable);
    await this.arrive();
    return loadable.lost;
  }

  exportSave(): Uint8Array | null {
    return this.machine.exportSave(Date.now() / 1000);
  }

  /** Puts a `.sav` in and switches the console off and on, as with a real cartridge. */
  async importSave(bytes: Uint8Array): Promise<void> {
    const { machine } = this;
    const fresh = new GameBoy({ rom: this.stored.rom, model: machine.model.name, seed: this.seed });
    for (const note of fresh.importSave(bytes, Date.now() / 1000))
      this.outputs.post({ type: 'notice', sentence: note });
    await this.keepForUndo();
    await this.stored.pinBattery('imported');
    machine.load(fresh.save());
    await this.stored.saveBattery('import');
    this.battery = new BatteryWatch(machine.memory.ramVersion);
    await this.stored.setHead(null);
    await this.arrive();
  }

  rewindReach(): Requests['rewindReach']['out'] {
    return { frames: this.player.rewindFrames, bytes: this.player.rewindBytes };
  }

  /** Shows the moment `back` frames ago; going on starts there. */
  scrub(back: number): void {
    const frames = Math.min(Math.max(0, Math.floor(back)), this.player.rewindFrames);
    if (this.runner.on) this.stop('paused');
    if (!this.player.peekBack(frames)) throw new SessionError('The past does not reach that far back.');
    this.scrubbed = frames;
    this.outputs.screen.show(this.player.picture);
  }

  async startMovie(): Promise<void> {
    const { MovieRecorder } = await movies();
    this.goToScrubbed();
    this.movieStart = this.stored.stateFile();
    this.player.recorder = new MovieRecorder(this.machine.stateSize);
  }

  async stopMovie(): Promise<Uint8Array> {
    const { writeMovie } = await movies();
    const { recorder } = this.player;
    if (recorder === null) {
      throw new SessionError('No movie is being recorded: it ended when another state was loaded.');
    }
    this.player.recorder = null;
    return writeMovie(
      recorder.finish({
        rom: this.stored.id,
        model: this.machine.model.name,
        seed: this.seed,
        state: this.movieStart,
        app: __VERSION__,
      }),
    );
  }

  async report(about: ReportAbout): Promise<Uint8Array> {
    const { makeReport } = await import('./bug-report.ts');
    const { machine, seed } = this;
    const { id, rom, description } = this.stored;
    const { recent } = this.player;
    return makeReport({ machine, recent, rom, id, seed, description, fault: this.faultSaid }, about);
  }

  peek(address: number, length: number): Uint8Array {
    return Uint8Array.from({ length: Math.min(length, 0x10000) }, (_, i) =>
      this.machine.peek((address + i) & 0xffff),
    );
  }

  // ---- Running --------------------------------------------------------------------------------------------

  /** Does what the debugger asks while the game stands still, and tells what there is to see. */
  debug(request: DebugRequest, make: (machine: GameBoy) => GameDebugger): DebugView {
    this.debugger ??= make(this.machine);
    if (request.command.do !== 'look') {
      // Stops inside a frame can be neither recorded nor shown ahead.
      this.player.recorder = null;
      this.player.runAhead = false;
      if (this.runner.on) this.stop('paused');
      this.goToScrubbed();
    }
    if (this.debugger.perform(request)) {
      this.player.recent.clear();
      this.showStopped();
    }
    return this.debugger.view(request);
  }

  /** The picture as far as the console has drawn it. */
  private showStopped(): void {
    this.machine.ppu.sync(this.machine.clock.now);
    this.player.picture.set(this.machine.frame);
    this.outputs.screen.show(this.player.picture);
  }

  private afterFrame(): void {
    if (this.debugger?.takeHit()) {
      this.showStopped();
      this.stop('breakpoint');
    }
    this.journal.frame();
    const { memory, board } = this.machine;
    if (this.battery.frame(memory.ramVersion) && board.battery) void this.writeBattery();
  }

  private afterTick(now: number): void {
    this.setRumble(this.machine.board.rumble);
    if (now >= this.journalDue && !this.journal.busy) {
      this.journalDue = now + JOURNAL_EVERY;
      void this.record();
    }
    const diagnostics = this.runner.diagnostics(now);
    if (diagnostics !== null) this.outputs.post({ type: 'diagnostics', diagnostics });
  }

  /** Nothing is recorded of a console that stands in the middle of a frame: the journal's last second holds. */
  private fault(error: unknown): void {
    this.halt();
    if (this.battery.dirty) void this.writeBattery();
    const what = error instanceof Error ? error.message : String(error);
    this.faultSaid = what;
    this.outputs.post({ type: 'stopped', reason: 'fault' });
    this.outputs.post({
      type: 'fault',
      sentence: `The game stopped because of a mistake in the emulator (${what}). It goes on from its last second if you open it again.`,
    });
  }

  private setRumble(on: boolean): void {
    if (on === this.rumble) return;
    this.rumble = on;
    this.outputs.post({ type: 'rumble', on });
  }

  // ---- What must not be lost ------------------------------------------------------------------------------

  /** A game can always be played; what could not be read back stays where it is, and is said. */
  private async restore(
    resume: boolean,
    taken: TakenGame | null,
  ): Promise<{ resumed: boolean; notes: string[] }> {
    let notes: string[] = [];
    if (taken !== null) {
      this.load(this.stored.inOwnLayout(taken.description, taken.state));
      this.played = taken.playTime;
      return { resumed: true, notes };
    }
    try {
      notes = await this.stored.insertBattery();
    } catch (error) {
      notes.push(sentenceOf(error));
    }
    this.battery = new BatteryWatch(this.machine.memory.ramVersion);
    try {
      const left = resume ? await this.stored.leftAt() : null;
      if (left !== null) {
        this.load(left);
        this.played = left.playTime;
        this.player.advanceClock(left.secondsAway);
        return { resumed: true, notes: [] };
      }
      if (!resume) await this.stored.keepLeft();
      await this.stored.setHead(null);
    } catch (error) {
      notes.push(sentenceOf(error));
    }
    return { resumed: false, notes };
  }

  private get playTime(): number {
    return this.played + (this.runningSince < 0 ? 0 : performance.now() - this.runningSince);
  }

  private load({ state }: Pick<Loadable, 'state'>): void {
    this.machine.load(state);
    // The state's cartridge RAM replaces the newest save only once the game itself writes to it.
    this.battery = new BatteryWatch(this.machine.memory.ramVersion);
  }

  /** A state was loaded: the past, the buttons and the picture are other ones. */
  private async arrive(): Promise<void> {
    this.scrubbed = 0;
    this.runner.letGoOfButtons();
    this.player.jumped();
    this.outputs.screen.show(this.player.picture);
    await this.record();
  }

  private goToScrubbed(): void {
    for (; this.scrubbed > 0; this.scrubbed--) this.player.back();
  }

  private async keepForUndo(): Promise<void> {
    this.goToScrubbed();
    if (this.battery.dirty) {
      this.battery.taken();
      await this.writeBattery();
    }
    this.undo = { state: this.machine.save(), head: await this.stored.head() };
  }

  private async writeBattery(): Promise<void> {
    try {
      await this.stored.saveBattery('game');
      this.complained = false;
      this.outputs.post({ type: 'batterySaved', time: Date.now() });
    } catch (error) {
      this.battery.failed();
      this.complain(error);
    }
  }

  /** A cartridge with a clock is saved on leaving even if its RAM is as before: its time has gone on. */
  private async writeClock(): Promise<void> {
    if (this.machine.board.rtc !== null && this.machine.board.battery) await this.writeBattery();
  }

  private async record(): Promise<void> {
    // After a fault: what the journal holds is better.
    if (this.machine.isMidFrame) return;
    try {
      await this.journal.record(this.playTime);
      this.complained = false;
    } catch (error) {
      this.complain(error);
    }
  }

  /** Everything stored was deleted while the game was open: what is here is stored again. */
  async storeAnew(): Promise<void> {
    try {
      await this.stored.addRom();
      if (this.machine.board.battery) await this.writeBattery();
      await this.record();
    } catch (error) {
      this.complain(error);
    }
  }

  private complain(error: unknown): void {
    if (this.complained) return;
    this.complained = true;
    this.outputs.post({ type: 'notice', sentence: sentenceOf(error) });
  }

  // ---- Other tabs -----------------------------------------------------------------------------------------

  /** The game as other tabs may ask for it. */
  private offer(title: string, onTakenOver: () => void): OfferedGame {
    let ran = false;
    return {
      id: this.stored.id,
      title,
      description: this.stored.description,
      rom: this.stored.rom,
      state: () => this.machine.save(),
      halt: () => {
        ran = this.runner.on;
        if (ran) this.halt();
        return { battery: this.exportSave() ?? new Uint8Array(0), playTime: this.playTime };
      },
      keep: async () => {
        await Promise.all([this.writeClock(), this.flush()]);
      },
      letGo: () => {
        this.lock?.release();
        this.lock = null;
      },
      ended: (outcome) => {
        if (outcome.end === 'kept') {
          if (ran) this.start();
          return;
        }
        this.outputs.post({ type: 'stopped', reason: 'takenOver' });
        if (this.lock === null) onTakenOver();
      },
    };
  }

  /** Another tab takes the game. Without its asking it is gone already, and nothing may be written. */
  private async letGo(asked: boolean): Promise<void> {
    this.stopOffering();
    if (asked) {
      this.stop('takenOver');
      await this.writeClock();
      await this.flush();
    } else {
      this.runner.stop();
      this.outputs.post({ type: 'stopped', reason: 'takenOver' });
    }
    this.lock = null;
  }
}

function sentenceOf(error: unknown): string {
  const own = error instanceof StateError || error instanceof SaveError;
  return own ? error.message : asStorageError(error).message;
}
