import { dot } from './dots.ts';

/** A game that has no picture yet gets a halftone of its own, always the same for the same seed. */
export function DotPattern({ seed }: { seed: string }) {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193) >>> 0;
  const waves = [0, 8, 16].map((shift) => {
    const bits = (hash >>> shift) & 255;
    return { x: ((bits & 15) - 7.5) / 14, y: ((bits >> 4) - 7.5) / 14, phase: bits / 9 };
  });
  let path = '';
  for (let y = 0; y < 18; y++) {
    for (let x = 0; x < 20; x++) {
      let sum = 0;
      for (const wave of waves)
        sum += Math.sin(wave.x * (x - 10) * 1.6 + wave.y * (y - 9) * 1.6 + wave.phase);
      const radius = 0.12 + 0.34 * Math.max(0, Math.min(1, sum / 3.2 + 0.5));
      path += dot(x + 0.5, y + 0.5, radius);
    }
  }
  return (
    <svg class={`dot-pattern tint-${hash % 4}`} viewBox="0 0 20 18" aria-hidden="true">
      <path d={path} fill="currentColor" />
    </svg>
  );
}
