// What each mapper is asked, and what it must answer. Every ROM bank holds its number at $4000 (and bank 0 at
// $0000 + $4000 of itself); the ROMs have 8 banks (MBC2: 4), and 4 banks of RAM but for MBC2's own 512 half bytes.
// Facts: Pan Docs "MBC1", "MBC2", "MBC3", "MBC5"; mooneye emulator-only proves most of them on hardware.

const write = (address, value) => ({ address, value });
const expect = (name, address, value) => ({ name, address, value });
const refuse = (name, address, value) => ({ name, address, value, not: true });
const bank = (name, number) => expect(name, 0x4000, number);

/**
 * RAM enable at `register`: the values that open it and that close it. Closed RAM reads as the open bus, often but
 * not always $FF, so what counts is that it isn't RAM, and that writes are lost.
 */
const ramEnable = (register, opens, closes) => [
  write(register, 0x0a),
  write(0xa000, 0x5a),
  expect('RAM ON', 0xa000, 0x5a),
  ...closes.flatMap((value) => [
    write(register, 0x0a),
    write(register, value),
    refuse(`RAM OFF ${value.toString(16).padStart(2, '0').toUpperCase()}`, 0xa000, 0x5a),
    write(0xa000, 0x00), // is lost
  ]),
  ...opens.flatMap((value) => [
    write(register, 0x00),
    write(register, value),
    expect(`RAM ON ${value.toString(16).padStart(2, '0').toUpperCase()}`, 0xa000, 0x5a),
  ]),
  write(register, 0x0a),
];

/** Four banks of RAM behind the register at $4000. */
const fourRamBanks = [
  ...[0, 1, 2, 3].flatMap((number) => [write(0x4000, number), write(0xbfff, 0x10 + number)]),
  ...[3, 1, 0, 2].flatMap((number) => [
    write(0x4000, number),
    expect(`RAM BANK ${number}`, 0xbfff, 0x10 + number),
  ]),
];

const mbc1 = [
  bank('START', 1),
  write(0x2000, 0x03),
  bank('BANK 3', 3),
  write(0x3fff, 0x05), // the register answers everywhere in $2000-$3FFF
  bank('AT 3FFF', 5),
  write(0x2000, 0x00),
  bank('BANK 0', 1), // 0 selects 1
  write(0x2000, 0x20),
  bank('BANK 20', 1), // five bits: 0 again
  write(0x2000, 0xe2),
  bank('BANK E2', 2),
  write(0x2000, 0x08),
  bank('BANK 8', 0), // 8 is not 0, so nothing is added; then 8 banks of ROM leave 0
  write(0x2000, 0x1f),
  bank('BANK 1F', 7),
  write(0x2000, 0x00),
  write(0x4000, 0x01), // bank $21
  bank('BANK 21', 1),
  write(0x6000, 0x01), // mode 1: $0000-$3FFF shows bank $20, which 8 banks of ROM make 0
  expect('LOW 20', 0x0100, 0x00),
  bank('MODE 1', 1),
  write(0x6000, 0x00),
  write(0x4000, 0x00),
  ...ramEnable(0x0000, [0x1a, 0xfa], [0x00, 0x0b, 0xa0, 0x09]),
  write(0x1fff, 0x00), // the enable register too is $0000-$1FFF
  refuse('AT 1FFF', 0xa000, 0x5a),
  write(0x0000, 0x0a),
  write(0x6000, 0x01),
  ...fourRamBanks,
  write(0x6000, 0x00), // mode 0: bank 0 whatever $4000 says
  expect('MODE 0', 0xbfff, 0x10),
  write(0x6000, 0xfe), // one bit
  expect('MODE FE', 0xbfff, 0x10),
  write(0x7fff, 0xff),
  expect('MODE FF', 0xbfff, 0x12),
  write(0x4000, 0xfd), // two bits
  expect('RAM FD', 0xbfff, 0x11),
];

const mbc2 = [
  bank('START', 1),
  write(0x2100, 0x03), // address bit 8 chooses the register, anywhere in $0000-$3FFF
  bank('BANK 3', 3),
  write(0x0100, 0x02),
  bank('AT 0100', 2),
  write(0x3f00, 0x03),
  bank('AT 3F00', 3),
  write(0x4100, 0x02), // no register from $4000 on
  bank('AT 4100', 3),
  write(0x2100, 0x00),
  bank('BANK 0', 1),
  write(0x2100, 0x10),
  bank('BANK 10', 1), // four bits
  write(0x2100, 0x04),
  bank('BANK 4', 0), // four banks of ROM
  write(0x2100, 0xff),
  bank('BANK FF', 3),
  write(0x0000, 0x0a),
  write(0xa000, 0x05), // half bytes: the upper half reads as ones
  expect('RAM 5', 0xa000, 0xf5),
  write(0xa000, 0xa9),
  expect('RAM A9', 0xa000, 0xf9),
  expect('ECHO A200', 0xa200, 0xf9),
  expect('ECHO BE00', 0xbe00, 0xf9),
  write(0xbfff, 0x03),
  expect('ECHO A1FF', 0xa1ff, 0xf3),
  write(0x3eff, 0x00),
  refuse('OFF 3EFF', 0xa000, 0xf9),
  write(0xa000, 0x00),
  write(0x2000, 0xfa),
  expect('ON FA', 0xa000, 0xf9),
  write(0x0100, 0x00), // not the RAM's register
  expect('STILL ON', 0xa000, 0xf9),
  write(0x0000, 0x0b),
  refuse('OFF 0B', 0xa000, 0xf9),
];

const mbc3 = [
  bank('START', 1),
  write(0x2000, 0x06),
  bank('BANK 6', 6),
  write(0x3fff, 0x03),
  bank('AT 3FFF', 3),
  write(0x2000, 0x00),
  bank('BANK 0', 1),
  write(0x2000, 0x80),
  bank('BANK 80', 1), // seven bits
  write(0x2000, 0x20),
  bank('BANK 20', 0), // unlike MBC1, only 0 becomes 1
  write(0x2000, 0x7f),
  bank('BANK 7F', 7),
  write(0x4000, 0x02), // the RAM bank is not the ROM's business
  bank('RAM BANK', 7),
  write(0x4000, 0x00),
  ...ramEnable(0x0000, [0x1a], [0x00, 0x0b, 0xa0]),
  ...fourRamBanks,
];

const mbc5 = [
  bank('START', 1),
  write(0x2000, 0x00),
  bank('BANK 0', 0), // bank 0 can be had twice
  write(0x2fff, 0x06),
  bank('AT 2FFF', 6),
  write(0x3000, 0x01), // bit 8, of its own
  bank('BANK 106', 6),
  write(0x2000, 0x08),
  bank('BANK 108', 0), // 8 banks of ROM, and nothing becomes 1
  write(0x3fff, 0xfe),
  write(0x2000, 0xfd),
  bank('BANK FD', 5),
  write(0x6000, 0x01), // no register here
  bank('AT 6000', 5),
  ...ramEnable(0x0000, [], [0x00, 0x0b, 0x1a, 0xaa, 0x8a]), // all eight bits count
  ...fourRamBanks,
  write(0x4000, 0x07), // four banks of RAM
  expect('RAM 7', 0xbfff, 0x13),
  write(0x5fff, 0x11), // four bits
  expect('RAM 11', 0xbfff, 0x11),
];

export const steps = { mbc1, mbc2, mbc3, mbc5 };
