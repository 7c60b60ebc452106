import { NEVER } from './clock.ts';
import { INT_JOYPAD, type Interrupts } from './interrupts.ts';
import type { Sgb } from './sgb.ts';
import type { Shape } from './state/state-map.ts';

export const BUTTON_RIGHT = 0x01;
export const BUTTON_LEFT = 0x02;
export const BUTTON_UP = 0x04;
export const BUTTON_DOWN = 0x08;
export const BUTTON_A = 0x10;
export const BUTTON_B = 0x20;
export const BUTTON_SELECT = 0x40;
export const BUTTON_START = 0x80;

/** Presses that may wait at once. */
const QUEUE = 64;

/** P1, and the queue of presses that are still to come: the next one is a deadline. */
export class Joypad {
  static readonly shape: Shape<Joypad, 'due' | 'isPressed'> = {
    select: 'u8',
    buttons: 'u8',
    times: 'i32s',
    values: 'bytes',
    count: 'u8',
  };
  /** P1 bits 4-5 as written: a 0 selects its half. */
  select = 0x30;
  /** The buttons that are down: BUTTON_ bits. */
  buttons = 0;
  /** When each waiting change happens, half-dots, in order. */
  readonly times = new Int32Array(QUEUE);
  /** The buttons that are down after each waiting change. */
  readonly values = new Uint8Array(QUEUE);
  /** How many changes wait. */
  count = 0;
  due = NEVER;
  private readonly interrupts: Interrupts;
  private readonly sgb: Sgb | null;

  constructor(interrupts: Interrupts, sgb: Sgb | null) {
    this.interrupts = interrupts;
    this.sgb = sgb;
  }

  /** Queues a change of the buttons at time `at`; one that is earlier than the last waiting one happens with it. */
  queue(buttons: number, at: number): void {
    if (this.count === QUEUE) {
      this.values[QUEUE - 1] = buttons;
      return;
    }
    const last = this.count > 0 ? this.times[this.count - 1] : at;
    this.times[this.count] = Math.max(at, last);
    this.values[this.count++] = buttons;
    this.due = this.times[0];
  }

  sync(now: number): void {
    if (this.due > now) return;
    let done = 0;
    while (done < this.count && this.times[done] <= now) this.press(this.values[done++]);
    this.times.copyWithin(0, done, this.count);
    this.values.copyWithin(0, done, this.count);
    this.times.fill(0, this.count - done, this.count);
    this.values.fill(0, this.count - done, this.count);
    this.count -= done;
    this.due = this.count > 0 ? this.times[0] : NEVER;
  }

  /** The four input lines: a 0 is a pressed button of a selected half. */
  private lines(): number {
    let down = 0;
    if ((this.select & 0x10) === 0) down |= this.buttons & 0x0f;
    if ((this.select & 0x20) === 0) down |= this.buttons >> 4;
    return ~down & 0x0f;
  }

  private press(buttons: number): void {
    const before = this.lines();
    // The pad's rocker cannot press opposite directions together.
    let possible = buttons;
    if ((possible & 0x03) === 0x03) possible &= ~0x03;
    if ((possible & 0x0c) === 0x0c) possible &= ~0x0c;
    this.buttons = possible;
    this.interruptOnFall(before);
  }

  private interruptOnFall(before: number): void {
    if ((before & ~this.lines()) !== 0) this.interrupts.request(INT_JOYPAD);
  }

  read(): number {
    const low = this.sgb?.multiplayer(this.select) ?? this.lines();
    return 0xc0 | this.select | low;
  }

  write(value: number): void {
    const before = this.lines();
    this.sgb?.write(value);
    this.select = value & 0x30;
    this.interruptOnFall(before);
  }

  /** Whether a selected button is down: what ends STOP. */
  get isPressed(): boolean {
    return this.lines() !== 0x0f;
  }

  rebase(by: number): void {
    for (let i = 0; i < this.count; i++) this.times[i] -= by;
    if (this.due !== NEVER) this.due -= by;
  }

  afterLoad(): void {
    this.due = this.count > 0 ? this.times[0] : NEVER;
  }
}
