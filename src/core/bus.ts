import type { Apu } from './apu/apu.ts';
import type { Board } from './cartridge/board.ts';
import { type Clock, NEVER } from './clock.ts';
import type { ColourRegisters } from './colour-registers.ts';
import type { CpuBus } from './cpu/accesses.ts';
import { ATTEND_FRAME, ATTEND_TRANSFER, type Cpu } from './cpu/cpu.ts';
import type { IdleBus } from './cpu/idle-loop.ts';
import type { AccessHook } from './debug/access-hook.ts';
import { BUS_CARTRIDGE, busOf, divertedByDma, meetsDma } from './dma-conflicts.ts';
import type { Hdma } from './hdma.ts';
import type { Interrupts } from './interrupts.ts';
import type { Joypad } from './joypad.ts';
import { HRAM_AT, type Memory, OAM_AT, VRAM_AT, WRAM_AT } from './memory.ts';
import { CGB_B, CGB_C, CGB_E, type Model } from './models.ts';
import type { OamDma, OamDmaBus } from './oam-dma.ts';
import { ramBeyondOam, valueBeyondOam } from './ppu/beyond-oam.ts';
import type { Ppu } from './ppu/ppu.ts';
import type { Serial } from './serial.ts';
import type { Speed } from './speed.ts';
import type { Shape } from './state/state-map.ts';
import type { Timer } from './timer.ts';

/** Everything that the bus connects. */
export interface Parts {
  readonly model: Model;
  readonly clock: Clock;
  readonly memory: Memory;
  readonly interrupts: Interrupts;
  readonly timer: Timer;
  readonly serial: Serial;
  readonly joypad: Joypad;
  readonly ppu: Ppu;
  readonly apu: Apu;
  readonly hdma: Hdma;
  readonly colour: ColourRegisters;
  readonly speed: Speed;
  readonly board: Board;
}

/**
 * Address decode. Nobody else calls a part's `sync`: a part is brought up to date before it is looked at, and
 * whatever falls due is run here.
 */
export class Bus implements CpuBus, OamDmaBus, IdleBus {
  static readonly shape: Shape<Bus> = { frameEnd: 'i32', booting: 'bool' };
  /** When the running frame ends at the latest, half-dots: without the LCD there is no line 144. Negative between frames. */
  frameEnd = -1;
  /** The boot ROM is mapped over the cartridge. */
  booting = false;
  private bootRom: Uint8Array = new Uint8Array(0);
  private readonly model: Model;
  private readonly clock: Clock;
  private readonly memory: Memory;
  private readonly interrupts: Interrupts;
  private readonly timer: Timer;
  private readonly serial: Serial;
  private readonly joypad: Joypad;
  private readonly ppu: Ppu;
  private readonly apu: Apu;
  private readonly hdma: Hdma;
  private readonly colour: ColourRegisters;
  private readonly speed: Speed;
  private readonly board: Board;
  private cpu!: Cpu;
  private dma!: OamDma;
  private hook: AccessHook | null = null;

  constructor(parts: Parts) {
    this.model = parts.model;
    this.clock = parts.clock;
    this.memory = parts.memory;
    this.interrupts = parts.interrupts;
    this.timer = parts.timer;
    this.serial = parts.serial;
    this.joypad = parts.joypad;
    this.ppu = parts.ppu;
    this.apu = parts.apu;
    this.hdma = parts.hdma;
    this.colour = parts.colour;
    this.speed = parts.speed;
    this.board = parts.board;
  }

  /** The two parts that need the bus themselves. */
  attach(cpu: Cpu, dma: OamDma): void {
    this.cpu = cpu;
    this.dma = dma;
  }

  // ---- Deadlines ------------------------------------------------------------------------------------------

  runDue(): void {
    const now = this.clock.now;
    if (this.dma.due <= now) this.syncDma(now);
    if (this.timer.due <= now) this.timer.sync(now);
    if (this.ppu.due <= now) this.ppu.sync(now);
    if (this.serial.due <= now) this.serial.sync(now);
    if (this.joypad.due <= now) this.syncJoypad(now);
    this.plan();
  }

  /** Finds the earliest time at which a part could act on the CPU. */
  plan(): void {
    let due = this.frameEnd;
    if (this.timer.due < due) due = this.timer.due;
    if (this.ppu.due < due) due = this.ppu.due;
    if (this.serial.due < due) due = this.serial.due;
    if (this.joypad.due < due) due = this.joypad.due;
    if (this.dma.due < due) due = this.dma.due;
    this.clock.due = due;
    if (this.ppu.frameDone || this.clock.now >= this.frameEnd) this.cpu.attention |= ATTEND_FRAME;
    this.cpu.plan();
  }

  private syncJoypad(now: number): void {
    this.joypad.sync(now);
    if (!this.cpu.isStopped || !this.joypad.isPressed) return;
    this.apu.sync(now);
    this.speed.leaveStop(this.cpu, now);
    this.divMoved(now);
  }

  /** Brings everything that can set IF to `now`. */
  private syncAll(now: number): void {
    this.syncDma(now);
    this.timer.sync(now);
    this.ppu.sync(now);
    this.serial.sync(now);
  }

  private syncDma(now: number): void {
    if (!this.dma.running) return;
    this.dma.sync(now);
    if (!this.dma.running) this.rewatch();
  }

  /** The page table is out of use while OAM DMA, the boot ROM or the debugger may change what an access meets. */
  private rewatch(): void {
    this.memory.watch(this.dma.running || this.booting || this.hook !== null);
  }

  // ---- Reads ----------------------------------------------------------------------------------------------

  readSlow(address: number): number {
    const value = this.dma.running ? this.readDuringDma(address) : this.readPart(address);
    if (this.hook !== null) this.hook.read(address, value);
    return value;
  }

  private readPart(address: number): number {
    if (this.booting && this.isBootRom(address)) return this.bootRom[address];
    const direct = this.memory.offsetOf(address) + address;
    if (direct >= 0) return this.memory.bytes[direct];
    if (address >= 0xff80) {
      return address === 0xffff ? this.interrupts.enabled : this.memory.bytes[HRAM_AT + address - 0xff80];
    }
    if (address >= 0xff00) return this.readIo(address);
    if (address >= 0xfe00) return this.ppu.readOam(address, this.clock.now);
    if (address >= 0xf000) return this.memory.bytes[this.memory.offsetOf(0xd000) + address - 0x2000];
    if (address >= 0xa000) return this.board.readRam(address, this.clock.now);
    return this.ppu.readVram(address, this.clock.now);
  }

  private isBootRom(address: number): boolean {
    return address < 0x100 || (address >= 0x200 && address < this.bootRom.length);
  }

  private readIo(address: number): number {
    const now = this.clock.now;
    if (address < 0xff10) {
      switch (address) {
        case 0xff00:
          this.syncJoypad(now);
          return this.joypad.read();
        case 0xff01:
        case 0xff02:
          return this.serial.read(address, now);
        case 0xff04:
        case 0xff05:
        case 0xff06:
        case 0xff07:
          return this.timer.read(address, now);
        case 0xff0f:
          this.syncAll(now);
          return this.interrupts.flags | 0xe0;
        default:
          return 0xff;
      }
    }
    if (address < 0xff40) return this.apu.read(address, now);
    if (address === 0xff46) return this.dma.register;
    if (address < 0xff4c) return this.ppu.read(address, now);
    return this.model.cgb ? this.readColourIo(address, now) : 0xff;
  }

  private readColourIo(address: number, now: number): number {
    const { colour } = this;
    const enabled = colour.enabled;
    switch (address) {
      case 0xff4d:
        return enabled ? this.speed.read() : 0xff;
      case 0xff69:
      case 0xff6b:
        return enabled || this.booting ? this.ppu.read(address, now) : 0xff;
      case 0xff4f:
      case 0xff68:
      case 0xff6a:
        return this.ppu.read(address, now);
      case 0xff6c:
        return enabled || this.booting ? 0xfe | colour.opri : 0xff;
      case 0xff55:
        if (!enabled) return 0xff;
        this.ppu.sync(now);
        return this.hdma.readStatus();
      case 0xff56:
        return enabled ? colour.readInfrared() : 0xff;
      case 0xff70:
        return enabled ? colour.svbk | 0xf8 : 0xff;
      case 0xff72:
        return colour.ff72;
      case 0xff73:
        return colour.ff73;
      case 0xff74:
        return enabled ? colour.ff74 : 0xff;
      case 0xff75:
        return colour.ff75 | 0x8f;
      case 0xff76:
      case 0xff77:
        return this.apu.read(address, now);
      default:
        return 0xff;
    }
  }

  // ---- Writes ---------------------------------------------------------------------------------------------

  writeSlow(address: number, value: number): void {
    if (this.hook !== null) this.hook.write(address, value);
    if (this.dma.running) this.writeDuringDma(address, value);
    else this.writePart(address, value);
  }

  private writePart(address: number, value: number): void {
    const now = this.clock.now;
    if (address < 0x8000) this.board.write(address, value, now);
    else if (address < 0xa000) this.ppu.writeVram(address, value, now);
    else if (address < 0xc000) this.board.writeRam(address, value, now);
    else if (address < 0xf000) {
      const at = address < 0xe000 ? address : address - 0x2000;
      const bank = at < 0xd000 ? 0 : (this.memory.wramBank - 1) << 12;
      this.memory.bytes[WRAM_AT + bank + at - 0xc000] = value;
    } else if (address < 0xfe00) {
      this.memory.bytes[WRAM_AT + (this.memory.wramBank << 12) + address - 0xf000] = value;
    } else if (address < 0xff00) this.ppu.writeOam(address, value, now);
    else if (address < 0xff80) {
      this.writeIo(address, value, now);
      this.plan();
    } else if (address < 0xffff) this.memory.bytes[HRAM_AT + address - 0xff80] = value;
    else {
      this.syncAll(now);
      this.interrupts.writeEnabled(value);
      this.ppu.sync(now);
      this.plan();
    }
  }

  private writeIo(address: number, value: number, now: number): void {
    if (address >= 0xff10 && address < 0xff40) {
      this.apu.write(address, value, now);
      return;
    }
    switch (address) {
      case 0xff00:
        this.syncJoypad(now);
        this.joypad.write(value);
        return;
      case 0xff01:
      case 0xff02:
        this.serial.write(address, value, now);
        return;
      case 0xff04:
        this.resetDiv(now);
        return;
      case 0xff05:
      case 0xff06:
      case 0xff07:
        this.timer.write(address, value, now);
        return;
      case 0xff0f:
        // The CPU's write wins over a request of timer or serial port in the same T-cycle; the PPU's come later.
        this.syncDma(now);
        this.timer.sync(now + (this.clock.mCycle >> 2));
        this.serial.sync(now + (this.clock.mCycle >> 2));
        this.ppu.sync(now);
        this.interrupts.writeFlags(value);
        return;
      case 0xff46:
        this.ppu.sync(now);
        // What the line has fetched so far, it fetched undisturbed.
        this.ppu.undefer();
        this.dma.start(value, now);
        this.rewatch();
        return;
    }
    if (address < 0xff4c) this.ppu.write(address, value, now);
    else if (address === 0xff50) this.unmapBootRom(value);
    else if (this.model.cgb) this.writeColourIo(address, value, now);
  }

  private writeColourIo(address: number, value: number, now: number): void {
    const { colour } = this;
    const enabled = colour.enabled;
    switch (address) {
      case 0xff4c:
        if (this.booting) this.setCompatibility((value & 0x0c) !== 0);
        return;
      case 0xff4d:
        if (enabled) this.speed.write(value);
        return;
      case 0xff69:
      case 0xff6b:
        // A DMG game keeps the palettes that the boot ROM chose.
        if (enabled || this.booting) this.ppu.write(address, value, now);
        return;
      case 0xff4f:
      case 0xff68:
      case 0xff6a:
        this.ppu.write(address, value, now);
        return;
      case 0xff6c:
        if (enabled || this.booting) colour.opri = value & 1;
        if (this.booting) this.ppu.write(address, value, now);
        return;
      case 0xff51:
      case 0xff52:
      case 0xff53:
      case 0xff54:
        if (enabled) this.hdma.writeAddress(address, value);
        return;
      case 0xff55:
        if (enabled) this.writeHdmaControl(value, now);
        return;
      case 0xff56:
        if (enabled) colour.rp = value & 0xc1;
        return;
      case 0xff70:
        if (enabled || this.booting) {
          colour.svbk = value & 7;
          this.memory.mapWram(value & 7 || 1);
        }
        return;
      case 0xff72:
        colour.ff72 = value;
        return;
      case 0xff73:
        colour.ff73 = value;
        return;
      case 0xff74:
        if (enabled) colour.ff74 = value;
        return;
      case 0xff75:
        colour.ff75 = value & 0x70;
    }
  }

  private writeHdmaControl(value: number, now: number): void {
    this.ppu.sync(now);
    const due = this.hdma.pending;
    this.hdma.writeControl(value, this.ppu.inHblank(now), due);
    this.ppu.hblankHdma = this.hdma.inHblank;
    this.ppu.sync(now);
    if (this.hdma.pending) this.cpu.attend(ATTEND_TRANSFER);
  }

  /** A write to DIV, or STOP: everything that is clocked by DIV may see an edge. */
  resetDiv(now: number): void {
    const before = this.timer.counterAt(now);
    this.apu.divWritten(before, now);
    this.serial.divReset(before, now);
    this.timer.resetDiv(now);
    this.serial.divMoved(now);
  }

  divMoved(now: number): void {
    this.serial.divMoved(now);
  }

  /** Maps a boot ROM that the user owns over the cartridge. */
  mapBootRom(bootRom: Uint8Array): void {
    this.bootRom = bootRom;
    this.booting = true;
    this.rewatch();
  }

  private unmapBootRom(value: number): void {
    if (!this.booting || (value & 1) === 0) return;
    this.booting = false;
    this.rewatch();
  }

  /** KEY0: a CGB that runs a DMG game hides its colour registers. */
  setCompatibility(on: boolean): void {
    this.colour.enabled = this.model.cgb && !on;
    this.serial.colour = this.colour.enabled;
    this.ppu.setCompatibility(on);
  }

  corruptOam(address: number): void {
    if (!this.model.cgb) this.ppu.corruptOam(0, address, this.clock.now);
  }

  // ---- OAM DMA --------------------------------------------------------------------------------------------

  private conflicts(address: number): boolean {
    return this.dma.usesBus && meetsDma(this.model.cgb, this.dma.current, address);
  }

  private readDuringDma(address: number): number {
    const now = this.clock.now;
    this.syncDma(now);
    if (address >= 0xfe00 && address < 0xff00 && this.dma.blocksOam) {
      this.ppu.sync(now);
      return 0xff;
    }
    if (!this.conflicts(address)) return this.readPart(address);
    if (this.model.cgb && this.dma.current >= 0xe000 && busOf(this.model.cgb, address) === BUS_CARTRIDGE)
      return 0xff;
    return this.readForDma(divertedByDma(this.model.cgb, this.dma.current, address));
  }

  private writeDuringDma(address: number, value: number): void {
    const now = this.clock.now;
    this.syncDma(now);
    if (address >= 0xfe00 && address < 0xff00 && this.dma.running) {
      this.ppu.sync(now);
      return;
    }
    if (!this.conflicts(address)) {
      this.writePart(address, value);
      return;
    }
    const { cgb, revision } = this.model;
    const source = this.dma.current;
    if (cgb && this.dma.current >= 0xe000 && busOf(this.model.cgb, address) === BUS_CARTRIDGE) return;
    const target = divertedByDma(this.model.cgb, this.dma.current, address);
    if (cgb && address >= 0xc000 && (source < 0xc000 || source >= 0xe000)) {
      this.writePart(target, value);
      return;
    }
    if (cgb || target >= 0xa000) {
      this.spoil(target, value, cgb, revision);
      if (!cgb || revision < CGB_E || target >= 0xa000) return;
    }
    this.writePart(target, value);
  }

  /** A conflicting write changes the byte that OAM DMA has just moved, by revision. */
  private spoil(target: number, value: number, cgb: boolean, revision: number): void {
    const index = this.dma.index - 1;
    const moved = this.memory.bytes[OAM_AT + index];
    this.ppu.beforeOamByte(this.clock.now);
    if (target < 0xa000) this.ppu.dmaWriteOam(index, 0);
    else if (!cgb || revision === CGB_B) this.ppu.dmaWriteOam(index, moved & value);
    else if (revision < CGB_C || revision > CGB_E) this.ppu.dmaWriteOam(index, value);
  }

  readForDma(address: number): number {
    const at = this.plainForDma(address);
    if (at >= 0) return this.memory.bytes[at];
    return address >= 0xa000 && address < 0xc000 ? this.board.readRam(address, this.clock.now) : 0xff;
  }

  /** Where in the arena OAM DMA reads `address`; negative where it is no plain memory. */
  private plainForDma(address: number): number {
    if (address >= 0x8000 && address < 0xa000) {
      return VRAM_AT + (this.memory.vramBank << 13) + (address & 0x1fff);
    }
    if (address < 0xe000) return this.memory.offsetOf(address) + address;
    return this.model.cgb ? -1 : this.memory.offsetOf(address - 0x2000) + address - 0x2000;
  }

  moveByDma(address: number, index: number, count: number, until: number): boolean {
    const from = this.plainForDma(address);
    if (from < 0 || !this.ppu.ignoresOamUntil(until)) return false;
    this.ppu.fillOam(index, from, count);
    return true;
  }

  // ---- VRAM DMA, HALT, STOP -------------------------------------------------------------------------------

  /** Called by the PPU when mode 0 begins while an HBlank transfer is on. */
  hblank(): void {
    if (!this.hdma.inHblank || this.cpu.isHalted || this.cpu.isStopped) return;
    this.hdma.request();
    this.cpu.attend(ATTEND_TRANSFER);
  }

  /** Moves what is due: two bytes take an M-cycle at normal speed, and the CPU waits. */
  transfer(): void {
    const { clock, hdma } = this;
    this.cpu.attention &= ~ATTEND_TRANSFER;
    if (!hdma.pending) return;
    this.pass(4);
    do {
      const value = this.readForHdma(hdma.source);
      this.pass(4);
      this.ppu.writeVram(0x8000 | (hdma.destination & 0x1fff), value, clock.now);
    } while (hdma.moved());
    if (clock.mCycle === 8) this.pass(4);
    this.ppu.hblankHdma = hdma.inHblank;
    this.ppu.sync(clock.now);
    this.plan();
  }

  private pass(halfDots: number): void {
    this.clock.now += halfDots;
    if (this.clock.now >= this.clock.due) this.runDue();
  }

  private readForHdma(address: number): number {
    if (address >= 0xe000 || (address >= 0x8000 && address < 0xa000)) return 0xff;
    return this.readForDma(address);
  }

  /** HALT begins or ends: OAM DMA pauses, and an HBlank transfer that was missed is made up for. */
  halted(): void {
    const now = this.clock.now;
    if (this.cpu.isHalted) {
      this.hdma.wakeable = this.hdma.inHblank && this.ppu.mode(now) !== 0;
      if (this.dma.running) this.dma.pause(now);
      return;
    }
    if (this.dma.running) {
      this.dma.resume(now);
      this.rewatch();
    }
    if (this.hdma.inHblank && this.hdma.wakeable && this.ppu.mode(now) === 0) {
      this.hdma.request();
      this.cpu.attend(ATTEND_TRANSFER);
    }
    this.plan();
  }

  stop(pending: boolean): void {
    this.syncJoypad(this.clock.now);
    this.speed.stop(this.cpu, this, this.joypad.isPressed, pending);
    if (this.cpu.isStopped) this.divMoved(this.clock.now);
  }

  // ---- Waiting loops --------------------------------------------------------------------------------------

  codeAt(address: number): number {
    return this.memory.codeAt(address & 0xffff);
  }

  stableUntil(address: number): number {
    if (this.memory.readPage[address >> 12] + address >= 0) return NEVER;
    if (address >= 0xff80) return NEVER;
    if (address === 0xff41 || address === 0xff44) return this.ppu.stableUntil(address, this.clock.now);
    // P1, IF and the other registers of the PPU change under a write of the CPU, or at a deadline.
    if (address === 0xff00 || address === 0xff0f) return NEVER;
    return address >= 0xff40 && address <= 0xff4b ? NEVER : 0;
  }

  // ---- The debugger ---------------------------------------------------------------------------------------

  /** Installs a hook on every access, or removes it with null. */
  setHook(hook: AccessHook | null): void {
    this.hook = hook;
    this.memory.hooked = hook !== null;
    this.rewatch();
  }

  /** The byte at an address without side effects; locks do not apply. */
  peek(address: number): number {
    if (this.booting && this.isBootRom(address)) return this.bootRom[address];
    const direct = this.memory.offsetOf(address) + address;
    if (direct >= 0) return this.memory.bytes[direct];
    if (address < 0xa000)
      return this.memory.bytes[VRAM_AT + (this.memory.vramBank << 13) + (address & 0x1fff)];
    if (address < 0xc000) {
      return this.memory.ramSize > 0 ? this.board.readRam(address, this.clock.now) : 0xff;
    }
    if (address < 0xfe00)
      return this.memory.bytes[WRAM_AT + (this.memory.wramBank << 12) + (address & 0xfff)];
    if (address >= 0xff00) return this.readPart(address);
    const at = address < 0xfea0 ? address & 0xff : ramBeyondOam(this.model, address);
    return at >= 0 ? this.memory.bytes[OAM_AT + at] : valueBeyondOam(this.model, address);
  }

  /** Derived things after a load: the page table's watchers and the deadline. */
  afterLoad(): void {
    this.rewatch();
    this.ppu.hblankHdma = this.hdma.inHblank;
    this.ppu.sync(this.clock.now);
    if (this.hdma.pending) this.cpu.attend(ATTEND_TRANSFER);
    this.plan();
  }
}
