import { afterEach, describe, expect, it, vi } from 'vitest';
import { Batteries } from '../../src/storage/battery.ts';
import { Library } from '../../src/storage/library.ts';
import {
  askForPersistence,
  readableBytes,
  reportStorage,
  storageWarning,
} from '../../src/storage/persistence.ts';
import { freshDatabase, noise } from './fresh.ts';

function browser(persisted: boolean, usage: number, quota: number, grants = false): void {
  vi.stubGlobal('navigator', {
    storage: {
      persisted: async () => persisted,
      persist: async () => grants,
      estimate: async () => ({ usage, quota }),
    },
  });
}

afterEach(() => vi.unstubAllGlobals());

describe('the truth about storage', () => {
  it('says per game what is stored', async () => {
    const db = freshDatabase();
    browser(true, 1e6, 1e10);
    const { id } = await new Library(db).add(
      { bytes: noise(32768, 1), title: 'Snail', fileName: 's.gb', system: 'DMG' },
      1,
    );
    const batteries = new Batteries(db);
    await batteries.save(id, { bytes: noise(8192, 1), ramSize: 8192, savedAt: 1, origin: 'game' });
    await batteries.save(id, { bytes: noise(8192, 2), ramSize: 8192, savedAt: 2, origin: 'game' });
    const report = await reportStorage(db);
    expect(report.games).toEqual([
      {
        id,
        title: 'Snail',
        rom: 32768,
        battery: 16384,
        versions: 2,
        states: 0,
        stateBytes: 0,
        journal: 0,
        total: 49152,
        text: 'Snail: a save with 2 versions, no states, 49 KB in all.',
      },
    ]);
    expect(report.persistence).toBe('persisted');
    expect(report.text[1]).toBe('1.0 MB in use, 10.0 GB left.');
    expect(report.warning).toBeNull();
  });

  it('warns before it is too late, and while saves may be evicted', async () => {
    const db = freshDatabase();
    browser(false, 99e6, 100e6);
    expect(await storageWarning()).toMatch(/Only 1\.0 MB/);
    browser(false, 1e6, 1e10);
    expect(await storageWarning()).toBeNull();
    expect((await reportStorage(db)).warning).toBeNull();
    await new Library(db).add({ bytes: noise(9, 1), title: '', fileName: '', system: '' }, 1);
    await new Batteries(db).save(await Library.idOf(noise(9, 1)), {
      ...{ bytes: noise(9, 1), ramSize: 9 },
      savedAt: 1,
      origin: 'game',
    });
    expect((await reportStorage(db)).warning).toMatch(/not protected/);
  });

  it('asks the browser once there is something to lose, and reports its answer', async () => {
    browser(false, 1, 2, true);
    expect(await askForPersistence()).toBe('persisted');
    browser(false, 1, 2, false);
    expect(await askForPersistence()).toBe('not-persisted');
    vi.stubGlobal('navigator', {});
    expect(await askForPersistence()).toBe('unknown');
    expect((await reportStorage(freshDatabase())).text[1]).toMatch(/does not say/);
  });

  it('writes bytes as people do', () => {
    expect([999, 1000, 1_500_000, 12_345_678, 2e9].map(readableBytes)).toEqual([
      '999 bytes',
      '1 KB',
      '1.5 MB',
      '12 MB',
      '2.0 GB',
    ]);
  });
});
