// Builds mbc1.gb, mbc2.gb, mbc3.gb and mbc5.gb: node test-roms/mappers/build.mjs
import { RAM, TYPE } from '../tools/rom.mjs';
import { buildTest } from '../tools/test-rom.mjs';
import { steps } from './steps.mjs';

const TYPES = {
  mbc1: TYPE.MBC1_RAM_BATTERY,
  mbc2: TYPE.MBC2_BATTERY,
  mbc3: TYPE.MBC3_RAM_BATTERY,
  mbc5: TYPE.MBC5_RAM_BATTERY,
};

function source(name, list) {
  const lines = list.map(({ name: label, address, value, not }) =>
    label
      ? `\t.db ${not ? 3 : 2}\n\t.dw ${address}\n\t.db ${value}\n\t.ascii "${label.padEnd(11)}"\n\t.db 0\n`
      : `\t.db 1\n\t.dw ${address}\n\t.db ${value}\n`,
  );
  return `title:\t.ascii "${name.toUpperCase()}"\n\t.db 0\nsteps:\n${lines.join('')}\t.db 0\n`;
}

for (const [name, list] of Object.entries(steps))
  buildTest(import.meta.url, name, {
    source: 'mappers',
    size: name === 'mbc2' ? 0x10000 : 0x20000,
    generated: { 'steps.inc': source(name, list) },
    header: {
      title: name.toUpperCase(),
      type: TYPES[name],
      ram: name === 'mbc2' ? RAM.NONE : RAM.KB32,
    },
    fill(rom) {
      for (let at = 0x4000; at < rom.length; at += 0x4000) rom[at] = at / 0x4000;
    },
  });
