import { CGB_C, CGB_D, type Model } from '../models.ts';

/**
 * $FEA0-$FEFF, where early colour chips have 24 bytes of RAM, CGB D has 48 and later ones none. Returns the place
 * of `address` within OAM's page, or -1 where there is no RAM. Pan Docs "FEA0-FEFF range".
 */
export function ramBeyondOam(model: Model, address: number): number {
  const low = address & 0xff;
  if (!model.cgb || model.revision > CGB_D) return -1;
  if (model.revision <= CGB_C) return low & ~0x18;
  return low >= 0xc0 ? low | 0xf0 : low;
}

/** What a chip without RAM there reads. */
export function valueBeyondOam(model: Model, address: number): number {
  if (!model.cgb) return 0;
  return (address & 0xf0) | ((address >> 4) & 0x0f);
}
