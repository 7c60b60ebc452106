import { describe, expect, it } from 'vitest';
import { describeHeader, parseHeader } from '../../../src/core/cartridge/header.ts';
import { licenseeName } from '../../../src/core/cartridge/licensees.ts';
import { fitRom, LOGO, RomError } from '../../../src/core/cartridge/rom-file.ts';
import { syntheticRom, withChecksums } from './synthetic-rom.ts';

const KB = 1024;
const MB = 1024 * KB;

/** The sentence with which a file is refused. */
function refusal(rom: Uint8Array): string {
  try {
    parseHeader(rom);
  } catch (error) {
    expect(error).toBeInstanceOf(RomError);
    return (error as RomError).message;
  }
  throw new Error('The file was taken.');
}

describe('a header in order', () => {
  it('is read without notes', () => {
    const rom = syntheticRom({ title: 'TOBU', type: 0x1b, ramByte: 3, size: 256 * KB, sgb: 3 });
    expect(parseHeader(rom)).toEqual({
      title: 'TOBU',
      manufacturer: '',
      licensee: '',
      cgb: false,
      cgbOnly: false,
      sgb: true,
      japanese: false,
      version: 0,
      typeByte: 0x1b,
      romSize: 256 * KB,
      logoRight: true,
      headerChecksumRight: true,
      globalChecksumRight: true,
      notes: [],
      board: 'mbc5',
      ramSize: 32 * KB,
      battery: true,
      motor: false,
      clock: false,
    });
  });

  it.each([
    [0x00, 0, 'rom', 0, false, false, false],
    [0x08, 2, 'rom', 8 * KB, false, false, false],
    [0x09, 2, 'rom', 8 * KB, true, false, false],
    [0x01, 0, 'mbc1', 0, false, false, false],
    [0x02, 2, 'mbc1', 8 * KB, false, false, false],
    [0x03, 3, 'mbc1', 32 * KB, true, false, false],
    [0x05, 0, 'mbc2', 512, false, false, false],
    [0x06, 0, 'mbc2', 512, true, false, false],
    [0x0f, 0, 'mbc3', 0, true, false, true],
    [0x10, 3, 'mbc3', 32 * KB, true, false, true],
    [0x10, 5, 'mbc30', 64 * KB, true, false, true],
    [0x11, 0, 'mbc3', 0, false, false, false],
    [0x12, 2, 'mbc3', 8 * KB, false, false, false],
    [0x13, 3, 'mbc3', 32 * KB, true, false, false],
    [0x19, 0, 'mbc5', 0, false, false, false],
    [0x1a, 4, 'mbc5', 128 * KB, false, false, false],
    [0x1b, 2, 'mbc5', 8 * KB, true, false, false],
    [0x1c, 0, 'mbc5', 0, false, true, false],
    [0x1d, 3, 'mbc5', 32 * KB, false, true, false],
    [0x1e, 5, 'mbc5', 64 * KB, true, true, false],
  ] as const)(
    'of type %i, RAM byte %i is a %s with %i bytes',
    (type, ramByte, board, ramSize, battery, motor, clock) => {
      const header = parseHeader(syntheticRom({ type, ramByte }));
      expect(header).toMatchObject({ board, ramSize, battery, motor, clock, notes: [] });
    },
  );

  it('takes a colour game apart', () => {
    const title = 'GAME CODE\0\0BXTE';
    const header = parseHeader(syntheticRom({ title, cgb: 0xc0, newLicensee: '01' }));
    expect(header).toMatchObject({ title: 'GAME CODE', manufacturer: 'BXTE', cgb: true, cgbOnly: true });
    expect(header.licensee).toBe('01');
    expect(licenseeName(header.licensee)).toMatch(/Nintendo/);
    const homebrew = parseHeader(syntheticRom({ title: 'SUPERLONGTITLEX', cgb: 0x80 }));
    expect(homebrew).toMatchObject({ title: 'SUPERLONGTITLEX', manufacturer: '', cgbOnly: false });
  });

  it('sends packets to the Super Game Boy only with licensee $33', () => {
    expect(parseHeader(syntheticRom({ sgb: 3 })).sgb).toBe(true);
    expect(parseHeader(syntheticRom({ sgb: 3, oldLicensee: 1 })).sgb).toBe(false);
  });

  it('of a multi-game cartridge is MBC1M', () => {
    const rom = syntheticRom({ type: 0x01, size: 1 * MB });
    rom.set(LOGO, 0x40104);
    expect(parseHeader(withChecksums(rom)).board).toBe('mbc1m');
    expect(parseHeader(syntheticRom({ type: 0x01, size: 1 * MB })).board).toBe('mbc1');
  });

  it('is described in rows', () => {
    const rom = syntheticRom({ title: 'PINBALL', type: 0x1e, ramByte: 2, size: 64 * KB, cgb: 0x80 });
    const text = describeHeader(parseHeader(rom)).join('\n');
    expect(text).toContain('PINBALL');
    expect(text).toContain('Game Boy and Game Boy Color');
    expect(text).toContain('MBC5 + RAM + battery + rumble (type byte $1E)');
    expect(text).toContain('64 KB, 4 banks');
  });
});

describe('a header that says nonsense', () => {
  it.each([
    ['no mapper, but 128 KB', { type: 0x00, size: 128 * KB }, 'mbc5', 0, false],
    ['an unknown type, 32 KB', { type: 0x42 }, 'rom', 0, false],
    ['an unknown type, 8 KB of RAM', { type: 0x42, ramByte: 2 }, 'rom', 8 * KB, true],
    ['an unknown type, 256 KB', { type: 0x42, size: 256 * KB, ramByte: 3 }, 'mbc5', 32 * KB, true],
    ['no RAM by type, RAM by size', { type: 0x01, ramByte: 2 }, 'mbc1', 8 * KB, true],
    ['RAM by type, none by size', { type: 0x1b, ramByte: 0 }, 'mbc5', 32 * KB, true],
    ['RAM by type, nonsense by size', { type: 0x1b, ramByte: 0xff }, 'mbc5', 32 * KB, true],
    ['RAM of 2 KB', { type: 0x03, ramByte: 1 }, 'mbc1', 8 * KB, true],
    ['RAM of 2 KB without RAM', { type: 0x01, ramByte: 1 }, 'mbc1', 0, false],
    ['nonsense RAM without RAM', { type: 0x19, ramByte: 0x99 }, 'mbc5', 0, false],
    ['MBC1 with 4 MB', { type: 0x03, ramByte: 3, size: 4 * MB }, 'mbc5', 32 * KB, true],
    ['MBC2 with 1 MB', { type: 0x06, size: 1 * MB }, 'mbc5', 8 * KB, true],
    ['MBC2 with a RAM size', { type: 0x06, ramByte: 2 }, 'mbc2', 512, true],
    ['a nonsense size byte', { type: 0x19, size: 128 * KB, romByte: 0x53 }, 'mbc5', 0, false],
    ['a Camera type in a small ROM', { type: 0xfc }, 'rom', 0, false],
  ] as const)('%s: taken as what it must have meant, and said so', (_, parts, board, ramSize, battery) => {
    const header = parseHeader(syntheticRom(parts));
    expect(header).toMatchObject({
      board,
      ramSize,
      battery,
      romSize: 'size' in parts ? parts.size : 32 * KB,
    });
    expect(header.notes).toHaveLength(1);
    expect(header.notes[0]).toMatch(/^[A-Z].*\.$/);
  });

  it('makes MBC3 with 4 MB an MBC30', () => {
    const header = parseHeader(syntheticRom({ type: 0x10, ramByte: 3, size: 4 * MB }));
    expect(header).toMatchObject({ board: 'mbc30', clock: true });
  });

  it('says so when the checksum or the logo is wrong, and goes on', () => {
    const wrong = syntheticRom();
    wrong[0x14d] ^= 0xff;
    expect(parseHeader(wrong)).toMatchObject({ headerChecksumRight: false, logoRight: true });
    expect(parseHeader(wrong).notes.join(' ')).toMatch(/header checksum/);
    const bare = syntheticRom({ logo: false });
    expect(parseHeader(bare)).toMatchObject({ headerChecksumRight: true, logoRight: false });
    expect(parseHeader(bare).notes.join(' ')).toMatch(/logo/);
  });

  it('takes a program with no header at all', () => {
    const bare = new Uint8Array(0x8000);
    bare.set([0x00, 0xc3, 0x50, 0x01], 0x100);
    bare.set([0x18, 0xfe], 0x150);
    expect(parseHeader(bare)).toMatchObject({ board: 'rom', romSize: 32 * KB });
  });
});

describe('a file of another size than its header says', () => {
  it('is used whole when it is larger', () => {
    const rom = syntheticRom({ type: 0x19, size: 256 * KB, romByte: 0 });
    expect(parseHeader(rom)).toMatchObject({ romSize: 256 * KB, board: 'mbc5' });
  });

  it('loses what was appended', () => {
    const rom = syntheticRom();
    const longer = new Uint8Array(rom.length + 700);
    longer.set(rom);
    const header = parseHeader(longer);
    expect(header).toMatchObject({ romSize: 32 * KB, board: 'rom', globalChecksumRight: true });
    expect(header.notes.length).toBeGreaterThan(0);
    expect(fitRom(longer, header.romSize)).toEqual(rom);
  });

  it('is filled up when its blank end was trimmed', () => {
    const rom = syntheticRom({ type: 0x19, size: 128 * KB });
    rom.fill(0xff, 90_000);
    withChecksums(rom);
    const header = parseHeader(rom.subarray(0, 90_000));
    expect(header.romSize).toBe(128 * KB);
    expect(fitRom(rom.subarray(0, 90_000), header.romSize)).toEqual(rom);
  });

  it('is believed when its checksum is right', () => {
    const rom = syntheticRom({ type: 0x19, size: 64 * KB, romByte: 5 });
    expect(parseHeader(rom)).toMatchObject({ romSize: 64 * KB });
    const plain = syntheticRom({ type: 0x00, romByte: 3 });
    plain[0x14f] ^= 1;
    expect(parseHeader(plain)).toMatchObject({ romSize: 32 * KB, board: 'rom' });
  });

  it('is refused when it was cut', () => {
    const rom = syntheticRom({ type: 0x1b, ramByte: 3, size: 256 * KB });
    for (let i = 0x150; i < rom.length; i++) rom[i] = (i * i) >> 9;
    withChecksums(rom);
    expect(refusal(rom.subarray(0, 128 * KB))).toMatch(/cut short.*256 KB.*128 KB/);
    expect(refusal(rom.subarray(0, 100_000))).toMatch(/cut short/);
    expect(refusal(withChecksums(syntheticRom()).fill(0x55, 0x4000).subarray(0, 0x4001))).toMatch(
      /cut short/,
    );
  });
});

describe('a file that is no ROM', () => {
  it.each([
    ['an empty file', new Uint8Array(0), /empty/],
    ['100 bytes', new Uint8Array(100).fill(0x37), /only 100 bytes/],
    ['a zip', Uint8Array.of(0x50, 0x4b, 3, 4, ...new Uint8Array(500)), /zip/],
    ['a NES ROM', Uint8Array.of(0x4e, 0x45, 0x53, 0x1a, ...new Uint8Array(500)), /NES/],
    ['nothing but zeros', new Uint8Array(0x8000), /not a Game Boy ROM/],
    ['16 MB', new Uint8Array(16 * MB), /larger than any/],
  ])('%s is refused with a sentence', (_, file, sentence) => {
    expect(refusal(file)).toMatch(sentence);
  });

  it('noise is refused', () => {
    let state = 12345;
    const noise = new Uint8Array(0x8000).map(() => {
      state = (state * 1103515245 + 12345) & 0x7fffffff;
      return state >> 16;
    });
    expect(refusal(noise)).toMatch(/not a Game Boy ROM/);
  });

  it.each([
    [0x0b, /MMM01/],
    [0x20, /MBC6/],
    [0x22, /MBC7/],
    [0xfc, /Camera/],
    [0xfd, /TAMA5/],
    [0xfe, /HuC-3/],
    [0xff, /HuC1/],
  ])('a chip that is known and not supported is named', (type, name) => {
    expect(refusal(syntheticRom({ type, size: 128 * KB, ramByte: 2 }))).toMatch(name);
  });

  it('TPP1 is named', () => {
    expect(refusal(syntheticRom({ size: 64 * KB, patch: { 327: 0xbc, 329: 0xc1, 330: 0x65 } }))).toMatch(
      /TPP1/,
    );
  });
});
