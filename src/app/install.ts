import { signal } from '@preact/signals';

interface InstallPrompt extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/** The browser would install the app if it were asked now. */
export const canInstall = signal(false);
let prompt: InstallPrompt | null = null;

export const isInstalled = matchMedia('(display-mode: standalone), (display-mode: fullscreen)').matches;

/** iPhones and iPads install by hand, from the share sheet; an iPad says that it is a Mac. */
export const installsByHand = !isInstalled && 'standalone' in navigator;

export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault();
    prompt = event as InstallPrompt;
    canInstall.value = true;
  });
  addEventListener('appinstalled', () => {
    canInstall.value = false;
  });
}

export async function install(): Promise<void> {
  if (prompt === null) return;
  await prompt.prompt();
  // A prompt can be shown once.
  prompt = null;
  canInstall.value = false;
}
