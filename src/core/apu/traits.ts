import { AGB, CGB_0, CGB_A, CGB_B, CGB_C, CGB_D, CGB_E, type Model } from '../models.ts';

/** How the sound hardware of the models differs, as data. */
export interface ApuTraits {
  /** CGB and later: power-off clears the length counters, and wave RAM can be reached while it plays. */
  readonly colour: boolean;
  /** DMG to CGB C: a write to NRx2 or NR43 passes through $FF, and PCM12/PCM34 misread changing values. */
  readonly glitchedWrites: boolean;
  /** CGB 0 to B: a write to NRx4 clocks a length counter that was off, whatever bit 6 becomes. */
  readonly lengthAlwaysClocks: boolean;
  /** CGB A and B: channel 3 needs one such write more. samesuite apu/channel_3/channel_3_extra_length_clocking-cgbB */
  readonly waveLengthLate: boolean;
  /** CGB D and E: a trigger can advance the duty step, and envelopes tick late in double speed. */
  readonly revised: boolean;
  /** CGB D: a write to NR43 disturbs the LFSR even where the selected bit stays set. */
  readonly steadyGlitch: boolean;
  /** CGB 0: the envelope of channel 2 disturbs PCM12 in its own way. */
  readonly firstColour: boolean;
  /** Ticks of 2 MHz for which a trigger keeps the sweep from reading the period, less the 1 MHz phase. */
  readonly sweepHold: number;
  /** MGB: triggering the wave channel while it reads always copies a whole block of four bytes. */
  readonly waveCopiesBlock: boolean;
  /** AGB: channels are mixed as numbers, without DACs. */
  readonly digital: boolean;
  /** Share (of 65,536) of the output that the capacitor of the high-pass filter takes up each sample. */
  readonly highPass: number;
}

export function apuTraits(model: Model): ApuTraits {
  const { revision, cgb } = model;
  return {
    colour: cgb,
    glitchedWrites: revision <= CGB_C,
    lengthAlwaysClocks: cgb && revision <= CGB_B,
    waveLengthLate: revision === CGB_A || revision === CGB_B,
    revised: revision === CGB_D || revision === CGB_E,
    steadyGlitch: revision === CGB_D,
    firstColour: revision === CGB_0,
    sweepHold: cgb && revision !== CGB_D ? 4 : 2,
    waveCopiesBlock: model.name === 'mgb',
    digital: revision === AGB,
    // Pan Docs "Obscure behavior": 0.999958 per T-cycle on DMG, 0.998943 on MGB and CGB; 64 of them a sample.
    highPass: cgb || model.name === 'mgb' ? 4290 : 176,
  };
}
