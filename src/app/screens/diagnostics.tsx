import { percent, text } from '../i18n/text.ts';
import { client, shareReport } from '../session.ts';

/** Figures for people who hear a crackle or feel a lag, and for reports. */
export function Diagnostics() {
  const t = text.value;
  const d = client.diagnostics.value;
  const sound = client.sound.status.value;
  const game = client.game.value;
  const ms = (value: number) => `${value.toLocaleString(t.code, { maximumFractionDigits: 1 })} ms`;
  const rows: (readonly [string, string])[] = [[t.settings.version, __VERSION__]];
  if (game !== null) rows.push([t.settings.startUp, ms(game.startUp.firstFrame)]);
  if (d !== null) {
    rows.push(
      [t.settings.fps, d.fps.toLocaleString(t.code, { maximumFractionDigits: 2 })],
      [
        t.settings.display,
        `${d.displayHz.toLocaleString(t.code, { maximumFractionDigits: 1 })} Hz, ${t.settings.pacing[d.pacing]}`,
      ],
      [t.settings.missed, String(d.missed)],
      [t.settings.load, percent(d.load)],
    );
  }
  if (sound.report !== null) {
    rows.push(
      [t.settings.underruns, String(sound.report.underruns)],
      [t.settings.ringFill, ms(sound.report.latency)],
      [t.settings.outputLatency, ms(sound.baseLatency + sound.outputLatency)],
    );
  }
  return (
    <>
      <dl class="figures">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {d === null && <p class="hint">{t.settings.noGame}</p>}
      {game !== null && (
        <>
          <button type="button" class="button" onClick={() => void shareReport()}>
            {t.menu.report}
          </button>
          <p class="hint">{t.settings.reportHint}</p>
        </>
      )}
    </>
  );
}
