/**
 * Looks through all pairs of a dense transport problem: the nearest sources of each sink, and the pairs that
 * present prices make worth adding.
 *
 * Shapes: n sources, m sinks, cost n * m source-major.
 * Complexity: O(n m) for the nearest, reading the matrix once in the order in which it lies in memory; a look for
 *             pairs worth adding reads only where rents leave room, and after the first only where they moved.
 * Memory: O(n + m) beside the lists of the nearest.
 */

/** Sinks are looked at in tiles, long enough to read memory in long pieces and short enough for the fastest cache. */
const TILE = 2048;
/** One row in so many is looked at first; pairs dearer than a sink's second cheapest among those are left out. */
const SAMPLED = 4;
/** How many pairs of a sink that gives on average, and most that are listed. */
const WANTED = 2 * SAMPLED;
const MOST = 32;

export interface Nearest {
  /** The pairs listed, sink after sink. */
  readonly source: Int32Array;
  readonly sink: Int32Array;
  readonly cost: Float64Array;
  /** Per sink: no omitted source costs less than this. */
  readonly omittedFrom: Float64Array;
  /** The largest cost, sign aside, or NaN when one is not a whole finite number; then nothing is listed. */
  readonly largest: number;
}

/**
 * Lists the sources that are near each sink, and finds on the way whether all costs are whole. How many are near is
 * guessed from a sample of rows, so the lists have about `WANTED` entries, seldom none, and all where there are few.
 */
export function nearestSources(cost: Float64Array, n: number, m: number): Nearest {
  const omittedFrom = guessLimits(cost, n, m);
  const source = new Int32Array(m * MOST);
  const unit = new Float64Array(m * MOST);
  const count = new Int32Array(m);
  let most = 0;
  let least = 0;
  for (let from = 0; from < m; from += TILE) {
    const to = Math.min(m, from + TILE);
    for (let i = 0; i < n; i++) {
      const row = i * m;
      for (let j = from; j < to; j++) {
        const c = cost[row + j];
        // Also true of NaN and of both infinities.
        if (!(c - Math.floor(c) === 0)) return nothingNear(m);
        if (c > most) most = c;
        else if (c < least) least = c;
        if (c > omittedFrom[j]) continue;
        if (count[j] === MOST) {
          shorten(j, source, unit, count, omittedFrom);
          if (c >= omittedFrom[j]) continue;
        }
        const at = j * MOST + count[j]++;
        source[at] = i;
        unit[at] = c;
      }
    }
  }
  return packed(source, unit, count, omittedFrom, Math.max(most, -least));
}

/** The cost from which on pairs are left out: each sink's second cheapest of some rows; Infinity where sources are few. */
function guessLimits(cost: Float64Array, n: number, m: number): Float64Array {
  const limit = new Float64Array(m).fill(Infinity);
  if (n <= MOST) return limit;
  const lowest = new Float64Array(m).fill(Infinity);
  for (let i = 0; i < n; i += SAMPLED) {
    const row = i * m;
    for (let j = 0; j < m; j++) {
      const c = cost[row + j];
      if (c >= limit[j]) continue;
      limit[j] = Math.max(c, lowest[j]);
      lowest[j] = Math.min(c, lowest[j]);
    }
  }
  return limit;
}

/** Makes room in a full list: its dearer part is left out from now on. */
function shorten(
  j: number,
  source: Int32Array,
  unit: Float64Array,
  count: Int32Array,
  omittedFrom: Float64Array,
): void {
  const list = j * MOST;
  const limit = unit.slice(list, list + MOST).sort()[WANTED - 1];
  let kept = list;
  for (let at = list; at < list + MOST; at++) {
    if (unit[at] > limit || (unit[at] === limit && kept - list >= WANTED)) continue;
    source[kept] = source[at];
    unit[kept++] = unit[at];
  }
  count[j] = kept - list;
  omittedFrom[j] = limit;
}

function nothingNear(m: number): Nearest {
  const none = new Int32Array(0);
  return {
    source: none,
    sink: none,
    cost: new Float64Array(0),
    omittedFrom: new Float64Array(m),
    largest: Number.NaN,
  };
}

function packed(
  source: Int32Array,
  unit: Float64Array,
  count: Int32Array,
  omittedFrom: Float64Array,
  largest: number,
): Nearest {
  const m = count.length;
  let total = 0;
  for (let j = 0; j < m; j++) total += count[j];
  const sink = new Int32Array(total);
  let at = 0;
  for (let j = 0; j < m; j++) {
    const list = j * MOST;
    for (let k = 0; k < count[j]; k++) {
      source[at] = source[list + k];
      unit[at] = unit[list + k];
      sink[at++] = j;
    }
  }
  return { source: source.slice(0, total), sink, cost: unit.slice(0, total), omittedFrom, largest };
}

/** What looks for omitted pairs remember, so that the next look need not be taken at everything again. */
export interface OmittedPairs {
  readonly cost: Float64Array;
  readonly omittedFrom: Float64Array;
  /** Sources by rent, lowest first, at the latest look. */
  readonly byRent: Int32Array;
  /** Rents and prices at the latest look. */
  readonly rent: Float64Array;
  readonly price: Float64Array;
  /** Per sink: 1 when the latest look found no pair worth adding. */
  readonly proved: Int8Array;
  /** Sources whose rent has fallen since. */
  readonly fallen: Int32Array;
  looks: number;
  /** Pairs looked at by all looks. */
  visits: number;
}

/** Takes memory for looks at the pairs that `nearestSources` left out. */
export function startLooking(cost: Float64Array, omittedFrom: Float64Array, n: number): OmittedPairs {
  const m = omittedFrom.length;
  return {
    cost,
    omittedFrom,
    byRent: Int32Array.from({ length: n }, (_, i) => i),
    rent: new Float64Array(n),
    price: new Float64Array(m),
    proved: new Int8Array(m),
    fallen: new Int32Array(n),
    looks: 0,
    visits: 0,
  };
}

/**
 * For each sink the omitted source with the least cost + rent below the sink's price, or -1. None at all means that
 * the prices are right for all pairs. A pair added since has no business here: its cost + rent reaches the price.
 *
 * An omitted pair of sink j costs at least omittedFrom[j], so only sources with rents below price - omittedFrom can
 * undercut; and where the latest look proved a sink whose price has not risen, only sources whose rents have fallen.
 */
export function worstOmitted(pairs: OmittedPairs, rent: Float64Array, price: Float64Array, worst: Int32Array): void {
  const { cost, omittedFrom, byRent, proved, fallen } = pairs;
  const n = rent.length;
  const m = price.length;
  byRent.sort((p, q) => rent[p] - rent[q] || p - q);
  let fallenCount = 0;
  for (let k = 0; k < n; k++) {
    const i = byRent[k];
    if (rent[i] < pairs.rent[i]) fallen[fallenCount++] = i;
  }
  for (let j = 0; j < m; j++) {
    const room = price[j] - omittedFrom[j];
    const known = pairs.looks > 0 && proved[j] === 1 && price[j] <= pairs.price[j];
    const list = known ? fallen : byRent;
    const end = known ? fallenCount : n;
    let least = price[j];
    let source = -1;
    let k = 0;
    for (; k < end; k++) {
      const i = list[k];
      const r = rent[i];
      if (r >= room) break;
      const value = cost[i * m + j] + r;
      if (value < least || (value === least && source >= 0 && turned(i, j, n) < turned(source, j, n))) {
        least = value;
        source = i;
      }
    }
    pairs.visits += k;
    proved[j] = source < 0 ? 1 : 0;
    worst[j] = source;
  }
  pairs.rent.set(rent);
  pairs.price.set(price);
  pairs.looks++;
}

/** Orders equally good sources differently for each sink, lest all sinks ask for the same one. */
function turned(source: number, sink: number, n: number): number {
  return (source + n - (sink % n)) % n;
}

/** The largest cost, sign aside, or NaN when one is not a whole finite number. */
export function largestWholeCost(cost: Float64Array): number {
  let largest = 0;
  for (let k = 0; k < cost.length; k++) {
    const c = cost[k];
    if (!(c - Math.floor(c) === 0)) return Number.NaN;
    const size = c < 0 ? -c : c;
    if (size > largest) largest = size;
  }
  return largest;
}
