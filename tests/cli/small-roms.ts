/** A 32 KB ROM without a mapper: a jump to `code` at $0150, a right header, and bytes elsewhere. */
export function buildRom(
  code: readonly number[],
  more: Readonly<Record<number, readonly number[]>> = {},
): Uint8Array {
  const rom = new Uint8Array(0x8000);
  rom.set([0x00, 0xc3, 0x50, 0x01], 0x100);
  rom.set(LOGO, 0x104);
  rom.set(ascii('SMALL'), 0x134);
  rom.set(code, 0x150);
  for (const [at, bytes] of Object.entries(more)) rom.set(bytes, Number(at));
  let sum = 0;
  for (let at = 0x134; at <= 0x14c; at++) sum = (sum - rom[at] - 1) & 0xff;
  rom[0x14d] = sum;
  let total = 0;
  for (let at = 0; at < rom.length; at++) if (at !== 0x14e && at !== 0x14f) total += rom[at];
  rom[0x14e] = (total >> 8) & 0xff;
  rom[0x14f] = total & 0xff;
  return rom;
}

export function ascii(text: string): number[] {
  return [...text].map((character) => character.charCodeAt(0));
}

const LOGO = [
  0xce, 0xed, 0x66, 0x66, 0xcc, 0x0d, 0x00, 0x0b, 0x03, 0x73, 0x00, 0x83, 0x00, 0x0c, 0x00, 0x0d, 0x00, 0x08,
  0x11, 0x1f, 0x88, 0x89, 0x00, 0x0e, 0xdc, 0xcc, 0x6e, 0xe6, 0xdd, 0xdd, 0xd9, 0x99, 0xbb, 0xbb, 0x67, 0x63,
  0x6e, 0x0e, 0xec, 0xcc, 0xdd, 0xdc, 0x99, 0x9f, 0xbb, 0xb9, 0x33, 0x3e,
];

/** Sends a text over the serial port, stores a score and lives, and waits for Start. COUNTER_SYMBOLS name its places. */
export function counterRom(text = 'Passed\n'): Uint8Array {
  return buildRom(
    [
      ...[0xf3, 0x31, 0xfe, 0xff, 0x21, 0x90, 0x01], //              0150 Main: DI / LD SP,$FFFE / LD HL,Text
      ...[0x2a, 0xb7, 0x28, 0x0e], //                                0157 LD A,(HL+) / OR A / JR Z,0169
      ...[0xe0, 0x01, 0x3e, 0x81, 0xe0, 0x02], //                    015B LDH (SB),A / LD A,$81 / LDH (SC),A
      ...[0xf0, 0x02, 0xe6, 0x80, 0x20, 0xfa, 0x18, 0xee], //        0161 wait for SC.7 / JR 0157
      ...[0x3e, 0x05, 0xea, 0x00, 0xc0, 0x3e, 0x03, 0xea, 0x01, 0xc0], // 0169 wScore = 5 / wLives = 3
      ...[0x3e, 0x10, 0xe0, 0x00], //                                0173 Done: LD A,$10 / LDH (P1),A
      ...[0xf0, 0x00, 0xe6, 0x08, 0x20, 0xfa], //                    0177 wait for Start
      ...[0x3e, 0x01, 0xea, 0x02, 0xc0, 0x18, 0xfe], //              017D wStarted = 1 / JR self
    ],
    { 400: [...ascii(text), 0] },
  );
}

export const COUNTER_SYMBOLS = `; made by hand
00:0150 Main
00:0173 Done
00:c000 wScore
00:c001 wLives
00:c002 wStarted
`;

/** Mooneye's protocol: six registers, then LD B,B. */
export function registersRom(values: readonly number[]): Uint8Array {
  const [b, c, d, e, h, l] = values;
  return buildRom([0x06, b, 0x0e, c, 0x16, d, 0x1e, e, 0x26, h, 0x2e, l, 0x40, 0x18, 0xfe]);
}

export const FIBONACCI = [3, 5, 8, 13, 21, 34];

/** GBMicrotest's protocol: measured, expected and the result in $FF80-$FF82, then a loop. */
export function microtestRom(measured: number, expected: number): Uint8Array {
  const result = measured === expected ? 0x01 : 0xff;
  return buildRom([
    0x3e,
    measured,
    0xe0,
    0x80,
    0x3e,
    expected,
    0xe0,
    0x81,
    0x3e,
    result,
    0xe0,
    0x82,
    0x18,
    0xfe,
  ]);
}

/** Executes an illegal opcode. */
export function crashingRom(): Uint8Array {
  return buildRom([0x00, 0xd3]);
}

/** Fills the screen with one palette and stops at LD B,B: the picture is the boot ROM's logo in shade `bgp`. */
export function pictureRom(bgp: number): Uint8Array {
  return buildRom([0x3e, bgp, 0xe0, 0x47, 0x40, 0x18, 0xfe]);
}
