import { Batteries } from '../../src/storage/battery.ts';
import type { Database } from '../../src/storage/database.ts';
import { Journal } from '../../src/storage/journal.ts';
import { Library } from '../../src/storage/library.ts';
import type { Settings } from '../../src/storage/settings.ts';
import { Snapshots } from '../../src/storage/snapshots.ts';
import { noise } from './fresh.ts';

/** A library with `count` games that have everything a game can have. */
export async function furnish(db: Database, settings: Settings, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 1; n <= count; n++) {
    const library = new Library(db);
    const { id } = await library.add(
      { bytes: noise(2000, n), title: `Game ${n}`, fileName: `${n}.gb`, system: 'CGB' },
      n,
    );
    await library.update(id, { picture: noise(30, n), favourite: true });
    await library.addPlayTime(id, 1000 * n, 50 + n);
    const batteries = new Batteries(db);
    for (let v = 0; v < 3; v++) {
      await batteries.save(id, { bytes: noise(64, n * 10 + v), ramSize: 60, savedAt: v, origin: 'game' });
    }
    const snapshots = new Snapshots(db);
    for (let s = 0; s < 3; s++) {
      const state = noise(5000, n);
      state[0] = s;
      await snapshots.save(id, {
        state,
        description: noise(100, n),
        parent: await snapshots.head(id),
        kind: s === 0 ? 'auto' : 'named',
        name: `State ${s} – ü`,
        createdAt: s,
        playTime: s,
        picture: s === 1 ? noise(9, s) : null,
        source: '',
      });
    }
    const journal = new Journal(db, id);
    await journal.start({
      state: noise(99, n),
      description: noise(9, n),
      at: 1,
      playTime: 1,
      stateHash: 'a',
    });
    await journal.append({ delta: noise(9, n), inputs: noise(2, n), at: 2, playTime: 2, stateHash: 'b' });
    await settings.write(`game/${id}/model`, 'dmg');
    ids.push(id);
  }
  await settings.write('volume', 0.25);
  return ids;
}
