import { NEVER } from './clock.ts';
import type { GameBoy } from './game-boy.ts';
import type { LinkPlug } from './serial.ts';
import { type Shape, StateError, StateMap } from './state/state-map.ts';

/** Bits that the second console can have clocked ahead of the first: no instruction sends more than a byte. */
const HELD = 8;

/** What a `Cable` keeps of the time between two calls. */
class CableState {
  static readonly shape: Shape<CableState> = {
    offset: 'i32',
    turn: 'i32',
    heldAt: 'i32s',
    heldBits: 'u8',
    heldCount: 'u8',
  };
  /** The second console's time less the first's at the same moment, half-dots. */
  offset = 0;
  /** When the first console has to let the second one come up to it, in its own time. */
  turn = 0;
  /** Bits that the second console has clocked in the first one's future: when. */
  readonly heldAt = new Int32Array(HELD);
  /** The bits themselves; the next one is bit 0. */
  heldBits = 0;
  heldCount = 0;
}

/**
 * Two consoles joined by a link cable, in one process, deterministic. The first one leads: it runs as if it were
 * alone, and has a deadline wherever the second could clock a bit; there, and at each bit that the first one clocks,
 * the second comes up to it. So every bit meets both consoles at the time of its clock, with all shortcuts on.
 * Only where bits follow each other faster than one instruction of the second, its last M-cycles may miss one by
 * that much; and where both clock at the same instant, which no game does, the first comes first.
 */
export class LinkedPair {
  /** Leads. May be run by any of its own calls. */
  readonly first: GameBoy;
  /** Follows. Only the pair may run it; hooks that stop a run have no effect on it. */
  readonly second: GameBoy;
  /** Called whenever one of the two has ended a frame: its picture and samples are then those of that frame. */
  onFrame: ((console: GameBoy) => void) | null = null;
  private readonly cable = new CableState();
  private readonly state = new StateMap([['cable', this.cable, CableState.shape]]);
  private readonly ends: [FirstEnd, SecondEnd];
  /** How far the first console has come. */
  private present = 0;

  /** Plugs the cable in: the two consoles' present becomes one moment. */
  constructor(first: GameBoy, second: GameBoy) {
    if (first === second) throw new RangeError('A cable needs two consoles.');
    this.first = first;
    this.second = second;
    this.cable.offset = second.clock.now - first.clock.now;
    const secondEnd = new SecondEnd(this, this.cable, second);
    this.ends = [new FirstEnd(this, this.cable, first), secondEnd];
    this.plug(true);
  }

  /** Pulls the cable out; both go on as consoles of their own. */
  unplug(): void {
    this.catchUp();
    this.plug(false);
  }

  private plug(joined: boolean): void {
    for (const [i, { serial, bus }] of [this.first, this.second].entries()) {
      serial.link(joined ? this.ends[i] : null);
      bus.plan();
    }
  }

  /**
   * Runs a frame of the first console, and the second to the same time, or to the last bit of a running transfer.
   * Returns the half-dots that passed.
   */
  runFrame(): number {
    this.attend();
    const passed = this.first.runFrame();
    this.catchUp();
    if (!this.first.isMidFrame) this.onFrame?.(this.first);
    return passed;
  }

  /** The same for one step of the first console; see `GameBoy.step`. */
  step(): number {
    this.attend();
    const passed = this.first.step();
    this.catchUp();
    if (!this.first.isMidFrame) this.onFrame?.(this.first);
    return passed;
  }

  /** The host may have pressed buttons: what was planned is no longer sure. */
  private attend(): void {
    this.cable.turn = this.first.clock.now;
    this.first.serial.plan();
    this.first.bus.plan();
  }

  private catchUp(): void {
    const { serial, clock } = this.first;
    this.cable.turn = clock.now;
    serial.sync(clock.now);
    serial.plan();
    this.first.bus.plan();
  }

  /** The state of both consoles and of what is on its way between them. */
  save(): Uint8Array {
    const [first, second] = [this.first.stateSize, this.second.stateSize];
    const bytes = new Uint8Array(first + second + this.state.size);
    this.first.save(bytes.subarray(0, first));
    this.second.save(bytes.subarray(first, first + second));
    this.state.save(bytes.subarray(first + second));
    return bytes;
  }

  /**
   * Restores a state of a pair with the same ROMs and models.
   * @throws StateError with a sentence; then nothing has changed.
   */
  load(bytes: Uint8Array): void {
    const [first, second] = [this.first.stateSize, this.second.stateSize];
    const size = first + second + this.state.size;
    if (bytes.length !== size) {
      throw new StateError(
        `This state of two consoles is ${bytes.length} bytes long; ${size} were expected.`,
      );
    }
    this.state.load(bytes.subarray(first + second));
    this.first.load(bytes.subarray(0, first));
    this.second.load(bytes.subarray(first, first + second));
  }

  // ---- Called by the ends of the cable --------------------------------------------------------------------

  /** The first console has come to `now` and lets the second one follow. */
  takeTurn(now: number): void {
    this.present = now;
    const { cable } = this;
    const shiftAt = this.first.serial.nextShift();
    if (shiftAt !== NEVER) {
      // The second one waits for the bit, lest it is beyond it when it comes; nothing that it clocks would be heard.
      cable.turn = shiftAt;
      return;
    }
    this.runSecond(now);
    cable.turn = this.secondQuietUntil() - cable.offset;
  }

  /** The first console changes SC at `now`. */
  settle(now: number): void {
    this.present = now;
    if (this.first.serial.nextShift() !== NEVER) this.runSecond(now);
    this.cable.turn = now;
  }

  /** The first console clocks at `at`: returns the second one's bit. */
  clockSecond(bit: number, at: number): number {
    this.present = at;
    const end = this.ends[1];
    end.clockAt(at + this.cable.offset, bit);
    this.runSecond(at);
    return end.answer();
  }

  /**
   * The second console clocks at `at` of its own time: returns the first one's bit. When the first one has yet to
   * get there, this is what it would send now, and the second one stands still until it is known.
   */
  clockFirst(bit: number, at: number): number {
    const { cable } = this;
    const [end] = this.ends;
    if (cable.heldCount === 0 && at - cable.offset <= this.present) return end.exchange(bit);
    const likely = this.first.serial.outputBit(cable.heldCount);
    end.hold(bit, at - cable.offset);
    return likely;
  }

  /** A bit that the second console clocked has met the first one, which answers; `ahead` more are on their way. */
  answerSecond(bit: number, ahead: number): void {
    this.second.serial.correct(bit, ahead);
  }

  /** Runs the second console until it is at least at `until`, a time of the first. */
  private runSecond(until: number): void {
    const { cable, second } = this;
    const { clock, serial, bus } = second;
    if (clock.now - cable.offset >= until) return;
    const end = this.ends[1];
    end.goal = until + cable.offset;
    serial.plan();
    bus.plan();
    while (clock.now - cable.offset < until) {
      second.step();
      if (!second.isMidFrame) this.onFrame?.(second);
    }
    end.goal = NEVER;
    serial.sync(clock.now);
    serial.plan();
    bus.plan();
  }

  /** The earliest time at which the second console could clock a bit, in its own time. */
  private secondQuietUntil(): number {
    const { clock, cpu, serial, interrupts } = this.second;
    const sleeps = cpu.isHalted && interrupts.pending === 0 && cpu.wakeIn === 0;
    // HALT looks at IF up to an M-cycle before it goes on.
    const awake = sleeps ? Math.max(clock.now, clock.due - clock.mCycle) : clock.now;
    const write = awake + 2 * clock.mCycle;
    // A write to DIV or SC can end the high half of a running clock at once; a transfer that begins needs another
    // write for that, or two falls of its DIV bit.
    const shiftAt = serial.nextShift();
    return shiftAt === NEVER ? write + 2 * clock.mCycle : Math.min(shiftAt, write);
  }
}

/** The cable's end in the console that leads. */
class FirstEnd implements LinkPlug {
  private readonly pair: LinkedPair;
  private readonly cable: CableState;
  private readonly console: GameBoy;

  constructor(pair: LinkedPair, cable: CableState, console: GameBoy) {
    this.pair = pair;
    this.cable = cable;
    this.console = console;
  }

  get due(): number {
    const { turn, heldAt, heldCount } = this.cable;
    return heldCount > 0 ? Math.min(turn, heldAt[0]) : turn;
  }

  sync(now: number): void {
    this.deliver(now);
    if (this.cable.turn <= now) this.pair.takeTurn(now);
  }

  shift(bit: number, at: number): number {
    return this.pair.clockSecond(bit, at);
  }

  settle(now: number): void {
    this.pair.settle(now);
  }

  /** The other end clocks `bit` in; returns ours. */
  exchange(bit: number): number {
    const { serial } = this.console;
    const own = serial.outputBit(0);
    serial.clockIn(bit);
    return own;
  }

  /** The other end has clocked a bit that this console meets at `at`. */
  hold(bit: number, at: number): void {
    const { cable } = this;
    cable.heldAt[cable.heldCount] = at;
    cable.heldBits |= bit << cable.heldCount;
    cable.heldCount++;
  }

  /** Shifts the bits whose time has come. */
  private deliver(now: number): void {
    const { cable } = this;
    while (cable.heldCount > 0 && cable.heldAt[0] <= now) {
      const bit = cable.heldBits & 1;
      cable.heldBits >>= 1;
      cable.heldAt.copyWithin(0, 1);
      cable.heldCount--;
      this.pair.answerSecond(this.exchange(bit), cable.heldCount);
    }
  }

  rebase(by: number): void {
    const { cable } = this;
    cable.offset += by;
    cable.turn -= by;
    for (let i = 0; i < cable.heldCount; i++) cable.heldAt[i] -= by;
  }
}

/** The cable's end in the console that follows. */
class SecondEnd implements LinkPlug {
  /** How far it may run now; NEVER between its runs. */
  goal = NEVER;
  private clockedAt = NEVER;
  private clockedBit = 0;
  private answered = 0;
  private readonly pair: LinkedPair;
  private readonly cable: CableState;
  private readonly console: GameBoy;

  constructor(pair: LinkedPair, cable: CableState, console: GameBoy) {
    this.pair = pair;
    this.cable = cable;
    this.console = console;
  }

  get due(): number {
    return Math.min(this.goal, this.clockedAt);
  }

  sync(now: number): void {
    if (this.clockedAt <= now) this.take();
  }

  shift(bit: number, at: number): number {
    return this.pair.clockFirst(bit, at);
  }

  settle(): void {}

  /** The other end clocks `bit` in at `at`. */
  clockAt(at: number, bit: number): void {
    this.clockedAt = at;
    this.clockedBit = bit;
  }

  /** What this console gave for the last bit that was clocked in. */
  answer(): number {
    if (this.clockedAt !== NEVER) this.take();
    return this.answered;
  }

  private take(): void {
    const { serial } = this.console;
    this.clockedAt = NEVER;
    this.answered = serial.outputBit(0);
    serial.clockIn(this.clockedBit);
  }

  rebase(by: number): void {
    this.cable.offset -= by;
    if (this.goal !== NEVER) this.goal -= by;
    if (this.clockedAt !== NEVER) this.clockedAt -= by;
  }
}
