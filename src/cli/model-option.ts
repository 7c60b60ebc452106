import { findModel, MODELS } from '../core/models.ts';
import { type Input, nearest } from './arguments.ts';
import { UsageError } from './usage-error.ts';

/** The model that `--model` names, as typed; '' without the option. */
export function modelOption(input: Input): string {
  const typed = input.text('model');
  if (typed === undefined) return '';
  checkModel(typed);
  return typed;
}

export function checkModel(name: string): void {
  if (findModel(name) !== undefined) return;
  const names = [...Object.keys(MODELS), 'cgb'];
  const meant = nearest(name, names);
  throw new UsageError(
    `There is no model "${name}".${meant === undefined ? '' : ` Did you mean ${meant}?`} The models are ${names.join(', ')}.`,
  );
}
