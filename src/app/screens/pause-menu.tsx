import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Snapshot } from '../../storage/schema.ts';
import { Dialog } from '../components/dialog.tsx';
import { Choice } from '../components/fields.tsx';
import { Icon } from '../design/icon.tsx';
import type { IconName } from '../design/icons.ts';
import { ago, text } from '../i18n/text.ts';
import { inputKind } from '../input/input-kind.ts';
import { back, go } from '../navigation.ts';
import {
  loadLatestState,
  menuOpen,
  openGame,
  recording,
  resetGame,
  resume,
  saveState,
  shareReport,
  shareScreenshot,
  speed,
  toggleRecording,
} from '../session.ts';
import { storedStates } from '../storage.ts';
import { dismissConfirmations } from '../toasts.ts';
import { layoutEditing } from '../touch/layout-editor.tsx';

const SPEEDS = [0.5, 1, 2, 4] as const;

/** Over the paused game; on a phone everything lies in the lower half, and "resume" where the thumb is. */
export function PauseMenu() {
  const t = text.value;
  const game = openGame.value;
  const latest = useSignal<Snapshot | null>(null);
  const look = () => {
    if (game === null) return;
    storedStates.list(game.id).then(
      (states) => {
        latest.value = states.filter((state) => state.kind === 'named').at(-1) ?? states.at(-1) ?? null;
      },
      () => {},
    );
  };
  useEffect(look, [game?.id]);
  if (game === null) return null;
  return (
    <Dialog title={game.title} onClose={resume} class="pause-menu">
      <div class="tiles">
        <Tile icon="save" label={t.menu.save} onClick={() => void saveState().then(look)} />
        <Tile
          icon="load"
          label={t.menu.load}
          hint={latest.value === null ? t.menu.loadNone : ago(latest.value.createdAt)}
          disabled={latest.value === null}
          onClick={async () => {
            if (await loadLatestState()) resume();
          }}
        />
        <Tile icon="branch" label={t.menu.states} onClick={() => go({ name: 'states', id: game.id })} />
        <Tile icon="camera" label={t.menu.screenshot} onClick={() => void shareScreenshot()} />
        <Tile icon="settings" label={t.menu.settings} onClick={() => go({ name: 'settings' })} />
        {inputKind.value === 'touch' && (
          <Tile
            icon="layout"
            label={t.menu.layout}
            onClick={() => {
              dismissConfirmations();
              layoutEditing.value = true;
            }}
          />
        )}
        <Tile icon="reset" label={t.menu.reset} onClick={() => void resetGame()} />
        <Tile icon="library" label={t.menu.library} onClick={back} />
      </div>
      <Choice
        label={t.menu.speed}
        value={speed.value}
        options={SPEEDS.map((factor) => [factor, `${factor.toLocaleString(t.code)}×`] as const)}
        onChange={(factor) => {
          speed.value = factor;
        }}
      />
      <div class="menu-more">
        <button
          type="button"
          class="text-button record"
          aria-pressed={recording.value}
          onClick={toggleRecording}
        >
          {recording.value ? t.menu.stopMovie : t.menu.startMovie}
        </button>
        <button type="button" class="text-button" onClick={() => void shareReport()}>
          {t.menu.report}
        </button>
        <button
          type="button"
          class="text-button"
          onClick={() => {
            menuOpen.value = false;
            go({ name: 'debug' });
          }}
        >
          {t.menu.debugger}
        </button>
      </div>
      <button type="button" class="button primary wide" autofocus onClick={resume}>
        <Icon name="play" />
        {t.menu.resume}
      </button>
    </Dialog>
  );
}

interface TileProps {
  readonly icon: IconName;
  readonly label: string;
  readonly hint?: string;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

function Tile({ icon, label, hint, disabled = false, onClick }: TileProps) {
  return (
    <button type="button" class="tile" onClick={onClick} disabled={disabled}>
      <Icon name={icon} />
      <span>{label}</span>
      {hint !== undefined && <span class="tile-hint">{hint}</span>}
    </button>
  );
}
