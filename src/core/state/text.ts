/** The characters of a file's names: Latin-1, anything else becomes '?'. */
export function writeText(into: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) into[at + i] = text.charCodeAt(i) < 0x100 ? text.charCodeAt(i) : 0x3f;
}

export function readText(from: Uint8Array, at: number, length: number): string {
  let text = '';
  for (let i = at; i < at + length; i++) text += String.fromCharCode(from[i]);
  return text;
}
