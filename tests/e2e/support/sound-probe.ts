import type { Page } from 'playwright-core';

export interface SoundProbe {
  readonly contexts: number;
  readonly state: string;
  readonly time: number;
  /** Underruns that our own worklet counted; -1 before its first report. */
  readonly underruns: number;
  readonly latency: number;
  /** Of every quarter second since the start, in milliseconds. */
  readonly latencies: readonly number[];
}

interface Probed {
  soundProbe: { contexts: AudioContext[]; reports: { underruns: number; latency: number }[] };
}

/** Listens to the worklet's reports from outside, before the page's own scripts run. */
export async function probeSound(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const probe: Probed['soundProbe'] = { contexts: [], reports: [] };
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
          probe.reports.push(event.data.report);
        });
      }
    };
  });
}

export function readSound(page: Page): Promise<SoundProbe> {
  return page.evaluate(() => {
    const { contexts, reports } = (globalThis as unknown as Probed).soundProbe;
    const report = reports.at(-1);
    const last = contexts.at(-1);
    return {
      contexts: contexts.length,
      state: last?.state ?? 'none',
      time: last?.currentTime ?? 0,
      underruns: report?.underruns ?? -1,
      latency: report?.latency ?? -1,
      latencies: reports.map((one) => one.latency),
    };
  });
}
