import type { GameBoy } from '../core/game-boy.ts';
import { compare, frameToRgb, readPicture } from './picture.ts';
import { byteAt, isMapped, parseNumber, type Symbols } from './symbols.ts';
import { UsageError } from './usage-error.ts';

/** A condition that ends a run: looked at before each instruction, or after each frame. */
export interface Until {
  beforeInstruction?(pc: number): boolean;
  afterFrame?(serial: string): boolean;
}

/** Reads `pc=ADDRESS`, `serial=TEXT`, `picture=F.png` or `ADDRESS=VALUE`. */
export function parseUntil(text: string, gameBoy: GameBoy, symbols: Symbols): Until {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new UsageError(
      `"${text}" is no condition: write pc=ADDRESS, serial=TEXT, picture=F.png or ADDRESS=VALUE.`,
    );
  }
  const left = text.slice(0, at);
  const right = text.slice(at + 1);
  if (right === '')
    throw new UsageError(`"${text}" says nothing after the =, so there is nothing to wait for.`);
  if (left === 'pc') {
    const target = symbols.parse(right);
    return { beforeInstruction: (pc) => pc === target.address && isMapped(gameBoy, target) };
  }
  if (left === 'serial') return { afterFrame: (serial) => serial.includes(right) };
  if (left === 'picture') {
    const expected = readPicture(right);
    return { afterFrame: () => compare(frameToRgb(gameBoy.frame, gameBoy.model.cgb), expected) === null };
  }
  const address = symbols.parse(left);
  const value = parseNumber(right);
  return { afterFrame: () => byteAt(gameBoy, address) === value };
}
