/**
 * Looks for the pairs of a dense transport problem that were left out, and that present prices make worth adding.
 *
 * Shapes: n sources, m sinks, cost n * m source-major.
 * Complexity: a look reads only where rents leave room, and after the first only where they moved; O(n m) at worst.
 * Memory: O(n + m).
 */
import type { Nearest } from "./dense-pairs.ts";
import { fits, holds, lookAlongRow, type ScannedCosts, TILE } from "./dense-scan.ts";

/** Reading one pair here and there takes as long as reading this many of a row in `dense-scan.ts`. */
const SCATTERED = 16;
const PROBES = 200;

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
  /** The rents themselves, lowest first. */
  readonly rising: Float64Array;
  readonly scan: ScannedCosts | undefined;
  looks: number;
  /** About how many pairs could undercut, in all looks. */
  visits: number;
}

/** Takes memory for looks at the pairs that `nearestSources` left out. */
export function startLooking(
  cost: Float64Array,
  { omittedFrom, scan }: Pick<Nearest, "omittedFrom" | "scan">,
  n: number,
): OmittedPairs {
  const m = omittedFrom.length;
  return {
    cost,
    omittedFrom,
    byRent: Int32Array.from({ length: n }, (_, i) => i),
    rent: new Float64Array(n),
    price: new Float64Array(m),
    proved: new Int8Array(m),
    fallen: new Int32Array(n),
    rising: new Float64Array(n),
    scan,
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
 * Where that leaves many, and the costs are brought together, whole rows are read instead, with the same result.
 */
export function worstOmitted(pairs: OmittedPairs, rent: Float64Array, price: Float64Array, worst: Int32Array): void {
  const { omittedFrom, byRent, proved, fallen, rising } = pairs;
  const n = rent.length;
  const m = price.length;
  byRent.sort((p, q) => rent[p] - rent[q] || p - q);
  let fallenCount = 0;
  for (let k = 0; k < n; k++) {
    const i = byRent[k];
    rising[k] = rent[i];
    if (rent[i] < pairs.rent[i]) fallen[fallenCount++] = i;
  }
  // How many pairs that leaves is told from some of the sinks.
  const stride = Math.ceil(m / PROBES);
  let left = 0;
  for (let j = 0; j < m; j += stride) {
    const isKnown = pairs.looks > 0 && proved[j] === 1 && price[j] <= pairs.price[j];
    left += stride * (isKnown ? fallenCount : below(rising, price[j] - omittedFrom[j]));
  }
  if (left * SCATTERED < n * m || !readRows(pairs, rent, price, worst))
    readColumns(pairs, rent, price, worst, fallenCount);
  for (let j = 0; j < m; j++) proved[j] = worst[j] < 0 ? 1 : 0;
  pairs.visits += left;
  pairs.rent.set(rent);
  pairs.price.set(price);
  pairs.looks++;
}

/** How many of the rising values are below the limit. */
function below(rising: Float64Array, limit: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Sink after sink, only the sources that may undercut. */
function readColumns(
  pairs: OmittedPairs,
  rent: Float64Array,
  price: Float64Array,
  worst: Int32Array,
  fallenCount: number,
): void {
  const { cost, omittedFrom, byRent, proved, fallen } = pairs;
  const n = rent.length;
  const m = price.length;
  for (let j = 0; j < m; j++) {
    const room = price[j] - omittedFrom[j];
    const known = pairs.looks > 0 && proved[j] === 1 && price[j] <= pairs.price[j];
    const among = known ? fallen : byRent;
    const end = known ? fallenCount : n;
    let least = price[j];
    let source = -1;
    for (let k = 0; k < end; k++) {
      const i = among[k];
      const r = rent[i];
      if (r >= room) break;
      const value = cost[i * m + j] + r;
      if (value < least || (value === least && source >= 0 && turned(i, j, n) < turned(source, j, n))) {
        least = value;
        source = i;
      }
    }
    worst[j] = source;
  }
}

/** Row after row, all of them, by `dense-scan.ts`; false where that cannot be. */
function readRows(pairs: OmittedPairs, rent: Float64Array, price: Float64Array, worst: Int32Array): boolean {
  const { scan, cost } = pairs;
  if (!holds(scan)) return false;
  const { limit, hits } = scan;
  const n = rent.length;
  const m = price.length;
  for (let i = 0; i < n; i++) if (!fits(rent[i])) return false;
  for (let j = 0; j < m; j++) if (!fits(price[j])) return false;
  limit.set(price);
  worst.fill(-1);
  for (let from = 0; from < m; from += TILE) {
    for (let i = 0; i < n; i++) {
      const count = lookAlongRow(scan, i, from, rent[i]);
      for (let h = 0; h < count; h++) {
        const first = from + ((hits[h] >> 4) << 2);
        for (let bits = hits[h] & 15, j = first; bits !== 0; bits >>= 1, j++) {
          if ((bits & 1) === 0) continue;
          const value = cost[i * m + j] + rent[i];
          if (value === limit[j] && (worst[j] < 0 || turned(i, j, n) > turned(worst[j], j, n))) continue;
          limit[j] = value;
          worst[j] = i;
        }
      }
    }
  }
  return true;
}

/** Orders equally good sources differently for each sink, lest all sinks ask for the same one. */
function turned(source: number, sink: number, n: number): number {
  return (source + n - (sink % n)) % n;
}
