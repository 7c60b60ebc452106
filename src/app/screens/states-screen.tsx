import { type Signal, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { BatteryVersion, Snapshot } from '../../storage/schema.ts';
import { Dialog } from '../components/dialog.tsx';
import { lost } from '../components/lost-dialog.tsx';
import { NameDialog } from '../components/name-dialog.tsx';
import { pickFiles } from '../components/pick-files.ts';
import { StoredPicture } from '../components/picture.tsx';
import { DotPattern } from '../design/dot-pattern.tsx';
import { Icon } from '../design/icon.tsx';
import { ago, bytes, duration, moment, shortMoment, text } from '../i18n/text.ts';
import { findGame, games } from '../library.ts';
import { back, go } from '../navigation.ts';
import { client, loadState, openAndPlay, openGame, resume } from '../session.ts';
import { saveFile } from '../share.ts';
import { storedBatteries, storedStates } from '../storage.ts';
import { say, sayError } from '../toasts.ts';
import { Action } from './game-actions.tsx';
import { Scrubber } from './scrubber.tsx';
import { layOutTree, type TreeRow } from './state-tree.ts';

interface Stored {
  readonly states: readonly Snapshot[];
  readonly head: string | null;
  readonly batteries: readonly BatteryVersion[];
}

export function StatesScreen({ id }: { id: string }) {
  const t = text.value;
  const stored = useSignal<Stored | null>(null);
  const chosen = useSignal<Snapshot | null>(null);
  const look = async () => {
    const [states, head, batteries] = await Promise.all([
      storedStates.list(id),
      storedStates.head(id),
      storedBatteries.history(id),
    ]);
    stored.value = { states, head, batteries };
  };
  useEffect(() => {
    scrollTo(0, 0);
    look().catch(sayError);
  }, [id]);
  const known = games.value !== null;
  const game = findGame(id);
  const isOpen = openGame.value?.id === id;
  const rows = layOutTree(stored.value?.states ?? []);

  /** Goes on from a state, with the game opened first if it isn't. */
  const playFrom = async (state: Snapshot) => {
    if (game === undefined) return;
    client.startSound();
    if (!isOpen) await openAndPlay(game, { play: false });
    await loadState(state.id);
    toPlay();
    resume();
  };
  const toPlay = () => (isOpen ? back() : go({ name: 'play', id }));
  const title = game?.title ?? '';

  return (
    <main class="screen states">
      <header class="top-bar">
        <button type="button" class="icon-button" aria-label={t.common.back} onClick={back}>
          <Icon name="back" />
        </button>
        <h1>
          {t.states.title}
          {known && <span class="subtitle">{title}</span>}
        </h1>
      </header>
      <div class="sections">
        {isOpen && <Scrubber onPlay={toPlay} />}
        <section class="card section" aria-labelledby="states-tree">
          <h2 id="states-tree">{t.states.tree}</h2>
          {stored.value !== null && rows.length === 0 && <p class="hint">{t.states.none}</p>}
          <ol class="tree">
            {rows.map((row) => (
              <TreeItem
                key={row.state.id}
                row={row}
                head={stored.value?.head === row.state.id}
                onLoad={() => playFrom(row.state).catch(sayError)}
                onMore={() => {
                  chosen.value = row.state;
                }}
              />
            ))}
          </ol>
          {isOpen && (
            <div class="buttons">
              <button
                type="button"
                class="button"
                onClick={() => exportState(`${title}.dotstate`).catch(sayError)}
              >
                <Icon name="share" />
                {t.states.exportState}
              </button>
              <button type="button" class="button" onClick={() => importState().catch(sayError)}>
                <Icon name="plus" />
                {t.states.importState}
              </button>
            </div>
          )}
        </section>
        <BatterySection
          stored={stored}
          title={title}
          isOpen={isOpen}
          onChanged={() => look().catch(sayError)}
          onImport={() => importSave().then(look).catch(sayError)}
        />
      </div>
      {chosen.value !== null && (
        <StateActions
          state={chosen.value}
          onClose={() => {
            chosen.value = null;
          }}
          onLoad={playFrom}
          onChanged={() => look().catch(sayError)}
        />
      )}
    </main>
  );
}

/** Dotmatrix reads all of it again; other emulators read the part that they have in common. */
async function exportState(name: string): Promise<void> {
  const { bytes, lost: missing } = await client.request('exportState', null);
  saveFile(new File([bytes.slice()], name));
  const t = text.peek().states;
  say(t.exported, 'info', {
    label: t.elsewhere,
    run: () => {
      lost.value = { title: t.lostElsewhere, sentences: missing };
    },
  });
}

async function importState(): Promise<void> {
  const bytes = await pickBytes('');
  if (bytes === null) return;
  const sentences = await client.request('importState', { bytes });
  const t = text.peek().states;
  say(t.imported);
  if (sentences.length > 0) lost.value = { title: t.lostHere, sentences };
}

async function importSave(): Promise<void> {
  const bytes = await pickBytes('.sav,.srm');
  if (bytes === null) return;
  await client.request('importSave', { bytes });
  say(text.peek().states.imported);
}

async function pickBytes(accept: string): Promise<Uint8Array | null> {
  const [file] = await pickFiles(accept, false);
  return file === undefined ? null : new Uint8Array(await file.arrayBuffer());
}

interface TreeItemProps {
  readonly row: TreeRow;
  readonly head: boolean;
  readonly onLoad: () => void;
  readonly onMore: () => void;
}

function TreeItem({ row, head, onLoad, onMore }: TreeItemProps) {
  const t = text.value;
  const { state } = row;
  const name = stateName(state);
  return (
    <li class="tree-item">
      <Lanes row={row} head={head} />
      <button type="button" class="state-open" onClick={onLoad} aria-label={t.states.loadAndPlay(name)}>
        <StatePicture state={state} />
      </button>
      <div class="state-text">
        <p class="state-name">
          {name}
          {state.locked && (
            <span role="img" aria-label={t.states.locked}>
              <Icon name="lock" />
            </span>
          )}
        </p>
        <p class="when">
          {ago(state.createdAt)} · {duration(state.playTime)}
        </p>
        {head && <p class="here">{t.states.here}</p>}
        {state.supersededAt !== null && <p class="when">{t.states.superseded}</p>}
      </div>
      <button type="button" class="icon-button" aria-label={t.states.actions(name)} onClick={onMore}>
        <Icon name="more" />
      </button>
    </li>
  );
}

function StatePicture({ state }: { state: Snapshot }) {
  return (
    <span class="game-picture">
      {state.picture === null ? <DotPattern seed={state.id} /> : <StoredPicture png={state.picture} alt="" />}
    </span>
  );
}

function stateName(state: Snapshot): string {
  if (state.name !== '') return state.name;
  return state.kind === 'auto' ? text.value.states.auto : shortMoment(state.createdAt);
}

/** Lanes of the tree beside one row: lines are stretched to its height, dots are not. */
function Lanes({ row, head }: { row: TreeRow; head: boolean }) {
  const STEP = 16;
  const width = Math.max(1, row.lanes) * STEP;
  const x = (lane: number) => lane * STEP + STEP / 2;
  let lines = '';
  for (const lane of row.through) lines += `M${x(lane)} 0V100`;
  for (const lane of row.from) lines += `M${x(lane)} 0C${x(lane)} 40 ${x(row.lane)} 20 ${x(row.lane)} 50`;
  if (row.goesOn) lines += `M${x(row.lane)} 50V100`;
  return (
    <span class="lanes" style={{ width: `${width}px` }} aria-hidden="true">
      <svg viewBox={`0 0 ${width} 100`} preserveAspectRatio="none">
        <title> </title>
        <path d={lines} fill="none" stroke="currentColor" vector-effect="non-scaling-stroke" />
      </svg>
      <span class={`knot ${head ? 'head' : ''}`} style={{ left: `${x(row.lane)}px` }} />
    </span>
  );
}

interface StateActionsProps {
  readonly state: Snapshot;
  readonly onClose: () => void;
  readonly onLoad: (state: Snapshot) => Promise<void>;
  readonly onChanged: () => void;
}

function StateActions({ state, onClose, onLoad, onChanged }: StateActionsProps) {
  const t = text.value;
  const renaming = useSignal(false);
  const act = (work: () => Promise<void>) => () => {
    onClose();
    work().then(onChanged, sayError);
  };
  const label = stateName(state);
  if (renaming.value) {
    return (
      <NameDialog
        title={t.states.renameTitle}
        name={state.name}
        onClose={onClose}
        onName={(name) => storedStates.rename(state.id, name).then(onChanged, sayError)}
      />
    );
  }
  return (
    <Dialog title={label} onClose={onClose}>
      <p class="hint">
        {ago(state.createdAt)} · {duration(state.playTime)} · {bytes(state.size)}
      </p>
      <ul class="actions">
        <Action icon="play" label={t.states.load} onClick={act(() => onLoad(state))} />
        <Action
          icon="pencil"
          label={t.common.rename}
          onClick={() => {
            renaming.value = true;
          }}
        />
        <Action
          icon="lock"
          label={state.locked ? t.states.unlock : t.states.lock}
          onClick={act(() => storedStates.lock(state.id, !state.locked))}
        />
        {!state.locked && (
          <Action
            icon="trash"
            label={t.common.delete}
            danger
            onClick={act(async () => {
              await storedStates.remove(state.id, Date.now());
              say(t.states.deleted(label), 'info', {
                label: t.common.undo,
                run: () => {
                  storedStates.restore(state.id).then(onChanged, sayError);
                },
              });
            })}
          />
        )}
      </ul>
    </Dialog>
  );
}

interface BatterySectionProps {
  readonly stored: Signal<Stored | null>;
  readonly title: string;
  readonly isOpen: boolean;
  readonly onChanged: () => void;
  readonly onImport: () => void;
}

/** What the game itself saved, with its history. */
function BatterySection({ stored, title, isOpen, onChanged, onImport }: BatterySectionProps) {
  const t = text.value;
  const batteries = stored.value?.batteries ?? [];
  const hasBattery = isOpen && client.game.value?.battery === true;
  const exportSave = async () => {
    // The running game's own, which is there even if it could not be stored.
    const running = hasBattery ? await client.request('exportSave', null) : null;
    const save = running ?? batteries[0]?.bytes;
    if (save !== undefined) saveFile(new File([save.slice()], `${title}.sav`));
  };
  const bringBack = async (version: BatteryVersion) => {
    if (isOpen) {
      // The running game holds its own save: it is told, not overtaken.
      await client.request('importSave', { bytes: version.bytes });
    } else {
      await storedBatteries.bringBack(version.game, version.version, Date.now());
    }
    say(t.states.broughtBack);
    onChanged();
  };
  return (
    <section class="card section" aria-labelledby="states-battery">
      <h2 id="states-battery">{t.states.battery}</h2>
      <p class="hint">{batteries.length === 0 ? t.states.batteryNone : t.states.batteryHint}</p>
      <ul class="batteries">
        {batteries.map((version, index) => (
          <li key={version.version}>
            <span>
              {moment(version.savedAt)}
              <span class="when"> · {bytes(version.bytes.length)}</span>
            </span>
            {index === 0 ? (
              <span class="badge">{t.states.current}</span>
            ) : (
              <button type="button" class="text-button" onClick={() => bringBack(version).catch(sayError)}>
                {t.states.bringBack}
              </button>
            )}
          </li>
        ))}
      </ul>
      <div class="buttons">
        {(batteries.length > 0 || hasBattery) && (
          <button type="button" class="button" onClick={() => exportSave().catch(sayError)}>
            <Icon name="share" />
            {t.library.export}
          </button>
        )}
        {hasBattery && (
          <button type="button" class="button" onClick={onImport}>
            <Icon name="plus" />
            {t.library.import}
          </button>
        )}
      </div>
    </section>
  );
}
