import { SELECT, START } from '../input/buttons.ts';
import { directionAt } from './directions.ts';
import type { Box, ControlName, Layout } from './layout.ts';
import { type Round, thumbOn } from './thumb-buttons.ts';

/** Controls that thumbs hold down; `menu` is a plain button. */
type HeldControl = Exclude<ControlName, 'menu'>;
const HELD: readonly HeldControl[] = ['dpad', 'buttons', 'select', 'start', 'rewind', 'fast'];

/** A thumb may land this far (CSS pixels) beside a control. */
const NEAR = 28;

interface Thumb {
  readonly control: HeldControl;
  buttons: number;
}

/** A and B lie on the diagonal of their box: A right and high, B left and low. */
export function roundButtons(box: Box): { a: Round; b: Round } {
  const radius = Math.min(box.width * 0.23, box.height * 0.27);
  return {
    a: { x: box.x + box.width - radius, y: box.y + radius, radius },
    b: { x: box.x + radius, y: box.y + box.height - radius, radius },
  };
}

/** Turns pointers into held buttons: each thumb belongs to the control on which it landed until it lifts. */
export class Thumbs {
  private layout: Layout | null = null;
  private readonly thumbs = new Map<number, Thumb>();

  setLayout(layout: Layout): void {
    this.layout = layout;
  }

  /** True if the thumb landed on or near a control. */
  down(id: number, x: number, y: number): boolean {
    const control = this.nearest(x, y);
    if (control === null) return false;
    this.thumbs.set(id, { control, buttons: 0 });
    this.move(id, x, y);
    return true;
  }

  move(id: number, x: number, y: number): void {
    const thumb = this.thumbs.get(id);
    if (thumb === undefined || this.layout === null) return;
    const box = this.layout.controls[thumb.control];
    switch (thumb.control) {
      case 'dpad':
        thumb.buttons = directionAt(
          x - (box.x + box.width / 2),
          y - (box.y + box.height / 2),
          box.width / 2,
          thumb.buttons,
        );
        break;
      case 'buttons': {
        const { a, b } = roundButtons(box);
        thumb.buttons = thumbOn(x, y, a, b);
        break;
      }
      case 'select':
        thumb.buttons = SELECT;
        break;
      case 'start':
        thumb.buttons = START;
        break;
      case 'rewind':
      case 'fast':
        break;
    }
  }

  up(id: number): void {
    this.thumbs.delete(id);
  }

  clear(): void {
    this.thumbs.clear();
  }

  get buttons(): number {
    let buttons = 0;
    for (const thumb of this.thumbs.values()) buttons |= thumb.buttons;
    return buttons;
  }

  /** A thumb lies on this control. */
  on(control: HeldControl): boolean {
    for (const thumb of this.thumbs.values()) if (thumb.control === control) return true;
    return false;
  }

  private nearest(x: number, y: number): HeldControl | null {
    if (this.layout === null) return null;
    let best: HeldControl | null = null;
    let least = NEAR;
    let smallest = 0;
    for (const name of HELD) {
      const box = this.layout.controls[name];
      const dx = Math.max(box.x - x, 0, x - box.x - box.width);
      const dy = Math.max(box.y - y, 0, y - box.y - box.height);
      const distance = Math.hypot(dx, dy);
      // Where moved controls overlap the smaller one counts: the larger can be reached elsewhere.
      const area = box.width * box.height;
      if (distance < least || (distance === least && area < smallest)) {
        least = distance;
        smallest = area;
        best = name;
      }
    }
    return best;
  }
}
