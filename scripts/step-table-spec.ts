// The band-limited step of the sound synthesis as integers, so that the core needs no Math.sin.

const PHASES = 32;
const WIDTH = 16;
const ONE = 32768;
/** -6 dB point, in sample rates: 23.6 kHz. Everything that could alias (from 32.8 kHz) is 70 dB down. */
const CUTOFF = 0.36;
/** Length of the low-pass in samples; differencing the step over one sample makes up WIDTH. */
const LENGTH = 15;
/** Of the Kaiser window: 70 dB. */
const BETA = 6.755;
/** Points at which the integral over one sample is taken. */
const FINE = 64;

function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

function lowPass(t: number): number {
  const edge = (2 * t) / LENGTH;
  if (Math.abs(edge) >= 1) return 0;
  const x = 2 * Math.PI * CUTOFF * t;
  const sinc = t === 0 ? 1 : Math.sin(x) / x;
  return sinc * bessel(BETA * Math.sqrt(1 - edge * edge));
}

/** WIDTH increments, which sum to ONE, of a change in a phase of its sample. */
function row(phase: number): number[] {
  // The phase takes effect at its middle; half the kernel later the change is half done.
  const centre = (WIDTH - 1) / 2 + (phase + 0.5) / PHASES;
  const values: number[] = [];
  for (let i = 0; i < WIDTH; i++) {
    let sum = 0;
    for (let j = 0; j < FINE; j++) sum += lowPass(i + (j + 0.5) / FINE - centre);
    values.push(sum);
  }
  const total = values.reduce((a, b) => a + b);
  const integers = values.map((value) => Math.round((value / total) * ONE));
  integers[WIDTH / 2] += ONE - integers.reduce((a, b) => a + b);
  return integers;
}

/** The text of src/core/apu/step-table.ts. */
export function printStepTable(): string {
  const rows = Array.from({ length: PHASES }, (_, phase) => `  ${row(phase).join(', ')},`);
  return `// Printed by \`npm run gen\` from scripts/step-table-spec.ts; a test checks that it is fresh.

/** Phases of a change inside one sample. */
export const PHASES = ${PHASES};
/** Samples over which a change is spread. */
export const WIDTH = ${WIDTH};

/** PHASES rows of WIDTH increments; each row sums to ${ONE}. */
// biome-ignore format: one row a line
export const STEPS = new Int32Array([
${rows.join('\n')}
]);
`;
}
