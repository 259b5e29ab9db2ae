/**
 * Looks through all pairs of a dense transport problem for the nearest sources of each sink.
 *
 * Shapes: n sources, m sinks, cost n * m source-major.
 * Complexity: O(n m), reading the matrix once in the order in which it lies in memory, and a part of it before.
 * Memory: O(n + m) beside the lists of the nearest, and what `dense-scan.ts` keeps.
 */
import { convertRow, largestScanned, lookAlongRow, openScan, type ScannedCosts, TILE } from "./dense-scan.ts";

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
  /** All costs as they were looked through, where they were brought together for that. */
  readonly scan: ScannedCosts | undefined;
}

/**
 * Lists the sources that are near each sink, and finds on the way whether all costs are whole. How many are near is
 * guessed from a sample of rows, so the lists have about `WANTED` entries, seldom none, and all where there are few.
 */
export function nearestSources(cost: Float64Array, n: number, m: number): Nearest {
  return nearestScanned(cost, n, m) ?? nearestRead(cost, n, m);
}

/** The same by plain loops. */
export function nearestRead(cost: Float64Array, n: number, m: number): Nearest {
  const lists = emptyLists(guessLimits(cost, n, m));
  const { omittedFrom } = lists;
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
        if (c <= omittedFrom[j]) list(lists, i, j, c);
      }
    }
  }
  return packed(lists, Math.max(most, -least), undefined);
}

/** The same by `dense-scan.ts`; undefined where that does not apply. */
function nearestScanned(cost: Float64Array, n: number, m: number): Nearest | undefined {
  if (n <= MOST) return undefined;
  const scan = openScan(n, m);
  if (scan === undefined) return undefined;
  const { limit, hits } = scan;
  const lowest = new Int32Array(m).fill(limit[0]);
  for (let from = 0; from < m; from += TILE) {
    for (let i = 0; i < n; i += SAMPLED) {
      const count = convertRow(scan, cost, i, from);
      if (count < 0) return undefined;
      for (let h = 0; h < count; h++) {
        const first = from + ((hits[h] >> 4) << 2);
        for (let bits = hits[h] & 15, j = first; bits !== 0; bits >>= 1, j++) {
          if ((bits & 1) === 0) continue;
          const c = cost[i * m + j];
          if (c >= limit[j]) continue;
          limit[j] = Math.max(c, lowest[j]);
          lowest[j] = Math.min(c, lowest[j]);
        }
      }
    }
  }
  const lists = emptyLists(Float64Array.from(limit.subarray(0, m)));
  const { omittedFrom } = lists;
  for (let from = 0; from < m; from += TILE) {
    for (let i = 0; i < n; i++) {
      const count = i % SAMPLED === 0 ? lookAlongRow(scan, i, from, 0) : convertRow(scan, cost, i, from);
      if (count < 0) return undefined;
      for (let h = 0; h < count; h++) {
        const first = from + ((hits[h] >> 4) << 2);
        for (let bits = hits[h] & 15, j = first; bits !== 0; bits >>= 1, j++) {
          if ((bits & 1) === 0) continue;
          list(lists, i, j, cost[i * m + j]);
          limit[j] = omittedFrom[j];
        }
      }
    }
  }
  const largest = largestScanned();
  return Number.isNaN(largest) ? undefined : packed(lists, largest, scan);
}

/** Pairs listed so far, `MOST` places for each sink. */
interface Lists {
  readonly source: Int32Array;
  readonly unit: Float64Array;
  readonly count: Int32Array;
  readonly omittedFrom: Float64Array;
}

function emptyLists(omittedFrom: Float64Array): Lists {
  const m = omittedFrom.length;
  return {
    source: new Int32Array(m * MOST),
    unit: new Float64Array(m * MOST),
    count: new Int32Array(m),
    omittedFrom,
  };
}

function list(lists: Lists, i: number, j: number, c: number): void {
  const { source, unit, count, omittedFrom } = lists;
  if (count[j] === MOST) {
    shorten(j, source, unit, count, omittedFrom);
    if (c >= omittedFrom[j]) return;
  }
  const at = j * MOST + count[j]++;
  source[at] = i;
  unit[at] = c;
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
    scan: undefined,
  };
}

function packed({ source, unit, count, omittedFrom }: Lists, largest: number, scan: ScannedCosts | undefined): Nearest {
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
  return { source: source.slice(0, total), sink, cost: unit.slice(0, total), omittedFrom, largest, scan };
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
