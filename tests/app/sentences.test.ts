import { describe, expect, it } from 'vitest';
import { sentencesDe } from '../../src/app/i18n/sentences-de.ts';
import { parseHeader } from '../../src/core/cartridge/header.ts';
import { asStorageError, blockedError, lostError } from '../../src/storage/errors.ts';
import { projectFiles, readProjectFile } from '../helpers/source.ts';

function german(sentence: string): string | null {
  for (const [pattern, words] of sentencesDe) {
    if (pattern.test(sentence)) return sentence.replace(pattern, words);
  }
  return null;
}

/** Said by the command line alone. */
const NEVER_IN_THE_APP = /\/player\/report\.ts$/;
/** Cannot happen unless our own code is wrong. */
const FOR_PROGRAMMERS = /^(Only states of the same machine|The console's state has no field)/;

/** The sentences that a source file throws or notes, with what is put into them filled up. */
function saidIn(source: string): string[] {
  const said: string[] = [];
  const places = /(?:(?:Rom|Save|State|Session|Movie|Storage)Error|notes\.push|lost\.push)\(([^;]*);/g;
  for (const [, argument] of source.matchAll(places)) {
    let text = '';
    for (const [, , words] of argument.matchAll(/(['"`])((?:\\.|(?!\1).)*)\1/gs)) {
      // Pieces of one sentence are joined; a capital letter begins the next.
      if (/^[A-Z]/.test(words) && text !== '' && !text.endsWith('. ')) {
        said.push(text);
        text = '';
      }
      text += words;
    }
    said.push(text);
  }
  return said.map((text) => text.replace(/\$\{[^}]*\}/g, '7')).filter((text) => /^[A-Z].* .* /.test(text));
}

describe('sentences of the emulator', () => {
  it('about files that cannot be played have German words', () => {
    const zip = new Uint8Array(0x8000);
    zip.set([0x50, 0x4b, 3, 4]);
    const advance = new Uint8Array(0x8000);
    advance.set([0x24, 0xff, 0xae, 0x51], 4);
    for (const file of [new Uint8Array(0), new Uint8Array(100), zip, advance, new Uint8Array(0x8000)]) {
      let sentence = '';
      try {
        parseHeader(file);
      } catch (error) {
        sentence = (error as Error).message;
      }
      expect(sentence).not.toBe('');
      expect(german(sentence), sentence).not.toBeNull();
    }
  });

  it('keep what the brackets caught', () => {
    expect(
      german(
        'This state was made on the model "cgb-e", and the game runs on "dmg". Choose that model first.',
      ),
    ).toBe(
      'Dieser Stand stammt von der Konsole „cgb-e“, das Spiel läuft auf „dmg“. Wähle zuerst jene Konsole.',
    );
    expect(german('This file has only 100 bytes, and a Game Boy ROM has at least 336. It is.')).toContain(
      'nur 100 Byte',
    );
  });

  it('that can be said while somebody plays all have German words', () => {
    const untold: string[] = [];
    for (const path of projectFiles(/^src\/(core\/(cartridge|state)|player|storage|worker)\/.*\.ts$/)) {
      if (NEVER_IN_THE_APP.test(path)) continue;
      for (const sentence of saidIn(readProjectFile(path))) {
        if (german(sentence) === null && !FOR_PROGRAMMERS.test(sentence)) untold.push(`${path}: ${sentence}`);
      }
    }
    expect(untold).toEqual([]);
  });

  it('about storage that fails have German words, whatever the browser calls it', () => {
    const names = ['QuotaExceededError', 'SecurityError', 'NotAllowedError', 'VersionError', 'AbortError'];
    const errors = [
      ...names.map((name) => asStorageError(new DOMException('', name))),
      blockedError(),
      lostError(),
    ];
    for (const { message } of errors) expect(german(message), message).not.toBeNull();
  });

  it('are all still said somewhere', () => {
    const said = projectFiles(/^src\/(core|player|storage|worker|app)\/.*\.ts$/)
      .filter((path) => !path.includes('/i18n/'))
      .map(readProjectFile)
      .join('\n');
    for (const [pattern] of sentencesDe) {
      const words = /^\^?([A-Z][A-Za-z ,'-]{6,}[a-z])/.exec(pattern.source)?.[1] ?? '';
      expect(said.includes(words), pattern.source).toBe(true);
    }
  });
});
