import type { EventMessage } from '../player/messages.ts';
import type { Screen } from './screen.ts';
import type { SoundWriter } from './sound-writer.ts';

/** Where a session's picture, sound and words go. */
export interface Outputs {
  readonly screen: Screen;
  readonly sound: SoundWriter;
  post(event: EventMessage): void;
}
