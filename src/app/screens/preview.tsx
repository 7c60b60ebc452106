import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { text } from '../i18n/text.ts';
import { findPalette } from '../palettes.ts';
import { client } from '../session.ts';
import { settings } from '../settings.ts';
import { demoFrame } from './demo-frame.ts';

/** Shows what a setting does: the paused game if there is one, else a little scene of our own. */
export function Preview() {
  const canvas = useRef<HTMLCanvasElement>(null);
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
    <div class="preview">
      <div class="preview-picture" style={{ '--dot': '2px' }}>
        <canvas
          ref={canvas}
          class="pixels"
          width={160}
          height={144}
          role="img"
          aria-label={text.value.settings.preview}
        />
        {settings.value.grid && <div class="lcd-grid" />}
      </div>
    </div>
  );
}
