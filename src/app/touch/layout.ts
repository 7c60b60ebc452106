/**
 * Where the touch controls lie. Positions are the middle of a control as shares of the screen inside its
 * safe area, so that one layout fits every phone; sizes are multiples of the default.
 */
export type ControlName = 'dpad' | 'buttons' | 'select' | 'start' | 'menu' | 'rewind' | 'fast';
export type Orientation = 'portrait' | 'landscape';
export type Hand = 'both' | 'left' | 'right';

export const CONTROL_NAMES: readonly ControlName[] = [
  'dpad',
  'buttons',
  'select',
  'start',
  'menu',
  'rewind',
  'fast',
];

/** How far the user moved a control from its default (shares of the area), and its size. */
export interface Adjustment {
  readonly dx: number;
  readonly dy: number;
  readonly size: number;
}

export interface TouchSettings {
  readonly mirrored: boolean;
  /** Both thumbs, or everything in reach of one. */
  readonly hand: Hand;
  /** 0.2 to 1: how much of the controls is seen over the picture. */
  readonly opacity: number;
  readonly size: number;
  readonly haptics: boolean;
  readonly adjusted: Readonly<Record<Orientation, Partial<Record<ControlName, Adjustment>>>>;
}

export const defaultTouch: TouchSettings = {
  mirrored: false,
  hand: 'both',
  opacity: 0.6,
  size: 1,
  haptics: true,
  adjusted: { portrait: {}, landscape: {} },
};

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Layout {
  readonly orientation: Orientation;
  /** Where the picture may lie. */
  readonly picture: Box;
  readonly controls: Readonly<Record<ControlName, Box>>;
}

const SIZES: Record<ControlName, { width: number; height: number }> = {
  dpad: { width: 156, height: 156 },
  buttons: { width: 160, height: 136 },
  select: { width: 68, height: 44 },
  start: { width: 68, height: 44 },
  menu: { width: 48, height: 48 },
  rewind: { width: 48, height: 48 },
  fast: { width: 48, height: 48 },
};

const GAP = 12;

/** Lays picture and controls into `area` (CSS pixels, inside the safe area). */
export function layOut(area: Box, touch: TouchSettings): Layout {
  const orientation: Orientation = area.height >= area.width ? 'portrait' : 'landscape';
  const fit = orientation === 'portrait' ? area.width / 360 : Math.min(area.height / 360, area.width / 740);
  const scale = touch.size * Math.max(0.82, Math.min(1.25, fit));
  const layout = orientation === 'portrait' ? portrait(area, touch, scale) : landscape(area, touch, scale);
  const controls = { ...layout.controls };
  for (const name of CONTROL_NAMES) {
    let box = controls[name];
    if (touch.mirrored) box = mirrored(layout.controls, name, area);
    const adjustment = touch.adjusted[orientation][name];
    if (adjustment !== undefined) box = adjust(box, adjustment, area);
    controls[name] = inside(box, area);
  }
  const picture = touch.mirrored ? flip(layout.picture, area) : layout.picture;
  return { orientation, picture, controls };
}

/** Left and right change places, but Select stays to the left of Start. */
function mirrored(controls: Layout['controls'], name: ControlName, area: Box): Box {
  const pair = controls.select.y === controls.start.y;
  const source = pair && name === 'select' ? 'start' : pair && name === 'start' ? 'select' : name;
  return flip(controls[source], area);
}

function flip(box: Box, area: Box): Box {
  return { ...box, x: 2 * area.x + area.width - box.x - box.width };
}

function adjust(box: Box, by: Adjustment, area: Box): Box {
  const width = box.width * by.size;
  const height = box.height * by.size;
  return {
    x: box.x + (box.width - width) / 2 + by.dx * area.width,
    y: box.y + (box.height - height) / 2 + by.dy * area.height,
    width,
    height,
  };
}

/** Nothing can be pushed off the screen. */
function inside(box: Box, area: Box): Box {
  const x = Math.max(area.x, Math.min(box.x, area.x + area.width - box.width));
  const y = Math.max(area.y, Math.min(box.y, area.y + area.height - box.height));
  return { ...box, x, y };
}

function sized(name: ControlName, scale: number): { width: number; height: number } {
  const size = SIZES[name];
  return { width: Math.max(44, size.width * scale), height: Math.max(44, size.height * scale) };
}

function at(name: ControlName, scale: number, middleX: number, middleY: number): Box {
  const size = sized(name, scale);
  return { x: middleX - size.width / 2, y: middleY - size.height / 2, ...size };
}

function portrait(area: Box, touch: TouchSettings, wish: number): Omit<Layout, 'orientation'> {
  // Pad and buttons lie side by side.
  const scale = Math.min(wish, (area.width - 3 * GAP) / (SIZES.dpad.width + SIZES.buttons.width));
  const dpad = sized('dpad', scale);
  const pill = sized('start', scale);
  const round = sized('menu', 1);
  // Controls need this much below the picture; a short screen gives the picture less than its width.
  const need = round.height + GAP + dpad.height + GAP + pill.height + 2 * GAP;
  const pictureHeight = Math.max(144, Math.min((area.width * 144) / 160, area.height - need));
  const left = area.x + GAP;
  const right = area.x + area.width - GAP;
  const bottom = area.y + area.height - GAP;
  const below = area.y + pictureHeight + GAP;
  const pillY = bottom - pill.height / 2;
  const padTop = below + round.height;
  const padBottom = bottom - pill.height - GAP;
  // Thumbs rest a little above the lower edge, not in the middle of what is left.
  const padY = Math.max(
    padTop + dpad.height / 2,
    padBottom - Math.max(dpad.height / 2, (padBottom - padTop) * 0.42),
  );
  const picture = { x: area.x, y: area.y, width: area.width, height: pictureHeight };
  const topY = below + round.height / 2;
  if (touch.hand !== 'both') return oneHanded(area, touch, scale, picture, topY);
  const middle = area.x + area.width / 2;
  const buttons = sized('buttons', scale);
  return {
    picture,
    controls: {
      dpad: at('dpad', scale, left + dpad.width / 2, padY),
      buttons: at('buttons', scale, right - buttons.width / 2, padY),
      select: at('select', scale, middle - pill.width / 2 - GAP, pillY),
      start: at('start', scale, middle + pill.width / 2 + GAP, pillY),
      menu: at('menu', 1, left + round.width / 2, topY),
      rewind: at('rewind', 1, right - round.width * 1.5 - GAP, topY),
      fast: at('fast', 1, right - round.width / 2, topY),
    },
  };
}

/** Everything in the reach of one thumb, stacked along one side. */
function oneHanded(
  area: Box,
  touch: TouchSettings,
  scale: number,
  picture: Box,
  topY: number,
): Omit<Layout, 'orientation'> {
  const small = scale * Math.min(1, (area.y + area.height - topY) / (330 * scale));
  const dpad = sized('dpad', small);
  const buttons = sized('buttons', small);
  const pill = sized('start', small);
  const round = sized('menu', 1);
  const side = touch.hand === 'right' ? 1 : -1;
  const edge = touch.hand === 'right' ? area.x + area.width - GAP : area.x + GAP;
  const bottom = area.y + area.height - GAP;
  const padX = edge - (side * dpad.width) / 2;
  const padY = bottom - dpad.height / 2;
  const buttonsX = edge - side * (dpad.width + GAP + buttons.width / 2);
  return {
    picture,
    controls: {
      dpad: at('dpad', small, padX, padY),
      buttons: at('buttons', small, buttonsX, bottom - buttons.height / 2),
      start: at(
        'start',
        small,
        padX + (pill.width + GAP) / 2,
        padY - dpad.height / 2 - GAP - pill.height / 2,
      ),
      select: at(
        'select',
        small,
        padX - (pill.width + GAP) / 2,
        padY - dpad.height / 2 - GAP - pill.height / 2,
      ),
      menu: at('menu', 1, edge - (side * round.width) / 2, topY),
      fast: at('fast', 1, edge - side * (round.width * 1.5 + GAP), topY),
      rewind: at('rewind', 1, edge - side * (round.width * 2.5 + 2 * GAP), topY),
    },
  };
}

function landscape(area: Box, touch: TouchSettings, wish: number): Omit<Layout, 'orientation'> {
  // Controls are stacked at the sides: a low screen makes them smaller.
  const both = touch.hand === 'both';
  const stack = SIZES.dpad.height + (both ? SIZES.start.height : SIZES.buttons.height);
  const room = area.height - SIZES.menu.height - (both ? 4 : 3.5) * GAP;
  const scale = Math.min(wish, room / stack);
  const dpad = sized('dpad', scale);
  const buttons = sized('buttons', scale);
  const pill = sized('start', scale);
  const round = sized('menu', 1);
  const left = area.x + GAP;
  const right = area.x + area.width - GAP;
  const bottom = area.y + area.height - GAP;
  const top = area.y + GAP;
  const pillY = bottom - pill.height / 2;
  const lowest = bottom - pill.height - GAP - dpad.height / 2;
  const padY = Math.min(
    lowest,
    Math.max(top + round.height + GAP + dpad.height / 2, area.y + area.height * 0.5),
  );
  const side = touch.hand === 'left' ? 'left' : 'right';
  if (touch.hand !== 'both') {
    const flip = side === 'left' ? -1 : 1;
    const edge = side === 'left' ? left : right;
    const column = Math.max(dpad.width, buttons.width) + pill.width + 3 * GAP;
    // The picture makes room where that costs it nothing.
    const free = area.width - column;
    const beside = { ...area, x: side === 'left' ? area.x + column : area.x, width: free };
    return {
      picture: free >= (area.height * 160) / 144 ? beside : area,
      controls: {
        dpad: at('dpad', scale, edge - (flip * dpad.width) / 2, bottom - dpad.height / 2),
        buttons: at(
          'buttons',
          scale,
          edge - (flip * buttons.width) / 2,
          bottom - dpad.height - GAP / 2 - buttons.height / 2,
        ),
        select: at(
          'select',
          scale,
          edge - flip * (dpad.width + GAP + pill.width / 2),
          pillY - pill.height - GAP,
        ),
        start: at('start', scale, edge - flip * (dpad.width + GAP + pill.width / 2), pillY),
        menu: at('menu', 1, edge - (flip * round.width) / 2, top + round.height / 2),
        fast: at('fast', 1, edge - flip * (round.width * 1.5 + GAP), top + round.height / 2),
        rewind: at('rewind', 1, edge - flip * (round.width * 2.5 + 2 * GAP), top + round.height / 2),
      },
    };
  }
  return {
    picture: area,
    controls: {
      dpad: at('dpad', scale, left + dpad.width / 2, padY),
      buttons: at('buttons', scale, right - buttons.width / 2, padY),
      select: at('select', scale, left + dpad.width / 2, pillY),
      start: at('start', scale, right - buttons.width / 2, pillY),
      menu: at('menu', 1, left + round.width / 2, top + round.height / 2),
      rewind: at('rewind', 1, right - round.width * 1.5 - GAP, top + round.height / 2),
      fast: at('fast', 1, right - round.width / 2, top + round.height / 2),
    },
  };
}

/** Whether two boxes lie over each other. */
export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
