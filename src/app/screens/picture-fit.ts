import type { Box } from '../touch/layout.ts';

export interface PictureFit extends Box {
  /** Device pixels per Game Boy pixel. */
  readonly scale: number;
}

/**
 * The largest picture of 160 × 144 in `box` (CSS pixels). Whole: an exact number of device pixels for each
 * pixel, on the grid of device pixels; otherwise as large as fits.
 */
export function fitPicture(
  box: Box,
  pixelRatio: number,
  whole: boolean,
  align: 'top' | 'middle',
): PictureFit {
  const room = Math.min((box.width * pixelRatio) / 160, (box.height * pixelRatio) / 144);
  const scale = whole ? Math.max(1, Math.floor(room + 1e-6)) : room;
  const width = (160 * scale) / pixelRatio;
  const height = (144 * scale) / pixelRatio;
  const snap = (value: number) => Math.round(value * pixelRatio) / pixelRatio;
  return {
    x: snap(box.x + (box.width - width) / 2),
    y: snap(align === 'top' ? box.y : box.y + (box.height - height) / 2),
    width,
    height,
    scale,
  };
}

/**
 * Where `fit` is drawn: an element as large as the picture has device pixels, shrunk by a transform. Plain lengths
 * will not do, because browsers round them to 64ths of a CSS pixel, and thirds have none.
 */
export function drawnAt({ x, y, scale }: PictureFit, pixelRatio: number) {
  return {
    width: `${160 * scale}px`,
    height: `${144 * scale}px`,
    transform: `translate(${x}px, ${y}px) scale(${1 / pixelRatio})`,
  };
}
