import { sha256 } from '@noble/hashes/sha2.js';

/** SHA-256 in lower-case hexadecimal: 64 characters. */
export function hashOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of sha256(bytes)) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
}

/** 128 random bits in hexadecimal; works without a secure context, unlike randomUUID. */
export function newId(): string {
  let text = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) {
    text += (byte < 16 ? '0' : '') + byte.toString(16);
  }
  return text;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** The parts one after the other. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
