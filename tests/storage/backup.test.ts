import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { backUpEverything, backUpGame, restoreBackup } from '../../src/storage/backup.ts';
import { Batteries } from '../../src/storage/battery.ts';
import { hashOf } from '../../src/storage/bytes.ts';
import { Settings } from '../../src/storage/settings.ts';
import { Snapshots } from '../../src/storage/snapshots.ts';
import { contentsOf, freshDatabase, noise } from './fresh.ts';
import { furnish } from './furnish.ts';

describe('backups', () => {
  it('one game moves to an empty device with all of it intact', async () => {
    const db = freshDatabase();
    const settings = new Settings();
    const [id] = await furnish(db, settings, 1);
    const before = await contentsOf(db);
    const file = await backUpGame(db, settings, id, 77);

    const there = freshDatabase();
    const report = await restoreBackup(there, new Settings(), file);
    expect(report).toEqual({ madeAt: 77, games: [{ id, title: 'Game 1' }], settings: null });
    expect(await contentsOf(there)).toEqual(before);
    expect(await new Settings().read(`game/${id}/model`)).toBe('dmg');
  });

  it('everything comes back equal, twice over, and makes an equal backup', async () => {
    const db = freshDatabase();
    const settings = new Settings();
    await furnish(db, settings, 3);
    const before = await contentsOf(db);
    const file = await backUpEverything(db, settings, 77);

    const there = freshDatabase();
    const report = await restoreBackup(there, new Settings(), file);
    expect(report.settings).toEqual({ volume: 0.25 });
    expect(report.games.length).toBe(3);
    expect(await contentsOf(there)).toEqual(before);
    await restoreBackup(there, new Settings(), file);
    expect(await contentsOf(there)).toEqual(before);
    const own = new Settings();
    await own.write('volume', 0.25);
    expect(hashOf(await backUpEverything(there, own, 77))).toBe(hashOf(file));
  });

  it('never takes away a newer save: it stays in the history, pinned', async () => {
    const db = freshDatabase();
    const settings = new Settings();
    const [id] = await furnish(db, settings, 1);
    const file = await backUpGame(db, settings, id, 77);
    const batteries = new Batteries(db);
    await batteries.save(id, { bytes: noise(64, 900), ramSize: 60, savedAt: 99, origin: 'game' });
    const states = (await new Snapshots(db).list(id)).length;
    await restoreBackup(db, settings, file);
    expect((await batteries.current(id))?.bytes).toEqual(noise(64, 12));
    const kept = (await batteries.history(id)).find((row) => row.pin === 'restored');
    expect(kept?.bytes).toEqual(noise(64, 900));
    expect((await new Snapshots(db).list(id)).length).toBe(states);
  });

  it('holds the ROM and the saves as files that any emulator reads', async () => {
    const db = freshDatabase();
    const [id] = await furnish(db, new Settings(), 1);
    const files = unzipSync(await backUpGame(db, new Settings(), id, 77));
    expect(files[`games/${id}/rom.gb`]).toEqual(noise(2000, 1));
    expect(files[`games/${id}/battery/3.sav`]).toEqual(noise(64, 12));
  });

  it('cut short, flipped, incomplete, newer or foreign: a sentence, and nothing is changed', async () => {
    const db = freshDatabase();
    const settings = new Settings();
    await furnish(db, settings, 2);
    const file = await backUpEverything(db, settings, 77);
    const here = freshDatabase();
    const mine = new Settings();
    await furnish(here, mine, 1);
    const before = await contentsOf(here);
    const refused = async (bytes: Uint8Array, problem: string) => {
      await expect(restoreBackup(here, mine, bytes)).rejects.toMatchObject({ problem });
      expect(await contentsOf(here)).toEqual(before);
    };
    for (const at of [0, 10, 1000, file.length / 2, file.length - 1]) {
      await refused(file.slice(0, at), 'damaged');
    }
    const files = unzipSync(file);
    const manifest = JSON.parse(new TextDecoder().decode(files['dotmatrix.json'])) as Record<string, unknown>;
    const withManifest = (change: object) =>
      zipSync({
        ...files,
        'dotmatrix.json': new TextEncoder().encode(JSON.stringify({ ...manifest, ...change })),
      });
    await refused(withManifest({ version: 2 }), 'newer');
    await refused(withManifest({ format: 'other' }), 'refused');
    await refused(withManifest({ games: ['x'] }), 'damaged');
    await refused(withManifest({ games: 5 }), 'damaged');
    for (const path of Object.keys(files)) {
      const { [path]: gone, ...rest } = files;
      await refused(zipSync(rest), path === 'dotmatrix.json' ? 'refused' : 'damaged');
      if (gone.length > 0 && path !== 'dotmatrix.json') {
        await refused(
          zipSync({ ...rest, [path]: gone.map((byte, i) => (i === 0 ? byte ^ 1 : byte)) }),
          'damaged',
        );
      }
    }
    await refused(zipSync({ 'a.gb': noise(9, 1) }), 'refused');
    await refused(new Uint8Array(1000), 'damaged');
  });

  it('says so when what was written cannot be read back equal', async () => {
    const db = freshDatabase();
    const settings = new Settings();
    const [id] = await furnish(db, settings, 1);
    const file = await backUpGame(db, settings, id, 77);
    const there = freshDatabase();
    const write = there.write.bind(there);
    there.write = (stores, work, durability) =>
      write(
        stores,
        async (tx) => {
          const result = await work(tx);
          await (
            tx as unknown as { objectStore(name: 'roms'): { put(v: unknown, k: string): Promise<void> } }
          )
            .objectStore('roms')
            .put(noise(5, 5), id);
          return result;
        },
        durability,
      );
    await expect(restoreBackup(there, settings, file)).rejects.toMatchObject({ problem: 'failed' });
  });
});
