import { text } from '../i18n/text.ts';
import { canInstall, install, installsByHand } from '../install.ts';
import { applyUpdate, updateWaiting } from '../service-worker.ts';
import { client } from '../session.ts';
import { sayError } from '../toasts.ts';

export function InstallField() {
  const t = text.value;
  return (
    <>
      {canInstall.value && (
        <div class="field row-field">
          <div>
            <p>{t.settings.install}</p>
            <p class="hint">{t.settings.installHint}</p>
          </div>
          <button type="button" class="button" onClick={() => install().catch(sayError)}>
            {t.settings.install}
          </button>
        </div>
      )}
      {installsByHand && (
        <div class="field">
          <p>{t.settings.install}</p>
          <p class="hint">{t.settings.installIos}</p>
        </div>
      )}
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
