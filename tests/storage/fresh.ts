import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { hashOf } from '../../src/storage/bytes.ts';
import { Database } from '../../src/storage/database.ts';

/** An empty browser: nothing of another test is in it. */
export function freshDatabase(): Database {
  globalThis.indexedDB = new IDBFactory();
  return new Database();
}

/** Everything in the database, a line for each row: to compare before and after. */
export async function contentsOf(db: Database): Promise<string[]> {
  const stores = ['games', 'roms', 'battery', 'snapshots', 'pages', 'heads', 'journal'] as const;
  return db.read([...stores], async (tx) => {
    const lines: string[] = [];
    for (const name of stores) {
      const store = tx.objectStore(name);
      const [keys, rows] = await Promise.all([store.getAllKeys(), store.getAll()]);
      rows.forEach((row, i) => {
        lines.push(`${name} ${String(keys[i]).slice(0, 80)} ${plain(row).slice(0, 2000)}`);
      });
    }
    return lines;
  });
}

function plain(row: unknown): string {
  if (typeof row !== 'object' || row === null) return String(row);
  if (row instanceof Uint8Array) return `${row.length}:${hashOf(row).slice(0, 8)}`;
  const fields = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  return fields
    .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join() : plain(value)}`)
    .join(' ');
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
