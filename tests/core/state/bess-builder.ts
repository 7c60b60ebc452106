/**
 * Builds BESS files from the published specification alone (LIJI32/SameBoy, BESS.md), knowing nothing of our own
 * reader and writer: what another emulator might hand to us.
 */
export interface Built {
  name?: string;
  info?: { title: Uint8Array; checksum: Uint8Array };
  major?: number;
  model: string;
  pc: number;
  af: number;
  bc: number;
  de: number;
  hl: number;
  sp: number;
  ime: number;
  ie: number;
  execution: number;
  /** Offset from $FF00 to value. */
  io: Record<number, number>;
  ram: Uint8Array;
  vram: Uint8Array;
  mbcRam: Uint8Array;
  oam: Uint8Array;
  hram: Uint8Array;
  bgPalettes: Uint8Array;
  objPalettes: Uint8Array;
  /** Blocks after CORE, in order. */
  blocks: { id: string; data: Uint8Array }[];
  /** Bytes of a foreign native state in front. */
  native?: Uint8Array;
}

export function ascii(text: string): Uint8Array {
  return Uint8Array.from(text, (c) => c.charCodeAt(0));
}

export function buildBess(built: Built, order?: (blocks: string[]) => string[]): Uint8Array {
  const out: number[] = [...(built.native ?? ascii('some other emulator’s own state'))];
  const le16 = (value: number) => [value & 255, (value >> 8) & 255];
  const le32 = (value: number) => [...le16(value & 0xffff), ...le16(value >>> 16)];
  const store = (bytes: Uint8Array) => {
    const at = out.length;
    for (const byte of bytes) out.push(byte);
    return [...le32(bytes.length), ...le32(bytes.length === 0 ? 0 : at)];
  };
  const buffers = [
    built.ram,
    built.vram,
    built.mbcRam,
    built.oam,
    built.hram,
    built.bgPalettes,
    built.objPalettes,
  ].flatMap(store);
  const io = Array.from({ length: 0x80 }, (_, i) => built.io[i] ?? 0xff);
  const core = [
    ...le16(built.major ?? 1),
    ...le16(1),
    ...ascii(built.model),
    ...[built.pc, built.af, built.bc, built.de, built.hl, built.sp].flatMap(le16),
    built.ime,
    built.ie,
    built.execution,
    0,
    ...io,
    ...buffers,
  ];
  const blocks: Record<string, number[]> = {};
  if (built.name !== undefined) blocks.NAME = [...ascii(built.name)];
  if (built.info) blocks.INFO = [...built.info.title, ...built.info.checksum];
  blocks.CORE = core;
  for (const { id, data } of built.blocks) blocks[id] = [...data];
  blocks['END '] = [];
  const start = out.length;
  const ids = order ? order(Object.keys(blocks)) : Object.keys(blocks);
  for (const id of ids) out.push(...ascii(id), ...le32(blocks[id].length), ...blocks[id]);
  out.push(...le32(start), ...ascii('BESS'));
  return Uint8Array.from(out);
}
