import { AGB, CGB_E, type Model } from './models.ts';
import type { Shape } from './state/state-map.ts';

/** The CGB's registers that are nothing but storage: SVBK, RP and the undocumented ones. */
export class ColourRegisters {
  static readonly shape: Shape<ColourRegisters> = {
    enabled: 'bool',
    svbk: 'u8',
    rp: 'u8',
    ff72: 'u8',
    ff73: 'u8',
    ff74: 'u8',
    ff75: 'u8',
    opri: 'u8',
  };
  /** The game asked for colour (KEY0); a DMG game sees most of these registers as open bus. */
  enabled = false;
  /** SVBK as written, bits 0-2. */
  svbk = 0;
  /** RP bits 0, 6 and 7. */
  rp = 0;
  ff72 = 0;
  ff73 = 0;
  ff74 = 0;
  ff75 = 0;
  /** OPRI bit 0 as it reads back: after the boot ROM it decides nothing. Pan Docs "FF6C". */
  opri = 0;
  private readonly revision: number;

  constructor(model: Model) {
    this.revision = model.revision;
  }

  /** RP with no light on the sensor; bit 4 is low on the last CGB revision only. */
  readInfrared(): number {
    return this.rp | 0x2e | (this.revision === CGB_E ? 0 : 0x10) | (this.revision === AGB ? 0x02 : 0);
  }
}
