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

export interface Nearest {
  /** Cheapest first: sink j's at j * count. */
  readonly source: Int32Array;
  readonly cost: Float64Array;
  /** Per sink: no omitted source costs less than this. */
  readonly omittedFrom: Float64Array;
}

/** The `count` cheapest sources of each sink. Needs n >= count. */
export function nearestSources(cost: Float64Array, n: number, m: number, count: number): Nearest {
  const source = new Int32Array(m * count);
  const best = new Float64Array(m * count).fill(Infinity);
  const omittedFrom = new Float64Array(m).fill(Infinity);
  const last = count - 1;
  for (let from = 0; from < m; from += TILE) {
    const to = Math.min(m, from + TILE);
    for (let i = 0; i < n; i++) {
      const row = i * m;
      for (let j = from; j < to; j++) {
        const c = cost[row + j];
        if (c >= omittedFrom[j]) continue;
        const list = j * count;
        let k = last;
        for (; k > 0 && best[list + k - 1] > c; k--) {
          best[list + k] = best[list + k - 1];
          source[list + k] = source[list + k - 1];
        }
        best[list + k] = c;
        source[list + k] = i;
        omittedFrom[j] = best[list + last];
      }
    }
  }
  return { source, cost: best, omittedFrom };
}

/** Columns of the matrix that were asked for, each lying in one piece. */
export interface Columns {
  /** Per sink: where its column starts in `values`, or -1. */
  readonly start: Int32Array;
  values: Float64Array;
  used: number;
}

/** Fetches the columns of the sinks listed that are not there yet, row by row as memory lies. */
export function fetchColumns(columns: Columns, cost: Float64Array, n: number, listed: Int32Array): void {
  const m = columns.start.length;
  const fresh = listed.filter((j) => columns.start[j] < 0);
  const wanted = columns.used + n * fresh.length;
  if (wanted > columns.values.length) {
    const longer = new Float64Array(Math.min(n * m, 2 * wanted));
    longer.set(columns.values.subarray(0, columns.used));
    columns.values = longer;
  }
  const { values } = columns;
  for (let k = 0; k < fresh.length; k++) columns.start[fresh[k]] = columns.used + k * n;
  for (let from = 0; from < fresh.length; from += TILE) {
    const to = Math.min(fresh.length, from + TILE);
    for (let i = 0; i < n; i++) {
      for (let k = from; k < to; k++) values[columns.used + k * n + i] = cost[i * m + fresh[k]];
    }
  }
  columns.used = wanted;
}

/**
 * For each sink listed the source with the least cost + rent below the sink's price, or -1.
 * None at all means that the prices are right for all pairs of these sinks.
 */
export function worstOmitted(
  columns: Columns,
  rent: Float64Array,
  price: Float64Array,
  listed: Int32Array,
  worst: Int32Array,
): void {
  const { start, values } = columns;
  const n = rent.length;
  for (let k = 0; k < listed.length; k++) {
    const at = start[listed[k]];
    let least = price[listed[k]];
    let source = -1;
    for (let i = 0; i < n; i++) {
      const value = values[at + i] + rent[i];
      if (value < least) {
        least = value;
        source = i;
      }
    }
    worst[k] = source;
  }
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
