import { Choice, Slider, Switch } from '../components/fields.tsx';
import { percent, text } from '../i18n/text.ts';
import { changeTouch, settings } from '../settings.ts';
import { defaultTouch } from '../touch/layout.ts';

/** The part of the touch settings that needs no game in front of it. */
export function TouchFields() {
  const t = text.value;
  const { touch } = settings.value;
  return (
    <>
      <Choice
        label={t.settings.hand}
        value={touch.hand}
        options={(['both', 'left', 'right'] as const).map((hand) => [hand, t.settings.hands[hand]] as const)}
        onChange={(hand) => changeTouch({ hand })}
      />
      <Switch
        label={t.settings.mirrored}
        hint={t.settings.mirroredHint}
        on={touch.mirrored}
        onChange={(mirrored) => changeTouch({ mirrored })}
      />
      <Slider
        label={t.settings.size}
        min={0.8}
        max={1.3}
        step={0.05}
        value={touch.size}
        show={percent}
        onChange={(size) => changeTouch({ size })}
      />
      <Slider
        label={t.settings.opacity}
        min={0.2}
        max={1}
        step={0.05}
        value={touch.opacity}
        show={percent}
        onChange={(opacity) => changeTouch({ opacity })}
      />
      <button type="button" class="text-button" onClick={() => changeTouch(defaultTouch)}>
        {t.settings.layoutReset}
      </button>
    </>
  );
}
