import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { askForPersistence, type StorageReport } from '../../storage/persistence.ts';
import { reportStorage, restore, shareEverything } from '../backups.ts';
import { pickFiles } from '../components/pick-files.ts';
import { Icon } from '../design/icon.tsx';
import { bytes, text } from '../i18n/text.ts';
import { client } from '../session.ts';
import { say, sayError, sentenceOf } from '../toasts.ts';

async function pickBackup(): Promise<void> {
  const [file] = await pickFiles('.dotmatrix', false);
  if (file !== undefined) await restore(file);
}

/** How much is stored, for which game, and whether the browser keeps it. */
export function StorageField() {
  const t = text.value;
  const report = useSignal<StorageReport | null>(null);
  const trouble = useSignal<string | null>(null);
  const look = () => {
    reportStorage().then(
      (found) => {
        report.value = found;
      },
      (error) => {
        trouble.value = sentenceOf(error);
      },
    );
  };
  useEffect(look, []);
  const found = report.value;
  if (found === null) return <p class="hint">{trouble.value ?? '…'}</p>;
  return (
    <>
      <p>
        {found.usage === null || found.quota === null
          ? t.settings.storageUnknown
          : t.settings.storageUsed(bytes(found.usage), bytes(found.quota))}
      </p>
      {found.scarce && <p>{t.settings.scarce}</p>}
      <p>{found.persistence === 'persisted' ? t.settings.persisted : t.settings.notPersisted}</p>
      {found.persistence === 'not-persisted' && (
        <button
          type="button"
          class="button"
          onClick={async () => {
            const answer = await askForPersistence();
            if (answer !== 'persisted') say(t.settings.persistRefused);
            look();
          }}
        >
          {t.settings.persist}
        </button>
      )}
      <p class="hint">{t.backup.hint}</p>
      <div class="buttons">
        <button type="button" class="button" onClick={() => shareEverything().catch(sayError)}>
          <Icon name="share" />
          {t.backup.all}
        </button>
        {client.game.value === null ? (
          <button type="button" class="button" onClick={() => pickBackup().then(look, sayError)}>
            <Icon name="undo" />
            {t.backup.restore}
          </button>
        ) : (
          <p class="hint">{t.backup.leaveGame}</p>
        )}
      </div>
      {found.games.length > 0 && (
        <dl class="figures">
          {found.games.map((game) => (
            <div key={game.id}>
              <dt>{game.title}</dt>
              <dd>{t.settings.storageGame(game.versions, game.states, bytes(game.total))}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}
