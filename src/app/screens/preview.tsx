import { effect, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { text } from '../i18n/text.ts';
import { findPalette } from '../palettes.ts';
import { client } from '../session.ts';
import { settings } from '../settings.ts';
import { demoFrame } from './demo-frame.ts';
import { LcdGrid } from './lcd-grid.tsx';
import { drawnAt, fitPicture, type PictureFit } from './picture-fit.ts';

/** Shows what a setting does: the paused game if there is one, else a little scene of our own. */
export function Preview() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const fit = useSignal<PictureFit>({ x: 0, y: 0, width: 160, height: 144, scale: 1 });
  const room = useSignal(160);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const measure = () => {
      const style = getComputedStyle(element);
      const inside = element.clientWidth - Number.parseFloat(style.paddingLeft) * 2;
      const width = Math.min(inside, innerHeight > 760 ? 320 : 240);
      fit.value = fitPicture({ x: 0, y: 0, width, height: width * 0.9 }, devicePixelRatio, true, 'top');
      // In the middle, on a whole pixel.
      const least = Math.ceil(fit.value.width);
      room.value = least + ((element.clientWidth - least) % 2);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [fit, room]);
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
  return (
    <div ref={frame} class="preview">
      <div class="preview-room" style={{ width: `${room.value}px`, height: `${fit.value.height}px` }}>
        <div class="preview-picture" style={drawnAt(fit.value, devicePixelRatio)}>
          <canvas
            ref={canvas}
            class="pixels"
            width={160}
            height={144}
            role="img"
            aria-label={text.value.settings.preview}
          />
          {settings.value.grid && <LcdGrid scale={fit.value.scale} />}
        </div>
      </div>
    </div>
  );
}
