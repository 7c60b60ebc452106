import type { Cpu } from '../core/cpu/cpu.ts';

/** The registers by name, pairs included. */
export function registersOf(cpu: Cpu): Record<string, number> {
  const { a, b, c, d, e, h, l, sp, pc, f } = cpu;
  return {
    a,
    f,
    b,
    c,
    d,
    e,
    h,
    l,
    af: (a << 8) | f,
    bc: (b << 8) | c,
    de: (d << 8) | e,
    hl: (h << 8) | l,
    sp,
    pc,
  };
}
