import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { Database } from '../../src/storage/database.ts';

/** An empty browser: nothing of another test is in it. */
export function freshDatabase(): Database {
  globalThis.indexedDB = new IDBFactory();
  return new Database();
}

/** Everything in the database, to compare before and after. */
export async function contentsOf(db: Database): Promise<string> {
  const stores = ['games', 'roms', 'battery', 'snapshots', 'pages', 'heads', 'journal'] as const;
  return db.read([...stores], async (tx) => {
    const all = await Promise.all(
      stores.map(async (name) => {
        const store = tx.objectStore(name);
        return [name, await store.getAllKeys(), await store.getAll()];
      }),
    );
    return JSON.stringify(all, (_, value) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    );
  });
}

/** Bytes that look random and are always the same. */
export function noise(length: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let x = seed * 2654435761 + 1;
  for (let i = 0; i < length; i++) {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    bytes[i] = x >>> 24;
  }
  return bytes;
}
