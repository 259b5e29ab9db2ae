/** What the sets of a group say of each of its works: the least that is lost where it is open, and where it is not. */

/** Enters what a set gains: those in it may be open for no more loss than that, the others not. */
export function noteGain(
  opening: Float64Array,
  closing: Float64Array,
  first: number,
  last: number,
  mask: number,
  gain: number,
): void {
  for (let works = first; works < last; works++) {
    if (((mask >> (works - first)) & 1) === 1) opening[works] = Math.min(opening[works], -gain);
    else closing[works] = Math.min(closing[works], -gain);
  }
}

/** Counts the losses of a group from its best set's gain, once all its sets are entered. */
export function countFrom(
  best: number,
  opening: Float64Array,
  closing: Float64Array,
  first: number,
  last: number,
): void {
  for (let works = first; works < last; works++) {
    opening[works] += best;
    closing[works] += best;
  }
}
