/**
 * The debugger's view of memory: every access of the CPU, fetches included, at its own address and time
 * (`clock.epoch + clock.now`). Transfers by OAM DMA and VRAM DMA are not seen. No time passes in a hook.
 */
export interface AccessHook {
  /** After a read: `value` is what the CPU got. */
  read(address: number, value: number): void;
  /** Before a write: the old value can still be peeked at. */
  write(address: number, value: number): void;
}
