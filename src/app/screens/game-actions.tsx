import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ModelName } from '../../core/models.ts';
import type { Game } from '../../storage/schema.ts';
import { shareGame } from '../backups.ts';
import { builtInGame } from '../built-in.ts';
import { Dialog } from '../components/dialog.tsx';
import { Select } from '../components/fields.tsx';
import { Icon } from '../design/icon.tsx';
import type { IconName } from '../design/icons.ts';
import { bytes, text } from '../i18n/text.ts';
import { removeGame, renameGame, setFavourite } from '../library.ts';
import { go } from '../navigation.ts';
import { modelOf, setModel } from '../session.ts';
import { play } from '../start-game.ts';
import { sayError } from '../toasts.ts';

/** Everything that can be done with a game in the library. */
export function GameActions({ game, onClose }: { game: Game; onClose: () => void }) {
  const t = text.value;
  const renaming = useSignal(false);
  const stored = game.id !== builtInGame.id;
  const act = (work: () => Promise<void> | void) => () => {
    onClose();
    Promise.resolve(work()).catch(sayError);
  };
  if (renaming.value) return <RenameDialog game={game} onClose={onClose} />;
  return (
    <Dialog title={game.title} onClose={onClose}>
      <p class="hint">
        {game.system} · {bytes(game.size)} · {game.fileName}
      </p>
      <ul class="actions">
        <Action icon="play" label={t.library.play} onClick={act(() => play(game))} />
        {stored && (
          <>
            <Action
              icon={game.favourite ? 'starred' : 'star'}
              label={game.favourite ? t.library.removeFavourite : t.library.addFavourite}
              onClick={act(() => setFavourite(game.id, !game.favourite))}
            />
            <Action
              icon="pencil"
              label={t.common.rename}
              onClick={() => {
                renaming.value = true;
              }}
            />
            <Action
              icon="branch"
              label={t.library.states}
              onClick={act(() => go({ name: 'states', id: game.id }))}
            />
            <Action icon="share" label={t.backup.game} onClick={act(() => shareGame(game))} />
            <Action icon="trash" label={t.common.delete} danger onClick={act(() => removeGame(game))} />
          </>
        )}
      </ul>
      {stored && <ModelChoice id={game.id} />}
    </Dialog>
  );
}

interface ActionProps {
  readonly icon: IconName;
  readonly label: string;
  readonly onClick: () => void;
  readonly danger?: boolean;
}

export function Action({ icon, label, onClick, danger = false }: ActionProps) {
  return (
    <li>
      <button type="button" class={`action ${danger ? 'danger' : ''}`} onClick={onClick}>
        <Icon name={icon} />
        {label}
      </button>
    </li>
  );
}

function ModelChoice({ id }: { id: string }) {
  const t = text.value;
  const model = useSignal<ModelName | 'auto'>('auto');
  useEffect(() => {
    modelOf(id).then((name) => {
      model.value = name ?? 'auto';
    }, sayError);
  }, [id, model]);
  const options: (readonly [ModelName | 'auto', string])[] = [['auto', t.library.modelAuto]];
  for (const name of Object.keys(t.models) as ModelName[]) options.push([name, t.models[name]]);
  return (
    <Select
      label={t.library.model}
      value={model.value}
      options={options}
      onChange={(name) => {
        model.value = name;
        setModel(id, name === 'auto' ? null : name).catch(sayError);
      }}
    />
  );
}

function RenameDialog({ game, onClose }: { game: Game; onClose: () => void }) {
  const t = text.value;
  const name = useSignal(game.title);
  return (
    <Dialog title={t.library.renameTitle} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const title = name.value.trim();
          onClose();
          if (title !== '' && title !== game.title) renameGame(game.id, title).catch(sayError);
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
            value={name.value}
            onInput={(event) => {
              name.value = event.currentTarget.value;
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
