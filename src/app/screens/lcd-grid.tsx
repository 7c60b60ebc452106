import { useLayoutEffect, useRef } from 'preact/hooks';

interface LcdGridProps {
  /** Size of the picture in CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** Share of a dot that the gap to the next one takes. */
const GAP = 1 / 6;

/**
 * One dark line in each direction per Game Boy pixel. Drawn in device pixels: a pattern that CSS repeats every
 * 2.29 pixels would beat against them.
 */
export function LcdGrid({ width, height }: LcdGridProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const across = Math.round(width * devicePixelRatio);
  const down = Math.round(height * devicePixelRatio);
  useLayoutEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (context === null || context === undefined) return;
    context.clearRect(0, 0, across, down);
    context.fillStyle = 'rgb(0 0 0 / 24%)';
    context.beginPath();
    const line = Math.max(1, Math.round((across / 160) * GAP));
    for (let x = 1; x <= 160; x++) context.rect(Math.round((x * across) / 160) - line, 0, line, down);
    for (let y = 1; y <= 144; y++) context.rect(0, Math.round((y * down) / 144) - line, across, line);
    context.fill();
  }, [across, down]);
  return <canvas ref={canvas} class="lcd-grid" width={across} height={down} />;
}
