import { afterEach, describe, expect, it, vi } from 'vitest';
import { Batteries } from '../../src/storage/battery.ts';
import { Library } from '../../src/storage/library.ts';
import { askForPersistence, isStorageScarce, reportStorage } from '../../src/storage/persistence.ts';
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
      },
    ]);
    expect(report.persistence).toBe('persisted');
    expect([report.usage, report.quota, report.scarce]).toEqual([1e6, 1e10, false]);
  });

  it('warns before it is too late', async () => {
    for (const [usage, quota, scarce] of [
      [99e6, 100e6, true],
      [970e6, 1e9, true],
      [9.6e9, 1e10, true],
      [1e6, 1e10, false],
    ] as const) {
      browser(false, usage, quota);
      expect(await isStorageScarce()).toBe(scarce);
      expect((await reportStorage(freshDatabase())).scarce).toBe(scarce);
    }
  });

  it('asks the browser once there is something to lose, and reports its answer', async () => {
    browser(false, 1, 2, true);
    expect(await askForPersistence()).toBe('persisted');
    browser(false, 1, 2, false);
    expect(await askForPersistence()).toBe('not-persisted');
    vi.stubGlobal('navigator', {});
    expect(await askForPersistence()).toBe('unknown');
    expect(await reportStorage(freshDatabase())).toMatchObject({
      persistence: 'unknown',
      usage: null,
      scarce: false,
    });
  });
});
