import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { inject } from 'vitest';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

/** As a static host serves it: no special headers, below a path of its own. */
const PATH = '/some/where/';

/** A static host that can be switched off and on again. */
export class AppServer {
  /** Address of the app. */
  url = '';
  /** Paths that were asked for. */
  readonly requests: string[] = [];
  private readonly folder: string;
  private server: Server | null = null;
  private port = 0;
  private readonly sockets = new Set<Socket>();

  constructor(folder = inject('appFolder')) {
    this.folder = folder;
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => {
      const path = decodeURIComponent((request.url ?? '/').split('?')[0]);
      this.requests.push(path);
      void this.fileOf(path).then((file) => {
        if (file === null || request.method !== 'GET') {
          response.writeHead(file === null ? 404 : 405).end();
          return;
        }
        response.writeHead(200, { 'content-type': TYPES[extname(file.name)] ?? 'application/octet-stream' });
        response.end(file.bytes);
      });
    });
    server.on('connection', (socket) => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve) => {
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://localhost:${this.port}${PATH}`;
    return this;
  }

  /** Gone, with every connection. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = null;
    for (const socket of this.sockets) socket.destroy();
    if (server) await new Promise((resolve) => server.close(resolve));
  }

  private async fileOf(path: string): Promise<{ name: string; bytes: Buffer } | null> {
    if (!path.startsWith(PATH)) return null;
    const name = normalize(path.slice(PATH.length) || 'index.html');
    if (name.startsWith('..')) return null;
    try {
      return { name, bytes: await readFile(join(this.folder, name)) };
    } catch {
      return null;
    }
  }
}
