/**
 * Amounts as whole numbers, for networks. What is wanted is rounded up and what there is down, so that a plan never uses
 * more than there is; but where both are decimals of few digits a scale makes them whole, and nothing is rounded: else what
 * is just enough would seem too little. What is just enough in other numbers, such as thirds, needs the fine grain.
 */

/** Decimals with more digits behind the point than this power has are rounded. */
const MOST_POWER = 1e9;
/** What a product of decimals misses a whole number by counts as nothing. */
const HAIR = 1e-6;

/** The sum of whole amounts; and the part by which fine ones are rounded to the other side, so that enough stays enough. */
export interface Grain {
  readonly amounts: number;
  readonly slack: number;
}

/** Sums of two amounts stay narrow, where the simplex is at its fastest. */
export const COARSE: Grain = { amounts: 2 ** 28, slack: 0 };
/** A plan may then want a little more than there is, far less than its rows are held to. */
export const FINE: Grain = { amounts: 2 ** 44, slack: 2 ** -40 };

/** A scale of at most `largest` that makes whole numbers of all values where they are decimals of few digits; else `largest`. */
export function wholeScale(largest: number, values: ArrayLike<number>): number {
  for (let power = 1; power <= Math.min(largest, MOST_POWER); power *= 10) {
    const scale = power * Math.floor(largest / power);
    let at = 0;
    while (at < values.length && isWhole(values[at] * power) && isWhole(values[at] * scale)) at++;
    if (at === values.length) return scale;
  }
  return largest;
}

/** What is wanted: the least whole number that is no less, but for a hair; at the fine grain nearly so much, but something. */
export function wholeAbove(value: number, { slack }: Grain): number {
  return slack === 0 ? Math.ceil(value - HAIR) : Math.max(1, Math.floor(value * (1 - slack)));
}

/** What there is: the largest whole number that is no more, but for a hair; at the fine grain a little more. */
export function wholeBelow(value: number, { slack }: Grain): number {
  return slack === 0 ? Math.floor(value + HAIR) : Math.ceil(value * (1 + slack));
}

function isWhole(value: number): boolean {
  return Math.abs(value - Math.round(value)) <= HAIR;
}
