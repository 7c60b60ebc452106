import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { type NewSnapshot, PAGE_SIZE, Snapshots } from '../../src/storage/snapshots.ts';
import { contentsOf, freshDatabase, noise } from './fresh.ts';

const GAME = 'a'.repeat(64);
const DESCRIPTION = noise(700, 99);

function made(state: Uint8Array, parent: string | null, more: Partial<NewSnapshot> = {}): NewSnapshot {
  return {
    state,
    description: DESCRIPTION,
    parent,
    kind: 'named',
    name: 'x',
    createdAt: 1,
    playTime: 0,
    picture: null,
    source: '',
    ...more,
  };
}

function pageCount(db: Database): Promise<number> {
  return db.read(['pages'], (tx) => tx.objectStore('pages').count());
}

describe('snapshots', () => {
  it('gives back what it was given, and remembers where the game goes on', async () => {
    const db = freshDatabase();
    const snapshots = new Snapshots(db);
    const state = noise(5000, 1);
    const saved = await snapshots.save(GAME, made(state, null, { picture: noise(20, 2), name: 'Start' }));
    expect(await snapshots.head(GAME)).toBe(saved.id);
    const loaded = await snapshots.load(saved.id);
    expect(loaded.state).toEqual(state);
    expect(loaded.description).toEqual(DESCRIPTION);
    expect(loaded.snapshot).toEqual(saved);
    expect(await snapshots.list(GAME)).toEqual([saved]);
  });

  it('lets others have their turn while a large state is hashed', async () => {
    let turns = 0;
    let saving = true;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      turns++;
      if (saving) port2.postMessage(null);
    };
    port2.postMessage(null);
    await new Snapshots(freshDatabase()).save(GAME, made(noise(184 * PAGE_SIZE, 1), null));
    saving = false;
    port1.close();
    expect(turns).toBeGreaterThan(8);
  });

  it('stores a page that another state of the game holds only once', async () => {
    const db = freshDatabase();
    const snapshots = new Snapshots(db);
    const state = noise(50 * PAGE_SIZE, 1);
    const first = await snapshots.save(GAME, made(state, null));
    const before = await pageCount(db);
    state[3 * PAGE_SIZE] ^= 1;
    const second = await snapshots.save(GAME, made(state, first.id));
    expect(await pageCount(db)).toBe(before + 1);
    await snapshots.remove(first.id, 10);
    await snapshots.purgeRemoved(10);
    expect((await snapshots.removed(GAME)).length).toBe(1);
    await snapshots.purgeRemoved(11);
    expect(await pageCount(db)).toBe(before);
    expect((await snapshots.load(second.id)).state).toEqual(state);
  });

  it('any tree of saves, loads, branches, deletions and undos gives back every surviving state', async () => {
    const command = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant('save'), page: fc.nat(7), value: fc.nat(255) }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('load'), pick: fc.nat() }) },
      { weight: 3, arbitrary: fc.record({ do: fc.constant('remove'), pick: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('restore'), pick: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('purge'), pick: fc.nat() }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('prune'), pick: fc.nat(4) }) },
      { weight: 1, arbitrary: fc.record({ do: fc.constant('lock'), pick: fc.nat() }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(command, { minLength: 5, maxLength: 40 }), async (commands) => {
        const db = freshDatabase();
        const snapshots = new Snapshots(db);
        const running = noise(8 * PAGE_SIZE + 17, 5);
        const model = new Map<
          string,
          { state: Uint8Array; removed: boolean; locked: boolean; auto: boolean }
        >();
        let clock = 1;
        for (const step of commands) {
          const keys = [...model.keys()];
          const pick = 'pick' in step && keys.length > 0 ? keys[step.pick % keys.length] : null;
          const entry = pick === null ? undefined : model.get(pick);
          clock++;
          if (step.do === 'save' && 'page' in step) {
            running[step.page * PAGE_SIZE] = step.value;
            const kind = step.value % 2 === 0 ? 'auto' : 'named';
            const parent = await snapshots.head(GAME);
            const saved = await snapshots.save(GAME, made(running, parent, { kind, createdAt: clock }));
            model.set(saved.id, {
              state: running.slice(),
              removed: false,
              locked: false,
              auto: kind === 'auto',
            });
          } else if (step.do === 'prune' && 'pick' in step) {
            const head = await snapshots.head(GAME);
            await snapshots.pruneAuto(GAME, step.pick);
            const auto = keys.filter((key) => {
              const of = model.get(key);
              return of?.auto && !of.locked && !of.removed && key !== head;
            });
            for (const key of auto.slice(0, Math.max(0, auto.length - step.pick))) model.delete(key);
          } else if (step.do === 'purge') {
            await snapshots.purge(GAME, clock);
            for (const key of keys) if (model.get(key)?.removed) model.delete(key);
          } else if (entry && pick !== null) {
            if (step.do === 'load') {
              const { state } = await snapshots.load(pick);
              expect(state).toEqual(entry.state);
              running.set(state);
              await snapshots.setHead(GAME, pick);
            } else if (step.do === 'remove') {
              if (entry.locked) await expect(snapshots.remove(pick, clock - 0.5)).rejects.toThrow('locked');
              else {
                await snapshots.remove(pick, clock - 0.5);
                entry.removed = true;
              }
            } else if (step.do === 'restore') {
              await snapshots.restore(pick);
              entry.removed = false;
            } else if (step.do === 'lock') {
              entry.locked = !entry.locked;
              await snapshots.lock(pick, entry.locked);
            }
          }
        }
        const listed = new Set((await snapshots.list(GAME)).map((row) => row.id));
        for (const [id, { state, removed }] of model) {
          expect(listed.has(id)).toBe(!removed);
          expect((await snapshots.load(id)).state).toEqual(state);
        }
        expect(listed.size).toBe([...model.values()].filter((entry) => !entry.removed).length);
        // Every parent is a state that is still there, and no page outlives its last state.
        for (const row of await snapshots.list(GAME)) {
          if (row.parent !== null) expect(model.has(row.parent)).toBe(true);
        }
        const { pages, used } = await db.read(['pages', 'snapshots'], async (tx) => ({
          pages: (await tx.objectStore('pages').getAllKeys()).map((key) => key[1]),
          used: (await tx.objectStore('snapshots').getAll()).flatMap((row) => row.pages),
        }));
        expect(pages.filter((hash) => !used.includes(hash))).toEqual([]);
      }),
      { numRuns: process.env.DOTMATRIX_LONG ? 1000 : 60, seed: 6 },
    );
  });

  it('refuses a damaged page with a sentence, and leaves the other states alone', async () => {
    const db = freshDatabase();
    const snapshots = new Snapshots(db);
    const good = await snapshots.save(GAME, made(noise(4000, 1), null));
    const bad = await snapshots.save(GAME, made(noise(4000, 2), good.id));
    await db.write(['pages', 'snapshots'], async (tx) => {
      const row = await tx.objectStore('snapshots').get(bad.id);
      const page = await tx.objectStore('pages').get([GAME, row?.pages[1] ?? '']);
      if (page) await tx.objectStore('pages').put({ ...page, bytes: page.bytes.map((byte) => byte ^ 1) });
    });
    await expect(snapshots.load(bad.id)).rejects.toMatchObject({ problem: 'damaged' });
    expect((await snapshots.load(good.id)).state).toEqual(noise(4000, 1));
  });

  it('writes a state wholly or not at all', async () => {
    const db = freshDatabase();
    const snapshots = new Snapshots(db);
    await snapshots.save(GAME, made(noise(4000, 1), null));
    const before = await contentsOf(db);
    await expect(
      db.write(['snapshots', 'pages'], async (tx) => {
        await tx.objectStore('pages').put({ game: GAME, hash: 'f'.repeat(32), bytes: noise(10, 1) });
        throw new DOMException('', 'QuotaExceededError');
      }),
    ).rejects.toMatchObject({ problem: 'full' });
    expect(await contentsOf(db)).toEqual(before);
  });
});
