import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface SwitchProps {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

export function Switch({ label, hint, on, onChange }: SwitchProps) {
  const id = useId();
  return (
    <div class="field row-field">
      <div>
        <label for={id}>{label}</label>
        {hint !== undefined && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
      </div>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its state itself
        role="switch"
        class="switch"
        id={id}
        checked={on}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </div>
  );
}

interface ChoiceProps<T extends string | number> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}

/** A few alternatives side by side; radio buttons underneath, so arrow keys and screen readers know them. */
export function Choice<T extends string | number>({ label, hint, value, options, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <fieldset class="field" aria-describedby={hint === undefined ? undefined : `${id}-hint`}>
      <legend>{label}</legend>
      <div class="choice">
        {options.map(([option, name]) => (
          <label key={option} class="choice-option">
            <input type="radio" name={id} checked={option === value} onChange={() => onChange(option)} />
            <span>{name}</span>
          </label>
        ))}
      </div>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </fieldset>
  );
}

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly show: (value: number) => string;
  readonly onChange: (value: number) => void;
}

export function Slider({ label, value, min, max, step, show, onChange }: SliderProps) {
  const id = useId();
  return (
    <div class="field">
      <div class="row-field">
        <label for={id}>{label}</label>
        <output class="value" for={id}>
          {show(value)}
        </output>
      </div>
      <input
        type="range"
        id={id}
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={show(value)}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
    </div>
  );
}

interface SelectProps<T extends string> {
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: T;
  readonly options: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
}

export function Select<T extends string>({ label, hint, value, options, onChange }: SelectProps<T>) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.value as T)}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

/** A titled group of settings. */
export function Section({ title, id, children }: { title: string; id: string; children: ComponentChildren }) {
  return (
    <section class="card section" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

interface FoldedSectionProps {
  readonly title: string;
  readonly open: boolean;
  readonly children: ComponentChildren;
}

/** A long group of settings that not everybody needs. */
export function FoldedSection({ title, open, children }: FoldedSectionProps) {
  return (
    <details class="card section-folded" open={open}>
      <summary>
        <h2>{title}</h2>
      </summary>
      <div class="section">{children}</div>
    </details>
  );
}
