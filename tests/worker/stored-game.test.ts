import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GameBoy } from '../../src/core/game-boy.ts';
import type { ModelName } from '../../src/core/models.ts';
import { hashOf } from '../../src/storage/bytes.ts';
import type { Database } from '../../src/storage/database.ts';
import { Snapshots } from '../../src/storage/snapshots.ts';
import { JournalKeeper } from '../../src/worker/journal-keeper.ts';
import { StoredGame } from '../../src/worker/stored-game.ts';
import { keyRom } from '../e2e/support/key-rom.ts';
import { freshDatabase } from '../storage/fresh.ts';

const ROM = keyRom();
const ID = hashOf(ROM);

let db: Database;

beforeEach(() => {
  db = freshDatabase();
});

afterEach(async () => {
  vi.useRealTimers();
  await db.close();
});

function consoleWith(model: ModelName = 'dmg'): { machine: GameBoy; stored: StoredGame } {
  const machine = new GameBoy({ rom: ROM, model });
  return { machine, stored: new StoredGame(db, { id: ID, rom: ROM, name: 'key' }, machine) };
}

/** Plays `seconds`, with a press in each, and journals each. */
async function play(machine: GameBoy, stored: StoredGame, seconds: number): Promise<void> {
  const keeper = new JournalKeeper(db, ID, machine, stored.description);
  for (let second = 0; second < seconds; second++) {
    for (let frame = 0; frame < 60; frame++) {
      if (frame === 20) machine.setButtons(16);
      if (frame === 30) machine.setButtons(0);
      machine.runFrame();
      keeper.frame();
    }
    await keeper.record(second * 1000 + 1000);
  }
  await keeper.flush();
}

describe('the state in which a game was left', () => {
  test('none at first', async () => {
    expect(await consoleWith().stored.leftAt()).toBeNull();
  });

  test.each([1, 2, 7])('after %i records it is the last one', async (seconds) => {
    const { machine, stored } = consoleWith();
    await play(machine, stored, seconds);
    const left = await consoleWith().stored.leftAt();
    expect(left?.state).toEqual(machine.save());
    expect(left?.playTime).toBe(seconds * 1000);
    expect(left?.lost).toEqual([]);
  });

  test('on another model it is refused with a sentence, and kept', async () => {
    const { machine, stored } = consoleWith('dmg');
    await play(machine, stored, 3);
    await expect(consoleWith('mgb').stored.leftAt()).rejects.toThrow(/model "dmg"/);
    const [kept] = await new Snapshots(db).list(ID);
    expect(kept.kind).toBe('auto');
    const again = await consoleWith('dmg').stored.loadState(kept.id);
    expect(again.state).toEqual(machine.save());
  });

  test('a save that was imported since is played instead; the state is kept', async () => {
    const { machine, stored } = consoleWith();
    await play(machine, stored, 2);
    vi.useFakeTimers({ now: Date.now() + 5000, toFake: ['Date'] });
    await stored.saveBattery('import');
    expect(await consoleWith().stored.leftAt()).toBeNull();
    const [kept] = await new Snapshots(db).list(ID);
    expect((await consoleWith().stored.loadState(kept.id)).state).toEqual(machine.save());
  });

  test('a save that the game itself wrote is no reason not to go on', async () => {
    const { machine, stored } = consoleWith();
    await play(machine, stored, 2);
    await stored.saveBattery('game');
    expect(await consoleWith().stored.leftAt()).not.toBeNull();
  });

  test('a record that does not prove itself is left out, and all after it', async () => {
    const { machine, stored } = consoleWith();
    await play(machine, stored, 2);
    const before = machine.save();
    await play(machine, stored, 2);
    await db.write(['journal'], async (tx) => {
      const store = tx.objectStore('journal');
      const rows = await store.getAll();
      const last = rows.at(-1);
      if (last) await store.put({ ...last, bytes: last.bytes.map((byte) => byte ^ 0x55) });
    });
    const left = await consoleWith().stored.leftAt();
    expect(left?.state).not.toEqual(machine.save());
    // The journal's second part began with a base of its own, a second after `before`.
    expect(left?.playTime).toBe(1000);
    expect(left?.state).not.toEqual(before);
  });

  test('starting anew keeps it as an automatic state', async () => {
    const { machine, stored } = consoleWith();
    await play(machine, stored, 2);
    await consoleWith().stored.keepLeft();
    const [kept] = await new Snapshots(db).list(ID);
    expect((await consoleWith().stored.loadState(kept.id)).state).toEqual(machine.save());
  });
});

describe('battery saves', () => {
  test('what the game wrote is in the cartridge the next time', async () => {
    const { machine, stored } = consoleWith();
    machine.setButtons(16);
    for (let i = 0; i < 5; i++) machine.runFrame();
    await stored.saveBattery('game');
    const next = consoleWith();
    expect(next.machine.exportSave(0)?.[0]).not.toBe(0x5a);
    expect(await next.stored.insertBattery()).toEqual([]);
    expect(next.machine.exportSave(0)?.[0]).toBe(0x5a);
  });
});

test('states: stored as a tree, loaded only where they belong', async () => {
  const { machine, stored } = consoleWith();
  const save = (name: string) =>
    stored.saveState({
      state: machine.save(),
      name,
      automatic: false,
      playTime: 0,
      picture: null,
      source: '',
    });
  const first = await save('first');
  machine.runFrame();
  const second = await save('second');
  await stored.setHead(first.id);
  machine.runFrame();
  const third = await save('third');
  const parents = new Map((await new Snapshots(db).list(ID)).map((row) => [row.name, row.parent]));
  expect(parents).toEqual(
    new Map([
      ['first', null],
      ['second', first.id],
      ['third', first.id],
    ]),
  );
  expect((await stored.loadState(third.id)).state).toEqual(machine.save());
  await expect(consoleWith('sgb').stored.loadState(second.id)).rejects.toThrow(/model "dmg"/);
});

test('a state file goes out and comes in', async () => {
  const { machine, stored } = consoleWith();
  for (let i = 0; i < 10; i++) machine.runFrame();
  const { bytes: file, lost } = await stored.exportState();
  expect(lost.length).toBeGreaterThan(0);
  expect((await consoleWith().stored.parseState(file)).state).toEqual(machine.save());
  await expect(consoleWith('cgb-e').stored.parseState(file)).rejects.toThrow(/model "dmg"/);
});
