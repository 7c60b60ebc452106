import { text } from '../i18n/text.ts';

/** What is printed on a key or what a controller's input is called, for people. */
export function inputName(input: string): string {
  const t = text.value;
  const pad = /^b(\d+)$/.exec(input);
  if (pad !== null) return t.padButton(Number(pad[1]));
  const axis = /^a(\d+)([+-])$/.exec(input);
  if (axis !== null) return t.padAxis(Number(axis[1]), axis[2] === '+');
  return (
    t.keyNames[input] ?? labels.get(input) ?? input.replace(/^(Key|Digit)/, '').replace(/^Numpad/, 'Num ')
  );
}

/** Keys are bound by place; where the browser tells, they are named by what is printed on them (Z or Y). */
const labels = new Map<string, string>();

interface KeyboardLayout {
  getLayoutMap(): Promise<ReadonlyMap<string, string>>;
}

export async function readKeyLabels(): Promise<void> {
  const { keyboard } = navigator as Navigator & { keyboard?: KeyboardLayout };
  if (keyboard?.getLayoutMap === undefined) return;
  for (const [code, label] of await keyboard.getLayoutMap()) labels.set(code, label.toUpperCase());
}
