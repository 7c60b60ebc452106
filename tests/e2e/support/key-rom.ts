/** What the game has written to its battery RAM at $A000 once a button was pressed. */
export const PRESSED = 0x5a;

/**
 * A cartridge with battery RAM whose screen is white while no button is down and black while one is: it polls
 * P1 without waiting for anything, so the picture turns on the very line at which the press arrives.
 * A press also writes PRESSED to $A000; from then on the released screen is grey, after power-on too.
 */
export function keyRom(): Uint8Array {
  const rom = new Uint8Array(0x8000);
  const title = 'KEYTOPIXEL';
  for (let i = 0; i < title.length; i++) rom[0x134 + i] = title.charCodeAt(i);
  rom[0x147] = 0x03; // MBC1, RAM, battery
  rom[0x149] = 0x02; // 8 KB
  rom.set([0x00, 0xc3, 0x50, 0x01], 0x100); // nop; jp $0150
  rom.set(
    [
      ...[0xf3], // di
      ...[0x31, 0xfe, 0xff], // ld sp, $FFFE
      ...[0x3e, 0x0a, 0xea, 0x00, 0x00], // RAM on
      // $0159
      ...[0x3e, 0x20, 0xe0, 0x00, 0xf0, 0x00, 0xf0, 0x00, 0xe6, 0x0f, 0x47], // b = directions
      ...[0x3e, 0x10, 0xe0, 0x00, 0xf0, 0x00, 0xf0, 0x00, 0xe6, 0x0f], // a = the other four
      ...[0xa0, 0xfe, 0x0f, 0x28, 0x0b], // and b; cp $0F; jr z, up
      ...[0x3e, 0xff, 0xe0, 0x47], // BGP = all black
      ...[0x3e, PRESSED, 0xea, 0x00, 0xa0], // ($A000) = PRESSED
      ...[0x18, 0xdb], // jr $0159
      // up:
      ...[0xfa, 0x00, 0xa0, 0xfe, PRESSED, 0x28, 0x05], // already pressed once? jr z, grey
      ...[0xaf, 0xe0, 0x47, 0x18, 0xcf], // BGP = all white; jr $0159
      ...[0x3e, 0x55, 0xe0, 0x47, 0x18, 0xc9], // grey: BGP = all light grey; jr $0159
    ],
    0x150,
  );
  let sum = 0;
  for (let i = 0x134; i < 0x14d; i++) sum = (sum - rom[i] - 1) & 0xff;
  rom[0x14d] = sum;
  return rom;
}
