import { beforeEach, describe, expect, test } from 'vitest';
import { GameBoy } from '../../src/core/game-boy.ts';
import type { DebugCommand, DebugView } from '../../src/player/messages.ts';
import { GameDebugger } from '../../src/worker/debugger.ts';

/** `Main: call Sub; ld b, b; jr Main` at $0150, `Sub: inc a; inc a; ret` at $0160. */
function rom(): Uint8Array {
  const bytes = new Uint8Array(0x8000);
  bytes.set([0x00, 0xc3, 0x50, 0x01], 0x100);
  bytes.set([0xcd, 0x60, 0x01, 0x40, 0x18, 0xfa], 0x150);
  bytes.set([0x3c, 0x3c, 0xc9], 0x160);
  let sum = 0;
  for (let at = 0x134; at < 0x14d; at++) sum = (sum - bytes[at] - 1) & 0xff;
  bytes[0x14d] = sum;
  return bytes;
}

const LABELS = '00:0150 Main\n00:0160 Sub\n';

describe('the debugger', () => {
  let machine: GameBoy;
  let debugging: GameDebugger;

  function tell(command: DebugCommand, code = '', memory = '$C000'): DebugView {
    debugging.perform({ command, code, memory });
    return debugging.view({ command, code, memory });
  }

  /** As the player runs it: a frame, or less where a breakpoint stops it. */
  function run(frames: number): boolean {
    for (let i = 0; i < frames; i++) {
      machine.runFrame();
      if (debugging.takeHit()) return true;
    }
    return false;
  }

  beforeEach(() => {
    machine = new GameBoy({ rom: rom() });
    debugging = new GameDebugger(machine);
    tell({ do: 'symbols', text: LABELS });
    tell({ do: 'breakpoints', at: ['Main'], ldBB: false });
    expect(run(4)).toBe(true);
  });

  test('stops before the instruction, and goes on from there to the next time', () => {
    expect(machine.cpu.pc).toBe(0x150);
    const { a } = machine.cpu;
    expect(run(2)).toBe(true);
    expect(machine.cpu.pc).toBe(0x150);
    expect(machine.cpu.a).toBe((a + 2) & 0xff);
  });

  test('steps into a routine, and over it', () => {
    expect(tell({ do: 'step' }).registers.pc).toBe(0x160);
    expect(tell({ do: 'step' }).registers.pc).toBe(0x161);
    tell({ do: 'step' });
    expect(tell({ do: 'step' }).registers.pc).toBe(0x153);
    tell({ do: 'step' });
    tell({ do: 'step' });
    expect(machine.cpu.pc).toBe(0x150);
    expect(tell({ do: 'stepOver' }).registers.pc).toBe(0x153);
  });

  test('stepping over stops at a breakpoint inside', () => {
    tell({ do: 'breakpoints', at: ['Main', '$0161'], ldBB: false });
    expect(tell({ do: 'stepOver' }).registers.pc).toBe(0x161);
  });

  test('stops at LD B,B where that is wanted', () => {
    tell({ do: 'breakpoints', at: [], ldBB: true });
    expect(run(2)).toBe(true);
    expect(machine.cpu.pc).toBe(0x153);
  });

  test('does not stop twice where breakpoints were changed meanwhile', () => {
    tell({ do: 'breakpoints', at: ['Main', '$0153'], ldBB: false });
    expect(run(1)).toBe(true);
    expect(machine.cpu.pc).toBe(0x153);
    tell({ do: 'breakpoints', at: ['$0153'], ldBB: false });
    const { a } = machine.cpu;
    expect(run(1)).toBe(true);
    expect([machine.cpu.pc, machine.cpu.a]).toEqual([0x153, (a + 2) & 0xff]);
  });

  test('stops nowhere once the breakpoints are gone, and the console runs as it would have', () => {
    const other = new GameBoy({ rom: rom() });
    other.load(machine.save());
    tell({ do: 'breakpoints', at: [], ldBB: false });
    expect(run(5)).toBe(false);
    for (let i = 0; i < 5; i++) other.runFrame();
    expect(machine.save()).toEqual(other.save());
  });

  test('looking changes nothing that follows', () => {
    const other = new GameBoy({ rom: rom() });
    other.load(machine.save());
    for (let i = 0; i < 10; i++) tell({ do: 'look' }, '$8000', '$FF00');
    tell({ do: 'breakpoints', at: [], ldBB: false });
    for (let i = 0; i < 3; i++) expect(machine.runFrame()).toBe(other.runFrame());
    expect(machine.save()).toEqual(other.save());
    expect(machine.frame).toEqual(other.frame);
  });

  test('shows code with labels around PC, memory where it was asked for, and unknown breakpoints as such', () => {
    const view = tell({ do: 'breakpoints', at: ['Main', 'Nowhere'], ldBB: false }, '', 'Sub');
    const here = view.code.find((line) => line.address === 0x150);
    expect(here).toMatchObject({ text: 'CALL Sub', label: 'Main', stops: true });
    expect([...(here?.bytes ?? [])]).toEqual([0xcd, 0x60, 0x01]);
    expect(view.code.some((line) => line.address < 0x150)).toBe(true);
    expect(view.memoryAt).toBe(0x160);
    expect([...view.memory.subarray(0, 3)]).toEqual([0x3c, 0x3c, 0xc9]);
    expect(view.breakpoints).toEqual([
      { text: 'Main', address: 0x150 },
      { text: 'Nowhere', address: null },
    ]);
    expect(tell({ do: 'look' }, 'Sub').code[0].address).toBe(0x160);
    expect(view.symbols).toBe(2);
    expect(view.colours).toBeNull();
  });

  describe('watches', () => {
    /** `loop: ld a, [$C010]; inc a; ld [$C010], a; ld [$D001], a; jr loop` at $0170, under the name Count. */
    beforeEach(() => {
      const bytes = rom();
      bytes.set([0xfa, 0x10, 0xc0, 0x3c, 0xea, 0x10, 0xc0, 0xea, 0x01, 0xd0, 0x18, 0xf4], 0x170);
      bytes.set([0xc3, 0x70, 0x01], 0x150);
      machine = new GameBoy({ rom: bytes });
      debugging = new GameDebugger(machine);
      tell({ do: 'symbols', text: '00:0170 Count\n00:c010 wCount\n00:c000 wBegin-of\n' });
    });

    test('a write, with what was there before, and goes on to the next', () => {
      tell({ do: 'watchpoints', at: [{ text: 'wCount', kind: 'write' }] });
      expect(run(4)).toBe(true);
      const first = tell({ do: 'look' });
      expect(first.watched).toMatchObject({ kind: 'write', address: 0xc010, label: 'wCount' });
      expect(first.watched?.value).toBe(((first.watched?.before ?? 0) + 1) & 0xff);
      expect(machine.cpu.pc).toBe(0x177);
      expect(machine.peek(0xc010)).toBe(first.watched?.value);
      expect(run(1)).toBe(true);
      expect(tell({ do: 'look' }).watched?.before).toBe(first.watched?.value);
    });

    test('a read, and not the write beside it', () => {
      tell({ do: 'watchpoints', at: [{ text: '$C010', kind: 'read' }] });
      expect(run(4)).toBe(true);
      expect(tell({ do: 'look' }).watched?.kind).toBe('read');
      expect(machine.cpu.pc).toBe(0x173);
    });

    test('a range from a label to a label, steps included', () => {
      tell({ do: 'watchpoints', at: [{ text: 'wBegin-of-wCount', kind: 'both' }] });
      expect(run(4)).toBe(true);
      expect(tell({ do: 'look' }).watched?.kind).toBe('read');
      expect(tell({ do: 'step' }).watched).toBeNull();
      expect(tell({ do: 'step' }).watched?.kind).toBe('write');
      tell({ do: 'watchpoints', at: [] });
      expect(run(5)).toBe(false);
      expect(tell({ do: 'look' }).watched).toBeNull();
    });

    test('what is not known is said, and elsewhere nothing stops', () => {
      const at = [
        { text: 'wNowhere', kind: 'write' },
        { text: '$C020-$C010', kind: 'write' },
        { text: '$C011-$C0FF', kind: 'both' },
      ] as const;
      expect(tell({ do: 'watchpoints', at }).watchpoints.map(({ known }) => known)).toEqual([
        false,
        false,
        true,
      ]);
      expect(run(5)).toBe(false);
    });

    test('watching changes nothing that follows', () => {
      const other = new GameBoy({ rom: machine.memory.bytes.slice(machine.memory.romAt) });
      tell({ do: 'watchpoints', at: [{ text: '$8000-$9FFF', kind: 'both' }] });
      for (let i = 0; i < 5; i++) expect(machine.runFrame()).toBe(other.runFrame());
      expect(machine.save()).toEqual(other.save());
    });
  });
});
