// Prints src/core/apu/step-table.ts: the band-limited step as integers, so that the core needs no Math.sin.
// node scripts/gen-step-table.mjs > src/core/apu/step-table.ts
import { pathToFileURL } from 'node:url';

const PHASES = 32;
const WIDTH = 16;
const ONE = 32768;
/** -6 dB point, in sample rates: 23.6 kHz. Everything that could alias (from 32.8 kHz) is 70 dB down. */
const CUTOFF = 0.36;
/** Length of the low-pass in samples; differencing the step over one sample makes up WIDTH. */
const LENGTH = 15;
const BETA = 6.755;
const FINE = 64;

function bessel(x) {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function lowPass(t) {
  const edge = (2 * t) / LENGTH;
  if (Math.abs(edge) >= 1) return 0;
  const x = 2 * Math.PI * CUTOFF * t;
  const sinc = t === 0 ? 1 : Math.sin(x) / x;
  return sinc * bessel(BETA * Math.sqrt(1 - edge * edge));
}

/** Rows of WIDTH integers, one for each phase of a change inside a sample; each sums to ONE. */
export function stepTable() {
  const rows = [];
  for (let phase = 0; phase < PHASES; phase++) {
    // A change in phase p takes effect at (p + 1/2) / PHASES; half the kernel later it is half done.
    const centre = (WIDTH - 1) / 2 + (phase + 0.5) / PHASES;
    const row = [];
    for (let i = 0; i < WIDTH; i++) {
      let sum = 0;
      for (let j = 0; j < FINE; j++) sum += lowPass(i + (j + 0.5) / FINE - centre);
      row.push(sum);
    }
    const total = row.reduce((a, b) => a + b);
    const integers = row.map((value) => Math.round((value / total) * ONE));
    const error = ONE - integers.reduce((a, b) => a + b);
    integers[WIDTH / 2] += error;
    rows.push(integers);
  }
  return rows;
}

export function stepTableSource() {
  const lines = stepTable().map((row) => `  ${row.join(', ')},`);
  return `// Printed by scripts/gen-step-table.mjs; change it there.

/** Phases of a change inside one sample. */
export const PHASES = ${PHASES};
/** Samples over which a change is spread. */
export const WIDTH = ${WIDTH};

/** PHASES rows of WIDTH increments; each row sums to ${ONE}. */
// biome-ignore format: one row a line
export const STEPS = new Int32Array([
${lines.join('\n')}
]);
`;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(stepTableSource());
}
