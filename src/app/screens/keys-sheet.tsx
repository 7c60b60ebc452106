import { useEffect } from 'preact/hooks';
import { Dialog } from '../components/dialog.tsx';
import { text } from '../i18n/text.ts';
import { type Action, GAME_ACTIONS, OTHER_ACTIONS } from '../input/actions.ts';
import { inputName } from '../input/input-names.ts';
import { go, screen } from '../navigation.ts';
import { client, menuOpen, run } from '../session.ts';
import { settings } from '../settings.ts';
import { keysOpen } from './fullscreen.ts';

/** The list of keys, as they are set now. The game waits meanwhile. */
export function KeysSheet() {
  const t = text.value;
  const close = () => {
    keysOpen.value = false;
  };
  useEffect(() => {
    const was = client.running.peek();
    if (was) run(false);
    return () => {
      if (was && screen.peek().name === 'play' && !menuOpen.peek()) run(true);
    };
  }, []);
  return (
    <Dialog title={t.keys.title} onClose={close} class="keys-sheet">
      <div class="key-columns">
        <KeyList title={t.keys.game} actions={GAME_ACTIONS} />
        <KeyList title={t.keys.other} actions={OTHER_ACTIONS} />
      </div>
      <div class="buttons">
        <button
          type="button"
          class="button"
          onClick={() => {
            close();
            if (screen.value.name !== 'settings') go({ name: 'settings' });
          }}
        >
          {t.keys.change}
        </button>
      </div>
    </Dialog>
  );
}

function KeyList({ title, actions }: { title: string; actions: readonly Action[] }) {
  const t = text.value;
  const { keys } = settings.value;
  return (
    <section>
      <h3>{title}</h3>
      <dl class="key-list">
        {actions
          .filter((action) => keys[action].length > 0)
          .map((action) => (
            <div key={action}>
              <dt>{t.actions[action]}</dt>
              <dd>
                {keys[action].map((code) => (
                  <kbd key={code}>{inputName(code)}</kbd>
                ))}
              </dd>
            </div>
          ))}
        {title === t.keys.other && (
          <div>
            <dt>{t.keys.help}</dt>
            <dd>
              <kbd>?</kbd>
            </dd>
          </div>
        )}
      </dl>
    </section>
  );
}
