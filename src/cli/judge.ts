import { hex } from '../core/debug/symbols.ts';
import type { GameBoy } from '../core/game-boy.ts';
import { HRAM_AT } from '../core/memory.ts';
import { Keys, type Press } from './keys.ts';
import { compare, frameToRgb } from './picture.ts';
import { screenText } from './screen-text.ts';

export type Verdict = 'pass' | 'fail' | 'timeout' | 'unknown';

/** How a ROM's verdict is read. */
export interface Question {
  readonly protocol: 'blargg' | 'mooneye' | 'gbmicrotest' | 'picture' | 'any';
  readonly stop: 'blargg' | 'ld-b-b' | 'ff82' | 'frames' | 'match' | 'any';
  /** The most frames, from the point where the boot ROM hands over. */
  readonly maxFrames: number;
  /** RGB bytes, any one of which passes. */
  readonly pictures: readonly Uint8Array[];
  readonly presses: readonly Press[];
}

export interface Answer {
  readonly verdict: Verdict;
  /** The protocol that gave the verdict, '' where none did. */
  readonly protocol: string;
  readonly detail: string;
  readonly frames: number;
  /** The picture that was compared, RGB bytes. */
  readonly picture: Uint8Array | null;
}

interface Registers {
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly h: number;
  readonly l: number;
}

const LD_B_B = 0x40;
/** Frames after which a program that rests in a small loop has written its result. */
const SETTLED_FRAMES = 20;
/** Frames after which it will say nothing more. */
const SILENT_FRAMES = 600;

/** Runs the machine, by `runFrame`, until it tells its verdict or the frames are used up. */
export function judge(
  gameBoy: GameBoy,
  question: Question,
  runFrame: () => void = () => gameBoy.runFrame(),
): Answer {
  return new Judge(gameBoy, question, runFrame).run();
}

class Judge {
  private readonly gameBoy: GameBoy;
  private readonly question: Question;
  private readonly runFrame: () => void;
  private readonly keys: Keys;
  private frames = 0;
  private serial = '';
  private atBreak: Registers | null = null;
  private screenSeen = '';
  private restsAt = 0;
  private restingFor = 0;

  constructor(gameBoy: GameBoy, question: Question, runFrame: () => void) {
    this.gameBoy = gameBoy;
    this.question = question;
    this.runFrame = runFrame;
    this.keys = new Keys(gameBoy, question.presses);
  }

  run(): Answer {
    const { gameBoy, question } = this;
    const { stop } = question;
    if (question.protocol === 'gbmicrotest') gameBoy.memory.bytes[HRAM_AT + 2] = 0;
    if (stop === 'ld-b-b' || stop === 'match' || stop === 'any') this.watchForBreak();
    while (this.frames < question.maxFrames) {
      this.frame();
      const answer = this.look();
      if (answer !== null) return answer;
    }
    return this.atTheEnd();
  }

  private frame(): void {
    const { gameBoy } = this;
    this.keys.hold(this.frames);
    this.runFrame();
    this.frames++;
    this.noteRest();
    for (const byte of gameBoy.takeSerial()) this.serial += String.fromCharCode(byte);
  }

  /** Remembers the registers at the first LD B,B, then lets the machine run at full speed. */
  private watchForBreak(): void {
    const { cpu, memory } = this.gameBoy;
    cpu.setHook({
      before: (pc) => {
        const at = memory.offsetOf(pc) + pc;
        const opcode = at >= 0 ? memory.bytes[at] : this.gameBoy.peek(pc);
        if (opcode === LD_B_B && !cpu.isLocked && !cpu.isStopped) {
          const { b, c, d, e, h, l } = cpu;
          this.atBreak = { b, c, d, e, h, l };
          cpu.setHook(null);
        }
        return false;
      },
    });
  }

  private look(): Answer | null {
    switch (this.question.protocol) {
      case 'blargg':
        return this.blargg();
      case 'mooneye':
        return this.mooneye();
      case 'gbmicrotest':
        return this.microtest();
      case 'picture':
        return this.picture();
      case 'any':
        return this.blargg() ?? this.mooneye() ?? this.quietMicrotest() ?? this.restedTooLong();
    }
  }

  private answer(
    verdict: Verdict,
    protocol: string,
    detail: string,
    picture: Uint8Array | null = null,
  ): Answer {
    return { verdict, protocol, detail, frames: this.frames, picture };
  }

  // ---- Blargg: the newer shell's signature in cartridge RAM, text on the serial port, text on the screen ----

  private blargg(): Answer | null {
    const { gameBoy } = this;
    if (gameBoy.peek(0xa001) === 0xde && gameBoy.peek(0xa002) === 0xb0 && gameBoy.peek(0xa003) === 0x61) {
      const result = gameBoy.peek(0xa000);
      if (result !== 0x80) {
        let text = '';
        for (let at = 0xa004; at < 0xc000 && gameBoy.peek(at) !== 0; at++) {
          text += String.fromCharCode(gameBoy.peek(at));
        }
        return this.answer(result === 0 ? 'pass' : 'fail', 'blargg', oneLine(text) || `result ${result}`);
      }
      return null;
    }
    const verdict = verdictIn(this.serial);
    if (verdict !== null) {
      // The line that tells why is printed after the word.
      for (let more = 0; more < 12; more++) this.frame();
      return this.answer(verdict, 'blargg', oneLine(this.serial));
    }
    if (this.frames % 16 !== 0) return null;
    const text = screenText(gameBoy.memory.bytes).join(' ');
    const shown = verdictIn(text);
    // Seen twice alike: a half-drawn page or a game's own words pass by.
    const settled = shown !== null && text === this.screenSeen;
    this.screenSeen = text;
    return settled ? this.answer(shown, 'blargg', text) : null;
  }

  // ---- Mooneye: Fibonacci numbers in the registers at LD B,B -------------------------------------------------

  private mooneye(): Answer | null {
    const at = this.atBreak;
    if (at === null) return null;
    const values = [at.b, at.c, at.d, at.e, at.h, at.l];
    const pass = values.join() === '3,5,8,13,21,34';
    const fail = values.every((value) => value === 0x42);
    if (this.question.protocol === 'any' && !pass && !fail) {
      // Blargg's 06-ld r,r executes LD B,B as an instruction under test.
      this.atBreak = null;
      this.watchForBreak();
      return null;
    }
    if (pass) return this.answer('pass', 'mooneye', '');
    const registers = ['B', 'C', 'D', 'E', 'H', 'L'].map((name, i) => `${name}=${hex(values[i])}`).join(' ');
    const text = screenText(this.gameBoy.memory.bytes).join(' / ');
    return this.answer('fail', 'mooneye', `${registers}${text === '' ? '' : `; on the screen: ${text}`}`);
  }

  // ---- GBMicrotest: FF82 becomes 01 or FF ---------------------------------------------------------------------

  private microtest(): Answer | null {
    const { gameBoy } = this;
    const result = gameBoy.peek(0xff82);
    if (result === 0x01) return this.answer('pass', 'gbmicrotest', '');
    if (result !== 0xff) return null;
    return this.answer(
      'fail',
      'gbmicrotest',
      `measured ${hex(gameBoy.peek(0xff80))}, expected ${hex(gameBoy.peek(0xff81))}`,
    );
  }

  /** For an unlisted ROM: FF82 counts when the program agrees with it and has come to rest in a small loop. */
  private quietMicrotest(): Answer | null {
    if (this.restingFor < SETTLED_FRAMES) return null;
    const answer = this.microtest();
    if (answer === null) return null;
    const alike = this.gameBoy.peek(0xff80) === this.gameBoy.peek(0xff81);
    return alike === (answer.verdict === 'pass') ? answer : null;
  }

  /** A program that rests in a small loop with interrupts off has nothing more to say. */
  private restedTooLong(): Answer | null {
    if (this.restingFor < SILENT_FRAMES) return null;
    return this.answer(
      'unknown',
      '',
      `no verdict, and the program rests in a loop at $${hex(this.restsAt, 4)}`,
    );
  }

  private noteRest(): void {
    const { pc, ime, isHalted } = this.gameBoy.cpu;
    if (!ime && !isHalted && Math.abs(pc - this.restsAt) <= 4) {
      this.restingFor++;
    } else {
      this.restingFor = 0;
      this.restsAt = pc;
    }
  }

  // ---- Pictures: the first whole frame after the stop -------------------------------------------------------

  private picture(): Answer | null {
    const { stop, maxFrames } = this.question;
    if (stop === 'frames') return this.frames < maxFrames ? null : this.compared('fail');
    if (this.atBreak !== null) {
      this.frame();
      return this.compared('fail');
    }
    if (stop !== 'match') return null;
    const actual = this.actual();
    if (!this.question.pictures.some((expected) => compare(actual, expected) === null)) return null;
    return this.answer('pass', 'picture', '', actual);
  }

  private actual(): Uint8Array {
    const { gameBoy } = this;
    return frameToRgb(gameBoy.frame, gameBoy.model.cgb);
  }

  private compared(otherwise: 'fail' | 'timeout'): Answer {
    const actual = this.actual();
    let best = '';
    let least = Number.POSITIVE_INFINITY;
    for (const expected of this.question.pictures) {
      const difference = compare(actual, expected);
      if (difference === null) return this.answer('pass', 'picture', '', actual);
      if (difference.pixels < least) {
        least = difference.pixels;
        best = `${difference.pixels} of 23040 pixels differ, the first at ${difference.x},${difference.y}`;
      }
    }
    return this.answer(otherwise, 'picture', best, actual);
  }

  // ---- No frames left -----------------------------------------------------------------------------------------

  private atTheEnd(): Answer {
    const { protocol, stop, maxFrames } = this.question;
    if (protocol === 'any') {
      return this.answer('unknown', '', `no verdict in ${maxFrames} frames`);
    }
    if (protocol === 'picture') {
      if (stop === 'match') return this.compared('fail');
      const { detail, picture } = this.compared('timeout');
      return this.answer('timeout', 'picture', `no LD B,B in ${maxFrames} frames; ${detail}`, picture);
    }
    const waiting = { blargg: 'no result', mooneye: 'no LD B,B', gbmicrotest: 'FF82 stayed 0' }[protocol];
    const text = screenText(this.gameBoy.memory.bytes).join(' / ');
    const seen = [oneLine(this.serial), text].filter((one) => one !== '').join('; on the screen: ');
    return this.answer(
      'timeout',
      protocol,
      `${waiting} in ${maxFrames} frames${seen === '' ? '' : `: ${seen}`}`,
    );
  }
}

function verdictIn(text: string): Verdict | null {
  if (/\bfailed\b/i.test(text)) return 'fail';
  return /\bpassed\b/i.test(text) ? 'pass' : null;
}

function oneLine(text: string): string {
  return text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
    .slice(-300);
}
