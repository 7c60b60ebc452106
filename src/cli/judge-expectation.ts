import { createHash } from 'node:crypto';
import { hex } from '../core/debug/symbols.ts';
import type { GameBoy } from '../core/game-boy.ts';
import { crashOf } from './crash.ts';
import type { Expectation } from './expectations.ts';
import { type Answer, judge, type Verdict } from './judge.ts';
import { Keys, type Press } from './keys.ts';
import { compare, frameToRgb } from './picture.ts';
import { registersOf } from './registers.ts';
import { byteAt, isMapped, parseNumber, type Symbols } from './symbols.ts';

/** The hash of a picture: the first 16 digits of SHA-256 over its RGB bytes without colour correction. */
export function pictureHash(rgb: Uint8Array): string {
  return createHash('sha256').update(rgb).digest('hex').slice(0, 16);
}

/** Runs a test of a dotmatrix.json; the detail lists everything that differs. */
export function judgeExpectation(
  gameBoy: GameBoy,
  { frames, expect }: Expectation,
  pictures: readonly Uint8Array[],
  presses: readonly Press[],
  symbols: Symbols,
  runFrame: () => void,
): Answer {
  if (expect.verdict !== undefined) return judgeVerdict(gameBoy, frames, expect.verdict, presses, runFrame);
  const wrong: string[] = [];
  let serial = '';
  let registers: Record<string, number> | null = null;
  if (expect.registers !== undefined) {
    const at = symbols.parse(String(expect.registers.at));
    gameBoy.cpu.setHook({
      before: (pc) => {
        if (pc === at.address && isMapped(gameBoy, at)) {
          registers = registersOf(gameBoy.cpu);
          gameBoy.cpu.setHook(null);
        }
        return false;
      },
    });
  }
  const keys = new Keys(gameBoy, presses);
  let ran = 0;
  while (ran < frames) {
    keys.hold(ran);
    runFrame();
    ran++;
    for (const byte of gameBoy.takeSerial()) serial += String.fromCharCode(byte);
    const hash = expect.hashes?.[String(ran)];
    if (hash !== undefined) {
      const seen = pictureHash(frameToRgb(gameBoy.frame, gameBoy.model.cgb));
      if (seen !== hash.toLowerCase()) wrong.push(`frame ${ran} has the hash ${seen}, not ${hash}`);
    }
    const crash = expect.noCrash === false ? null : crashOf(gameBoy, symbols);
    if (crash !== null) {
      wrong.push(`crashed in frame ${ran}: ${crash}`);
      break;
    }
  }
  for (const frame of Object.keys(expect.hashes ?? {})) {
    if (!(Number(frame) >= 1 && Number(frame) <= frames)) wrong.push(`frame ${frame} was not reached`);
  }
  if (expect.serial !== undefined && !serial.includes(expect.serial)) {
    wrong.push(
      `serial text was ${JSON.stringify(serial.slice(-200))}, without ${JSON.stringify(expect.serial)}`,
    );
  }
  for (const [where, value] of Object.entries(expect.memory ?? {})) {
    const start = symbols.parse(where);
    const bytes = [value].flat() as (number | string)[];
    for (const [i, byte] of bytes.entries()) {
      const wanted = typeof byte === 'number' ? byte : parseNumber(byte);
      const seen = byteAt(gameBoy, { bank: start.bank, address: (start.address + i) & 0xffff });
      if (seen !== wanted)
        wrong.push(`${where}${i === 0 ? '' : `+${i}`} is $${hex(seen)}, not $${hex(wanted)}`);
    }
  }
  for (const [name, value] of Object.entries(expect.registers ?? {})) {
    if (name === 'at') {
      if (registers === null) wrong.push(`${value} was not reached`);
      continue;
    }
    const seen = (registers as Record<string, number> | null)?.[name];
    const wanted = typeof value === 'number' ? value : parseNumber(value);
    if (registers !== null && seen !== wanted) {
      wrong.push(
        seen === undefined
          ? `there is no register ${name}`
          : `${name} was $${hex(seen)}, not $${hex(wanted)}`,
      );
    }
  }
  let picture: Uint8Array | null = null;
  if (expect.picture !== undefined) {
    picture = frameToRgb(gameBoy.frame, gameBoy.model.cgb);
    const difference = pictures.length === 0 ? null : compare(picture, pictures[0]);
    if (difference === null && pictures.length > 0) picture = null;
    if (difference !== null) {
      wrong.push(`${difference.pixels} of 23040 pixels differ, the first at ${difference.x},${difference.y}`);
    }
  }
  return {
    verdict: wrong.length === 0 ? 'pass' : 'fail',
    protocol: 'expectations',
    detail: wrong.join('; '),
    frames: ran,
    picture,
  };
}

/** Passes if the ROM itself tells `wanted`, by whichever protocol it speaks. */
function judgeVerdict(
  gameBoy: GameBoy,
  maxFrames: number,
  wanted: Verdict,
  presses: readonly Press[],
  runFrame: () => void,
): Answer {
  const question = { protocol: 'any', stop: 'any', maxFrames, pictures: [], presses } as const;
  const told = judge(gameBoy, question, runFrame);
  if (told.verdict === wanted) return { ...told, verdict: 'pass', detail: '' };
  const detail = `it told "${told.verdict}", not "${wanted}"${told.detail === '' ? '' : `: ${told.detail}`}`;
  return { ...told, verdict: 'fail', detail };
}
