/** How a field is stored: sizes are those of the names; `bytes` and `i32s` keep their fixed length. */
export type Kind = 'u8' | 'u16' | 'i32' | 'f64' | 'bool' | 'bytes' | 'i32s';

type DataKeys<T> = {
  [K in keyof T]: T[K] extends number | boolean | Uint8Array | Int32Array ? K : never;
}[keyof T];

type KindOf<V> = V extends boolean
  ? 'bool'
  : V extends number
    ? 'u8' | 'u16' | 'i32' | 'f64'
    : V extends Uint8Array
      ? 'bytes'
      : 'i32s';

/** Every public data field of T, except the derived ones named in D. Forgetting a field does not compile. */
export type Shape<T, D extends keyof T = never> = {
  readonly [K in Exclude<DataKeys<T>, D>]-?: KindOf<T[K]>;
};

/** A named part of the machine with the description of its state. */
export type Part = readonly [name: string, part: object, shape: Readonly<Record<string, Kind>>];

/** Where one field lies in a saved state. `size` is in bytes. */
export interface Field {
  readonly name: string;
  readonly kind: Kind;
  readonly at: number;
  readonly size: number;
}

/** A saved state that cannot be used; `message` is a sentence for people. */
export class StateError extends Error {}

const SIZES = { u8: 1, u16: 2, i32: 4, f64: 8, bool: 1 } as const;

type Values = Record<string, number | boolean | Uint8Array | Int32Array>;

interface Slot {
  readonly part: Values;
  readonly key: string;
  readonly field: Field;
}

/**
 * The one description of state: saving, loading, comparing and the file format all come from it.
 * Fields are found by name, so that a state outlives changes of the layout: a field that it lacks keeps its
 * present value, and one that is gone is skipped.
 */
export class StateMap {
  /** Bytes of a saved state. */
  readonly size: number;
  /** The layout; stored beside the bytes, it is the version. */
  readonly format: readonly Field[];
  private readonly slots: Slot[] = [];

  constructor(parts: readonly Part[]) {
    let at = 0;
    for (const [name, object, shape] of parts) {
      const part = object as Values;
      for (const key of Object.keys(shape)) {
        const kind = shape[key];
        const value = part[key];
        const size = kind === 'bytes' || kind === 'i32s' ? (value as Uint8Array).byteLength : SIZES[kind];
        this.slots.push({ part, key, field: { name: `${name}.${key}`, kind, at, size } });
        at += size;
      }
    }
    this.size = at;
    this.format = this.slots.map((slot) => slot.field);
  }

  /** Writes every field; returns `into`, or a new array of `size` bytes. */
  save(into: Uint8Array = new Uint8Array(this.size)): Uint8Array {
    const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
    for (const { part, key, field } of this.slots) {
      const value = part[key];
      switch (field.kind) {
        case 'u8':
          into[field.at] = value as number;
          break;
        case 'bool':
          into[field.at] = value ? 1 : 0;
          break;
        case 'u16':
          view.setUint16(field.at, value as number, true);
          break;
        case 'i32':
          view.setInt32(field.at, value as number, true);
          break;
        case 'f64':
          view.setFloat64(field.at, value as number, true);
          break;
        case 'bytes':
          into.set(value as Uint8Array, field.at);
          break;
        case 'i32s': {
          const words = value as Int32Array;
          for (let i = 0; i < words.length; i++) view.setInt32(field.at + i * 4, words[i], true);
        }
      }
    }
    return into;
  }

  /**
   * Sets every field that `from` holds. With no `format` the bytes must be of this very layout.
   * @throws StateError before anything has changed.
   */
  load(from: Uint8Array, format: readonly Field[] = this.format): void {
    const source = format === this.format ? null : new Map(format.map((field) => [field.name, field]));
    if (source === null && from.length !== this.size) {
      throw new StateError(
        `This state is ${from.length} bytes long; ${this.size} were expected. It is damaged.`,
      );
    }
    if (source !== null) {
      for (const { field } of this.slots) {
        const found = source.get(field.name);
        if (!found) continue;
        if (found.kind !== field.kind || found.size !== field.size || found.at + found.size > from.length) {
          throw new StateError(
            `This state describes "${field.name}" in a way that this version cannot read.`,
          );
        }
      }
    }
    const view = new DataView(from.buffer, from.byteOffset, from.byteLength);
    for (const { part, key, field } of this.slots) {
      const found = source === null ? field : source.get(field.name);
      if (found) read(part, key, field.kind, from, view, found);
    }
  }

  /** Name of the first field in which two saved states differ, or null. */
  difference(a: Uint8Array, b: Uint8Array): string | null {
    for (const field of this.format) {
      for (let i = field.at; i < field.at + field.size; i++) {
        if (a[i] !== b[i]) return field.size > 8 ? `${field.name}[${i - field.at}]` : field.name;
      }
    }
    return null;
  }
}

function read(part: Values, key: string, kind: Kind, from: Uint8Array, view: DataView, field: Field): void {
  const at = field.at;
  switch (kind) {
    case 'u8':
      part[key] = from[at];
      break;
    case 'bool':
      part[key] = from[at] !== 0;
      break;
    case 'u16':
      part[key] = view.getUint16(at, true);
      break;
    case 'i32':
      part[key] = view.getInt32(at, true);
      break;
    case 'f64':
      part[key] = view.getFloat64(at, true);
      break;
    case 'bytes':
      (part[key] as Uint8Array).set(from.subarray(at, at + field.size));
      break;
    case 'i32s': {
      const words = part[key] as Int32Array;
      for (let i = 0; i < words.length; i++) words[i] = view.getInt32(at + i * 4, true);
    }
  }
}
