/** The bytes of a JSON text; what is not ASCII is escaped, which JSON allows anywhere it can stand. */
export function asciiBytes(json: string): Uint8Array {
  const text = json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** What the JSON text says, or undefined: it is none. */
export function parseAscii(bytes: Uint8Array): unknown {
  try {
    let text = '';
    for (let at = 0; at < bytes.length; at += 8192) {
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    }
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The members of a JSON object; none for anything else. */
export function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
