import { describe, expect, it } from 'vitest';
import { SECOND } from '../../../src/core/cartridge/rtc.ts';
import { GameBoy } from '../../../src/core/game-boy.ts';
import { type RomParts, syntheticRom, withChecksums } from './synthetic-rom.ts';

const NOW = 1_795_341_600;

/** A console with a program at $0150, which ends in an endless loop. */
function consoleWith(parts: RomParts, program: readonly number[]): GameBoy {
  const rom = syntheticRom(parts);
  rom.set([...program, 0x18, 0xfe], 0x150);
  return new GameBoy({ rom: withChecksums(rom) });
}

/** LD A,value; LD (address),A */
function store(address: number, value: number): number[] {
  return [0x3e, value, 0xea, address & 0xff, address >> 8];
}

describe('a cartridge in the console', () => {
  it('keeps what a program wrote to its RAM', () => {
    const parts = { type: 0x1b, ramByte: 3 };
    const program = [...store(0x0000, 0x0a), ...store(0x4000, 2), ...store(0xa005, 0x42)];
    const one = consoleWith(parts, program);
    const untouched = one.memory.ramVersion;
    one.runFrame();
    expect(one.peek(0xa005)).toBe(0x42);
    expect(one.memory.ramVersion).toBe(untouched + 1);
    const file = one.exportSave(NOW);
    expect(file?.[2 * 0x2000 + 5]).toBe(0x42);

    const two = consoleWith(parts, [...store(0x0000, 0x0a), ...store(0x4000, 2)]);
    two.importSave(file as Uint8Array, NOW);
    two.runFrame();
    expect(two.peek(0xa005)).toBe(0x42);
  });

  it('shows the banks of a loaded state', () => {
    const parts = { type: 0x19, size: 0x40000 };
    const one = consoleWith(parts, store(0x2000, 7));
    one.runFrame();
    const state = one.save();
    const two = consoleWith(parts, store(0x2000, 7));
    expect(two.peek(0x4000)).toBe(1);
    two.load(state);
    expect(two.peek(0x4000)).toBe(7);
  });

  it('lets the clock run on emulated time, and on the time of the world only when told', () => {
    const machine = consoleWith({ type: 0x10, ramByte: 2 }, []);
    let passed = 0;
    for (let i = 0; i < 200; i++) passed += machine.runFrame();
    expect(machine.board.rtc?.counters[0]).toBe(Math.floor(passed / SECOND));
    machine.advanceClock(60);
    expect(machine.board.rtc?.counters[1]).toBe(1);
  });

  it('goes on with the same clock after a load', () => {
    const one = consoleWith({ type: 0x10, ramByte: 2 }, []);
    for (let i = 0; i < 50; i++) one.runFrame();
    const two = consoleWith({ type: 0x10, ramByte: 2 }, []);
    two.load(one.save());
    for (let i = 0; i < 50; i++) {
      one.runFrame();
      two.runFrame();
    }
    expect(two.save()).toEqual(one.save());
    expect(two.board.rtc?.fraction).toBe(one.board.rtc?.fraction);
  });

  it('may have 8 MB', () => {
    const machine = consoleWith({ type: 0x19, size: 0x800000 }, [
      ...store(0x2000, 0xfe),
      ...store(0x3000, 1),
    ]);
    machine.runFrame();
    expect(machine.peek(0x4000) | (machine.peek(0x4001) << 8)).toBe(0x1fe);
  });
});
