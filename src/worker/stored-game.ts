import { secondsAway } from '../core/cartridge/save.ts';
import type { GameBoy } from '../core/game-boy.ts';
import { patch } from '../core/state/delta.ts';
import { convertDescribed, descriptionOf } from '../core/state/exchange.ts';
import { packStateFile } from '../core/state/state-file.ts';
import type { ExportedState } from '../player/messages.ts';
import { Batteries } from '../storage/battery.ts';
import { equalBytes, hashOf } from '../storage/bytes.ts';
import type { Database } from '../storage/database.ts';
import { Journal, type JournalDelta, type Recovery } from '../storage/journal.ts';
import { Library } from '../storage/library.ts';
import { HANDED_OVER, type Pin } from '../storage/schema.ts';
import { Snapshots } from '../storage/snapshots.ts';
import type { TakenGame } from './hand-over.ts';

/** Automatic states that are kept of a game. */
const KEPT_AUTOMATIC = 10;

/** Files of other emulators: rarely needed, so loaded when they are. */
const interchange = () => import('../core/state/interchange.ts');

/** A state in the running machine's own layout. */
export interface Loadable {
  readonly state: Uint8Array;
  /** What the file could not say, as sentences: only for states of other emulators. */
  readonly lost: readonly string[];
}

/** A state to store. */
export interface NewState {
  readonly state: Uint8Array;
  /** Its layout; by default the running machine's. */
  readonly description?: Uint8Array;
  readonly name: string | null;
  readonly automatic: boolean;
  /** Milliseconds of play. */
  readonly playTime: number;
  /** PNG. */
  readonly picture: Uint8Array | null;
  readonly source: string;
}

/** The game as the page handed it in. */
export interface StoredRom {
  readonly id: string;
  readonly rom: Uint8Array;
  readonly name: string;
}

/** What is stored about one game, as the worker needs it: battery save, snapshots, the journal's last state. */
export class StoredGame {
  readonly id: string;
  /** The ROM as it was added: its hash is the id. */
  readonly rom: Uint8Array;
  readonly description: Uint8Array;
  private readonly name: string;
  private readonly db: Database;
  private readonly machine: GameBoy;
  private readonly batteries: Batteries;
  private readonly snapshots: Snapshots;

  constructor(db: Database, { id, rom, name }: StoredRom, machine: GameBoy) {
    this.db = db;
    this.id = id;
    this.rom = rom;
    this.name = name;
    this.machine = machine;
    this.batteries = new Batteries(db);
    this.snapshots = new Snapshots(db);
    this.description = descriptionOf(machine, { rom: id, app: __VERSION__ });
  }

  /** Puts the game into the library again, after that was deleted. */
  async addRom(): Promise<void> {
    const { rom, name, machine } = this;
    const system = machine.header.cgb ? 'GBC' : 'GB';
    await new Library(this.db).add({ bytes: rom, title: name, fileName: `${name}.gb`, system }, Date.now());
  }

  /** Puts the battery save into the cartridge. Returns what was odd, as sentences. */
  async insertBattery(): Promise<string[]> {
    const current = await this.batteries.current(this.id);
    if (!current || !this.machine.board.battery) return [];
    const notes = this.machine.importSave(current.bytes, unixSeconds());
    // However often this session saves, what it began with can be brought back. The game need not wait for it:
    // transactions on the same store happen in order.
    this.batteries.pin(this.id, 'session').catch(() => {});
    return notes;
  }

  /** Writes the battery save; null if the cartridge has none. Returns when it is on disk. */
  async saveBattery(origin: 'game' | 'import'): Promise<void> {
    const bytes = this.machine.exportSave(unixSeconds());
    if (bytes === null) return;
    const ramSize = this.machine.memory.ramSize;
    await this.batteries.save(this.id, { bytes, ramSize, savedAt: Date.now(), origin });
  }

  pinBattery(why: Pin): Promise<void> {
    return this.batteries.pin(this.id, why);
  }

  /** The state in which the game was left, or null: none, or a battery save was put in since. */
  async leftAt(): Promise<(Loadable & { playTime: number; secondsAway: number }) | null> {
    const recovery = await Journal.recover(this.db, this.id);
    if (recovery === null) return null;
    const battery = await this.batteries.current(this.id);
    if (battery && battery.origin !== 'game' && battery.savedAt > recovery.at) {
      await this.keepRecovered(recovery);
      return null;
    }
    try {
      return {
        ...this.inOwnLayout(recovery.base.description, patched(recovery)),
        playTime: recovery.playTime,
        secondsAway: secondsAway(recovery.at / 1000, unixSeconds()),
      };
    } catch (error) {
      // Of another model, for instance: it can be loaded again once that one is chosen.
      await this.keepRecovered(recovery);
      throw error;
    }
  }

  /** Keeps the state that another tab hands over, before that tab lets go of it. */
  async keepTaken({ state, description, playTime }: TakenGame): Promise<void> {
    // The game stands still meanwhile: the copy need not wait for the disk, nor for old ones to be pruned.
    await this.snapshots.save(
      this.id,
      {
        state,
        description,
        parent: await this.snapshots.head(this.id),
        kind: 'auto',
        name: '',
        createdAt: Date.now(),
        playTime,
        picture: null,
        source: HANDED_OVER,
      },
      'relaxed',
    );
    this.snapshots.pruneAuto(this.id, KEPT_AUTOMATIC).catch(() => {});
  }

  /** Keeps the state in which the game was left as an automatic one, because the game starts anew. */
  async keepLeft(): Promise<void> {
    const recovery = await Journal.recover(this.db, this.id);
    if (recovery !== null) await this.keepRecovered(recovery);
  }

  /** Stores a state as a child of the one that the game descends from. */
  async saveState(made: NewState): Promise<{ id: string; time: number }> {
    const { name, automatic, ...rest } = made;
    const time = Date.now();
    const snapshot = await this.snapshots.save(this.id, {
      description: this.description,
      ...rest,
      parent: await this.snapshots.head(this.id),
      kind: automatic ? 'auto' : 'named',
      name: name ?? '',
      createdAt: time,
    });
    if (automatic) await this.snapshots.pruneAuto(this.id, KEPT_AUTOMATIC);
    return { id: snapshot.id, time };
  }

  /** A stored state, checked to belong to this game and console. @throws with a sentence. */
  async loadState(id: string): Promise<Loadable> {
    const { state, description } = await this.snapshots.load(id);
    // A backup may have brought it: it is looked through even if its layout is ours.
    return { state: convertDescribed(this.machine, description, state, this.id), lost: [] };
  }

  head(): Promise<string | null> {
    return this.snapshots.head(this.id);
  }

  setHead(id: string | null): Promise<void> {
    return this.snapshots.setHead(this.id, id);
  }

  /** The state as a file of ours. */
  stateFile(): Uint8Array {
    return packStateFile(this.description, this.machine.save());
  }

  /** The state file, with BESS behind it for other emulators. */
  async exportState(): Promise<ExportedState> {
    const { exportState, lostByExport } = await interchange();
    const { machine, id } = this;
    const lost = lostByExport(machine);
    return { bytes: exportState(machine, { rom: id, app: __VERSION__ }, unixSeconds()), lost };
  }

  /** Reads a state file of any version of ours, or of another emulator with BESS. @throws StateError with a sentence. */
  async parseState(bytes: Uint8Array): Promise<Loadable> {
    const { convertState } = await interchange();
    return convertState(this.machine, bytes, this.id);
  }

  private async keepRecovered(recovery: Recovery): Promise<void> {
    const { playTime, base } = recovery;
    await this.saveState({
      state: patched(recovery),
      description: base.description,
      name: null,
      automatic: true,
      playTime,
      picture: null,
      source: '',
    });
  }

  /** A state of any version of ours in the machine's layout. @throws StateError with a sentence. */
  inOwnLayout(description: Uint8Array, state: Uint8Array): Loadable {
    // The same layout needs no look-up by names.
    if (equalBytes(description, this.description)) return { state, lost: [] };
    return { state: convertDescribed(this.machine, description, state, this.id), lost: [] };
  }
}

/** The base with the deltas, up to the last one that proves itself by its hash. */
function patched({ base, deltas }: Recovery): Uint8Array {
  let good = deltas.length;
  for (;;) {
    const state = base.state.slice();
    const last = good === 0 ? base : deltas[good - 1];
    // Every record has proved its own checksum already; the last hash proves the whole chain.
    const proved = applyAll(state, deltas.slice(0, good)) && hashOf(state) === last.stateHash;
    if (proved || good === 0) return state;
    good--;
  }
}

function applyAll(state: Uint8Array, deltas: readonly JournalDelta[]): boolean {
  try {
    for (const { delta } of deltas) patch(state, delta);
    return true;
  } catch {
    return false;
  }
}

function unixSeconds(): number {
  return Date.now() / 1000;
}
