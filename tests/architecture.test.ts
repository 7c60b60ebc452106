import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { projectRoot } from './helpers/rom-root.ts';
import {
  type Import,
  importsOf,
  place,
  projectFiles,
  readProjectFile,
  readSource,
  type SourceFile,
} from './helpers/source.ts';

const sources = projectFiles(/^src\/.*\.tsx?$/).map(readSource);
const tests = projectFiles(/^tests\/.*\.tsx?$/).map(readSource);
const imports = sources.flatMap(importsOf);

/** Files printed by a command or filled with facts may be long. */
const LONG_FILES = [
  /^docs\/(accuracy|performance)\.md$/,
  /^package-lock\.json$/,
  /^test-roms\//,
  /^tests\/golden\//,
];
const LONGEST_FILE = 600;

type Room = 'core' | 'player' | 'storage' | 'audio' | 'worker' | 'app' | 'cli';

/** Who may run whose code. Types may come from one room further: see `TYPES`. */
const RUNS: Record<Room, readonly Room[]> = {
  core: [],
  player: ['core'],
  storage: [],
  audio: [],
  worker: ['player', 'storage', 'core', 'audio'],
  app: ['storage', 'worker', 'audio'],
  cli: ['player', 'core'],
};
const TYPES: Record<Room, readonly Room[]> = { ...RUNS, app: [...RUNS.app, 'player', 'core'] };

/** The one place outside the worker that looks at a ROM: it reads headers while files are taken in. */
const HEADER_READERS = /^src\/app\/intake\//;
const HEADER = /^src\/core\/cartridge\//;

/** The one ROM that comes with the app. */
const BUILT_IN_GAME = 'test-roms/game/glim.gb';

function roomOf(path: string): Room | null {
  const room = /^src\/([^/]+)\//.exec(path)?.[1];
  return room !== undefined && room in RUNS ? (room as Room) : null;
}

function isAllowed({ from, to, typeOnly }: Import): boolean {
  const [here, there] = [roomOf(from), roomOf(to)];
  if (there === null || here === there) return true;
  // The service worker shares nothing but the words that it exchanges with the page.
  if (here === null) return typeOnly;
  if (HEADER_READERS.test(from) && HEADER.test(to)) return true;
  return (typeOnly ? TYPES : RUNS)[here].includes(there);
}

/** Every match of a pattern in the code of some files, as `path:line what`. */
function found(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.flatMap((file) =>
    [...file.code.matchAll(pattern)].map((match) => `${place(file, match.index)} ${match[0]}`),
  );
}

describe('imports', () => {
  it('are seen by this test', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(imports.some(({ from, to }) => from.startsWith('src/core/') && to.startsWith('src/core/'))).toBe(
      true,
    );
  });

  it('go one way between the rooms', () => {
    const wrong = imports.filter((entry) => !isAllowed(entry));
    expect(wrong.map(({ from, to, line }) => `${from}:${line} must not import ${to}`)).toEqual([]);
  });

  it('of the core take no package', () => {
    const wrong = imports.filter(({ from, isRelative }) => from.startsWith('src/core/') && !isRelative);
    expect(wrong.map(({ from, to, line }) => `${from}:${line} must not import ${to}`)).toEqual([]);
  });

  it('of Node are in the command line alone', () => {
    const wrong = imports.filter(({ from, to }) => to.startsWith('node:') && !from.startsWith('src/cli/'));
    expect(wrong.map(({ from, line }) => `${from}:${line}`)).toEqual([]);
  });

  it('of the product never reach into tests or scripts', () => {
    const wrong = imports.filter(
      ({ isRelative, to }) =>
        isRelative && !to.startsWith('src/') && to !== 'package.json' && to !== BUILT_IN_GAME,
    );
    expect(wrong.map(({ from, to, line }) => `${from}:${line} must not import ${to}`)).toEqual([]);
  });

  it('name their file with its ending', () => {
    const wrong = imports.filter(
      ({ isRelative, to }) => isRelative && !/\.(ts|tsx|css|json|svg|png|gb)$/.test(to),
    );
    expect(wrong.map(({ from, to, line }) => `${from}:${line} ${to}`)).toEqual([]);
  });

  it('make no circle', () => {
    const next = new Map<string, string[]>();
    for (const { from, to, isRelative, typeOnly } of imports) {
      if (isRelative && !typeOnly) next.set(from, [...(next.get(from) ?? []), to]);
    }
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (path: string, trail: string[]) => {
      if (trail.includes(path)) circles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      if (done.has(path) || trail.includes(path)) return;
      for (const to of next.get(path) ?? []) walk(to, [...trail, path]);
      done.add(path);
    };
    for (const path of next.keys()) walk(path, []);
    expect(circles).toEqual([]);
  });

  it('come from the file itself: nothing only hands on what others export, but the package entry', () => {
    const barrels = sources.filter(({ path, code }) => {
      if (path === 'src/player/library.ts') return false;
      const statements = code.split(';').map((statement) => statement.trim());
      const real = statements.filter((statement) => statement !== '');
      return real.length > 0 && real.every((statement) => /^export\s+(type\s+)?[{*]/.test(statement));
    });
    expect(barrels.map(({ path }) => path)).toEqual([]);
    expect(sources.filter(({ path }) => /\/index\.tsx?$/.test(path)).map(({ path }) => path)).toEqual([]);
  });
});

describe('the core', () => {
  const core = sources.filter(({ path }) => path.startsWith('src/core/'));
  const pure = sources.filter(({ path }) => /^src\/(core|player)\//.test(path));

  it('computes the same on every engine: no randomness, no clock, no function that differs in the last bit', () => {
    const exact = new Set([
      'abs',
      'ceil',
      'clz32',
      'floor',
      'fround',
      'imul',
      'max',
      'min',
      'round',
      'sign',
      'trunc',
    ]);
    const used = found(core, /\bMath\.\w+/g).filter((hit) => !exact.has(hit.slice(hit.lastIndexOf('.') + 1)));
    expect(used).toEqual([]);
    expect(found(core, /(?<!\b2 )\*\*/g)).toEqual([]);
    expect(found(pure, /\bMath\.random\b|\bDate\b|\bperformance\b|\bcrypto\b/g)).toEqual([]);
  });

  it('knows no browser, no Node and no timers', () => {
    const host = [
      ...[
        'document',
        'window',
        'navigator',
        'localStorage',
        'indexedDB',
        'self',
        'globalThis',
        'postMessage',
      ],
      ...['process', 'Buffer', 'require', 'setTimeout', 'setInterval', 'queueMicrotask'],
    ];
    expect(found(pure, /\bconsole\.(log|warn|error|info|debug)\b/g)).toEqual([]);
    expect(found(pure, new RegExp(`(?<![.\\w])(${host.join('|')})\\b(?=[.([])`, 'g'))).toEqual([]);
  });

  it('makes no code at run time', () => {
    expect(found(sources, /\beval\s*\(|\bnew\s+Function\b/g)).toEqual([]);
  });

  it('names no ROM', () => {
    expect(found(core, /\b(sha1|sha256|title)\s*===/g)).toEqual([]);
  });
});

describe('the code', () => {
  it(`is in files of at most ${LONGEST_FILE} lines`, () => {
    const files = projectFiles(/\.(tsx?|mjs|js|css|md|html)$/).filter(
      (path) => !LONG_FILES.some((long) => long.test(path)),
    );
    const lengths = files.map((path) => [path, readProjectFile(path).split('\n').length - 1] as const);
    expect(lengths.filter(([, lines]) => lines > LONGEST_FILE)).toEqual([]);
  });

  it('silences no check of types', () => {
    const silencers = /@ts-(ignore|nocheck|expect-error)/g;
    const hits = [...sources, ...tests].flatMap((file) =>
      [...file.comments.matchAll(silencers)].map((match) => `${place(file, match.index)} ${match[0]}`),
    );
    expect(hits).toEqual([]);
  });

  it('leaves no test out', () => {
    expect(
      found(tests, /\b(it|test|describe)\.(only|skip|todo|fails)\b|\b(xit|xdescribe|fit|fdescribe)\b/g),
    ).toEqual([]);
  });

  it('names no folder of one machine', () => {
    const machine = new RegExp(
      ['/work', '/root', '/home/[a-z]'].map((folder) => `["'\`( ]${folder}/`).join('|'),
    );
    const files = projectFiles(/\.(tsx?|mjs|js|json|md|html|css|yml|toml)$|^\.ci\//);
    expect(files.filter((path) => machine.test(readProjectFile(path)))).toEqual([]);
  });
});

describe('comments', () => {
  interface Rom {
    readonly rom: string;
  }
  const listed = JSON.parse(readProjectFile('test-roms/suites.json')) as Rom[];
  const roms = [...new Set(listed.map(({ rom }) => rom.replace(/\.gbc?$/, '')))];
  const suites = [...new Set(roms.map((rom) => rom.split('/')[0]))];

  /** Whether a ROM of `suite` is called `cited`: its path, its end, or its beginning up to a separator. */
  function isRom(suite: string, cited: string): boolean {
    const escaped = cited.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
    const name = new RegExp(`^(.*/)?${escaped}($|[^A-Za-z0-9_])`, 'i');
    return roms.some((rom) => rom.startsWith(`${suite}/`) && name.test(rom.slice(suite.length + 1)));
  }

  /** The names that comments cite: after a suite's name, a path or a word with an underscore, and a list of more. */
  function citations(file: SourceFile): [suite: string, name: string, at: number][] {
    const cite = new RegExp(
      `\\b(${suites.join('|')})(?:[ /])([\\w.*/-]+)((?:,\\s*(?:\\*\\s*|//\\s*)?[\\w.*/-]+)*)`,
      'gi',
    );
    const looksLikeRom = (name: string) => /[_/]|-/.test(name);
    return [...file.comments.matchAll(cite)].flatMap((match) => {
      const names = [match[2], ...match[3].split(',')].map((name) => name.replace(/^[\s*/]+|[.\s]+$/g, ''));
      const first = names[0];
      if (!looksLikeRom(first)) return [];
      const rest = names.slice(1).filter((name) => name.includes('_'));
      return [first, ...rest].map(
        (name) => [match[1].toLowerCase(), name, match.index] as [string, string, number],
      );
    });
  }

  it('cite only ROMs that the list of suites has', () => {
    const all = sources.flatMap((file) => citations(file).map((citation) => ({ file, citation })));
    expect(all.length).toBeGreaterThan(10);
    const unknown = all.filter(({ citation: [suite, name] }) => !isRom(suite, name));
    expect(
      unknown.map(({ file, citation: [suite, name, at] }) => `${place(file, at)} ${suite} ${name}`),
    ).toEqual([]);
  });
});

describe('documents', () => {
  const documents = projectFiles(/^(docs\/.*|README|CONTRIBUTING)\.md$|^(README|CONTRIBUTING)\.md$/).filter(
    (path) => !/^docs\/(accuracy|performance)\.md$/.test(path),
  );
  const everything = projectFiles(
    /^(src|tests|scripts|bench|test-roms|\.ci)\/.*|^package\.json$|^[\w.]+\.ts$/,
  )
    .filter(
      (path) => /\.(tsx?|mjs|json|asm|c|h|s|sh|cmd)$|\.ci\/run$/.test(path) && !path.endsWith('suites.json'),
    )
    .map(readProjectFile)
    .join('\n');

  /** Back-ticked words outside code blocks, with their document. */
  const quoted = documents.flatMap((path) => {
    const prose = readProjectFile(path).replace(/^```[\s\S]*?^```/gm, '');
    return [...prose.matchAll(/`([^`\n]+)`/g)].map((match) => ({ path, words: match[1] }));
  });

  it('name only files that exist', () => {
    const paths = quoted.filter(({ words }) =>
      /^(src|tests|docs|scripts|test-roms|bench)\/[\w./-]+$/.test(words),
    );
    const missing = paths.filter(
      // Not there before a first run: public ROMs that somebody brings, and what tests leave behind.
      ({ words }) => !existsSync(join(projectRoot, words)) && !/external|\.output/.test(words),
    );
    expect(missing.map(({ path, words }) => `${path}: ${words}`)).toEqual([]);
  });

  it('name only functions, classes and fields that exist', () => {
    const names = quoted.filter(({ words }) =>
      /^([A-Za-z]\w*\.)?[a-z]+[A-Z]\w*(\(\))?$|^([A-Za-z]\w*\.)*\w+\(\)$/.test(words),
    );
    const gone = names.filter(({ words }) => {
      const last = words.replace(/\(\)$/, '').split('.').at(-1) as string;
      return !new RegExp(`\\b${last}\\b`).test(everything);
    });
    expect(gone.map(({ path, words }) => `${path}: ${words}`)).toEqual([]);
  });

  it('name only commands that exist', () => {
    const scripts = Object.keys((JSON.parse(readProjectFile('package.json')) as { scripts: object }).scripts);
    const known = new Set([...scripts, 'start', 'test']);
    const commands = quoted.flatMap(({ path, words }) =>
      [...words.matchAll(/npm run (?:-s )?([\w:]+)/g)].map((match) => ({ path, command: match[1] })),
    );
    expect(commands.filter(({ command }) => !known.has(command))).toEqual([]);
  });

  it('link only to files that exist', () => {
    const broken = documents.flatMap((path) =>
      [...readProjectFile(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .filter((match) => !existsSync(join(projectRoot, path, '..', match[1])))
        .map((match) => `${path}: ${match[1]}`),
    );
    expect(broken).toEqual([]);
  });
});
