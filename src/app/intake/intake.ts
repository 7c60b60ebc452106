import { BOARDS } from '../../core/cartridge/boards.ts';
import { parseHeader } from '../../core/cartridge/header.ts';
import { type Refusal, readFiles } from './read-files.ts';
import { titleOf } from './title.ts';

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

/** What a game's header says, for whoever wants to know. */
export interface Cartridge {
  /** The mapper's name, such as "MBC5". */
  readonly board: string;
  /** Bytes. */
  readonly ramSize: number;
  readonly battery: boolean;
  readonly clock: boolean;
  readonly motor: boolean;
  /** What is odd about the header and what was assumed: sentences in English. */
  readonly notes: readonly string[];
}

/** Files to take games out of, or a ROM whose header is asked for. */
export type IntakeRequest = readonly File[] | Uint8Array;

/** Unzips and reads headers away from the page's thread; a damaged file cannot stop a frame. */
addEventListener('message', async ({ data }: MessageEvent<IntakeRequest>) => {
  if (data instanceof Uint8Array) postMessage(cartridgeOf(data));
  else await takeIn(data);
});

function cartridgeOf(rom: Uint8Array): Cartridge {
  const { board, ramSize, battery, clock, motor, notes } = parseHeader(rom);
  return { board: BOARDS[board].label, ramSize, battery, clock, motor, notes };
}

async function takeIn(files: readonly File[]): Promise<void> {
  const found = await readFiles(files);
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
}
