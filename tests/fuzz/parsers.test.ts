import { unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { SaveError } from '../../src/core/cartridge/save.ts';
import { GameBoy } from '../../src/core/game-boy.ts';
import { parseBess } from '../../src/core/state/bess-file.ts';
import { crc32 } from '../../src/core/state/crc32.ts';
import { diff, patch } from '../../src/core/state/delta.ts';
import { exportState, importState } from '../../src/core/state/interchange.ts';
import { parseDescription, parseStateFile } from '../../src/core/state/state-file.ts';
import { StateError } from '../../src/core/state/state-map.ts';
import { MovieError, MovieRecorder, readMovie, writeMovie } from '../../src/player/movie.ts';
import { isReport, readReport, writeReport } from '../../src/player/report.ts';
import { backUpEverything, backUpGame, restoreBackup } from '../../src/storage/backup.ts';
import { packBackup, unpackBackup } from '../../src/storage/backup-format.ts';
import { hashOf } from '../../src/storage/bytes.ts';
import { StorageError } from '../../src/storage/errors.ts';
import { decodeMessage, encodeMessage, type HandoverMessage } from '../../src/storage/handover-messages.ts';
import { Settings } from '../../src/storage/settings.ts';
import { isZip, ROM_ZIP_LIMITS, unpackZip } from '../../src/storage/zip.ts';
import { ascii, buildBess } from '../core/state/bess-builder.ts';
import { makeRom } from '../core/state/roms.ts';
import { contentsOf, freshDatabase, noise } from '../storage/fresh.ts';
import { furnish } from '../storage/furnish.ts';
import { CASES, feed, mutate, Random } from './mutate.ts';

const ORIGIN = { rom: 'ab'.repeat(32), app: '0.1.0' };
const LONG = 1_800_000;
/** As small as a cartridge with a battery and a clock can be: most cases copy the whole of it. */
const MBC3 = makeRom(0x10, 0, 2);

function played(rom: Uint8Array): GameBoy {
  const console = new GameBoy({ rom });
  for (let i = 0; i < 10; i++) console.runFrame();
  return console;
}

describe('hostile bytes are refused with a sentence, and change nothing', { timeout: LONG }, () => {
  it('state files', () => {
    const good = exportState(played(MBC3), ORIGIN, 1);
    const { refused } = feed([good], CASES, 1, [StateError], (bytes) => {
      parseStateFile(bytes);
      parseDescription(bytes);
    });
    expect(refused).toBeGreaterThan(CASES / 2);
  });

  it('state files, loaded into a running game', () => {
    const console = played(MBC3);
    const good = exportState(console, ORIGIN, 1);
    // Small things wrong near the start, where the layout is described.
    const head = parseStateFile(good);
    expect(head.format.length).toBeGreaterThan(50);
    const before = console.save();
    const { taken, refused } = feed([good], CASES, 2, [StateError], (bytes) => {
      try {
        importState(console, bytes, ORIGIN.rom);
      } catch (error) {
        expect(console.stateDifference(console.save(), before)).toBeNull();
        throw error;
      }
      console.runFrame();
      console.load(before);
    });
    expect(taken + refused).toBe(CASES);
  });

  it('states whose checksum is right and whose contents are nonsense: the console runs on', () => {
    const console = played(MBC3);
    const good = exportState(console, ORIGIN, 1);
    const size = parseStateFile(good).state.length;
    const end = new DataView(good.buffer).getUint32(12, true) + size;
    const start = new DataView(good.buffer).getUint32(12, true);
    const head = parseStateFile(good).format.filter((field) => field.size > 0);
    const random = new Random(3);
    const before = console.save();
    for (let i = 0; i < CASES; i++) {
      const bytes = good.slice(0, end + 4);
      for (let left = 1 + random.below(20); left > 0; left--) {
        // Half of them in the registers of the parts, which are small beside the memory.
        const field = head[random.below(head.length)];
        const at = left & 1 ? field.at + random.below(field.size) : random.below(size);
        bytes[start + at] = random.next() & 0xff;
      }
      new DataView(bytes.buffer).setUint32(end, crc32(bytes, 0, end), true);
      try {
        importState(console, bytes, ORIGIN.rom);
      } catch (error) {
        expect(error).toBeInstanceOf(StateError);
        continue;
      }
      console.runFrame();
      expect(Buffer.compare(console.memory.bytes.subarray(console.memory.romAt), MBC3)).toBe(0);
      console.load(before);
    }
  });

  it('BESS', () => {
    const built = buildBess({
      name: 'Other',
      info: { title: MBC3.slice(0x134, 0x144), checksum: MBC3.slice(0x14e, 0x150) },
      model: 'GD  ',
      pc: 0x150,
      af: 0,
      bc: 0,
      de: 0,
      hl: 0,
      sp: 0xfffe,
      ime: 0,
      ie: 0,
      execution: 0,
      io: { 80: 1, 64: 0x91 },
      ram: new Uint8Array(64),
      vram: new Uint8Array(64),
      mbcRam: new Uint8Array(64),
      oam: new Uint8Array(0xa0),
      hram: new Uint8Array(0x7f),
      bgPalettes: new Uint8Array(0),
      objPalettes: new Uint8Array(0),
      blocks: [
        { id: 'XOAM', data: new Uint8Array(0x60) },
        { id: 'MBC ', data: ascii('\0\0\x0a\0\x20\x01') },
        { id: 'RTC ', data: new Uint8Array(0x30) },
      ],
    });
    const { taken, refused } = feed([built], CASES, 4, [StateError], (bytes) => {
      parseBess(bytes);
    });
    expect(taken).toBeGreaterThan(CASES / 20);
    expect(refused).toBeGreaterThan(CASES / 20);
    const console = played(MBC3);
    const before = console.save();
    feed([built], CASES, 5, [StateError], (bytes) => {
      try {
        importState(console, bytes, ORIGIN.rom);
      } catch (error) {
        expect(console.stateDifference(console.save(), before)).toBeNull();
        throw error;
      }
      console.runFrame();
      console.load(before);
    });
  });

  it('deltas', () => {
    const base = noise(2000, 1);
    const next = base.map((byte, i) => (i % 37 < 3 ? byte ^ 1 : byte));
    const state = base.slice();
    const { taken } = feed([diff(base, next)], CASES, 6, [StateError], (bytes) => {
      try {
        patch(state, bytes);
      } catch (error) {
        expect(Buffer.compare(state, base)).toBe(0);
        throw error;
      }
      state.set(base);
    });
    expect(taken).toBeGreaterThan(0);
  });

  it('.sav files', () => {
    const console = played(MBC3);
    const good = console.exportSave(1_000_000_000);
    if (!good) throw new Error('The cartridge has a battery.');
    const short = good.slice(0, -4);
    const before = console.save();
    const { taken, refused } = feed([good, short, good.slice(0, -48)], CASES, 7, [SaveError], (bytes) => {
      try {
        console.importSave(bytes, 1_000_000_100);
      } catch (error) {
        expect(console.stateDifference(console.save(), before)).toBeNull();
        throw error;
      }
      console.load(before);
    });
    expect(taken).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(0);
  });

  it('zips', () => {
    const good = [
      zipSync({ 'a/game.gb': noise(3000, 1), 'readme.txt': ascii('x'.repeat(500)) }),
      zipSync({ 'zeros.gb': new Uint8Array(5000), 'b.gbc': noise(100, 2) }, { level: 0 }),
    ];
    const { taken } = feed(good, CASES, 8, [StorageError], (bytes) => {
      isZip(bytes);
      unpackZip(bytes, (path) => path.endsWith('.gb'), ROM_ZIP_LIMITS);
    });
    expect(taken).toBeGreaterThan(0);
  });

  it('movies and reports', () => {
    const console = played(MBC3);
    const recorder = new MovieRecorder(console.stateSize);
    for (let i = 0; i < 20; i++) {
      recorder.press(i, i * 100);
      console.runFrame();
      recorder.frame(console);
    }
    const movie = recorder.finish({ rom: ORIGIN.rom, model: 'dmg', seed: 1, state: noise(300, 1), app: 'x' });
    const about = { title: 'ü', browser: 'b', fault: null, settings: { a: [1] }, state: noise(30, 2) };
    const good = [writeMovie(movie), writeReport({ ...about, movie })];
    const { taken, refused } = feed(good, CASES, 13, [MovieError], (bytes) => {
      if (isReport(bytes)) readReport(bytes);
      else readMovie(bytes);
    });
    expect(taken).toBeGreaterThan(CASES / 50);
    expect(refused).toBeGreaterThan(CASES / 5);
  });

  it('100 MB of zeros, given to every parser', () => {
    const zeros = new Uint8Array(100 << 20);
    const console = played(MBC3);
    const before = console.save();
    const parsers: Record<string, () => unknown> = {
      state: () => importState(console, zeros, ORIGIN.rom),
      bess: () => parseBess(zeros),
      save: () => console.importSave(zeros, 0),
      zip: () => unpackZip(zeros, () => true, ROM_ZIP_LIMITS),
      backup: () => unpackBackup(zeros),
      message: () => decodeMessage(zeros),
      delta: () => patch(before.slice(), zeros),
      movie: () => readMovie(zeros),
      report: () => readReport(zeros),
    };
    for (const [name, parse] of Object.entries(parsers)) {
      const start = process.cpuUsage();
      expect(parse, name).toThrow(/^[A-Z].*\.$/s);
      const { user, system } = process.cpuUsage(start);
      expect((user + system) / 1e6, name).toBeLessThan(2);
    }
    expect(console.stateDifference(console.save(), before)).toBeNull();
  });

  it('messages of a hand-over', () => {
    const session = '5'.repeat(32);
    const messages: HandoverMessage[] = [
      { type: 'offer', session, game: 'g', title: 'Snail', romSize: 9, epoch: 2 },
      { type: 'snapshot', session, stateHash: 'h', state: noise(300, 1), description: noise(20, 2) },
      { type: 'delta', session, stateHash: 'h', playTime: 5, delta: noise(30, 3), battery: noise(40, 4) },
      { type: 'accept', session, needRom: true },
    ];
    const { refused } = feed(messages.map(encodeMessage), CASES, 9, [StorageError], (bytes) => {
      decodeMessage(bytes);
    });
    expect(refused).toBeGreaterThan(CASES * 0.9);
  });

  describe('backups', () => {
    let file: Uint8Array;
    let oneGame: Uint8Array;

    beforeAll(async () => {
      const db = freshDatabase();
      const settings = new Settings();
      const [, second] = await furnish(db, settings, 2);
      file = await backUpEverything(db, settings, 77);
      oneGame = await backUpGame(db, settings, second, 77);
    });

    it('are read', () => {
      const { refused } = feed([file], CASES, 10, [StorageError], (bytes) => {
        unpackBackup(bytes);
      });
      expect(refused).toBeGreaterThan(CASES / 2);
    });

    it('whose checksums are right and whose contents are nonsense are refused, or come back the same', () => {
      const files = unzipSync(oneGame);
      const { 'dotmatrix.json': manifestFile, ...rest } = files;
      const manifest = JSON.parse(new TextDecoder().decode(manifestFile)) as {
        files: Record<string, string>;
      };
      const paths = Object.keys(rest);
      const described = paths.filter((path) => path.endsWith('.json'));
      const random = new Random(12);
      let taken = 0;
      for (let i = 0; i < CASES; i++) {
        // Half of them where the rest is described.
        const among = i % 2 === 0 ? described : paths;
        const path = among[random.below(among.length)];
        const bytes =
          path.endsWith('.json') && i % 4 === 0 ? garbled(rest[path], random) : mutate(rest[path], random);
        const changed = { ...manifest, files: { ...manifest.files, [path]: hashOf(bytes) } };
        const zip = zipSync(
          { ...rest, [path]: bytes, 'dotmatrix.json': new TextEncoder().encode(JSON.stringify(changed)) },
          { level: 0 },
        );
        try {
          packBackup(unpackBackup(zip));
          taken++;
        } catch (error) {
          expect(error).toBeInstanceOf(StorageError);
        }
      }
      expect(taken).toBeGreaterThan(CASES / 50);
      expect(taken).toBeLessThan(CASES / 2);
    });

    it('are restored, or change nothing', async () => {
      const db = freshDatabase();
      const settings = new Settings();
      await furnish(db, settings, 1);
      const write = vi.spyOn(db, 'write');
      const random = new Random(11);
      let before = await contentsOf(db);
      let taken = 0;
      for (let i = 0; i < CASES; i++) {
        write.mockClear();
        const problem = await restoreBackup(db, settings, mutate(file, random)).then(
          () => null,
          (error: unknown) => error,
        );
        if (problem === null) {
          taken++;
          before = await contentsOf(db);
        } else {
          expect(problem).toBeInstanceOf(StorageError);
          expect(write).not.toHaveBeenCalled();
        }
        // Nobody writes by another door either: looked at now and then, for it takes long.
        if (i % 500 === 0) expect(await contentsOf(db)).toEqual(before);
      }
      expect(taken).toBeGreaterThan(CASES / 200);
      expect(await contentsOf(db)).toEqual(before);
    });
  });
});

/** A JSON text that is JSON still, with one of its values changed into something else. */
function garbled(json: Uint8Array, random: Random): Uint8Array {
  const values = ['null', '-1', '1e999', '0.5', '"x"', '[]', '{}', 'true', '9007199254740993', '""'];
  const text = new TextDecoder().decode(json);
  const places = [...text.matchAll(/(?<=[:[,]\s*)(?:"[^"]*"|-?\d+|true|false|null)(?=\s*[,\]}])/g)];
  const place = places[random.below(places.length)];
  if (place === undefined) return json;
  const value = values[random.below(values.length)];
  return new TextEncoder().encode(
    text.slice(0, place.index) + value + text.slice(place.index + place[0].length),
  );
}
