import { useId } from 'preact/hooks';
import type { Shades } from '../../player/messages.ts';
import { text } from '../i18n/text.ts';
import { cssColour, type NamedPalette, OWN_PALETTE, PALETTES } from '../palettes.ts';
import { change, settings } from '../settings.ts';

export function PaletteField() {
  const t = text.value;
  const name = useId();
  const { palette, ownPalette } = settings.value;
  const entries: readonly NamedPalette[] = [...PALETTES, { id: OWN_PALETTE, palette: ownPalette }];
  return (
    <fieldset class="field">
      <legend>{t.settings.palette}</legend>
      <div class="palettes">
        {entries.map((entry) => (
          <label key={entry.id} class="palette">
            <input
              type="radio"
              name={name}
              checked={entry.id === palette}
              onChange={() => change({ palette: entry.id })}
            />
            <span class="swatches" aria-hidden="true">
              {[entry.palette.bg, entry.palette.obj0, entry.palette.obj1]
                .filter((shades) => shades !== undefined)
                .map((shades) => (
                  <Swatches key={shades.join()} shades={shades} />
                ))}
            </span>
            <span class="palette-name">{t.settings.palettes[entry.id]}</span>
          </label>
        ))}
      </div>
      {palette === OWN_PALETTE && (
        <div class="own-shades">
          {ownPalette.bg.map((colour, shade) => (
            <input
              key={shade}
              type="color"
              aria-label={t.settings.ownShade(shade)}
              value={cssColour(colour)}
              onInput={(event) => {
                const bg = [...ownPalette.bg] as [number, number, number, number];
                bg[shade] = Number.parseInt(event.currentTarget.value.slice(1), 16);
                change({ ownPalette: { bg } });
              }}
            />
          ))}
        </div>
      )}
    </fieldset>
  );
}

function Swatches({ shades }: { shades: Shades }) {
  return (
    <span class="swatch-row">
      {shades.map((colour) => (
        <span key={colour} style={{ background: cssColour(colour) }} />
      ))}
    </span>
  );
}
