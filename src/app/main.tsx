import { effect } from '@preact/signals';
import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import './styles/components.css';
import './styles/sheets.css';
import './styles/library.css';
import './styles/play.css';
import './styles/settings.css';
import './styles/states.css';
import { App, prefetchScreens } from './app.tsx';
import { followLanguage, loadLanguage } from './i18n/text.ts';
import { readKeyLabels } from './input/input-names.ts';
import { watchInstall } from './install.ts';
import { takeAddress, takeLaunches } from './launch.ts';
import { readLibrary, tidyLibrary } from './library.ts';
import { registerServiceWorker } from './service-worker.ts';
import { client, startSession } from './session.ts';
import { settings } from './settings.ts';
import { sayError } from './toasts.ts';
import { keepAwake } from './wake-lock.ts';

effect(() => {
  const { theme } = settings.value;
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  // The bar of the phone above the app has the app's ground.
  const ground = getComputedStyle(document.documentElement).backgroundColor;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.dataset.own ??= meta.content;
    meta.content = theme === 'auto' ? meta.dataset.own : ground;
  }
});

async function start(): Promise<void> {
  const library = readLibrary();
  await loadLanguage().catch(() => {});
  followLanguage();
  watchInstall();
  startSession();
  keepAwake();
  const root = document.getElementById('app');
  if (root !== null) render(<App />, root);
  await library;
  takeLaunches();
  await takeAddress();
  await registerServiceWorker(() => client.game.value === null);
  prefetchScreens();
  await tidyLibrary();
  await readKeyLabels();
}

start().catch(sayError);
