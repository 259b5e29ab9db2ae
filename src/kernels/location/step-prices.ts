/** Added and taken away again, this leaves a double of less than 2^51 rounded to a whole number, and of more, a whole number. */
const ROUNDER = 1.5 * 2 ** 52;

/**
 * Prices a step away, in whole numbers: `trial[j]` is prices[j] + step * direction[j] * weight[j], rounded.
 *
 * Rounds by the precision of doubles, ties to even, which takes a third of the time of `Math.round`: over many
 * customers that was a twentieth of a search for locations.
 */
export function stepPrices(
  trial: Float64Array,
  prices: Float64Array,
  step: number,
  direction: Float64Array,
  weight: Float64Array,
): void {
  for (let j = 0; j < trial.length; j++) trial[j] = prices[j] + step * direction[j] * weight[j] + ROUNDER - ROUNDER;
}
