import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { projectRoot } from './rom-root.ts';

/** A source file, with its code and its comments apart; both keep the line numbers of the whole. */
export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly text: string;
  /** The text with comments and the insides of strings blanked out. */
  readonly code: string;
  /** The text with everything but comments blanked out. */
  readonly comments: string;
}

export interface Import {
  readonly from: string;
  /** Project path for a relative import, otherwise the package. */
  readonly to: string;
  readonly isRelative: boolean;
  readonly typeOnly: boolean;
  readonly line: number;
}

/** Folders and files that a checkout does not bring: what is ignored, and what tools write. */
const NOT_OURS = /(^|\/)(node_modules|\.git|\.tsbuild|\.output|dist|lib)$|^test-roms\/external$|\.(log|tgz)$/;

/** The project's files whose path matches. */
export function projectFiles(pattern: RegExp, folder = ''): string[] {
  return readdirSync(join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(folder, entry.name);
    if (NOT_OURS.test(path) && !path.startsWith('test-roms/lib')) return [];
    if (entry.isDirectory()) return projectFiles(pattern, path);
    return entry.isFile() && pattern.test(path) ? [path] : [];
  });
}

export function readProjectFile(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

export function readSource(path: string): SourceFile {
  return parseSource(path, readProjectFile(path));
}

export function parseSource(path: string, text: string): SourceFile {
  return { path, text, ...split(text) };
}

/** `path:line` of an offset. */
export function place(file: SourceFile, offset: number): string {
  return `${file.path}:${file.text.slice(0, offset).split('\n').length}`;
}

/** Every static and dynamic import and re-export. */
export function importsOf(file: SourceFile): Import[] {
  const found: Import[] = [];
  const statement = /\b(import|export)\b(\s+type\b)?([^;'"`()]*?)\bfrom\s*(['"])|\bimport\s*\(?\s*(['"])/g;
  for (const match of file.code.matchAll(statement)) {
    const start = match.index + match[0].length;
    const quote = match[4] ?? match[5];
    const name = file.text.slice(start, file.text.indexOf(quote, start));
    const isRelative = name.startsWith('.');
    const path = name.replace(/\?.*$/, '');
    found.push({
      from: file.path,
      to: isRelative ? posix.join(dirname(file.path), path) : path,
      isRelative,
      typeOnly: match[2] !== undefined || onlyTypes(match[3]),
      line: file.text.slice(0, match.index).split('\n').length,
    });
  }
  return found;
}

/** `{ type A, type B }` brings in nothing that runs. */
function onlyTypes(clause: string | undefined): boolean {
  const names = /^\s*\{([^}]*)\}\s*$/.exec(clause ?? '')?.[1].split(',') ?? [];
  const given = names.map((name) => name.trim()).filter((name) => name !== '');
  return given.length > 0 && given.every((name) => name.startsWith('type '));
}

/** What may stand before a slash that begins a regular expression rather than divides. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};>+\-*%]|\breturn|\bcase|\btypeof)\s*$/;

function split(text: string): { code: string; comments: string } {
  const code = [...text];
  const comments = [...text].map((c): string => (c === '\n' ? c : ' '));
  const blank = (from: number, to: number) => {
    for (let i = from; i < to; i++) if (code[i] !== '\n') code[i] = ' ';
  };
  const chars = [...text];
  /** Depths of braces at which a template literal goes on. */
  const templates: number[] = [];
  let depth = 0;
  let i = 0;
  while (i < chars.length) {
    const two = chars[i] + (chars[i + 1] ?? '');
    if (two === '//' || two === '/*') {
      const end = two === '//' ? indexFrom(chars, i, '\n') : indexFrom(chars, i + 2, '*/') + 2;
      for (let at = i; at < Math.min(end, chars.length); at++) comments[at] = chars[at];
      blank(i, Math.min(end, chars.length));
      i = end;
    } else if (chars[i] === "'" || chars[i] === '"') {
      const end = endOfQuoted(chars, i, chars[i]);
      blank(i + 1, end);
      i = end + 1;
    } else if (chars[i] === '/' && BEFORE_REGEX.test(code.slice(Math.max(0, i - 40), i).join(''))) {
      const end = endOfRegex(chars, i);
      blank(i + 1, end);
      i = end + 1;
    } else if (chars[i] === '`' || (chars[i] === '}' && templates.at(-1) === depth)) {
      if (chars[i] === '}') templates.pop();
      const end = endOfTemplatePart(chars, i + 1);
      blank(i + 1, end);
      if (chars[end] === '$') {
        templates.push(depth);
        i = end + 2;
      } else {
        i = end + 1;
      }
    } else {
      if (chars[i] === '{') depth++;
      if (chars[i] === '}') depth--;
      i++;
    }
  }
  return { code: code.join(''), comments: comments.join('') };
}

function indexFrom(chars: string[], from: number, wanted: string): number {
  for (let i = from; i < chars.length; i++) {
    if (chars[i] === wanted[0] && (wanted.length === 1 || chars[i + 1] === wanted[1])) return i;
  }
  return chars.length;
}

function endOfQuoted(chars: string[], start: number, quote: string): number {
  let i = start + 1;
  while (i < chars.length && chars[i] !== quote && chars[i] !== '\n') i += chars[i] === '\\' ? 2 : 1;
  return i;
}

function endOfRegex(chars: string[], start: number): number {
  let inClass = false;
  let i = start + 1;
  while (i < chars.length && (inClass || chars[i] !== '/') && chars[i] !== '\n') {
    if (chars[i] === '[') inClass = true;
    if (chars[i] === ']') inClass = false;
    i += chars[i] === '\\' ? 2 : 1;
  }
  return i;
}

/** Offset of the closing backtick, or of the dollar sign that opens an expression. */
function endOfTemplatePart(chars: string[], from: number): number {
  let i = from;
  while (i < chars.length && chars[i] !== '`' && !(chars[i] === '$' && chars[i + 1] === '{')) {
    i += chars[i] === '\\' ? 2 : 1;
  }
  return i;
}
