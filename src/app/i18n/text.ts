import { computed, effect, signal } from '@preact/signals';
import type { ModelName } from '../../core/models.ts';
import { settings } from '../settings.ts';
import { en, type Text } from './en.ts';
import { LANGUAGE_CODES, type LanguageCode } from './languages.ts';

const loaders: Record<LanguageCode, () => Promise<Text>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
};

const loaded = signal<Text>(en);
/** All words in the language that is set. */
export const text = computed(() => loaded.value);

/** A sentence of the emulator's in the language that is set, where there are words for it. */
export function translated(sentence: string): string {
  const found = text.peek().sentences.find(([pattern]) => pattern.test(sentence));
  return withModelNames(found === undefined ? sentence : sentence.replace(...found));
}

/** The emulator calls a console "cgb-e"; people don't. */
function withModelNames(sentence: string): string {
  const { models } = text.peek();
  return sentence.replace(/(["„])([a-z0-9-]+)(["“])/g, (all, open, name, close) =>
    name in models ? `${open}${models[name as ModelName]}${close}` : all,
  );
}

export function chosenLanguage(): LanguageCode {
  const wish = settings.value.language;
  if (wish !== 'auto') return wish;
  for (const tag of navigator.languages) {
    const code = LANGUAGE_CODES.find((one) => tag.toLowerCase().startsWith(one));
    if (code !== undefined) return code;
  }
  return 'en';
}

/** Comes back when the words are there, so that nothing is ever painted in the wrong language. */
export async function loadLanguage(): Promise<void> {
  const code = chosenLanguage();
  if (loaded.peek().code !== code) loaded.value = await loaders[code]();
  document.documentElement.lang = code;
}

export function followLanguage(): void {
  effect(() => {
    chosenLanguage();
    // A language that cannot be fetched (offline before it was cached) leaves the old one in place.
    loadLanguage().catch(() => {});
  });
}

/** The reader's own way to write dates and numbers, where it is one of the language that is set. */
function locale(): string {
  const { code } = text.value;
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(code)) ?? code;
}

/** "2 h 5 min", "12 min", "40 s", in the language that is set. */
export function duration(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(locale(), { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
  if (minutes < 1) return unit(Math.round(milliseconds / 1000), 'second');
  if (minutes < 60) return unit(minutes, 'minute');
  const hours = unit(Math.floor(minutes / 60), 'hour');
  return minutes % 60 === 0 ? hours : `${hours} ${unit(minutes % 60, 'minute')}`;
}

/** "5 minutes ago", "yesterday". */
export function ago(time: number, now = Date.now()): string {
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' });
  const seconds = Math.round((time - now) / 1000);
  const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
    ['year', 31_557_600],
    ['month', 2_629_800],
    ['week', 604_800],
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, 'second');
}

/** Date and time in as few letters as people use. */
export function shortMoment(time: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'short', timeStyle: 'short' }).format(time);
}

/** Date and time. */
export function moment(time: number): string {
  return new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(time);
}

/** "3.4 MB". */
export function bytes(count: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let value = count;
  let step = 0;
  while (value >= 1000 && step < 3) {
    value /= 1000;
    step++;
  }
  return new Intl.NumberFormat(locale(), {
    style: 'unit',
    unit: units[step],
    unitDisplay: 'short',
    maximumFractionDigits: value < 10 && step > 1 ? 1 : 0,
  })
    .format(value)
    .replace(' ', '\u00a0');
}

/** A memory chip's size, as people call it: "32 KB" has 1024 bytes to the KB. */
export function chipSize(count: number): string {
  const large = count >= 1024 * 1024;
  const value = (count / (large ? 1024 * 1024 : 1024)).toLocaleString(locale(), { maximumFractionDigits: 1 });
  return `${value}\u00a0${large ? 'MB' : 'KB'}`;
}

export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent' }).format(share);
}
