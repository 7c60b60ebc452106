import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { ModelName } from '../../core/models.ts';
import type { Game } from '../../storage/schema.ts';
import { shareGame } from '../backups.ts';
import { builtInGame } from '../built-in.ts';
import { Dialog } from '../components/dialog.tsx';
import { Select } from '../components/fields.tsx';
import { NameDialog } from '../components/name-dialog.tsx';
import { Icon } from '../design/icon.tsx';
import type { IconName } from '../design/icons.ts';
import { chipSize, text, translated } from '../i18n/text.ts';
import type { Cartridge } from '../intake/intake.ts';
import { cartridgeOf, removeGame, renameGame, setFavourite } from '../library.ts';
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
  if (renaming.value) {
    const rename = (title: string) => {
      if (title !== '' && title !== game.title) renameGame(game.id, title).catch(sayError);
    };
    return <NameDialog title={t.library.renameTitle} name={game.title} onClose={onClose} onName={rename} />;
  }
  return (
    <Dialog title={game.title} onClose={onClose}>
      <div class="details">
        <p class="hint">
          {game.system} · {chipSize(game.size)} · {game.fileName}
        </p>
        {stored && <Details game={game} />}
      </div>
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
      hint={t.library.modelHint}
      value={model.value}
      options={options}
      onChange={(name) => {
        model.value = name;
        setModel(id, name === 'auto' ? null : name).catch(sayError);
      }}
    />
  );
}

/** The cartridge as its header has it, and all that is odd about that. */
function Details({ game }: { game: Game }) {
  const t = text.value;
  const cartridge = useSignal<Cartridge | null>(null);
  useEffect(() => {
    cartridgeOf(game).then((found) => {
      cartridge.value = found;
    }, sayError);
  }, [game.id, cartridge]);
  const found = cartridge.value;
  const words = t.library.cartridge;
  const parts = found === null ? [] : [found.board];
  if (found !== null && found.ramSize > 0) parts.push(words.ram(chipSize(found.ramSize)));
  for (const part of ['battery', 'clock', 'motor'] as const) if (found?.[part]) parts.push(words[part]);
  return (
    <>
      <p class="hint">{parts.length > 0 ? parts.join(' · ') : '…'}</p>
      {found !== null && found.notes.length > 0 && (
        <ul class="notes" aria-label={t.library.notes}>
          {found.notes.map((note) => (
            <li key={note}>{translated(note)}</li>
          ))}
        </ul>
      )}
    </>
  );
}
