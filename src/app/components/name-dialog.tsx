import { useSignal } from '@preact/signals';
import { text } from '../i18n/text.ts';
import { Dialog } from './dialog.tsx';

interface NameDialogProps {
  readonly title: string;
  readonly name: string;
  readonly onClose: () => void;
  /** The dialog is closed by then; the name is without blanks around it and may be empty. */
  readonly onName: (name: string) => void;
}

/** Asks for a name. */
export function NameDialog({ title, name, onClose, onName }: NameDialogProps) {
  const t = text.value;
  const typed = useSignal(name);
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          onName(typed.value.trim());
        }}
      >
        <div class="field">
          <label for="new-name">{t.library.newName}</label>
          <input
            id="new-name"
            type="text"
            maxLength={80}
            autocomplete="off"
            autofocus
            value={typed.value}
            onInput={(event) => {
              typed.value = event.currentTarget.value;
            }}
          />
        </div>
        <div class="buttons">
          <button type="button" class="button" onClick={onClose}>
            {t.common.cancel}
          </button>
          <button type="submit" class="button primary">
            {t.common.save}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
