import { Apu } from './apu/apu.ts';
import { Bus } from './bus.ts';
import type { Board } from './cartridge/board.ts';
import { createBoard } from './cartridge/boards.ts';
import { type Header, parseHeader } from './cartridge/header.ts';
import { fitRom } from './cartridge/rom-file.ts';
import { exportSave, importSave } from './cartridge/save.ts';
import { Clock, FRAME } from './clock.ts';
import { ColourRegisters } from './colour-registers.ts';
import { ATTEND_FRAME, ATTEND_PAUSE, Cpu, type CpuHook } from './cpu/cpu.ts';
import { IdleLoop } from './cpu/idle-loop.ts';
import type { AccessHook } from './debug/access-hook.ts';
import { Hdma } from './hdma.ts';
import { Interrupts } from './interrupts.ts';
import { Joypad } from './joypad.ts';
import { Memory } from './memory.ts';
import { MODELS, type Model, type ModelName } from './models.ts';
import { OamDma } from './oam-dma.ts';
import { powerUp } from './power-up.ts';
import { Ppu } from './ppu/ppu.ts';
import { Serial, type SerialPeer } from './serial.ts';
import { Sgb } from './sgb.ts';
import { Speed } from './speed.ts';
import { type Field, type Part, StateMap } from './state/state-map.ts';
import { Timer } from './timer.ts';

export interface GameBoyOptions {
  /** A ROM file, with or without padding. */
  readonly rom: Uint8Array;
  /** By default a colour game runs on `cgb-e` and any other on `dmg`. */
  readonly model?: ModelName;
  /** Seed of the noise in RAM at power-on; the same seed gives the same run. */
  readonly seed?: number;
  /** A boot ROM of 256 or 2,304 bytes that the user owns; without one the console starts as if it had run. */
  readonly bootRom?: Uint8Array;
}

/** Builds and owns every part of the console. */
export class GameBoy {
  readonly model: Model;
  readonly header: Header;
  readonly clock = new Clock();
  readonly memory: Memory;
  readonly interrupts = new Interrupts(this.clock);
  readonly timer: Timer;
  readonly serial: Serial;
  readonly joypad: Joypad;
  readonly ppu: Ppu;
  readonly apu: Apu;
  readonly cpu: Cpu;
  readonly board: Board;
  readonly bus: Bus;
  readonly dma: OamDma;
  readonly hdma = new Hdma();
  private readonly sgb: Sgb | null;
  readonly colour: ColourRegisters;
  readonly speed: Speed;
  private readonly state: StateMap;

  /** @throws RomError with a sentence for people, if the file cannot be played. */
  constructor(options: GameBoyOptions) {
    const header = parseHeader(options.rom);
    const model = MODELS[options.model ?? (header.cgb ? 'cgb-e' : 'dmg')];
    this.header = header;
    this.model = model;
    this.memory = new Memory(fitRom(options.rom, header.romSize), header.ramSize);
    this.timer = new Timer(this.clock, this.interrupts);
    this.serial = new Serial(this.timer, this.interrupts);
    this.sgb = model.sgb ? new Sgb() : null;
    this.joypad = new Joypad(this.interrupts, this.sgb);
    this.ppu = new Ppu(model, this.memory, this.interrupts);
    this.apu = new Apu(model, this.clock, this.timer);
    this.colour = new ColourRegisters(model);
    this.speed = new Speed(this.clock, this.timer, this.ppu);
    this.board = createBoard(header, this.memory);
    this.bus = new Bus(this);
    this.cpu = new Cpu(this.clock, this.memory, this.interrupts, this.bus, model.cgb);
    this.dma = new OamDma(this.clock, this.bus, this.ppu);
    this.bus.attach(this.cpu, this.dma);
    this.ppu.hdma = this.bus;
    this.ppu.dma = this.dma;
    this.setExact(false);
    this.state = new StateMap(this.parts());
    powerUp(this, options.seed ?? 0, options.bootRom ?? null);
    this.bus.plan();
  }

  private parts(): Part[] {
    const parts: Part[] = [
      ['clock', this.clock, Clock.shape],
      ...this.memory.parts(),
      ['interrupts', this.interrupts, Interrupts.shape],
      ['cpu', this.cpu, Cpu.shape],
      ['timer', this.timer, Timer.shape],
      ['serial', this.serial, Serial.shape],
      ['joypad', this.joypad, Joypad.shape],
      ['oamDma', this.dma, OamDma.shape],
      ['hdma', this.hdma, Hdma.shape],
      ['colour', this.colour, ColourRegisters.shape],
      ['speed', this.speed, Speed.shape],
      ['bus', this.bus, Bus.shape],
      ...this.ppu.parts(),
      ...this.apu.parts(),
      ...this.board.parts(),
    ];
    if (this.sgb) parts.push(['sgb', this.sgb, Sgb.shape]);
    return parts;
  }

  // ---- Running --------------------------------------------------------------------------------------------

  /** The picture of the last frame: 160 × 144, as described at `Ppu.frame`. The array is the console's own. */
  get frame(): Uint16Array {
    return this.ppu.frame;
  }

  /** 144 flags: 0 for a line of `frame` that is as it was a frame ago. The array is the console's own. */
  get changedLines(): Uint8Array {
    return this.ppu.changedLines;
  }

  /** Sound of the last frame: `sampleCount` pairs (left, right) at 65,536 Hz. The array is the console's own. */
  get samples(): Int16Array {
    return this.apu.samples;
  }

  get sampleCount(): number {
    return this.apu.sampleCount;
  }

  /**
   * Runs until the PPU enters line 144, or for 70,224 dots while the LCD is off, or until a hook stops the run
   * (then `isMidFrame` is true and the next call goes on). Returns the half-dots that passed.
   */
  runFrame(): number {
    const from = this.clock.now;
    this.cpu.attention &= ~ATTEND_PAUSE;
    this.beginFrame();
    for (;;) {
      if (this.cpu.run()) return this.clock.now - from;
      if (this.isFrameOver()) break;
    }
    const passed = this.clock.now - from;
    this.endFrame();
    return passed;
  }

  /** Runs one instruction, one interrupt dispatch or one M-cycle of waiting. Returns the half-dots that passed. */
  step(): number {
    const from = this.clock.now;
    this.beginFrame();
    this.cpu.step();
    const passed = this.clock.now - from;
    if (this.cpu.attention & ATTEND_FRAME && this.isFrameOver()) this.endFrame();
    return passed;
  }

  /**
   * Steps at least once, then on until `condition` is true, or until `most` half-dots have passed. Returns whether
   * it came true. Frames end on the way as they do under `step`; a hook on instructions is not asked.
   */
  runUntil(condition: () => boolean, most: number): boolean {
    for (let passed = 0; passed < most; ) {
      passed += this.step();
      if (condition()) return true;
    }
    return false;
  }

  /** For hooks: ends the running `runFrame` after the present instruction. */
  pause(): void {
    this.cpu.attend(ATTEND_PAUSE);
  }

  /** A frame has begun and not ended. */
  get isMidFrame(): boolean {
    return this.bus.frameEnd >= 0;
  }

  private beginFrame(): void {
    if (this.isMidFrame) return;
    this.apu.beginFrame();
    this.ppu.beginFrame();
    this.cpu.attention &= ~ATTEND_FRAME;
    this.bus.frameEnd = this.clock.now + FRAME;
    this.bus.plan();
  }

  /** With the LCD on, a frame that began without it goes on to line 144. */
  private isFrameOver(): boolean {
    const lcdOn = (this.ppu.lcdc & 0x80) !== 0;
    if (this.ppu.frameDone || !lcdOn || this.bus.frameEnd > FRAME) return true;
    this.bus.frameEnd += FRAME;
    this.cpu.attention &= ~ATTEND_FRAME;
    this.bus.plan();
    return false;
  }

  private endFrame(): void {
    const now = this.clock.now;
    this.ppu.sync(now);
    this.apu.sync(now);
    this.serial.sync(now);
    this.timer.sync(now);
    this.clock.epoch += now;
    this.clock.now = 0;
    this.cpu.rebase();
    this.timer.rebase(now);
    this.serial.rebase(now);
    this.joypad.rebase(now);
    this.dma.rebase(now);
    this.ppu.rebase(now);
    this.apu.rebase(now);
    this.board.rebase(now);
    this.bus.frameEnd = -1;
  }

  // ---- The world outside ----------------------------------------------------------------------------------

  /** Sets the buttons that are down (BUTTON_ bits), `at` half-dots from now. */
  setButtons(buttons: number, at = 0): void {
    this.joypad.queue(buttons, this.clock.now + at);
    this.bus.plan();
  }

  /** The bytes sent over the serial port since the last call, oldest first; at most 4,096 are kept. */
  takeSerial(): Uint8Array {
    return this.serial.take();
  }

  /** Connects a device that the console clocks to the serial port, or none with null. See `LinkedPair` for two consoles. */
  connect(peer: SerialPeer | null): void {
    this.serial.connect(peer);
  }

  /**
   * A device at the other end clocks `byte` in, all eight bits at once. Returns what the console sent, or 0 if SC
   * did not wait for it.
   */
  clockSerial(byte: number): number {
    this.serial.sync(this.clock.now);
    return this.serial.exchange(byte);
  }

  /** Lets `seconds` of the world's time pass for the cartridge's clock. */
  advanceClock(seconds: number): void {
    this.board.rtc?.advance(seconds);
  }

  /** The `.sav` of a cartridge with a battery, or null. `unixSeconds`: the world's time, for its clock. */
  exportSave(unixSeconds: number): Uint8Array | null {
    return exportSave(this.board, this.memory, unixSeconds);
  }

  /**
   * Puts a `.sav` into the cartridge. Returns what was odd about it, in sentences.
   * @throws SaveError with a sentence; then nothing has changed.
   */
  importSave(file: Uint8Array, unixSeconds: number): string[] {
    return importSave(this.board, this.memory, file, unixSeconds);
  }

  /** To be called when VRAM or OAM has been written through `memory.bytes`: no line is taken to be as it was. */
  redraw(): void {
    this.ppu.redraw();
  }

  /** The byte at an address, without side effects and without locks. */
  peek(address: number): number {
    return this.bus.peek(address);
  }

  /** Host option: `true` takes no shortcut anywhere; for tests that compare both ways. */
  setExact(exact: boolean): void {
    this.cpu.setShortcuts(exact ? null : new IdleLoop(this.cpu, this.clock, this.bus));
    this.ppu.exact = exact;
    this.apu.exact = exact;
  }

  /** Asks `hook` before each instruction, or none with null; it costs nothing while there is none. */
  setCpuHook(hook: CpuHook | null): void {
    this.cpu.setHook(hook);
  }

  /** Tells `hook` each memory access of the CPU, or none with null; it costs nothing while there is none. */
  setAccessHook(hook: AccessHook | null): void {
    this.bus.setHook(hook);
  }

  // ---- State ----------------------------------------------------------------------------------------------

  /** Layout of a saved state. */
  get stateFormat(): readonly Field[] {
    return this.state.format;
  }

  /** Bytes of a saved state. */
  get stateSize(): number {
    return this.state.size;
  }

  /** Saves everything that the future depends on; into `into`, or into a new array of `stateSize` bytes. */
  save(into?: Uint8Array): Uint8Array {
    this.ppu.undefer();
    return this.state.save(into);
  }

  /**
   * Restores a state of the same ROM and model; `format` describes bytes of another version.
   * @throws StateError with a sentence; then nothing has changed.
   */
  load(bytes: Uint8Array, format?: readonly Field[]): void {
    this.state.load(bytes, format);
    this.memory.afterLoad();
    this.board.map();
    this.interrupts.afterLoad();
    this.cpu.afterLoad();
    this.timer.afterLoad();
    this.serial.afterLoad();
    this.joypad.afterLoad();
    this.dma.afterLoad();
    this.ppu.afterLoad();
    this.apu.afterLoad();
    this.bus.afterLoad();
  }

  /** Name of the first field in which two saved states of this layout differ, or null. */
  stateDifference(a: Uint8Array, b: Uint8Array): string | null {
    return this.state.difference(a, b);
  }
}
