// Frames per second in Chromium's worker, of its process's time: `node browser.mjs ROM WARMUP FRAMES`.
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [, , romPath, warmup, frames] = process.argv;
const root = fileURLToPath(new URL('..', import.meta.url));
const TYPES = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.html': 'text/html' };
/** Frames of the warm-up that are timed by themselves. */
const COLD = 600;

const executablePath = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));
if (executablePath === undefined) {
  console.error('Chromium is not here: install it, or name it in CHROMIUM_PATH.');
  process.exit(2);
}

const server = createServer((request, response) => {
  const path = new URL(request.url, 'http://localhost').pathname;
  if (path === '/')
    return response.writeHead(200, { 'content-type': 'text/html' }).end('<title>bench</title>');
  if (path === '/rom') return response.writeHead(200).end(readFileSync(romPath));
  const file = join(root, normalize(path));
  if (!file.startsWith(root) || !existsSync(file)) return response.writeHead(404).end();
  response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' });
  response.end(readFileSync(file));
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});
try {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.evaluate(async () => {
    globalThis.rom = await (await fetch('/rom')).arrayBuffer();
    globalThis.worker = new Worker('/bench/worker.js', { type: 'module' });
  });
  const cdp = await browser.newBrowserCDPSession();
  const seconds = async () => {
    const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
    return processInfo
      .filter(({ type }) => type === 'renderer')
      .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  };
  const fpsOf = async (count) => {
    const before = await seconds();
    await page.evaluate(
      (frameCount) =>
        new Promise((resolve, reject) => {
          worker.onmessage = () => resolve();
          worker.onerror = ({ message }) => reject(new Error(message));
          worker.postMessage({ rom, frames: frameCount });
        }),
      count,
    );
    return count / ((await seconds()) - before);
  };
  await fpsOf(1);
  const cold = await fpsOf(COLD);
  await fpsOf(Math.max(1, Number(warmup) - COLD));
  const fps = await fpsOf(Number(frames));
  console.log(JSON.stringify({ cold, fps, version: browser.version() }));
} finally {
  await browser.close();
  server.close();
}
