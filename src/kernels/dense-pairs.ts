/**
 * Looks through all pairs of a dense transport problem: the nearest sources of each sink, and the pairs that
 * present prices make worth adding.
 *
 * Shapes: n sources, m sinks, cost n * m source-major.
 * Complexity: O(n m) for each pass, reading the matrix once in the order in which it lies in memory.
 * Memory: per tile of sinks only.
 */

/** Sinks are looked at in tiles whose running bests stay in the fastest cache. */
const TILE = 256;

/** The `count` cheapest sources of each sink, cheapest first: sink j's at j * count. Needs n >= count. */
export function nearestSources(cost: Float64Array, n: number, m: number, count: number): Int32Array {
  const source = new Int32Array(m * count);
  const best = new Float64Array(m * count).fill(Infinity);
  const last = count - 1;
  for (let from = 0; from < m; from += TILE) {
    const to = Math.min(m, from + TILE);
    for (let i = 0; i < n; i++) {
      const row = i * m;
      for (let j = from; j < to; j++) {
        const c = cost[row + j];
        const list = j * count;
        if (c >= best[list + last]) continue;
        let k = last;
        for (; k > 0 && best[list + k - 1] > c; k--) {
          best[list + k] = best[list + k - 1];
          source[list + k] = source[list + k - 1];
        }
        best[list + k] = c;
        source[list + k] = i;
      }
    }
  }
  return source;
}

/**
 * For each sink the source with the least cost + rent below the sink's price, or -1.
 * Gives how many sinks have one: none means that the prices are right for all n * m pairs.
 */
export function worstOmitted(
  cost: Float64Array,
  rent: Float64Array,
  price: Float64Array,
  worst: Int32Array,
  least: Float64Array,
): number {
  const n = rent.length;
  const m = price.length;
  let found = 0;
  for (let from = 0; from < m; from += TILE) {
    const to = Math.min(m, from + TILE);
    for (let j = from; j < to; j++) {
      least[j] = price[j];
      worst[j] = -1;
    }
    for (let i = 0; i < n; i++) {
      const row = i * m;
      const r = rent[i];
      for (let j = from; j < to; j++) {
        const value = cost[row + j] + r;
        if (value < least[j]) {
          least[j] = value;
          worst[j] = i;
        }
      }
    }
    for (let j = from; j < to; j++) if (worst[j] >= 0) found++;
  }
  return found;
}

/** The largest cost, or NaN when one is not a whole finite number. */
export function largestWholeCost(cost: Float64Array): number {
  let fractions = 0;
  let largest = 0;
  for (let k = 0; k < cost.length; k++) {
    const c = cost[k];
    fractions += c - Math.floor(c);
    const size = c < 0 ? -c : c;
    if (size > largest) largest = size;
  }
  return fractions === 0 ? largest : Number.NaN;
}
