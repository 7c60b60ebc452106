/** One line that is rewritten in a terminal; in a log it stays silent. */
export class Progress {
  private readonly live = process.stderr.isTTY === true;
  private drawnAt = 0;

  show(line: string): void {
    if (!this.live || Date.now() - this.drawnAt < 50) return;
    this.drawnAt = Date.now();
    process.stderr.write(`\r\x1b[2K${line.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  }

  clear(): void {
    if (this.live) process.stderr.write('\r\x1b[2K');
  }
}
