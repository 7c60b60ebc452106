import { parseHeader } from '../../core/cartridge/header.ts';
import { type Refusal, readFiles } from './read-files.ts';

/** A ROM with what its card needs to know. */
export interface NewRom {
  readonly fileName: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** A name for people, from the file's name or the header. */
  readonly title: string;
  readonly system: 'GB' | 'GBC' | 'SGB';
}

export interface IntakeAnswer {
  readonly roms: readonly NewRom[];
  readonly refused: readonly {
    readonly fileName: string;
    readonly why: Refusal | null;
    /** The header reader's own sentence, where there is one. */
    readonly sentence: string | null;
  }[];
}

/** Unzips and reads headers away from the page's thread; a damaged file cannot stop a frame. */
addEventListener('message', async (event: MessageEvent<File[]>) => {
  const found = await readFiles(event.data);
  const roms: NewRom[] = [];
  const refused: IntakeAnswer['refused'][number][] = found.refused.map((entry) => ({
    ...entry,
    sentence: null,
  }));
  for (const rom of found.roms) {
    try {
      const header = parseHeader(rom.bytes);
      roms.push({
        ...rom,
        title: titleOf(rom.fileName, header.title),
        system: header.cgb ? 'GBC' : header.sgb ? 'SGB' : 'GB',
      });
    } catch (error) {
      refused.push({
        fileName: rom.fileName,
        why: null,
        sentence: error instanceof Error ? error.message : '',
      });
    }
  }
  const answer: IntakeAnswer = { roms, refused };
  postMessage(answer, { transfer: roms.map((rom) => rom.bytes.buffer) });
});

/** "my_game (World) [v1.2].gb" is "my game"; a file without a name has its header's title. */
export function titleOf(fileName: string, headerTitle: string): string {
  const bare = fileName
    .replace(/\.[a-z0-9]{1,4}$/i, '')
    .replace(/[([][^)\]]*[)\]]/g, ' ')
    .replace(/[_+]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return bare !== '' && !/^(rom|game|download|file|unknown)\d*$/i.test(bare) ? bare : headerTitle || fileName;
}
