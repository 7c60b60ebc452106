/** A terminal, or a log. */
type Stream = Pick<NodeJS.WriteStream, 'write'> & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>;

/** One line that is rewritten in a terminal; in a log it stays silent. */
export class Progress {
  private readonly stream: Stream;
  private readonly live: boolean;
  private drawnAt = 0;

  constructor(stream: Stream = process.stderr) {
    this.stream = stream;
    this.live = stream.isTTY === true;
  }

  show(line: string): void {
    if (!this.live || Date.now() - this.drawnAt < 50) return;
    this.drawnAt = Date.now();
    this.stream.write(`\r\x1b[2K${line.slice(0, (this.stream.columns ?? 80) - 1)}`);
  }

  clear(): void {
    if (this.live) this.stream.write('\r\x1b[2K');
  }
}
