import type { Fittings } from './board.ts';
import { BOARDS, type BoardName, type BoardRow, UNSUPPORTED } from './boards.ts';
import { MBC2_RAM_SIZE } from './mbc2.ts';
import { hasLogo, headerChecksum, hex, RomError, sizeText } from './rom-file.ts';

const KB = 1024;

/** The board that a header must have meant, and what is on it. */
export interface BoardChoice extends Fittings {
  readonly board: BoardName;
  /** Bytes. */
  readonly ramSize: number;
}

/** Bytes of RAM by the header's size byte ($0149). No cartridge had 2 KB ($01); flash cartridges give 8. */
const RAM_SIZES = [0, 8 * KB, 8 * KB, 32 * KB, 128 * KB, 64 * KB] as const;

/** Where a header leaves RAM open, as much as most flash cartridges have. */
const USUAL_RAM = 32 * KB;

const GAME_BLOCK = 0x40000;

/**
 * Chooses the board for `rom`, a chip of `romSize` bytes. Real homebrew says nonsense in its header and runs on
 * flash cartridges, which mostly behave as an MBC5 with RAM and battery: that is the answer where none is given.
 * @throws RomError for a chip that is known and not supported.
 */
export function chooseBoard(rom: Uint8Array, romSize: number, notes: string[]): BoardChoice {
  const type = rom[0x147];
  if (type === 0xbc && rom[0x149] === 0xc1 && rom[0x14a] === 0x65) {
    throw new RomError('This game needs the TPP1 mapper, which is not supported yet.');
  }
  const named = boardOfType(type);
  if (named === null) return guess(rom, romSize, notes);
  const row: BoardRow = BOARDS[named];
  const promised = row.types[type].split(' ');
  const clock = promised.includes('timer');
  const motor = promised.includes('rumble');
  let board = named;
  if (named === 'mbc1' && romSize <= BOARDS.mbc1m.maxRom && hasSeveralGames(rom)) board = 'mbc1m';
  const ram = ramFor(board, promised.includes('ram'), rom[0x149], notes);
  if (board === 'mbc3' && (romSize > BOARDS.mbc3.maxRom || ram.size > BOARDS.mbc3.maxRam)) board = 'mbc30';
  if (romSize > BOARDS[board].maxRom) {
    notes.push(
      `The header names ${row.label}, which cannot reach ${sizeText(romSize)} of ROM; MBC5 is used` +
        `${clock ? ', without its clock' : ''}.`,
    );
    const ramSize = board === 'mbc2' ? 8 * KB : ram.size;
    return {
      board: 'mbc5',
      ramSize,
      battery: ram.kept || promised.includes('battery'),
      motor,
      clock: false,
    };
  }
  // The motor takes the RAM bank's top bit.
  const ramSize = Math.min(ram.size, motor ? 64 * KB : BOARDS[board].maxRam);
  return { board, ramSize, battery: ram.kept || promised.includes('battery'), motor, clock };
}

function boardOfType(type: number): BoardName | null {
  for (const name of Object.keys(BOARDS) as BoardName[]) {
    if (type in BOARDS[name].types) return name;
  }
  return null;
}

/** A type byte that names nothing that can be used: small ROMs need no mapper, others get MBC5. */
function guess(rom: Uint8Array, romSize: number, notes: string[]): BoardChoice {
  const [type, sizeByte, ramByte] = rom.subarray(0x147, 0x14a);
  const small = romSize <= BOARDS.rom.maxRom;
  const chip = UNSUPPORTED[type];
  const meant = sizeByte <= 0x08 && ramByte < RAM_SIZES.length && rom[0x14d] === headerChecksum(rom);
  if (chip !== undefined && meant && !small) {
    throw new RomError(`This game needs the ${chip} (type byte ${hex(type)}), which is not supported yet.`);
  }
  const ramSize = RAM_SIZES[ramByte] ?? USUAL_RAM;
  const plain = small && ramSize <= BOARDS.rom.maxRam;
  notes.push(
    chip === undefined
      ? `The type byte ${hex(type)} means nothing; taken as ${plain ? 'no mapper' : 'MBC5, which most flash cartridges resemble'}.`
      : `The type byte ${hex(type)} names the ${chip}, which is not supported; taken as ${plain ? 'no mapper' : 'MBC5'}.`,
  );
  return { board: plain ? 'rom' : 'mbc5', ramSize, battery: ramSize > 0, motor: false, clock: false };
}

/** Multi-game cartridges have a whole game with its own header, logo and all, at every 256 KB. */
function hasSeveralGames(rom: Uint8Array): boolean {
  return rom.length > GAME_BLOCK && hasLogo(rom) && hasLogo(rom, GAME_BLOCK);
}

interface Ram {
  readonly size: number;
  /** It is kept as a save although the type byte names no battery: better too much than a save lost. */
  readonly kept: boolean;
}

/** Type byte and RAM size byte often contradict each other; more RAM than there was harms nobody. */
function ramFor(board: BoardName, promised: boolean, ramByte: number, notes: string[]): Ram {
  const label = BOARDS[board].label;
  if (board === 'mbc2') {
    if (ramByte !== 0) notes.push(`The RAM size byte ${hex(ramByte)} is ignored: MBC2 has its own RAM.`);
    return { size: MBC2_RAM_SIZE, kept: false };
  }
  const said = RAM_SIZES[ramByte];
  if (promised) {
    if (ramByte === 0x01) notes.push('The RAM size byte $01 (2 KB) was never made; 8 KB are used.');
    if (said !== undefined && said > 0) return { size: said, kept: false };
    const size = board === 'rom' ? 8 * KB : USUAL_RAM;
    notes.push(
      `The type byte promises RAM, the size byte ${hex(ramByte)} gives none; ${sizeText(size)} are used.`,
    );
    return { size, kept: false };
  }
  if (ramByte === 0x00) return { size: 0, kept: false };
  if (ramByte === 0x01 || said === undefined) {
    notes.push(`The RAM size byte ${hex(ramByte)} is ignored: the type byte names no RAM.`);
    return { size: 0, kept: false };
  }
  const size = Math.min(said, board === 'rom' ? 8 * KB : said);
  notes.push(
    `The type byte says ${label} without RAM, the size byte says ${sizeText(said)}; RAM is there and kept.`,
  );
  return { size, kept: true };
}
