/**
 * Amounts as whole numbers, for networks. What is wanted is rounded up and what there is down, so that a plan never uses
 * more than there is; but where both are decimals of few digits a scale makes them whole, and nothing is rounded: else what
 * is just enough would seem too little.
 */

/** Decimals with more digits behind the point than this power has are rounded. */
const MOST_POWER = 1e9;
/** What a product of decimals misses a whole number by counts as nothing. */
const HAIR = 1e-6;

/** A scale of at most `largest` that makes whole numbers of all values where they are decimals of few digits; else `largest`. */
export function wholeScale(largest: number, values: readonly number[]): number {
  for (let power = 1; power <= Math.min(largest, MOST_POWER); power *= 10) {
    const scale = power * Math.floor(largest / power);
    if (values.every((value) => isWhole(value * power) && isWhole(value * scale))) return scale;
  }
  return largest;
}

/** The least whole number that is no less, but for a hair. */
export function wholeAbove(value: number): number {
  return Math.ceil(value - HAIR);
}

/** The largest whole number that is no more, but for a hair. */
export function wholeBelow(value: number): number {
  return Math.floor(value + HAIR);
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) <= HAIR;
}
