import type { GameBoy } from '../core/game-boy.ts';
import { diff } from '../core/state/delta.ts';
import { hashOf } from '../storage/bytes.ts';
import type { Database } from '../storage/database.ts';
import { Journal } from '../storage/journal.ts';

/** Bytes of one recorded input: frame of the record (2), half-dots (3), buttons (1). */
const INPUT_BYTES = 6;
/** Inputs of one record; more than a second can hold. */
const MOST_INPUTS = 600;

/** Writes the journal of the running game: each second what changed, and the inputs. */
export class JournalKeeper {
  private readonly machine: GameBoy;
  private readonly journal: Journal;
  private readonly description: Uint8Array;
  private readonly written: Uint8Array;
  private readonly state: Uint8Array;
  private readonly inputs = new Uint8Array(INPUT_BYTES * MOST_INPUTS);
  private inputBytes = 0;
  private frames = 0;

  constructor(db: Database, game: string, machine: GameBoy, description: Uint8Array) {
    this.machine = machine;
    this.journal = new Journal(db, game);
    this.description = description;
    this.written = new Uint8Array(machine.stateSize);
    this.state = new Uint8Array(machine.stateSize);
  }

  press(buttons: number, at: number): void {
    if (this.inputBytes === this.inputs.length) return;
    const { inputs } = this;
    inputs[this.inputBytes++] = this.frames;
    inputs[this.inputBytes++] = this.frames >> 8;
    inputs[this.inputBytes++] = at;
    inputs[this.inputBytes++] = at >> 8;
    inputs[this.inputBytes++] = at >> 16;
    inputs[this.inputBytes++] = buttons;
  }

  frame(): void {
    this.frames++;
  }

  /** True while the record before is still on its way; the next one then covers more. */
  get busy(): boolean {
    return this.journal.busy;
  }

  /**
   * Writes what changed since the last record.
   * @param playTime milliseconds of play so far.
   */
  async record(playTime: number): Promise<void> {
    const { machine, state, journal } = this;
    machine.save(state);
    const at = Date.now();
    const stateHash = hashOf(state);
    const inputs = this.inputs.slice(0, this.inputBytes);
    this.inputBytes = 0;
    this.frames = 0;
    if (journal.wantsBase) {
      this.written.set(state);
      await journal.start({ state, description: this.description, at, playTime, stateHash });
    } else {
      const delta = diff(this.written, state);
      this.written.set(state);
      await journal.append({ delta, inputs, at, playTime, stateHash });
    }
  }

  /** Resolves when every record is written, or has failed. */
  flush(): Promise<void> {
    return this.journal.flush();
  }
}
