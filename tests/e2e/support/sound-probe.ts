import type { Page } from 'playwright-core';

export interface SoundProbe {
  readonly contexts: number;
  readonly state: string;
  readonly time: number;
  /** Underruns that our own worklet counted; -1 before its first report. */
  readonly underruns: number;
  readonly latency: number;
}

interface Probed {
  soundProbe: { contexts: AudioContext[]; report: { underruns: number; latency: number } | null };
}

/** Listens to the worklet's reports from outside, before the page's own scripts run. */
export async function probeSound(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const probe: Probed['soundProbe'] = { contexts: [], report: null };
    (globalThis as unknown as Probed).soundProbe = probe;
    const Context = globalThis.AudioContext;
    globalThis.AudioContext = class extends Context {
      constructor(options?: AudioContextOptions) {
        super(options);
        probe.contexts.push(this);
      }
    };
    const Node = globalThis.AudioWorkletNode;
    globalThis.AudioWorkletNode = class extends Node {
      constructor(context: BaseAudioContext, name: string, options?: AudioWorkletNodeOptions) {
        super(context, name, options);
        this.port.addEventListener('message', (event) => {
          probe.report = event.data.report;
        });
      }
    };
  });
}

export function readSound(page: Page): Promise<SoundProbe> {
  return page.evaluate(() => {
    const { contexts, report } = (globalThis as unknown as Probed).soundProbe;
    const last = contexts.at(-1);
    return {
      contexts: contexts.length,
      state: last?.state ?? 'none',
      time: last?.currentTime ?? 0,
      underruns: report?.underruns ?? -1,
      latency: report?.latency ?? -1,
    };
  });
}
