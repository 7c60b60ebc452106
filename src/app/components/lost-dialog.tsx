import { signal } from '@preact/signals';
import { text, translated } from '../i18n/text.ts';
import { Dialog } from './dialog.tsx';

interface Lost {
  readonly title: string;
  readonly sentences: readonly string[];
}

/** What a state lost on its way from or to another emulator; null while nobody looks at it. */
export const lost = signal<Lost | null>(null);

export function LostDialog() {
  if (lost.value === null) return null;
  const { title, sentences } = lost.value;
  const close = () => {
    lost.value = null;
  };
  return (
    <Dialog title={title} onClose={close}>
      {sentences.map((sentence) => (
        <p key={sentence}>{translated(sentence)}</p>
      ))}
      <button type="button" class="button primary wide" onClick={close}>
        {text.value.common.close}
      </button>
    </Dialog>
  );
}
