import { describe, expect, it } from 'vitest';
import { Batteries } from '../../src/storage/battery.ts';
import { Journal } from '../../src/storage/journal.ts';
import { Library } from '../../src/storage/library.ts';
import { Snapshots } from '../../src/storage/snapshots.ts';
import { contentsOf, freshDatabase, noise } from './fresh.ts';

const rom = (seed: number) => ({
  bytes: noise(600, seed),
  title: `Game ${seed}`,
  fileName: `${seed}.gb`,
  system: 'DMG',
});

describe('the library', () => {
  it('keeps a ROM once, whatever its name, and lists the last played first', async () => {
    const library = new Library(freshDatabase());
    const one = await library.add(rom(1), 10);
    const two = await library.add(rom(2), 20);
    expect((await library.list()).map((game) => game.id)).toEqual([two.id, one.id]);
    await library.addPlayTime(one.id, 5000, 30);
    await library.addPlayTime(one.id, 500, 40);
    const again = await library.add({ ...rom(1), title: 'Other' }, 50);
    expect(again).toMatchObject({ title: 'Game 1', playTime: 5500, playedAt: 40, addedAt: 10 });
    expect((await library.list()).map((game) => game.id)).toEqual([one.id, two.id]);
    expect(await library.rom(one.id)).toEqual(rom(1).bytes);
    expect(one.id).toBe(await Library.idOf(rom(1).bytes));
  });

  it('brings a removed game back with everything, until it is purged for good', async () => {
    const db = freshDatabase();
    const library = new Library(db);
    const other = await library.add(rom(2), 1);
    await new Batteries(db).save(other.id, { bytes: noise(9, 1), ramSize: 9, savedAt: 1, origin: 'game' });
    const untouched = await contentsOf(db);

    const { id } = await library.add(rom(1), 1);
    await new Batteries(db).save(id, { bytes: noise(9, 1), ramSize: 9, savedAt: 1, origin: 'game' });
    await new Snapshots(db).save(id, {
      state: noise(3000, 1),
      description: noise(9, 1),
      parent: null,
      kind: 'auto',
      name: '',
      createdAt: 1,
      playTime: 1,
      picture: null,
      source: '',
    });
    await new Journal(db, id).start({
      state: noise(9, 1),
      description: noise(9, 2),
      at: 1,
      playTime: 1,
      stateHash: '',
    });
    await library.remove(id, 100);
    expect((await library.list()).length).toBe(1);
    await library.restore(id);
    expect((await library.list()).length).toBe(2);
    await library.remove(id, 200);
    await library.purgeRemoved(200);
    expect(await library.get(id)).not.toBeNull();
    await library.purgeRemoved(201);
    expect(await library.get(id)).toBeNull();
    expect(await contentsOf(db)).toEqual(untouched);
  });

  it('notices a ROM that is gone or damaged', async () => {
    const db = freshDatabase();
    const library = new Library(db);
    const { id } = await library.add(rom(1), 1);
    await db.write(['roms'], (tx) => tx.objectStore('roms').put(noise(600, 9), id));
    await expect(library.rom(id)).rejects.toMatchObject({ problem: 'damaged' });
    await expect(library.rom('x')).rejects.toMatchObject({ problem: 'missing' });
  });
});
