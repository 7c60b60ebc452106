import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { MAX_ROM, readFiles, unzip } from '../../src/app/intake/read-files.ts';

/** Enough of a cartridge to be taken for one. */
function rom(size = 0x8000): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  bytes.set([0xce, 0xed, 0x66, 0x66], 0x104);
  return bytes;
}

function file(name: string, bytes: Uint8Array<ArrayBuffer>): File {
  return new File([bytes], name);
}

describe('files', () => {
  it('are taken by content or by name', async () => {
    const found = await readFiles([
      file('game.gb', rom()),
      file('no-ending', rom()),
      file('odd.gbc', new Uint8Array(100)),
    ]);
    expect(found.roms.map((entry) => entry.fileName)).toEqual(['game.gb', 'no-ending', 'odd.gbc']);
    expect(found.refused).toEqual([]);
  });

  it('are refused one by one, and the rest is taken', async () => {
    const found = await readFiles([
      file('empty.gb', new Uint8Array(0)),
      file('photo.jpg', new Uint8Array(5000).fill(3)),
      file('huge.gb', new Uint8Array(MAX_ROM + 1)),
      file('good.gb', rom()),
    ]);
    expect(found.refused).toEqual([
      { fileName: 'empty.gb', why: 'empty' },
      { fileName: 'photo.jpg', why: 'notRom' },
      { fileName: 'huge.gb', why: 'tooBig' },
    ]);
    expect(found.roms.map((entry) => entry.fileName)).toEqual(['good.gb']);
  });
});

describe('a zip', () => {
  it('gives all its games, from folders too', () => {
    const zip = zipSync({ 'a.gb': rom(), 'deep/er/b.GBC': rom(), 'readme.txt': new Uint8Array(10) });
    const found = unzip(zip);
    expect(Array.isArray(found) && found.map((entry) => entry.fileName)).toEqual(['a.gb', 'b.GBC']);
  });

  it('without a game is refused', () => {
    expect(unzip(zipSync({ 'readme.txt': new Uint8Array(10) }))).toBe('zipNoRom');
  });

  it('that is cut short is refused', () => {
    const zip = zipSync({ 'a.gb': rom() });
    expect(unzip(zip.subarray(0, zip.length - 30))).toBe('zipBroken');
  });

  it('that claims 4 GB is not unpacked', () => {
    const zip = zipSync({ 'bomb.gb': new Uint8Array(1000) });
    setSizes(zip, 0xfffffff0);
    const before = process.memoryUsage().arrayBuffers;
    expect(unzip(zip)).toBe('zipTooMuch');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 << 20);
  });

  it('that lies about its size gives no more than it claimed', () => {
    // 4 MB of zeros that say they are 32 KB.
    const zip = zipSync({ 'liar.gb': new Uint8Array(4 << 20) });
    setSizes(zip, 0x8000);
    const found = unzip(zip);
    if (typeof found === 'string') expect(found).toBe('zipBroken');
    else expect(found[0].bytes.length).toBeLessThanOrEqual(0x8000);
  });

  it('with too many bytes in all gives a bounded part', () => {
    const entries: Record<string, Uint8Array> = {};
    for (let i = 0; i < 34; i++) entries[`${i}.gb`] = new Uint8Array(MAX_ROM);
    const found = unzip(zipSync(entries, { level: 1 }));
    const total = Array.isArray(found) ? found.reduce((sum, entry) => sum + entry.bytes.length, 0) : 0;
    expect(total).toBeLessThanOrEqual(256 << 20);
  });
});

/** Writes another uncompressed size into local header and directory of a zip's only entry. */
function setSizes(zip: Uint8Array, size: number): void {
  const view = new DataView(zip.buffer, zip.byteOffset);
  for (let at = 0; at < zip.length - 4; at++) {
    const mark = view.getUint32(at, true);
    if (mark === 0x04034b50) view.setUint32(at + 22, size, true);
    if (mark === 0x02014b50) view.setUint32(at + 24, size, true);
  }
}
