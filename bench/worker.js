// The benchmark inside a browser's worker: runs as many frames as it is told, and says when they are done.
import { start } from './ours.mjs';

let machine = null;

addEventListener('message', async ({ data: { rom, frames } }) => {
  machine ??= await start(new Uint8Array(rom));
  for (let frame = 0; frame < frames; frame++) machine.frame();
  postMessage('done');
});
