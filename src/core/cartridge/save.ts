import { CART_RAM_AT, type Memory } from '../memory.ts';
import type { Board } from './board.ts';
import { sizeText } from './rom-file.ts';
import { RTC_MASKS, type Rtc } from './rtc.ts';

/** A save file that cannot be used; `message` is a sentence for people, and nothing has changed. */
export class SaveError extends Error {}

/** Clock registers running, then latched, as ten little-endian 32-bit words; then Unix seconds in 64 bits. */
const FOOTER = 48;
/** The same with the seconds in 32 bits, as older emulators wrote it. */
const SHORT_FOOTER = 44;
const CLOCK_WORDS = 5;
const SECONDS_AT = CLOCK_WORDS * 2 * 4;

/** Unix seconds of 1 January 1997, before which no cartridge had this clock: no such file tells the time. */
const FIRST_CLOCK = 852_076_800;
/** Seconds in 20 years: no cartridge battery lasts that long, so a longer absence is a wrong system clock. */
const LONGEST_ABSENCE = 20 * 365 * 86_400;

/**
 * The seconds that a cartridge's clock ran between two looks at the system clock (Unix seconds).
 * A system clock that went backwards, or leapt by decades, adds nothing.
 */
export function secondsAway(before: number, after: number): number {
  const away = Math.floor(after - before);
  return before >= FIRST_CLOCK && away > 0 && away <= LONGEST_ABSENCE ? away : 0;
}

/** The cartridge's battery save as a `.sav` file, or null where there is no battery. Call between frames. */
export function exportSave(board: Board, memory: Memory, unixSeconds: number): Uint8Array | null {
  if (!board.battery) return null;
  const ram = cartridgeRam(memory);
  const rtc = board.rtc;
  if (rtc === null) return ram.slice();
  const file = new Uint8Array(ram.length + FOOTER);
  file.set(ram);
  const view = new DataView(file.buffer, ram.length);
  for (let i = 0; i < CLOCK_WORDS; i++) {
    view.setUint32(i * 4, rtc.counters[i], true);
    view.setUint32((CLOCK_WORDS + i) * 4, rtc.latched[i], true);
  }
  // If the system clock went back since the save was loaded, the later time stands: the next load with the
  // right time then adds no more than was really missed.
  const seconds = Math.max(0, Math.floor(Math.max(unixSeconds, rtc.savedAt)));
  view.setUint32(SECONDS_AT, seconds % 0x1_0000_0000, true);
  view.setUint32(SECONDS_AT + 4, Math.floor(seconds / 0x1_0000_0000), true);
  return file;
}

/**
 * Puts a `.sav` file into the cartridge and lets its clock catch up to `unixSeconds`.
 * Returns what had to be assumed, in sentences for people.
 * @throws SaveError before anything has changed.
 */
export function importSave(board: Board, memory: Memory, file: Uint8Array, unixSeconds: number): string[] {
  if (!board.battery) {
    throw new SaveError('This game has no battery in its cartridge, so it cannot hold a save.');
  }
  const ram = cartridgeRam(memory);
  const notes: string[] = [];
  const footer = footerSize(file.length);
  const contents = fitContents(
    file.subarray(0, file.length - footer),
    ram.length,
    board.name === 'mbc2',
    notes,
  );
  ram.set(contents);
  memory.ramVersion++;
  if (board.rtc === null) {
    if (footer > 0) notes.push('The clock in this save was left out: the cartridge has none.');
  } else if (footer > 0) {
    loadClock(board.rtc, file.subarray(file.length - footer), unixSeconds);
  } else {
    board.rtc.savedAt = unixSeconds;
    notes.push('This save holds no clock; the cartridge keeps its own time.');
  }
  return notes;
}

function cartridgeRam(memory: Memory): Uint8Array {
  return memory.bytes.subarray(CART_RAM_AT, CART_RAM_AT + memory.ramSize);
}

/** RAM comes in multiples of 256 bytes, so what is left over tells which footer there is. */
function footerSize(length: number): number {
  const rest = length % 0x100;
  return rest === FOOTER || rest === SHORT_FOOTER ? rest : 0;
}

/** The file's RAM in the cartridge's size: emulators differ in how much they write for the same game. */
function fitContents(file: Uint8Array, size: number, halfBytes: boolean, notes: string[]): Uint8Array {
  const high = halfBytes ? 0xf0 : 0x00;
  const contents = file.map((byte) => byte | high);
  const both = `This save holds ${sizeText(file.length)}, and this game's cartridge ${sizeText(size)}`;
  if (contents.length === size) return contents;
  const powerOfTwo = (contents.length & (contents.length - 1)) === 0;
  if (contents.length < 0x200 || contents.length > 0x40000 || !powerOfTwo) {
    throw new SaveError(`${both}: it is damaged, or belongs to another game.`);
  }
  if (contents.length < size) {
    notes.push(`${both}; the rest stays blank.`);
    const padded = new Uint8Array(size).fill(0xff);
    padded.set(contents);
    return padded;
  }
  const first = contents.subarray(0, size);
  const rest = contents.subarray(size);
  const repeats = rest.every((byte, i) => byte === contents[i % size]);
  const blank = (rest[0] === high || rest[0] === 0xff) && rest.every((byte) => byte === rest[0]);
  if (!repeats && !blank) {
    throw new SaveError(`${both}: it belongs to another game.`);
  }
  notes.push(`${both}; the part that it has room for was taken.`);
  return first;
}

function loadClock(rtc: Rtc, footer: Uint8Array, unixSeconds: number): void {
  const view = new DataView(footer.buffer, footer.byteOffset, footer.length);
  for (let i = 0; i < CLOCK_WORDS; i++) {
    rtc.counters[i] = view.getUint32(i * 4, true) & RTC_MASKS[i];
    rtc.latched[i] = view.getUint32((CLOCK_WORDS + i) * 4, true) & RTC_MASKS[i];
  }
  rtc.fraction = 0;
  const high = footer.length === FOOTER ? view.getUint32(SECONDS_AT + 4, true) : 0;
  const before = high * 0x1_0000_0000 + view.getUint32(SECONDS_AT, true);
  rtc.advance(secondsAway(before, unixSeconds));
  // Whichever clock is before 1997 is the wrong one; between two believable ones the present counts.
  rtc.savedAt = unixSeconds >= FIRST_CLOCK || before < FIRST_CLOCK ? unixSeconds : before;
}
