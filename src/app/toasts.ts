import { signal } from '@preact/signals';
import { StorageError } from '../storage/errors.ts';
import { text, translated } from './i18n/text.ts';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly kind: 'info' | 'error';
  readonly action: { readonly label: string; readonly run: () => void } | null;
}

export const toasts = signal<readonly Toast[]>([]);
let next = 1;
const timers = new Map<number, ReturnType<typeof setTimeout>>();

/** Says one sentence without stopping anything. Errors stay longer, and nothing vanishes under the pointer. */
export function say(text: string, kind: Toast['kind'] = 'info', action: Toast['action'] = null): void {
  const toast: Toast = { id: next++, text, kind, action };
  toasts.value = [...toasts.value.filter((other) => other.text !== text), toast].slice(-3);
  startTimer(toast);
}

export function sayError(error: unknown): void {
  say(sentenceOf(error), 'error');
}

/** What went wrong, in the reader's language where there are words for it. */
export function sentenceOf(error: unknown): string {
  const { problems } = text.peek();
  const sentence = error instanceof Error ? error.message : String(error);
  const own = translated(sentence);
  if (own === sentence && error instanceof StorageError && problems !== null) return problems[error.problem];
  return own;
}

export function dismiss(id: number): void {
  holdTimer(id);
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Another screen comes: what was only a confirmation has been seen. */
export function dismissConfirmations(): void {
  for (const { id, kind, action } of toasts.peek()) if (kind === 'info' && action === null) dismiss(id);
}

export function startTimer(toast: Toast): void {
  holdTimer(toast.id);
  const seconds = toast.kind === 'error' ? 12 : toast.action !== null ? 8 : 3;
  timers.set(
    toast.id,
    setTimeout(() => dismiss(toast.id), seconds * 1000),
  );
}

export function holdTimer(id: number): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
}
