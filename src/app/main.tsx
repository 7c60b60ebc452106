import { effect } from '@preact/signals';
import { render } from 'preact';
import './styles/tokens.css';
import './styles/base.css';
import './styles/components.css';
import './styles/library.css';
import './styles/play.css';
import './styles/settings.css';
import './styles/states.css';
import { App, prefetchScreens } from './app.tsx';
import { followLanguage, loadLanguage } from './i18n/text.ts';
import { readKeyLabels } from './input/input-names.ts';
import { watchInstall } from './install.ts';
import { takeLaunchedFiles, takeQuery } from './launch.ts';
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
  takeLaunchedFiles();
  await takeQuery();
  await registerServiceWorker(() => client.game.value === null);
  prefetchScreens();
  await tidyLibrary();
  await readKeyLabels();
}

start().catch(sayError);
