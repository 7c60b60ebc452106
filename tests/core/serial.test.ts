import { describe, expect, it } from 'vitest';
import { Clock } from '../../src/core/clock.ts';
import { Interrupts } from '../../src/core/interrupts.ts';
import { Serial } from '../../src/core/serial.ts';
import { Timer } from '../../src/core/timer.ts';

const SB = 0xff01;
const SC = 0xff02;
/** Half-dots between two edges of the halved clock of 8,192 Hz. */
const EDGE = 512;

/** A port whose DIV begins at 0 at time 0. */
function port() {
  const interrupts = new Interrupts(new Clock());
  const timer = new Timer(new Clock(), interrupts);
  timer.setCounter(0, 0);
  const serial = new Serial(timer, interrupts);
  serial.divMoved(0);
  return { serial, interrupts };
}

const requested = (interrupts: Interrupts) => (interrupts.flags & 8) !== 0;

describe('a write to SC while a transfer runs', () => {
  it('shifts once more if it takes the clock low, without ending the transfer', () => {
    const { serial, interrupts } = port();
    serial.write(SB, 0, 0);
    serial.write(SC, 0x81, 8);
    // Seven bits are out and the clock is high again: the eighth would go at the next edge.
    const now = 15 * EDGE + 64;
    expect(serial.read(SB, now)).toBe(0x7f);
    serial.write(SC, 0x01, now);
    expect([serial.read(SB, now), requested(interrupts)]).toEqual([0xff, false]);
  });

  it('starts eight new bits', () => {
    const { serial, interrupts } = port();
    serial.write(SC, 0x81, 8);
    const now = 15 * EDGE + 64;
    serial.write(SC, 0x81, now);
    serial.sync(now + 15 * EDGE - 128);
    expect(requested(interrupts)).toBe(false);
    serial.sync(now + 16 * EDGE);
    expect([requested(interrupts), serial.read(SC, now + 16 * EDGE) & 0x80]).toEqual([true, 0]);
  });
});
