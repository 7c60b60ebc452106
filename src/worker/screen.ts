import { colourTable, paint } from '../player/colours.ts';
import type { Picture, VideoSettings } from '../player/messages.ts';

const WIDTH = 160;
const HEIGHT = 144;

const GREYS: VideoSettings = {
  palette: { bg: [0xffffff, 0xaaaaaa, 0x555555, 0x000000] },
  correction: 'off',
};

/** Draws frames onto the page's canvas, in the colours that are set. */
export class Screen {
  private context: OffscreenCanvasRenderingContext2D | null = null;
  private settings: VideoSettings = GREYS;
  private colour = false;
  private table = colourTable(false, GREYS);
  private readonly image = new ImageData(WIDTH, HEIGHT);
  private readonly pixels = new Uint32Array(this.image.data.buffer);
  private last: Uint16Array = new Uint16Array(WIDTH * HEIGHT);

  attach(canvas: OffscreenCanvas | null): void {
    if (canvas) {
      canvas.width = WIDTH;
      canvas.height = HEIGHT;
    }
    this.context = canvas?.getContext('2d', { alpha: false }) ?? null;
    this.redraw();
  }

  apply(settings: VideoSettings): void {
    this.settings = settings;
    this.retint();
  }

  /** Whether frames hold 15-bit colours or shades. */
  setColour(colour: boolean): void {
    this.colour = colour;
    this.retint();
  }

  /** Shows a frame, unless it is shown already: a picture that stands still costs the display nothing. */
  show(frame: Uint16Array): void {
    const { last } = this;
    let same = 0;
    while (same < last.length && last[same] === frame[same]) same++;
    if (same === last.length) return;
    last.set(frame);
    this.redraw();
  }

  /** The picture that was shown last. */
  picture(): Picture {
    return { width: WIDTH, height: HEIGHT, rgba: this.image.data.slice() };
  }

  /** The same as a PNG file. */
  async png(): Promise<Uint8Array> {
    const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
    canvas.getContext('2d')?.putImageData(this.image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/png' });
    return new Uint8Array(await blob.arrayBuffer());
  }

  private retint(): void {
    this.table = colourTable(this.colour, this.settings);
    this.redraw();
  }

  private redraw(): void {
    paint(this.last, this.table, this.pixels);
    this.context?.putImageData(this.image, 0, 0);
  }
}
