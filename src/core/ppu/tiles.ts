/** A byte with its bits in the opposite order. */
export const REVERSED = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  for (let bit = 0; bit < 8; bit++) if (byte & (1 << bit)) REVERSED[byte] |= 0x80 >> bit;
}
