import { zipSync } from 'fflate';
import { concat, equalBytes, hashOf } from './bytes.ts';
import { StorageError } from './errors.ts';
import { recoverFrom } from './journal.ts';
import type { BatteryVersion, Game, JournalRow, PageRow, SnapshotRow } from './schema.ts';
import { assemble, pageHash } from './snapshots.ts';
import { unpackZip } from './zip.ts';

/** Everything that is kept of one game. */
export interface GameContent {
  readonly game: Game;
  readonly rom: Uint8Array;
  readonly battery: readonly BatteryVersion[];
  readonly snapshots: readonly SnapshotRow[];
  readonly pages: readonly PageRow[];
  readonly head: string | null;
  readonly journal: readonly JournalRow[];
  /** The game's own settings, by name without the game's prefix. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface BackupContent {
  readonly madeAt: number;
  readonly games: readonly GameContent[];
  /** The app's settings; null in the backup of one game. */
  readonly settings: Readonly<Record<string, unknown>> | null;
}

/** Version of the format; a greater one is refused with a sentence. */
export const BACKUP_VERSION = 1;
const FORMAT = 'dotmatrix backup';
const MANIFEST = 'dotmatrix.json';
const MOST_FILE = 256 * 1024 * 1024;
const MOST_FILES = 200_000;
/** What a file of so many bytes may unpack to: a whole library fits, a zip bomb does not. */
const mostUnpacked = (packed: number) => Math.min(2 ** 30, 2 ** 26 + packed * 50);

interface Manifest {
  readonly format: string;
  readonly version: number;
  readonly madeAt: number;
  readonly games: readonly string[];
  /** SHA-256 of every other file. */
  readonly files: Readonly<Record<string, string>>;
}

/** A backup as one zip: readable with any tool, and its ROMs and `.sav` files usable in any emulator. */
export function packBackup(content: BackupContent): Uint8Array<ArrayBuffer> {
  const files: Record<string, Uint8Array> = {};
  for (const game of content.games) packGame(files, game);
  if (content.settings !== null) files['settings.json'] = jsonBytes(content.settings);
  const manifest: Manifest = {
    format: FORMAT,
    version: BACKUP_VERSION,
    madeAt: content.madeAt,
    games: content.games.map(({ game }) => game.id),
    files: Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, hashOf(bytes)])),
  };
  // The date in the zip's own entries is fixed, so that equal content makes equal files.
  return new Uint8Array(
    zipSync({ [MANIFEST]: jsonBytes(manifest), ...files }, { level: 6, mtime: new Date(1989, 3, 21) }),
  );
}

/**
 * Reads a backup completely and checks every byte of it before anything is given out.
 * @throws StorageError with a sentence: not a backup, of a newer version, cut short, or damaged.
 */
export function unpackBackup(bytes: Uint8Array): BackupContent {
  const limits = { file: MOST_FILE, total: mostUnpacked(bytes.length), count: MOST_FILES };
  const files = unpackZip(bytes, () => true, limits);
  const manifestFile = files.get(MANIFEST);
  if (!manifestFile) {
    throw new StorageError('refused', 'This zip is not a backup made by Dotmatrix. Nothing was changed.');
  }
  const manifest = checkedManifest(parseJson(manifestFile));
  files.delete(MANIFEST);
  for (const [path, file] of files) {
    if (manifest.files[path] !== hashOf(file)) throw damaged(path);
    delete (manifest.files as Record<string, string>)[path];
  }
  const missing = Object.keys(manifest.files)[0];
  if (missing !== undefined) throw damaged(missing);
  try {
    return {
      madeAt: manifest.madeAt,
      games: manifest.games.map((id) => unpackGame(files, id)),
      settings: files.has('settings.json') ? record(parseJson(fileAt(files, 'settings.json'))) : null,
    };
  } catch (error) {
    if (error instanceof StorageError) throw error;
    throw new StorageError('damaged', 'This backup is damaged. Nothing was changed.', error);
  }
}

function packGame(files: Record<string, Uint8Array>, content: GameContent): void {
  const { game, rom, battery, snapshots, pages, head, journal, settings } = content;
  const folder = `games/${game.id}/`;
  const { picture, ...entry } = game;
  files[`${folder}rom.gb`] = rom;
  if (picture) files[`${folder}picture.png`] = picture;
  for (const version of battery) files[`${folder}battery/${version.version}.sav`] = version.bytes;
  for (const row of snapshots) if (row.picture) files[`${folder}pictures/${row.id}.png`] = row.picture;
  files[`${folder}pages.bin`] = concat(pages.map((page) => page.bytes));
  files[`${folder}journal.bin`] = concat(journal.flatMap((row) => [row.bytes, row.description, row.inputs]));
  files[`${folder}game.json`] = jsonBytes({
    game: entry,
    hasPicture: picture !== null,
    battery: battery.map(({ bytes: _, ...rest }) => rest),
    snapshots: snapshots.map(({ picture: own, ...rest }) => ({ ...rest, hasPicture: own !== null })),
    pages: pages.map((page) => page.bytes.length),
    head,
    journal: journal.map(({ bytes, description, inputs, ...rest }) => ({
      ...rest,
      sizes: [bytes.length, description.length, inputs.length],
    })),
    settings,
  });
}

function unpackGame(files: ReadonlyMap<string, Uint8Array>, id: string): GameContent {
  const folder = `games/${id}/`;
  const json = record(parseJson(fileAt(files, `${folder}game.json`)));
  const rom = fileAt(files, `${folder}rom.gb`);
  if (hashOf(rom) !== id) throw damaged(`${folder}rom.gb`);
  const game = checkedGame(record(json.game), id, rom.length);
  game.picture = json.hasPicture === true ? fileAt(files, `${folder}picture.png`) : null;

  const battery = list(json.battery).map((value): BatteryVersion => {
    const row = record(value);
    const version = count(row.version);
    const bytes = fileAt(files, `${folder}battery/${version}.sav`);
    const ramSize = count(row.ramSize);
    if (ramSize > bytes.length) throw damaged(`${folder}game.json`);
    return {
      game: id,
      version,
      bytes,
      ramSize,
      savedAt: count(row.savedAt),
      origin: oneOf(row.origin, ['game', 'import', 'history', 'backup']),
      pin:
        row.pin === null
          ? null
          : oneOf(row.pin, ['state-loaded', 'imported', 'brought-back', 'restored', 'session']),
    };
  });
  if (battery.some((row, i) => i > 0 && row.version <= battery[i - 1].version)) throw damaged(folder);

  const pageFile = new Cutter(fileAt(files, `${folder}pages.bin`));
  const pages = list(json.pages).map((length): PageRow => {
    const bytes = pageFile.cut(count(length));
    return { game: id, hash: pageHash(bytes), bytes };
  });
  pageFile.end();

  const snapshots = list(json.snapshots).map((value): SnapshotRow => {
    const row = record(value);
    const key = hex(row.id, 32);
    return {
      id: key,
      game: id,
      parent: row.parent === null ? null : hex(row.parent, 32),
      kind: oneOf(row.kind, ['named', 'auto']),
      name: text(row.name),
      locked: row.locked === true,
      createdAt: count(row.createdAt),
      playTime: count(row.playTime),
      picture: row.hasPicture === true ? fileAt(files, `${folder}pictures/${key}.png`) : null,
      source: text(row.source),
      size: count(row.size),
      removedAt: row.removedAt === null ? null : count(row.removedAt),
      supersededAt: row.supersededAt === null ? null : count(row.supersededAt),
      pages: list(row.pages).map((hash) => hex(hash, 32)),
      hash: hex(row.hash, 64),
    };
  });
  checkSnapshots(snapshots, pages);

  const journalFile = new Cutter(fileAt(files, `${folder}journal.bin`));
  const journal = list(json.journal).map((value): JournalRow => {
    const row = record(value);
    const [bytes, description, inputs] = list(row.sizes).map((size) => journalFile.cut(count(size)));
    if (bytes === undefined || description === undefined || inputs === undefined) throw damaged(folder);
    return {
      game: id,
      number: count(row.number),
      kind: oneOf(row.kind, ['base', 'delta']),
      base: count(row.base),
      bytes,
      description,
      inputs,
      at: count(row.at),
      playTime: count(row.playTime),
      stateHash: text(row.stateHash),
      check: text(row.check),
    };
  });
  journalFile.end();
  if (journal.length > 0 && recoverFrom(journal) === null) throw damaged(folder);

  return {
    game,
    rom,
    battery,
    snapshots,
    pages,
    head: json.head === null ? null : hex(json.head, 32),
    journal,
    settings: record(json.settings),
  };
}

/** Every state of the backup must come together from its pages. */
function checkSnapshots(snapshots: readonly SnapshotRow[], pages: readonly PageRow[]): void {
  const byHash = new Map(pages.map((page) => [page.hash, page.bytes]));
  for (const row of snapshots) {
    if (row.pages.length === 0 || row.size > MOST_FILE) throw damaged(row.id);
    assemble(
      row,
      row.pages.map((hash) => byHash.get(hash) ?? new Uint8Array(0)),
    );
  }
}

function checkedManifest(value: unknown): Manifest {
  const json = record(value);
  if (json.format !== FORMAT) {
    throw new StorageError('refused', 'This zip is not a backup made by Dotmatrix. Nothing was changed.');
  }
  if (count(json.version) > BACKUP_VERSION) {
    throw new StorageError(
      'newer',
      'This backup was made by a newer version of Dotmatrix. Update this one, then restore it.',
    );
  }
  const files = record(json.files);
  const games = list(json.games).map((id) => hex(id, 64));
  if (new Set(games).size !== games.length) throw damaged(MANIFEST);
  for (const hash of Object.values(files)) hex(hash, 64);
  return {
    format: FORMAT,
    version: count(json.version),
    madeAt: count(json.madeAt),
    games,
    files: files as Record<string, string>,
  };
}

function checkedGame(row: Record<string, unknown>, id: string, size: number): Game {
  return {
    id,
    title: text(row.title),
    fileName: text(row.fileName),
    size,
    system: text(row.system),
    addedAt: count(row.addedAt),
    playedAt: row.playedAt === null ? null : count(row.playedAt),
    playTime: count(row.playTime),
    favourite: row.favourite === true,
    picture: null,
    removedAt: row.removedAt === null ? null : count(row.removedAt),
  };
}

/** Hands out a file piece by piece, and insists that it is used up. */
class Cutter {
  private readonly bytes: Uint8Array;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  cut(length: number): Uint8Array {
    if (this.at + length > this.bytes.length) throw damaged('');
    this.at += length;
    return this.bytes.slice(this.at - length, this.at);
  }

  end(): void {
    if (this.at !== this.bytes.length) throw damaged('');
  }
}

function damaged(path: string): StorageError {
  const where = path === '' ? '' : ` (${path})`;
  return new StorageError('damaged', `This backup is incomplete or damaged${where}. Nothing was changed.`);
}

function fileAt(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const file = files.get(path);
  if (!file) throw damaged(path);
  return file;
}

/** Keys in order, so that equal content makes equal files. */
function jsonBytes(value: unknown): Uint8Array {
  const sorted = (_: string, part: unknown): unknown =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part;
  return new TextEncoder().encode(JSON.stringify(value, sorted, 1));
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw damaged('');
  }
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw damaged('');
  return value as Record<string, unknown>;
}

function list(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw damaged('');
  return value;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw damaged('');
  return value;
}

function count(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw damaged('');
  return value;
}

function hex(value: unknown, length: number): string {
  if (typeof value !== 'string' || value.length !== length || !/^[0-9a-f]*$/.test(value)) throw damaged('');
  return value;
}

function oneOf<const T extends string>(value: unknown, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === value);
  if (found === undefined) throw damaged('');
  return found;
}

/** Whether two rows of bytes and plain values are the same; what a restore proves. */
export function sameRow(a: object, b: object): boolean {
  const keys = Object.keys(a) as (keyof typeof a)[];
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => {
    const one: unknown = a[key];
    const other: unknown = b[key];
    if (one instanceof Uint8Array) return other instanceof Uint8Array && equalBytes(one, other);
    return JSON.stringify(one) === JSON.stringify(other);
  });
}
