import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Shares of the samples in a .cpuprofile by part of the console. The bundle marks where each source file starts
 * with a comment, so the lines of a sample tell its file.
 */
export function profileShares(folder, bundle) {
  const fileOfLine = [];
  let current = '';
  for (const line of readFileSync(bundle, 'utf8').split('\n')) {
    const region = /^\/\/ (?:#region )?((?:src|node_modules)\/\S+)$/.exec(line);
    if (region !== null) current = region[1];
    fileOfLine.push(current);
  }
  const totals = { cpu: 0, ppu: 0, apu: 0, rest: 0 };
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.cpuprofile'))) {
    const { nodes } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    for (const node of nodes) {
      const ours = node.callFrame.url.endsWith('lib/index.js');
      if (node.callFrame.functionName === '(idle)') continue;
      for (const { line, ticks } of node.positionTicks ?? [])
        totals[ours ? part(fileOfLine[line - 1] ?? '') : 'rest'] += ticks;
    }
  }
  const sum = totals.cpu + totals.ppu + totals.apu + totals.rest || 1;
  for (const key of Object.keys(totals)) totals[key] /= sum;
  return totals;
}

function part(file) {
  if (file.includes('/ppu/')) return 'ppu';
  if (file.includes('/apu/')) return 'apu';
  return file.includes('/core/') ? 'cpu' : 'rest';
}
