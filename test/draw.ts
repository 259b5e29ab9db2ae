import { type Random, seededRandom } from "../src/base/random.ts";

/** Chance with the two draws that descriptions by chance are made of. */
export interface Draw extends Random {
  chance(share: number): boolean;
  /** To three places. */
  between(low: number, high: number): number;
}

export function drawFrom(seed: number): Draw {
  const random = seededRandom(seed);
  return {
    ...random,
    chance: (share) => random.next() < share,
    between: (low, high) => Math.round((low + random.next() * (high - low)) * 1000) / 1000,
  };
}
