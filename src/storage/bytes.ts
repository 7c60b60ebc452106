import { sha256 } from '@noble/hashes/sha2.js';

/** SHA-256 in lower-case hexadecimal: 64 characters. */
export function hashOf(bytes: Uint8Array): string {
  return hexOf(sha256(bytes));
}

/** The same by the browser, away from this thread: 8 MB of ROM would hold the page for too long. */
export async function hashAway(bytes: Uint8Array): Promise<string> {
  // A page without a secure context has no `subtle`.
  if (crypto.subtle === undefined) return hashOf(bytes);
  return hexOf(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)));
}

function hexOf(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
}

/** 128 random bits in hexadecimal; works without a secure context, unlike randomUUID. */
export function newId(): string {
  return hexOf(crypto.getRandomValues(new Uint8Array(16)));
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
