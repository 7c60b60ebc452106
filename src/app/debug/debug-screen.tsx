import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { DebugCommand, DebugView, Watched, Watchpoint } from '../../player/messages.ts';
import { pickFiles } from '../components/pick-files.ts';
import { Icon } from '../design/icon.tsx';
import type { IconName } from '../design/icons.ts';
import { text } from '../i18n/text.ts';
import { back, replace } from '../navigation.ts';
import { client, openGame, run } from '../session.ts';
import { sayError } from '../toasts.ts';
import { debuggerText } from './debugger-text.ts';
import { Breakpoints, WatchpointList } from './points.tsx';
import { mapPicture, objectsPicture, type Picture, tilesPicture } from './vram-pictures.ts';
import '../styles/debug.css';

/** How often a running console is looked into. */
const LOOK_EVERY_MS = 250;

type Pane = 'memory' | 'tiles' | 'map0' | 'map1' | 'objects' | 'ports';
const PANES: readonly Pane[] = ['memory', 'tiles', 'map0', 'map1', 'objects', 'ports'];

export const hex = (value: number, digits: number) => value.toString(16).toUpperCase().padStart(digits, '0');

/** For people who write games: the console from the inside, while it is played. */
export function DebugScreen() {
  const t = text.value;
  const d = debuggerText.value;
  const view = useSignal<DebugView | null>(null);
  const code = useSignal('');
  const memory = useSignal('$C000');
  const pane = useSignal<Pane>('memory');
  const stops = useSignal<readonly string[]>([]);
  const ldBB = useSignal(false);
  const watched = useSignal<readonly Watchpoint[]>([]);
  const busy = useRef(false);
  const running = client.running.value;

  const ask = async (command: DebugCommand) => {
    // While one answer is on its way a mere look can wait for the next turn.
    if (busy.current && command.do === 'look') return;
    busy.current = true;
    try {
      view.value = await client.request('debug', { command, code: code.value, memory: memory.value });
    } catch (error) {
      sayError(error);
    } finally {
      busy.current = false;
    }
  };
  const setStops = (at: readonly string[]) => {
    stops.value = at;
    void ask({ do: 'breakpoints', at, ldBB: ldBB.value });
  };
  const toggleAt = (address: number) => {
    const name = `$${hex(address, 4)}`;
    const known = view.value?.breakpoints.find((one) => one.address === address)?.text;
    setStops(known === undefined ? [...stops.value, name] : stops.value.filter((one) => one !== known));
  };

  useEffect(() => {
    if (client.game.peek() === null) {
      replace({ name: 'library' });
      return;
    }
    void ask({ do: 'look' });
    const timer = setInterval(() => {
      if (client.running.peek()) void ask({ do: 'look' });
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (!running) void ask({ do: 'look' });
  }, [running]);

  const tools: readonly (readonly [IconName, string, () => void, boolean])[] = [
    [running ? 'pause' : 'play', running ? d.pause : d.run, () => run(!running), true],
    ['step', d.step, () => void ask({ do: 'step' }), !running],
    ['load', d.stepOver, () => void ask({ do: 'stepOver' }), !running],
    ['screen', d.frame, () => void ask({ do: 'frame' }), !running],
  ];
  const seen = view.value;
  return (
    <main class="screen debug">
      <header class="top-bar">
        <button type="button" class="icon-button" aria-label={t.common.back} onClick={back}>
          <Icon name="back" />
        </button>
        <h1>
          {d.title}
          <span class="subtitle">{openGame.value?.title ?? d.noGame}</span>
        </h1>
      </header>
      <div class="debug-tools">
        {tools.map(([icon, label, act, on]) => (
          <button key={icon} type="button" class="button" disabled={!on} onClick={act}>
            <Icon name={icon} />
            {label}
          </button>
        ))}
        <button
          type="button"
          class="button"
          onClick={async () => {
            const [file] = await pickFiles('.sym', false);
            if (file !== undefined) void ask({ do: 'symbols', text: await file.text() });
          }}
        >
          <Icon name="plus" />
          {seen !== null && seen.symbols > 0 ? d.labels(seen.symbols) : d.symbols}
        </button>
      </div>
      <div class="debug-grid">
        <section class="card section debug-screen" aria-label={d.picture}>
          <canvas
            key={client.canvasKey.value}
            width={160}
            height={144}
            role="img"
            aria-label={d.picture}
            ref={(canvas) => client.attachCanvas(canvas)}
          />
          {seen !== null && <Registers view={seen} />}
          {seen?.watched && !running && <Access watched={seen.watched} />}
          <Breakpoints
            list={stops.value}
            view={seen}
            ldBB={ldBB.value}
            onChange={setStops}
            onLdBB={(on) => {
              ldBB.value = on;
              void ask({ do: 'breakpoints', at: stops.value, ldBB: on });
            }}
          />
          <WatchpointList
            list={watched.value}
            view={seen}
            onChange={(at) => {
              watched.value = at;
              void ask({ do: 'watchpoints', at });
            }}
          />
        </section>
        <section class="card section" aria-labelledby="debug-code">
          <div class="debug-head">
            <h2 id="debug-code">{d.code}</h2>
            <AddressField
              label={d.codeAt}
              placeholder="PC"
              value={code.value}
              onChange={(value) => {
                code.value = value;
                void ask({ do: 'look' });
              }}
            />
          </div>
          {seen !== null && <Listing view={seen} onToggle={toggleAt} />}
        </section>
        <section class="card section" aria-label={d.panes[pane.value]}>
          <div class="debug-head">
            <select
              aria-label={d.pane}
              value={pane.value}
              onChange={(event) => {
                pane.value = event.currentTarget.value as Pane;
              }}
            >
              {PANES.map((name) => (
                <option key={name} value={name}>
                  {d.panes[name]}
                </option>
              ))}
            </select>
            {pane.value === 'memory' && (
              <AddressField
                label={d.memoryAt}
                placeholder="$C000"
                value={memory.value}
                onChange={(value) => {
                  memory.value = value;
                  void ask({ do: 'look' });
                }}
              />
            )}
          </div>
          {seen !== null && <PaneBody pane={pane.value} view={seen} />}
        </section>
      </div>
    </main>
  );
}

function Registers({ view }: { view: DebugView }) {
  const d = debuggerText.value;
  const { registers } = view;
  const flags = ['Z', 'N', 'H', 'C']
    .map((name, index) => ((registers.af >> (7 - index)) & 1 ? name : '–'))
    .join('');
  const rows: readonly (readonly [string, string])[] = [
    ...(['af', 'bc', 'de', 'hl', 'sp', 'pc'] as const).map(
      (name) => [name.toUpperCase(), hex(registers[name], 4)] as const,
    ),
    [d.flags, flags],
    ['IME', view.ime ? '1' : '0'],
    ['IE', hex(view.interruptEnable, 2)],
    ['IF', hex(view.ports[0x0f], 2)],
    ['LY', String(view.ports[0x44])],
    ['STAT', hex(view.ports[0x41], 2)],
  ];
  return (
    <dl class="debug-registers">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {view.halted && <p>HALT</p>}
    </dl>
  );
}

/** Why the console stands still. */
function Access({ watched }: { watched: Watched }) {
  const d = debuggerText.value;
  const address = `$${hex(watched.address, 4)}`;
  const place = watched.label === null ? address : `${watched.label} (${address})`;
  const value = `$${hex(watched.value, 2)}`;
  return (
    <p role="status">
      {watched.kind === 'read'
        ? d.wasRead(place, value)
        : d.wasWritten(place, `$${hex(watched.before, 2)}`, value)}
    </p>
  );
}

interface AddressFieldProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function AddressField({ label, placeholder, value, onChange }: AddressFieldProps) {
  return (
    <input
      type="text"
      class="debug-address"
      aria-label={label}
      placeholder={placeholder}
      autocomplete="off"
      spellcheck={false}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value.trim())}
    />
  );
}

function Listing({ view, onToggle }: { view: DebugView; onToggle: (address: number) => void }) {
  const d = debuggerText.value;
  return (
    <ol class="debug-listing" aria-label={d.listing}>
      {view.code.map((line) => {
        const here = line.address === view.registers.pc;
        const address = hex(line.address, 4);
        return (
          <li key={address} data-here={here ? '' : undefined} aria-current={here ? 'step' : undefined}>
            {line.label !== null && <span class="debug-label">{line.label}:</span>}
            <button type="button" aria-pressed={line.stops} onClick={() => onToggle(line.address)}>
              <span class="debug-dot" />
              <span>{address}</span>
              <span class="debug-bytes">{[...line.bytes].map((byte) => hex(byte, 2)).join(' ')}</span>
              <span class="debug-text">{line.text}</span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function PaneBody({ pane, view }: { pane: Pane; view: DebugView }) {
  const d = debuggerText.value;
  switch (pane) {
    case 'memory':
      return <Dump from={view.memoryAt} bytes={view.memory} />;
    case 'ports':
      return <Dump from={0xff00} bytes={view.ports} />;
    case 'tiles':
      return <Canvas picture={tilesPicture(view)} label={d.panes.tiles} />;
    case 'map0':
      return <Canvas picture={mapPicture(view, false)} label={d.panes.map0} />;
    case 'map1':
      return <Canvas picture={mapPicture(view, true)} label={d.panes.map1} />;
    case 'objects':
      return (
        <>
          <Canvas picture={objectsPicture(view)} label={d.panes.objects} />
          <Objects oam={view.oam} />
        </>
      );
  }
}

function Dump({ from, bytes }: { from: number; bytes: Uint8Array }) {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = [...bytes.subarray(at, at + 16)];
    const letters = part
      .map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'))
      .join('');
    rows.push(`${hex(from + at, 4)}  ${part.map((byte) => hex(byte, 2)).join(' ')}  ${letters}`);
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide dump is scrolled with the keys
    <pre class="debug-dump" tabIndex={0}>
      {rows.join('\n')}
    </pre>
  );
}

function Objects({ oam }: { oam: Uint8Array }) {
  const rows: string[] = [' #   Y   X  tile attr'];
  for (let i = 0; i < 40; i++) {
    const [y, x, tile, attributes] = oam.subarray(i * 4, i * 4 + 4);
    const place = `${String(y - 16).padStart(4)}${String(x - 8).padStart(4)}`;
    rows.push(`${String(i).padStart(2)}${place}   ${hex(tile, 2)}   ${hex(attributes, 2)}`);
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled with the keys
    <pre class="debug-dump" tabIndex={0}>
      {rows.join('\n')}
    </pre>
  );
}

function Canvas({ picture, label }: { picture: Picture; label: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const { rgba, width, height } = picture;
    canvas.current?.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0);
  }, [picture]);
  return (
    <canvas
      ref={canvas}
      class="pixels debug-picture"
      width={picture.width}
      height={picture.height}
      role="img"
      aria-label={label}
    />
  );
}
