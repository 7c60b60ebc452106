import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { lazy } from './components/lazy.tsx';
import { LostDialog } from './components/lost-dialog.tsx';
import { ToastArea } from './components/toast-area.tsx';
import { text } from './i18n/text.ts';
import type { Action } from './input/actions.ts';
import { connectedPads, pollGamepads } from './input/gamepads.ts';
import { rumble } from './input/haptics.ts';
import { hold, onButtons, releaseAll } from './input/held.ts';
import { watchInputKind } from './input/input-kind.ts';
import { listenToKeys } from './input/keyboard.ts';
import { type Screen, screen } from './navigation.ts';
import { fullscreen, keysOpen } from './screens/fullscreen.ts';
import { LibraryScreen } from './screens/library-screen.tsx';
import { PlayScreen } from './screens/play-screen.tsx';
import { applyUpdate, updateBlocked, updateWaiting } from './service-worker.ts';
import {
  client,
  fast,
  leaveGame,
  loadLatestState,
  menuOpen,
  pause,
  resume,
  rewind,
  run,
  saveState,
  setFast,
  shareScreenshot,
  toggleMute,
} from './session.ts';
import { say } from './toasts.ts';
import { layoutEditing } from './touch/layout-editor.tsx';

const settingsScreen = lazy(async () => (await import('./screens/settings-screen.tsx')).SettingsScreen);
const statesScreen = lazy(async () => (await import('./screens/states-screen.tsx')).StatesScreen);
const debugScreen = lazy(async () => (await import('./debug/debug-screen.tsx')).DebugScreen);
const keysSheet = lazy(async () => (await import('./screens/keys-sheet.tsx')).KeysSheet);

/** Fetches what the first screen does not need, when the page has nothing else to do. */
export function prefetchScreens(): void {
  for (const part of [settingsScreen, statesScreen, keysSheet]) part.prefetch().catch(() => {});
}

export function App() {
  useEffect(listen, []);
  return (
    <>
      <CurrentScreen />
      {keysOpen.value && <keysSheet.Screen />}
      <LostDialog />
      <ToastArea />
    </>
  );
}

function CurrentScreen() {
  const here = screen.value;
  switch (here.name) {
    case 'library':
      return <LibraryScreen />;
    case 'play':
      return <PlayScreen id={here.id} key={here.id} />;
    case 'states':
      return <statesScreen.Screen id={here.id} key={here.id} />;
    case 'debug':
      return <debugScreen.Screen />;
    case 'settings':
      return <settingsScreen.Screen />;
  }
}

/** A game takes keys while its screen is in front and nothing lies over it. */
function takesInput(): boolean {
  const { name } = screen.peek();
  return (
    (name === 'play' || (name === 'debug' && client.running.peek())) &&
    client.game.peek() !== null &&
    !menuOpen.peek() &&
    !keysOpen.peek() &&
    !layoutEditing.peek()
  );
}

function act(action: Action, down: boolean): void {
  if (action === 'fast') setFast(down);
  else if (action === 'rewind') rewind(down);
  else if (down) once(action);
}

function once(action: Action): void {
  switch (action) {
    case 'fastToggle':
      setFast(!fast.peek());
      break;
    case 'menu':
      // The debugger has no menu over it.
      if (screen.peek().name === 'debug') run(false);
      else pause();
      break;
    case 'save':
      void saveState();
      break;
    case 'load':
      void loadLatestState();
      break;
    case 'screenshot':
      void shareScreenshot();
      break;
    case 'mute':
      toggleMute();
      break;
    case 'fullscreen':
      fullscreen.toggle();
      break;
  }
}

/** The screens on which a game takes keys. */
function playsOn(name: Screen['name']): boolean {
  return name === 'play' || name === 'debug';
}

function isTextField(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input[type="text"], input[type="search"]');
}

/** Everything that listens to the whole window, and what must stop when it stops. */
function listen(): () => void {
  onButtons((buttons, timeStamp) => client.setButtons(buttons, timeStamp));
  watchInputKind();
  const stops = [
    listenToKeys(takesInput, act),
    // The menu button of a controller also closes the menu.
    pollGamepads(
      () => playsOn(screen.peek().name) && client.game.peek() !== null,
      (action, down) => {
        if (takesInput()) act(action, down);
        else if (action === 'menu' && down && menuOpen.peek()) resume();
      },
    ),
    effect(() => {
      // Buttons that are still down when something opens over the game would stay down for ever.
      if (menuOpen.value || keysOpen.value || layoutEditing.value || !playsOn(screen.value.name))
        releaseAll();
    }),
    effect(() => {
      if (screen.value.name === 'library') void leaveGame();
    }),
    effect(() => rumble(client.rumble.value)),
    effect(() => {
      // A reload is a power cut: it is offered only where nothing runs.
      if (!updateWaiting.value || screen.value.name !== 'library') return;
      const t = text.peek().settings;
      say(t.update, 'info', { label: t.updateNow, run: applyUpdate });
    }),
    effect(() => {
      if (updateBlocked.value) say(text.peek().settings.updateBlocked);
    }),
  ];
  const help = (event: KeyboardEvent) => {
    if (event.key !== '?' || isTextField(event.target)) return;
    keysOpen.value = !keysOpen.peek();
  };
  const padOn = () => say(text.peek().play.padConnected);
  const padOff = () => {
    hold('pad', 0, performance.now());
    say(text.peek().play.padGone);
    if (client.running.peek() && connectedPads().length === 0) pause();
  };
  addEventListener('keydown', help);
  addEventListener('gamepadconnected', padOn);
  addEventListener('gamepaddisconnected', padOff);
  return () => {
    for (const stop of stops) stop();
    removeEventListener('keydown', help);
    removeEventListener('gamepadconnected', padOn);
    removeEventListener('gamepaddisconnected', padOff);
  };
}
