/** An address of the CPU in one bank; bank -1 is whichever is mapped there. */
export interface Address {
  readonly bank: number;
  readonly address: number;
}

interface Label extends Address {
  readonly name: string;
}

/** Where a bank's window begins and ends; a label never speaks for bytes of another region. */
const REGIONS = [0x0000, 0x4000, 0x8000, 0xa000, 0xc000, 0xd000, 0xe000, 0xff80, 0x10000] as const;

const BANK = '[0-9a-f]{1,4}';
const LINE = new RegExp(`^(${BANK}):([0-9a-f]{4})\\s+(\\S+)$`, 'i');

/**
 * The labels of a `.sym` file as rgblink writes it: lines of `BB:AAAA Name`, both numbers hexadecimal; the rest of
 * a line after `;` is a comment. Lines of any other form are passed over, as files of other linkers have them.
 */
export class Symbols {
  /** By address within each bank; equal addresses in the order of the file. */
  private readonly banks = new Map<number, Label[]>();
  private readonly byName = new Map<string, Label>();

  constructor(text = '') {
    for (const raw of text.split(/\r?\n/)) {
      const match = LINE.exec(raw.replace(/;.*$/, '').trim());
      if (match === null) continue;
      const [, bank, address, name] = match;
      this.add({ name, bank: Number.parseInt(bank, 16), address: Number.parseInt(address, 16) });
    }
    for (const labels of this.banks.values()) labels.sort((a, b) => a.address - b.address);
  }

  get size(): number {
    return this.byName.size;
  }

  /** Every name, in the order of the file. */
  get names(): string[] {
    return [...this.byName.keys()];
  }

  find(name: string): Address | undefined {
    return this.byName.get(name);
  }

  /** The label that stands exactly here. */
  nameAt(bank: number, address: number): string | undefined {
    const label = this.before(bank, address);
    return label !== undefined && label.address === address ? label.name : undefined;
  }

  /** `Name` or `Name+$12` by the nearest label before, in the same bank and region. */
  describe(bank: number, address: number): string | undefined {
    const label = this.before(bank, address);
    if (label === undefined || regionOf(label.address) !== regionOf(address)) return undefined;
    return label.address === address ? label.name : `${label.name}+$${hex(address - label.address)}`;
  }

  /** Reads a label, `$C000`, `0xC000`, `C000` or `01:4000`, each with an optional `+offset`. */
  parse(text: string): Address | undefined {
    const match = /^(.+?)(?:\+(\$[0-9a-f]+|0x[0-9a-f]+|\d+))?$/i.exec(text.trim());
    if (match === null) return undefined;
    const base = this.byName.get(match[1]) ?? parseAddress(match[1]);
    if (base === undefined) return undefined;
    const offset = Number(match[2]?.replace('$', '0x') ?? 0);
    return { bank: base.bank, address: (base.address + offset) & 0xffff };
  }

  private add(label: Label): void {
    if (!this.byName.has(label.name)) this.byName.set(label.name, label);
    const labels = this.banks.get(label.bank);
    if (labels === undefined) this.banks.set(label.bank, [label]);
    else labels.push(label);
  }

  /** The last label at or before an address; of several at one address, the first in the file. */
  private before(bank: number, address: number): Label | undefined {
    const labels = this.banks.get(bank) ?? [];
    let [low, high] = [0, labels.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (labels[middle].address <= address) low = middle + 1;
      else high = middle;
    }
    while (low > 1 && labels[low - 2].address === labels[low - 1].address) low--;
    return labels[low - 1];
  }
}

function parseAddress(text: string): Address | undefined {
  const match = new RegExp(`^(?:(${BANK}):)?(?:\\$|0x)?([0-9a-f]{1,4})$`, 'i').exec(text);
  if (match === null) return undefined;
  return {
    bank: match[1] === undefined ? -1 : Number.parseInt(match[1], 16),
    address: Number.parseInt(match[2], 16),
  };
}

function regionOf(address: number): number {
  return REGIONS.findIndex((start, i) => address >= start && address < REGIONS[i + 1]);
}

/** Upper-case hexadecimal of at least `digits` digits. */
export function hex(value: number, digits = 2): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
