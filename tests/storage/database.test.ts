import { IDBFactory, IDBObjectStore } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Batteries } from '../../src/storage/battery.ts';
import { asStorageError, StorageError } from '../../src/storage/errors.ts';
import { Journal } from '../../src/storage/journal.ts';
import { Library } from '../../src/storage/library.ts';
import { SCHEMA_VERSION } from '../../src/storage/schema.ts';
import { Settings } from '../../src/storage/settings.ts';
import { contentsOf, freshDatabase, noise } from './fresh.ts';

const ROM = { bytes: noise(600, 1), title: 'G', fileName: 'g.gb', system: 'DMG' };
const SAVE = { bytes: noise(64, 1), ramSize: 64, savedAt: 1, origin: 'game' as const };

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('when storage fails', () => {
  it('a full disk: a sentence, nothing changed, and the next write works again', async () => {
    const db = freshDatabase();
    const library = new Library(db);
    const batteries = new Batteries(db);
    const { id } = await library.add(ROM, 1);
    await batteries.save(id, SAVE);
    const before = await contentsOf(db);
    const put = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('no room', 'QuotaExceededError');
    });
    const error = await batteries.save(id, { ...SAVE, bytes: noise(64, 2) }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({ problem: 'full' });
    expect((error as StorageError).message).toMatch(/room.*export/i);
    put.mockRestore();
    expect(await contentsOf(db)).toEqual(before);
    await batteries.save(id, { ...SAVE, bytes: noise(64, 2) });
    expect((await batteries.current(id))?.bytes).toEqual(noise(64, 2));
  });

  it('a transaction that is aborted when it completes: a sentence, nothing changed', async () => {
    const db = freshDatabase();
    const { id } = await new Library(db).add(ROM, 1);
    const before = await contentsOf(db);
    const save = db.write(['battery'], async (tx) => {
      await tx.objectStore('battery').put({ ...SAVE, game: id, version: 1, pin: null });
      tx.abort();
    });
    await expect(save).rejects.toMatchObject({ problem: 'failed' });
    expect(await contentsOf(db)).toEqual(before);
  });

  it('no storage at all: a sentence that says how to keep the save', async () => {
    const db = freshDatabase();
    globalThis.indexedDB = undefined as unknown as IDBFactory;
    await expect(new Library(db).list()).rejects.toMatchObject({ problem: 'denied' });
    globalThis.indexedDB = new IDBFactory();
    expect(await new Library(db).list()).toEqual([]);
  });

  it('storage that the browser forbids: the same', async () => {
    const db = freshDatabase();
    vi.spyOn(globalThis.indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('', 'SecurityError');
    });
    await expect(new Library(db).list()).rejects.toMatchObject({ problem: 'denied' });
  });

  it('storage that the browser refuses on opening, as Chromium does: the same', async () => {
    const db = freshDatabase();
    const refused = new DOMException('The user denied permission to access the database.', 'UnknownError');
    vi.spyOn(globalThis.indexedDB, 'open').mockImplementation(() => {
      throw refused;
    });
    await expect(new Library(db).list()).rejects.toMatchObject({ problem: 'denied' });
  });

  it('everything deleted under our feet: told once, and stored anew', async () => {
    const db = freshDatabase();
    const told: string[] = [];
    db.onLost = (error) => told.push(error.problem);
    const { id } = await new Library(db).add(ROM, 1);
    const journal = new Journal(db, id);
    const base = { state: noise(99, 1), description: noise(9, 1), at: 1, playTime: 1, stateHash: 'x' };
    await journal.start(base);
    await new Promise<void>((resolve, reject) => {
      const request = indexedDB.deleteDatabase('dotmatrix');
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error);
    });
    const second = { delta: noise(9, 1), inputs: noise(1, 1), at: 2, playTime: 2, stateHash: 'y' };
    await expect(journal.append(second)).rejects.toMatchObject({ problem: 'lost' });
    expect(told).toEqual(['lost']);
    expect(journal.wantsBase).toBe(true);
    await new Library(db).add(ROM, 2);
    await journal.start(base);
    await journal.append(second);
    expect((await Journal.recover(db, id))?.at).toBe(2);
    expect(told).toEqual(['lost']);
  });

  it('a connection that the browser closed is opened again, and nothing is lost', async () => {
    const db = freshDatabase();
    const { id } = await new Library(db).add(ROM, 1);
    await db.read(['games'], async (tx) => tx.db.close());
    expect((await new Library(db).get(id))?.title).toBe('G');
    await db.close();
    expect((await new Library(db).get(id))?.title).toBe('G');
  });

  it('another tab that does not let go: a sentence instead of waiting for ever', async () => {
    const db = freshDatabase();
    // A tab that is about to delete everything waits for one that ignores it, and all others wait behind.
    const stubborn = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('dotmatrix', 1);
      request.onsuccess = () => resolve(request.result);
    });
    indexedDB.deleteDatabase('dotmatrix');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const result = expect(new Library(db).list()).rejects.toMatchObject({ problem: 'blocked' });
    await vi.advanceTimersByTimeAsync(4000);
    await result;
    vi.useRealTimers();
    stubborn.close();
    expect(await new Library(db).list()).toEqual([]);
  });

  it('a database of a newer version: a sentence, and it stays as it is', async () => {
    const db = freshDatabase();
    const newer = await openDB('dotmatrix', SCHEMA_VERSION + 1);
    newer.close();
    await expect(new Library(db).list()).rejects.toMatchObject({ problem: 'newer' });
  });

  it('lets another tab upgrade instead of blocking it', async () => {
    const db = freshDatabase();
    await new Library(db).add(ROM, 1);
    const newer = await openDB('dotmatrix', SCHEMA_VERSION + 1);
    newer.close();
    await expect(new Library(db).list()).rejects.toMatchObject({ problem: 'newer' });
  });

  it('says a sentence for anything else', () => {
    expect(asStorageError(null).problem).toBe('failed');
    expect(asStorageError(new Error('x')).message).toMatch(/\.$/);
  });
});

describe('settings', () => {
  it('come back, by name and by prefix', async () => {
    freshDatabase();
    const settings = new Settings();
    await settings.write('volume', 0.5);
    await settings.write('game/a/model', 'dmg');
    await settings.write('game/b/model', 'cgb');
    expect(await settings.read('volume')).toBe(0.5);
    expect(await settings.read('nothing')).toBeUndefined();
    expect([...(await settings.all('game/a/'))]).toEqual([['game/a/model', 'dmg']]);
    await settings.remove('volume');
    expect(await settings.read('volume')).toBeUndefined();
  });

  it('fail with a sentence where storage is forbidden', async () => {
    freshDatabase();
    vi.spyOn(globalThis.indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('', 'SecurityError');
    });
    await expect(new Settings().read('x')).rejects.toMatchObject({ problem: 'denied' });
  });
});
