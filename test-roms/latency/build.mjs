// Builds latency.gb: node test-roms/latency/build.mjs
import { buildTest } from '../tools/test-rom.mjs';

buildTest(import.meta.url, 'latency', { header: { title: 'LATENCY' } });
