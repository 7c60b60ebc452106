import { text } from '../i18n/text.ts';
import { canInstall, install, installsByHand } from '../install.ts';
import { sayError } from '../toasts.ts';

/** How the app gets its own icon: by a button where the browser has one, by a sentence on iOS. */
export function InstallOffer() {
  const t = text.value;
  if (installsByHand) {
    return (
      <div class="field">
        <p>{t.settings.install}</p>
        <p class="hint">{t.settings.installIos}</p>
      </div>
    );
  }
  if (!canInstall.value) return null;
  return (
    <div class="field row-field">
      <p class="hint">{t.settings.installHint}</p>
      <button type="button" class="button" onClick={() => install().catch(sayError)}>
        {t.settings.install}
      </button>
    </div>
  );
}
