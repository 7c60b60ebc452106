// Builds link-a.gb and link-b.gb: node test-roms/link/build.mjs
import { buildTest } from '../tools/test-rom.mjs';

for (const side of ['a', 'b'])
  buildTest(import.meta.url, `link-${side}`, {
    source: 'link',
    generated: { 'constants.inc': `LEADER = ${side === 'a' ? 1 : 0}\n` },
    header: { title: `LINK-${side.toUpperCase()}` },
  });
