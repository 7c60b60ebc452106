import { createStore, del, entries, get, set, type UseStore } from 'idb-keyval';
import { asStorageError } from './errors.ts';

/**
 * Settings: small values by name, kept by the browser. A game's own are named `game/<id>/<name>`.
 * What comes out was written by any version or by a backup: the caller checks it.
 */
export class Settings {
  private readonly name: string;
  private store: UseStore | null = null;

  constructor(name = 'dotmatrix-settings') {
    this.name = name;
  }

  async read(key: string): Promise<unknown> {
    return this.run((store) => get<unknown>(key, store));
  }

  async write(key: string, value: unknown): Promise<void> {
    await this.run((store) => set(key, value, store));
  }

  async remove(key: string): Promise<void> {
    await this.run((store) => del(key, store));
  }

  /** All settings whose name starts with `prefix`. */
  async all(prefix = ''): Promise<Map<string, unknown>> {
    const found = await this.run((store) => entries<string, unknown>(store));
    return new Map(found.filter(([key]) => key.startsWith(prefix)));
  }

  private async run<T>(work: (store: UseStore) => Promise<T>): Promise<T> {
    try {
      this.store ??= createStore(this.name, 'settings');
      return await work(this.store);
    } catch (error) {
      this.store = null; // The connection may be what failed: the next use opens it again.
      throw asStorageError(error);
    }
  }
}

/** Prefix of a game's own settings. */
export function gameSettings(game: string): string {
  return `game/${game}/`;
}
