/** The consoles and their revisions; `cgb` on the command line means `cgb-e`. */
export type ModelName =
  | 'dmg0'
  | 'dmg'
  | 'mgb'
  | 'sgb'
  | 'sgb2'
  | 'cgb0'
  | 'cgb-a'
  | 'cgb-b'
  | 'cgb-c'
  | 'cgb-d'
  | 'cgb-e'
  | 'agb';

/** CPU revisions of the colour consoles, in the order in which they were made. */
export const CGB_0 = 0;
export const CGB_A = 1;
export const CGB_B = 2;
export const CGB_C = 3;
export const CGB_D = 4;
export const CGB_E = 5;
export const AGB = 6;

/** How models differ, as data. */
export interface Model {
  readonly name: ModelName;
  /** For people: "Game Boy Color (CPU CGB E)". */
  readonly title: string;
  /** Has colour hardware (CGB, AGB). */
  readonly cgb: boolean;
  /** Has the SGB's packet port. */
  readonly sgb: boolean;
  /** Revision of colour hardware (`CGB_0` to `AGB`), or -1. */
  readonly revision: number;
}

function model(name: ModelName, title: string, revision = -1, sgb = false): Model {
  return { name, title, cgb: revision >= 0, sgb, revision };
}

export const MODELS: Readonly<Record<ModelName, Model>> = {
  dmg0: model('dmg0', 'Game Boy (DMG-CPU, first revision)'),
  dmg: model('dmg', 'Game Boy (DMG-CPU B)'),
  mgb: model('mgb', 'Game Boy Pocket'),
  sgb: model('sgb', 'Super Game Boy', -1, true),
  sgb2: model('sgb2', 'Super Game Boy 2', -1, true),
  cgb0: model('cgb0', 'Game Boy Color (CPU CGB, first revision)', CGB_0),
  'cgb-a': model('cgb-a', 'Game Boy Color (CPU CGB A)', CGB_A),
  'cgb-b': model('cgb-b', 'Game Boy Color (CPU CGB B)', CGB_B),
  'cgb-c': model('cgb-c', 'Game Boy Color (CPU CGB C)', CGB_C),
  'cgb-d': model('cgb-d', 'Game Boy Color (CPU CGB D)', CGB_D),
  'cgb-e': model('cgb-e', 'Game Boy Color (CPU CGB E)', CGB_E),
  agb: model('agb', 'Game Boy Advance', AGB),
};

/** The model that a name stands for, `cgb` included; undefined for an unknown name. */
export function findModel(name: string): Model | undefined {
  return MODELS[(name === 'cgb' ? 'cgb-e' : name) as ModelName];
}
