/**
 * Lists which values are below their limits, from place `at` of the lists on; gives the place behind.
 *
 * Shapes: the values are those from `first` on, as many as there are limits; the lists have room for all of them.
 * Why here: whoever looks through all pairs of sites and customers does so by this one loop, which is compiled once.
 */
export function listBelow(
  values: Float64Array,
  first: number,
  limits: Float64Array,
  at: number,
  which: Int32Array,
  below: Float64Array,
): number {
  let end = at;
  for (let j = 0; j < limits.length; j++) {
    const value = values[first + j];
    if (!(value < limits[j])) continue;
    which[end] = j;
    below[end++] = value;
  }
  return end;
}

/** The same of numbers in any kind of array: a loop over doubles alone is faster, so others have one of their own. */
export function listAnyBelow(
  values: ArrayLike<number>,
  first: number,
  limits: Float64Array,
  at: number,
  which: Int32Array,
  below: Float64Array,
): number {
  if (values instanceof Float64Array) return listBelow(values, first, limits, at, which, below);
  let end = at;
  for (let j = 0; j < limits.length; j++) {
    const value = values[first + j];
    if (!(value < limits[j])) continue;
    which[end] = j;
    below[end++] = value;
  }
  return end;
}
