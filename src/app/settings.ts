import { signal } from '@preact/signals';
import type { ColourCorrection, DmgPalette, SoundLatency } from '../player/messages.ts';
import { LANGUAGE_CODES, type LanguageCode } from './i18n/languages.ts';
import { defaultKeys, defaultPad, type KeyBindings, type PadBindings } from './input/actions.ts';
import { PALETTES } from './palettes.ts';
import { defaultTouch, type TouchSettings } from './touch/layout.ts';

export type Theme = 'auto' | 'light' | 'dark';
export type Language = 'auto' | LanguageCode;
export type FastForward = 2 | 3 | 4 | 8 | 16;
export type LibraryOrder = 'recent' | 'title' | 'played' | 'added';

export interface Settings {
  readonly language: Language;
  readonly theme: Theme;
  readonly palette: string;
  readonly ownPalette: DmgPalette;
  readonly correction: ColourCorrection;
  readonly grid: boolean;
  readonly scaling: 'whole' | 'fill';
  /** 0 to 1. */
  readonly volume: number;
  readonly muted: boolean;
  readonly latency: SoundLatency;
  /** iOS: the switch at the side silences the game too. */
  readonly obeySilentSwitch: boolean;
  readonly runAhead: boolean;
  readonly fastForward: FastForward;
  readonly fastForwardHeld: boolean;
  readonly touch: TouchSettings;
  readonly keys: KeyBindings;
  readonly pad: PadBindings;
  readonly order: LibraryOrder;
}

export const defaults: Settings = {
  language: 'auto',
  theme: 'auto',
  palette: PALETTES[0].id,
  ownPalette: { bg: [0xfff3e0, 0xe0a78a, 0x7d5a7a, 0x1f1f3a] },
  correction: 'lcd',
  grid: false,
  scaling: 'whole',
  volume: 0.8,
  muted: false,
  latency: 'low',
  obeySilentSwitch: true,
  runAhead: false,
  fastForward: 4,
  fastForwardHeld: true,
  touch: defaultTouch,
  keys: defaultKeys,
  pad: defaultPad,
  order: 'recent',
};

const KEY = 'dotmatrix.settings';

/** Read before the first paint, so localStorage: a few hundred bytes, and no flash of the wrong theme. */
function stored(): Settings {
  try {
    const text = localStorage.getItem(KEY);
    if (text === null) return defaults;
    return repaired(JSON.parse(text));
  } catch {
    return defaults;
  }
}

/** Only fields that we know, each of the kind it should be: an old or damaged record costs one setting. */
export function repaired(value: unknown): Settings {
  const merged = merge(defaults, value) as Settings;
  const result: Record<string, unknown> = { ...merged };
  for (const [name, values] of Object.entries(ALLOWED)) {
    if (!(values as readonly unknown[]).includes(result[name]))
      result[name] = defaults[name as keyof Settings];
  }
  return { ...(result as unknown as Settings), volume: Math.max(0, Math.min(1, merged.volume)) };
}

/** The settings that are one of a few values. */
const ALLOWED: { readonly [K in keyof Settings]?: readonly Settings[K][] } = {
  language: ['auto', ...LANGUAGE_CODES],
  theme: ['auto', 'light', 'dark'],
  correction: ['off', 'lcd', 'vivid'],
  scaling: ['whole', 'fill'],
  latency: ['low', 'battery'],
  fastForward: [2, 3, 4, 8, 16],
  order: ['recent', 'title', 'played', 'added'],
};

function merge(base: unknown, value: unknown): unknown {
  if (value === undefined || value === null || typeof value !== typeof base) return base;
  if (Array.isArray(base)) {
    const kind = base.length > 0 ? typeof base[0] : 'string';
    return Array.isArray(value) && value.every((entry) => typeof entry === kind) ? value : base;
  }
  if (typeof base !== 'object' || base === null) {
    return typeof base === 'number' && !Number.isFinite(value) ? base : value;
  }
  if (Array.isArray(value)) return base;
  const result: Record<string, unknown> = { ...base };
  // A table that is empty by default (moved controls) takes any key.
  const open = Object.keys(base).length === 0;
  for (const [key, entry] of Object.entries(value)) {
    if (Object.hasOwn(result, key)) result[key] = merge(result[key], entry);
    else if (open && key !== '__proto__') result[key] = entry;
  }
  return result;
}

export const settings = signal<Settings>(stored());
/** False when the browser keeps nothing for us (blocked storage); said in the settings. */
export const settingsKept = signal(true);

export function change(part: Partial<Settings>): void {
  settings.value = { ...settings.value, ...part };
  try {
    localStorage.setItem(KEY, JSON.stringify(settings.value));
    settingsKept.value = true;
  } catch {
    settingsKept.value = false;
  }
}

export function changeTouch(part: Partial<TouchSettings>): void {
  change({ touch: { ...settings.value.touch, ...part } });
}
