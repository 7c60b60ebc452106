import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { sayError } from '../toasts.ts';

/**
 * A screen whose code comes when it is first needed, or earlier by `prefetch`. Until then nothing is shown:
 * all code is in the service worker's store, so this takes milliseconds.
 */
export function lazy<P extends object>(load: () => Promise<ComponentType<P>>) {
  const loaded = signal<{ readonly Component: ComponentType<P> } | null>(null);
  const prefetch = async () => {
    if (loaded.peek() === null) loaded.value = { Component: await load() };
  };
  const Screen = (props: P) => {
    const { value } = loaded;
    if (value === null) {
      prefetch().catch(sayError);
      return null;
    }
    return <value.Component {...props} />;
  };
  return { Screen, prefetch };
}
