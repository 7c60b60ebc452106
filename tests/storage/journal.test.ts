import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { Journal, recoverFrom } from '../../src/storage/journal.ts';
import { rowsOf } from '../../src/storage/schema.ts';
import { contentsOf, freshDatabase, noise } from './fresh.ts';

const GAME = 'c'.repeat(64);

const base = (n: number) => ({
  state: noise(2000, n),
  description: noise(10, 1),
  at: n,
  playTime: n,
  stateHash: `s${n}`,
});
const delta = (n: number) => ({
  delta: noise(30, n),
  inputs: noise(3, n),
  at: n,
  playTime: n,
  stateHash: `s${n}`,
});

const rows = (db: Database) => db.read(['journal'], (tx) => tx.objectStore('journal').getAll(rowsOf(GAME)));

describe('the journal', () => {
  it('brings back the base and every delta that was acknowledged', async () => {
    const db = freshDatabase();
    const journal = new Journal(db, GAME);
    expect(journal.wantsBase).toBe(true);
    await journal.start(base(1));
    expect(journal.wantsBase).toBe(false);
    for (let n = 2; n < 10; n++) await journal.append(delta(n));
    const recovery = await Journal.recover(db, GAME);
    expect(recovery?.base).toEqual(base(1));
    expect(recovery?.deltas).toEqual([2, 3, 4, 5, 6, 7, 8, 9].map(delta));
    expect(recovery?.leftOut).toBe(0);
    expect(recovery?.at).toBe(9);
  });

  it('leaves out a torn last record, and whatever follows a hole', async () => {
    const db = freshDatabase();
    const journal = new Journal(db, GAME);
    await journal.start(base(1));
    for (let n = 2; n <= 6; n++) await journal.append(delta(n));
    const all = await rows(db);
    for (let torn = 1; torn <= 5; torn++) {
      for (const field of ['bytes', 'inputs'] as const) {
        const damaged = all.map((row, i) =>
          i === torn ? { ...row, [field]: row[field].slice(0, -1) } : row,
        );
        expect(recoverFrom(damaged)?.deltas.length).toBe(torn - 1);
        expect(recoverFrom(damaged)?.leftOut).toBe(6 - torn);
      }
      expect(recoverFrom(all.filter((_, i) => i !== torn))?.deltas.length).toBe(torn - 1);
      const swapped = all.map((row, i) => (i === torn ? { ...row, at: row.at + 1 } : row));
      expect(recoverFrom(swapped)?.deltas.length).toBe(torn - 1);
    }
  });

  it('goes back to the segment before, if the newest base is torn', async () => {
    const db = freshDatabase();
    const journal = new Journal(db, GAME);
    await journal.start(base(1));
    await journal.append(delta(2));
    await journal.start(base(3));
    await journal.append(delta(4));
    const all = await rows(db);
    const torn = all.map((row, i) => (i === 2 ? { ...row, bytes: row.bytes.slice(1) } : row));
    const recovery = recoverFrom(torn);
    expect(recovery?.base.stateHash).toBe('s1');
    expect(recovery?.deltas.length).toBe(1);
    expect(recovery?.leftOut).toBe(2);
    expect(recoverFrom([])).toBeNull();
    expect(recoverFrom(all.filter((row) => row.kind === 'delta'))).toBeNull();
  });

  it('never grows beyond two segments', async () => {
    const db = freshDatabase();
    const journal = new Journal(db, GAME);
    let most = 0;
    for (let n = 1; n < 700; n++) {
      if (journal.wantsBase) await journal.start(base(n));
      else await journal.append(delta(n));
      if (n % 50 === 0) most = Math.max(most, (await rows(db)).length);
    }
    expect(most).toBeLessThanOrEqual(2 * 121);
    expect((await Journal.recover(db, GAME))?.at).toBe(699);
  });

  it('asks for a base early when deltas are large', async () => {
    const journal = new Journal(freshDatabase(), GAME);
    await journal.start(base(1));
    await journal.append({ ...delta(2), delta: noise(1 << 20, 1) });
    expect(journal.wantsBase).toBe(true);
  });

  it('after a failed write takes nothing but a base, and keeps what it had', async () => {
    const db = freshDatabase();
    const journal = new Journal(db, GAME);
    await journal.start(base(1));
    await journal.append(delta(2));
    const before = await contentsOf(db);
    const write = db.write.bind(db);
    db.write = () => Promise.reject(new DOMException('', 'QuotaExceededError'));
    await expect(journal.append(delta(3))).rejects.toThrow();
    expect(journal.wantsBase).toBe(true);
    db.write = write;
    await expect(journal.append(delta(4))).rejects.toMatchObject({ problem: 'failed' });
    expect(await contentsOf(db)).toEqual(before);
    await journal.start(base(5));
    await journal.append(delta(6));
    expect((await Journal.recover(db, GAME))?.at).toBe(6);
  });

  it('notices that its records were deleted, and that another tab has gone on', async () => {
    const db = freshDatabase();
    const journal = new Journal(db, GAME);
    await journal.start(base(1));
    await Journal.clear(db, GAME);
    await expect(journal.append(delta(2))).rejects.toMatchObject({ problem: 'lost' });
    await journal.start(base(3));
    const other = new Journal(db, GAME);
    await other.start(base(4));
    await expect(journal.append(delta(5))).rejects.toMatchObject({ problem: 'failed' });
    expect((await Journal.recover(db, GAME))?.base.stateHash).toBe('s4');
  });

  it('writes in order however it is called, and recovers whatever record the page died at', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }),
        fc.nat(),
        async (steps, cut) => {
          const db = freshDatabase();
          const journal = new Journal(db, GAME);
          const writes = [
            journal.start(base(0)),
            ...steps.map((isBase, i) => (isBase ? journal.start(base(i + 1)) : journal.append(delta(i + 1)))),
          ];
          await Promise.all(writes);
          const all = await rows(db);
          const left = all.slice(0, 1 + (cut % all.length));
          const recovery = recoverFrom(left);
          expect(recovery?.at).toBe(left[left.length - 1].at);
          expect(recovery?.leftOut).toBe(0);
        },
      ),
      { numRuns: 40, seed: 9 },
    );
  });
});
