// Builds hdma.gb: node test-roms/hdma/build.mjs
import { CGB, db } from '../tools/rom.mjs';
import { buildTest } from '../tools/test-rom.mjs';

const pattern = Array.from({ length: 0x800 }, (_, n) => (n * 37 + (n >> 4) + 1) & 0xff || 1);
buildTest(import.meta.url, 'hdma', {
  generated: { 'pattern.inc': `pattern:\n${db(pattern)}` },
  header: { title: 'HDMA', cgb: CGB.ONLY },
});
