import { effect, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { text } from '../i18n/text.ts';
import { findPalette } from '../palettes.ts';
import { client } from '../session.ts';
import { settings } from '../settings.ts';
import { demoFrame } from './demo-frame.ts';
import { LcdGrid } from './lcd-grid.tsx';
import { fitPicture, type PictureFit } from './picture-fit.ts';

/** Shows what a setting does: the paused game if there is one, else a little scene of our own. */
export function Preview() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const fit = useSignal<PictureFit | null>(null);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = () => {
      const style = getComputedStyle(element);
      const room = element.clientWidth - Number.parseFloat(style.paddingLeft) * 2;
      const width = Math.min(room, innerHeight > 760 ? 320 : 240);
      fit.value = fitPicture({ x: 0, y: 0, width, height: width * 0.9 }, devicePixelRatio, true, 'top');
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [fit]);
  useEffect(
    () =>
      effect(() => {
        const { palette, ownPalette, correction } = settings.value;
        const context = canvas.current?.getContext('2d');
        if (context === null || context === undefined) return;
        const draw = (rgba: Uint8ClampedArray<ArrayBuffer>) => {
          context.putImageData(new ImageData(rgba, 160, 144), 0, 0);
        };
        if (client.game.value === null) {
          draw(demoFrame(findPalette(palette, ownPalette), correction));
        } else {
          client.request('picture', null).then(
            (picture) => draw(picture.rgba),
            () => draw(demoFrame(findPalette(palette, ownPalette), correction)),
          );
        }
      }),
    [],
  );
  const { width, height } = fit.value ?? { width: 0, height: 0 };
  return (
    <div ref={frame} class="preview">
      <div class="preview-picture" style={{ width: `${width}px`, height: `${height}px` }}>
        <canvas
          ref={canvas}
          class="pixels"
          width={160}
          height={144}
          role="img"
          aria-label={text.value.settings.preview}
        />
        {settings.value.grid && <LcdGrid width={width} height={height} />}
      </div>
    </div>
  );
}
