import { useLayoutEffect, useRef } from 'preact/hooks';

/** Share of a dot that the gap to the next one takes. */
const GAP = 1 / 6;

/**
 * One dark line in each direction per Game Boy pixel. Drawn in device pixels: a pattern that CSS repeats every
 * 2.29 pixels would beat against them.
 */
export function LcdGrid({ scale }: { /** Device pixels per dot. */ scale: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const across = Math.round(160 * scale);
  const down = Math.round(144 * scale);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    context.clearRect(0, 0, across, down);
    context.fillStyle = 'rgb(0 0 0 / 24%)';
    context.beginPath();
    const line = Math.max(1, Math.round(scale * GAP));
    for (let x = 1; x <= 160; x++) context.rect(Math.round((x * across) / 160) - line, 0, line, down);
    for (let y = 1; y <= 144; y++) context.rect(0, Math.round((y * down) / 144) - line, across, line);
    context.fill();
  }, [across, down, scale]);
  return <canvas ref={canvas} class="lcd-grid" width={across} height={down} />;
}
