import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Batteries, KEPT_VERSIONS, type NewBattery } from '../../src/storage/battery.ts';
import { freshDatabase, noise } from './fresh.ts';

const GAME = 'b'.repeat(64);

function save(ram: number, clock = 0, savedAt = 1): NewBattery {
  return { bytes: Uint8Array.of(ram & 255, ram >> 8, clock), ramSize: 2, savedAt, origin: 'game' };
}

describe('battery saves', () => {
  it('keeps the last 20 distinct versions with their times', async () => {
    const batteries = new Batteries(freshDatabase());
    for (let i = 0; i < 30; i++) {
      await batteries.save(GAME, save(i, 0, 1000 + i));
      await batteries.save(GAME, save(i, 1, 2000 + i)); // The same RAM at a later time of its clock.
    }
    const history = await batteries.history(GAME);
    expect(history.length).toBe(KEPT_VERSIONS);
    expect(history.map((row) => row.bytes[0])).toEqual(Array.from({ length: 20 }, (_, i) => 29 - i));
    expect(history[0].savedAt).toBe(2029);
    expect(history[0].bytes[2]).toBe(1);
  });

  it('keeps the save from before a state was loaded, however often the game saves after it', async () => {
    const batteries = new Batteries(freshDatabase());
    await batteries.save(GAME, save(500));
    await batteries.pin(GAME, 'state-loaded');
    for (let i = 0; i < 100; i++) await batteries.save(GAME, save(i));
    const kept = (await batteries.history(GAME)).find((row) => row.pin === 'state-loaded');
    expect(kept?.bytes).toEqual(save(500).bytes);
    await batteries.bringBack(GAME, kept?.version ?? 0, 5);
    expect((await batteries.current(GAME))?.bytes).toEqual(save(500).bytes);
    expect((await batteries.history(GAME))[1].bytes[0]).toBe(99);
  });

  it('says so when a version is gone, and changes nothing', async () => {
    const batteries = new Batteries(freshDatabase());
    await batteries.save(GAME, save(7));
    await expect(batteries.bringBack(GAME, 99, 1)).rejects.toMatchObject({ problem: 'missing' });
    expect((await batteries.history(GAME)).length).toBe(1);
  });

  it('never loses one of the last 20 distinct versions, nor a pinned one, whatever is done', async () => {
    const step = fc.oneof(fc.nat(40), fc.constant('pin' as const), fc.constant('back' as const));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const batteries = new Batteries(freshDatabase());
        const order: number[] = [];
        const pinned = new Set<number>();
        for (const what of steps) {
          if (what === 'pin') {
            await batteries.pin(GAME, 'session');
            if (order.length > 0 && pinned.size < 15) pinned.add(order[order.length - 1]);
          } else if (what === 'back') {
            const oldest = (await batteries.history(GAME)).at(-1);
            if (!oldest) continue;
            await batteries.bringBack(GAME, oldest.version, 3);
            if (order.at(-1) !== oldest.bytes[0]) order.push(oldest.bytes[0]);
          } else {
            await batteries.save(GAME, save(what));
            if (order.at(-1) !== what) order.push(what);
          }
        }
        const history = await batteries.history(GAME);
        const kept = history.map((row) => row.bytes[0]);
        expect(kept.slice(0, Math.min(20, order.length))).toEqual(order.slice(-20).reverse());
        if (pinned.size < 15) for (const value of pinned) expect(kept).toContain(value);
      }),
      { numRuns: 40, seed: 3 },
    );
  });

  it('does not share bytes with the caller', async () => {
    const batteries = new Batteries(freshDatabase());
    const mine = noise(64, 1);
    await batteries.save(GAME, { bytes: mine, ramSize: 64, savedAt: 1, origin: 'game' });
    mine.fill(0);
    expect((await batteries.current(GAME))?.bytes).toEqual(noise(64, 1));
  });
});
