import { InstallOffer } from '../components/install-offer.tsx';
import { text } from '../i18n/text.ts';
import { applyUpdate, updateWaiting } from '../service-worker.ts';
import { client } from '../session.ts';

export function InstallField() {
  const t = text.value;
  return (
    <>
      <InstallOffer />
      {updateWaiting.value && (
        <div class="field row-field">
          <p>{client.game.value === null ? t.settings.update : t.settings.updateLater}</p>
          {client.game.value === null && (
            <button type="button" class="button primary" onClick={applyUpdate}>
              {t.settings.updateNow}
            </button>
          )}
        </div>
      )}
    </>
  );
}
