/** An SVG path of round dots, one unit apart, for the lit places of a matrix of rows. */
export function dotPath(rows: readonly string[], radius: number): string {
  let path = '';
  for (let y = 0; y < rows.length; y++) {
    for (let x = 0; x < rows[y].length; x++) {
      if (rows[y][x] === '#') path += dot(x + 0.5, y + 0.5, radius);
    }
  }
  return path;
}

/** One round dot as a closed SVG path. */
export function dot(x: number, y: number, radius: number): string {
  const r = round(radius);
  return `M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 1 ${round(2 * radius)} 0a${r} ${r} 0 1 1 ${round(-2 * radius)} 0`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
