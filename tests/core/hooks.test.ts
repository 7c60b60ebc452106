import { describe, expect, test } from 'vitest';
import { FRAME } from '../../src/core/clock.ts';
import { GameBoy } from '../../src/core/game-boy.ts';
import { buildRom } from '../cli/small-roms.ts';

/** LD HL,$C000 / INC (HL) / LDH ($80),A / LDH A,($80) / LDH ($42),A / LDH A,($42) / JR 0153 */
const LOOP = [...[0x21, 0x00, 0xc0, 0x34, 0xe0, 0x80], ...[0xf0, 0x80, 0xe0, 0x42, 0xf0, 0x42, 0x18, 0xf5]];
const HEAD = 0x153;
const loop = (): GameBoy => new GameBoy({ rom: buildRom(LOOP), model: 'dmg' });

describe('a hook on instructions', () => {
  test('stops before the instruction, and the next run goes past it to the next time', () => {
    const gameBoy = loop();
    gameBoy.setCpuHook({ before: (pc) => pc === HEAD });
    const first = gameBoy.peek(0xc000);
    for (let round = 0; round < 5; round++) {
      gameBoy.runFrame();
      expect(gameBoy.isMidFrame).toBe(true);
      expect(gameBoy.cpu.pc).toBe(HEAD);
      expect(gameBoy.peek(0xc000)).toBe((first + round) & 0xff);
    }
  });

  test('stops at a jump to itself each time', () => {
    const gameBoy = new GameBoy({ rom: buildRom([0x18, 0xfe]), model: 'dmg' });
    let asked = 0;
    gameBoy.setCpuHook({ before: (pc) => pc === 0x150 && ++asked > 0 });
    const passed = [0, 1, 2].map(() => gameBoy.runFrame());
    expect(gameBoy.cpu.pc).toBe(0x150);
    expect(asked).toBe(3);
    expect(passed.slice(1)).toEqual([3 * 8, 3 * 8]);
  });

  test('is not asked about the instruction that an interrupt puts off', () => {
    // IE = timer, TIMA overflows at once, EI / NOP / NOP; the handler returns.
    const code = [0xf3, 0x31, 0xf0, 0xff, 0x3e, 0x04, 0xe0, 0xff, 0xe0, 0x0f, 0xfb, 0x00, 0x00, 0x18, 0xfe];
    const gameBoy = new GameBoy({ rom: buildRom(code, { 80: [0xd9] }), model: 'dmg' });
    const seen: number[] = [];
    gameBoy.setCpuHook({
      before: (pc) => {
        if (seen.length < 20) seen.push(pc);
        return false;
      },
    });
    gameBoy.runFrame();
    const from = seen.indexOf(0x15a);
    expect(seen.slice(from, from + 5)).toEqual([0x15a, 0x15b, 0x50, 0x15c, 0x15d]);
  });

  test('changes nothing of what the console does', () => {
    const [plain, hooked] = [loop(), loop()];
    hooked.setCpuHook({ before: () => false });
    hooked.setAccessHook({ read() {}, write() {} });
    for (let frame = 0; frame < 5; frame++) {
      plain.runFrame();
      hooked.runFrame();
    }
    expect(plain.stateDifference(plain.save(), hooked.save())).toBeNull();
  });
});

describe('a hook on memory', () => {
  test('sees fetches, WRAM, HRAM and ports, reads after and writes before they happen', () => {
    const gameBoy = loop();
    const seen: string[] = [];
    gameBoy.runUntil(() => gameBoy.cpu.pc === HEAD, FRAME);
    gameBoy.memory.bytes[0x4000] = 0x11;
    gameBoy.cpu.a = 0x77;
    gameBoy.setAccessHook({
      read: (address, value) => seen.push(`R ${address.toString(16)} ${value.toString(16)}`),
      write: (address, value) =>
        seen.push(
          `W ${address.toString(16)} ${value.toString(16)} was ${gameBoy.peek(address).toString(16)}`,
        ),
    });
    gameBoy.memory.bytes[0xc100] = 0x22;
    for (let n = 0; n < 5; n++) gameBoy.step();
    gameBoy.setAccessHook(null);
    gameBoy.step();
    expect(seen).toEqual([
      ...['R 153 34', 'R c000 11', 'W c000 12 was 11'],
      ...['R 154 e0', 'R 155 80', 'W ff80 77 was 22'],
      ...['R 156 f0', 'R 157 80', 'R ff80 77'],
      ...['R 158 e0', 'R 159 42', 'W ff42 77 was 0'],
      ...['R 15a f0', 'R 15b 42', 'R ff42 77'],
    ]);
  });

  test('can end the run as a watchpoint: after the instruction that wrote', () => {
    const gameBoy = loop();
    let writes = 0;
    gameBoy.setAccessHook({
      read() {},
      write(address) {
        if (address !== 0xc000) return;
        writes++;
        gameBoy.pause();
      },
    });
    for (let n = 1; n <= 3; n++) {
      gameBoy.runFrame();
      expect(writes).toBe(n);
      expect(gameBoy.cpu.pc).toBe(HEAD + 1);
    }
    gameBoy.setAccessHook(null);
    gameBoy.runFrame();
    expect(gameBoy.isMidFrame).toBe(false);
  });
});

describe('runUntil', () => {
  test('goes on from one occurrence to the next, and gives up in time', () => {
    const gameBoy = loop();
    const at = (): boolean => gameBoy.cpu.pc === HEAD;
    expect(gameBoy.runUntil(at, FRAME)).toBe(true);
    const before = gameBoy.peek(0xc000);
    expect(gameBoy.runUntil(at, FRAME)).toBe(true);
    expect(gameBoy.peek(0xc000)).toBe((before + 1) & 0xff);
    const from = gameBoy.clock.epoch + gameBoy.clock.now;
    expect(gameBoy.runUntil(() => false, 3 * FRAME)).toBe(false);
    const passed = gameBoy.clock.epoch + gameBoy.clock.now - from;
    expect(passed).toBeGreaterThanOrEqual(3 * FRAME);
    expect(passed).toBeLessThan(3 * FRAME + 48);
  });
});

describe('a device on the serial port', () => {
  test('that the console clocks answers each byte in the same transfer', () => {
    // SB = 0x35, SC = 0x81, wait for SC.7, LD A,(SB), LD ($C000),A
    const code = [0x3e, 0x35, 0xe0, 0x01, 0x3e, 0x81, 0xe0, 0x02, 0xf0, 0x02, 0x07, 0x38, 0xfb];
    const rom = buildRom([...code, 0xf0, 0x01, 0xea, 0x00, 0xc0, 0x18, 0xfe]);
    const gameBoy = new GameBoy({ rom, model: 'dmg' });
    const got: number[] = [];
    gameBoy.connect({
      exchange(byte) {
        got.push(byte);
        return 0xc9;
      },
    });
    gameBoy.runFrame();
    expect(got).toEqual([0x35]);
    expect(gameBoy.peek(0xc000)).toBe(0xc9);
    expect(gameBoy.takeSerial()).toEqual(Uint8Array.of(0x35));
  });

  test('hears nothing while STOP holds the clock, and the rest of the byte after it', () => {
    // P1 = buttons, SB = 0x35, SC = 0x81, STOP, then wait for SC.7 and set B
    const code = [0x3e, 0x10, 0xe0, 0x00, 0x3e, 0x35, 0xe0, 0x01, 0x3e, 0x81, 0xe0, 0x02, 0x10, 0x00];
    const rom = buildRom([...code, 0xf0, 0x02, 0x07, 0x38, 0xfb, 0x06, 0x77, 0x18, 0xfe]);
    const gameBoy = new GameBoy({ rom, model: 'dmg' });
    for (let frame = 0; frame < 4; frame++) gameBoy.runFrame();
    expect(gameBoy.cpu.isStopped).toBe(true);
    expect(gameBoy.takeSerial()).toHaveLength(0);
    gameBoy.setButtons(16);
    for (let frame = 0; frame < 2; frame++) gameBoy.runFrame();
    expect(gameBoy.takeSerial()).toEqual(Uint8Array.of(0x35));
    expect(gameBoy.cpu.b).toBe(0x77);
  });

  test('that has a clock of its own exchanges a byte with a console that waits for it', () => {
    const code = [0xf3, 0x3e, 0x35, 0xe0, 0x01, 0x3e, 0x80, 0xe0, 0x02, 0x18, 0xfe];
    const gameBoy = new GameBoy({ rom: buildRom(code), model: 'dmg' });
    expect(gameBoy.clockSerial(0x12)).toBe(0);
    gameBoy.runFrame();
    expect(gameBoy.clockSerial(0x12)).toBe(0x35);
    expect(gameBoy.peek(0xff01)).toBe(0x12);
    expect(gameBoy.peek(0xff02) & 0x80).toBe(0);
    expect(gameBoy.peek(0xff0f) & 8).toBe(8);
  });
});
