import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { DebugView, Watchpoint } from '../../player/messages.ts';
import { Icon } from '../design/icon.tsx';
import { debuggerText } from './debugger-text.ts';

interface Point {
  readonly label: string;
  readonly remove: string;
  /** No such label: the point waits for nothing. */
  readonly unknown: boolean;
}

interface PointFormProps {
  readonly title: string;
  readonly points: readonly Point[];
  readonly add: string;
  readonly placeholder: string;
  readonly onAdd: (text: string) => void;
  readonly onRemove: (index: number) => void;
  readonly children: ComponentChildren;
}

/** A list of places at which the console stops, and a field for one more. */
function PointForm({ title, points, add, placeholder, onAdd, onRemove, children }: PointFormProps) {
  const typed = useSignal('');
  return (
    <form
      class="debug-breakpoints"
      onSubmit={(event) => {
        event.preventDefault();
        const text = typed.value.trim();
        if (text !== '') onAdd(text);
        typed.value = '';
      }}
    >
      <h2>{title}</h2>
      <ul>
        {points.map(({ label, remove, unknown }, index) => (
          <li key={label}>
            <button type="button" class="key-chip" aria-label={remove} onClick={() => onRemove(index)}>
              {label}
              {unknown ? ' ?' : ''}
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <input
        type="text"
        aria-label={add}
        placeholder={placeholder}
        autocomplete="off"
        spellcheck={false}
        value={typed.value}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
        }}
      />
      {children}
    </form>
  );
}

interface BreakpointsProps {
  readonly list: readonly string[];
  readonly view: DebugView | null;
  readonly ldBB: boolean;
  readonly onChange: (list: readonly string[]) => void;
  readonly onLdBB: (on: boolean) => void;
}

export function Breakpoints({ list, view, ldBB, onChange, onLdBB }: BreakpointsProps) {
  const d = debuggerText.value;
  return (
    <PointForm
      title={d.breakpoints}
      points={list.map((label) => ({
        label,
        remove: d.remove(label),
        unknown: view?.breakpoints.find((known) => known.text === label)?.address === null,
      }))}
      add={d.addBreakpoint}
      placeholder={d.addressHint}
      onAdd={(text) => {
        if (!list.includes(text)) onChange([...list, text]);
      }}
      onRemove={(index) => onChange(list.filter((_, at) => at !== index))}
    >
      <label class="debug-check">
        <input type="checkbox" checked={ldBB} onChange={(event) => onLdBB(event.currentTarget.checked)} />
        {d.ldBB}
      </label>
    </PointForm>
  );
}

interface WatchpointListProps {
  readonly list: readonly Watchpoint[];
  readonly view: DebugView | null;
  readonly onChange: (list: readonly Watchpoint[]) => void;
}

const SIGNS = { read: 'R', write: 'W', both: 'RW' } as const;

const isSame = (a: Watchpoint, b: Watchpoint) => a.text === b.text && a.kind === b.kind;

export function WatchpointList({ list, view, onChange }: WatchpointListProps) {
  const d = debuggerText.value;
  const kind = useSignal<Watchpoint['kind']>('write');
  return (
    <PointForm
      title={d.watchpoints}
      points={list.map((one) => {
        const label = `${SIGNS[one.kind]} ${one.text}`;
        return {
          label,
          remove: d.unwatch(label),
          unknown: view?.watchpoints.find((known) => isSame(known, one))?.known === false,
        };
      })}
      add={d.addWatchpoint}
      placeholder={d.watchHint}
      onAdd={(text) => {
        const added = { text, kind: kind.value };
        if (!list.some((one) => isSame(one, added))) onChange([...list, added]);
      }}
      onRemove={(index) => onChange(list.filter((_, at) => at !== index))}
    >
      <select
        aria-label={d.watchKind}
        value={kind.value}
        onChange={(event) => {
          kind.value = event.currentTarget.value as Watchpoint['kind'];
        }}
      >
        {(['write', 'read', 'both'] as const).map((name) => (
          <option key={name} value={name}>
            {d.watchKinds[name]}
          </option>
        ))}
      </select>
    </PointForm>
  );
}
