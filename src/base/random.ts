/** Seeded random numbers: the only source of chance in the library. */
export interface Random {
  /** A double in [0, 1). */
  next(): number;
  /** A whole number in [low, high]. */
  integer(low: number, high: number): number;
}

/**
 * A 32-bit generator, the same bytes on every engine.
 *
 * Source: mulberry32 by Tommy Ettinger (public domain); whole-number arithmetic only.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return { next, integer: (low, high) => low + Math.floor(next() * (high - low + 1)) };
}
