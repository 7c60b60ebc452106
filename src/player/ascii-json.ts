/** The bytes of a JSON text; what is not ASCII is escaped, which JSON allows anywhere it can stand. */
export function asciiBytes(json: string): Uint8Array {
  const text = json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const BRACE = 0x7b;

/** What the text of a JSON object says, or undefined: it is none. */
export function parseAscii(bytes: Uint8Array): unknown {
  // Anything else may be large, and need not be turned into text.
  if (bytes[0] !== BRACE) return undefined;
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
