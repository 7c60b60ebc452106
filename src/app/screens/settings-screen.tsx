import { useEffect } from 'preact/hooks';
import { Choice, Section, Select, Slider, Switch } from '../components/fields.tsx';
import { Icon } from '../design/icon.tsx';
import { LANGUAGE_CODES, LANGUAGES } from '../i18n/languages.ts';
import { percent, text } from '../i18n/text.ts';
import { canVibrate } from '../input/haptics.ts';
import { back } from '../navigation.ts';
import { change, changeTouch, type FastForward, type Language, settings, settingsKept } from '../settings.ts';
import { BindingFields } from './binding-fields.tsx';
import { Diagnostics } from './diagnostics.tsx';
import { InstallField } from './install-field.tsx';
import { PaletteField } from './palette-field.tsx';
import { Preview } from './preview.tsx';
import { StorageField } from './storage-field.tsx';
import { TouchFields } from './touch-fields.tsx';

const FAST: readonly FastForward[] = [2, 3, 4, 8, 16];

export function SettingsScreen() {
  const t = text.value;
  const s = settings.value;
  useEffect(() => {
    scrollTo(0, 0);
  }, []);
  return (
    <main class="screen settings">
      <header class="top-bar">
        <button type="button" class="icon-button" aria-label={t.common.back} onClick={back}>
          <Icon name="back" />
        </button>
        <h1>{t.settings.title}</h1>
      </header>
      {!settingsKept.value && (
        <p class="warning" role="status">
          {t.settings.settingsLost}
        </p>
      )}
      <div class="sections">
        <Section title={t.settings.picture} id="s-picture">
          <Preview />
          <PaletteField />
          <Choice
            label={t.settings.correction}
            value={s.correction}
            options={(['off', 'lcd', 'vivid'] as const).map(
              (name) => [name, t.settings.corrections[name]] as const,
            )}
            onChange={(correction) => change({ correction })}
          />
          <Choice
            label={t.settings.scaling}
            hint={t.settings.scalingHint}
            value={s.scaling}
            options={(['whole', 'fill'] as const).map((name) => [name, t.settings.scalings[name]] as const)}
            onChange={(scaling) => change({ scaling })}
          />
          <Switch
            label={t.settings.grid}
            hint={t.settings.gridHint}
            on={s.grid}
            onChange={(grid) => change({ grid })}
          />
        </Section>

        <Section title={t.settings.sound} id="s-sound">
          <Switch label={t.settings.muted} on={s.muted} onChange={(muted) => change({ muted })} />
          <Slider
            label={t.settings.volume}
            min={0}
            max={1}
            step={0.05}
            value={s.volume}
            show={percent}
            onChange={(volume) => change({ volume })}
          />
          <Choice
            label={t.settings.latency}
            value={s.latency}
            options={(['low', 'battery'] as const).map((name) => [name, t.settings.latencies[name]] as const)}
            onChange={(latency) => change({ latency })}
          />
          {'audioSession' in navigator && (
            <Switch
              label={t.settings.silentSwitch}
              hint={t.settings.silentSwitchHint}
              on={!s.obeySilentSwitch}
              onChange={(on) => change({ obeySilentSwitch: !on })}
            />
          )}
        </Section>

        <Section title={t.settings.play} id="s-play">
          <Switch
            label={t.settings.runAhead}
            hint={t.settings.runAheadHint}
            on={s.runAhead}
            onChange={(runAhead) => change({ runAhead })}
          />
          <Choice
            label={t.settings.fastForward}
            value={s.fastForward}
            options={FAST.map((factor) => [factor, `${factor}×`] as const)}
            onChange={(fastForward) => change({ fastForward })}
          />
          <Choice
            label={t.settings.fastMode}
            value={s.fastForwardHeld ? 'hold' : 'toggle'}
            options={(['hold', 'toggle'] as const).map((name) => [name, t.settings.fastModes[name]] as const)}
            onChange={(mode) => change({ fastForwardHeld: mode === 'hold' })}
          />
        </Section>

        <Section title={t.settings.touch} id="s-touch">
          <TouchFields />
          {canVibrate && (
            <Switch
              label={t.settings.haptics}
              on={s.touch.haptics}
              onChange={(haptics) => changeTouch({ haptics })}
            />
          )}
        </Section>

        <BindingFields kind="keys" title={t.settings.keys} />
        <BindingFields kind="pad" title={t.settings.pad} />

        <Section title={t.settings.look} id="s-look">
          <Select
            label={t.settings.language}
            value={s.language}
            options={[
              ['auto', t.settings.languageAuto] as const,
              ...LANGUAGE_CODES.map((code) => [code, LANGUAGES[code]] as const),
            ]}
            onChange={(language: Language) => change({ language })}
          />
          <Choice
            label={t.settings.theme}
            value={s.theme}
            options={(['auto', 'light', 'dark'] as const).map(
              (name) => [name, t.settings.themes[name]] as const,
            )}
            onChange={(theme) => change({ theme })}
          />
          <InstallField />
        </Section>

        <Section title={t.settings.storage} id="s-storage">
          <StorageField />
        </Section>

        <Section title={t.settings.diagnostics} id="s-diagnostics">
          <Diagnostics />
        </Section>
      </div>
      <p class="quiet about">{t.settings.about}</p>
    </main>
  );
}
