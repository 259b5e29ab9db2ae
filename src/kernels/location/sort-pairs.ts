import { type ArraySource, OWN_ARRAYS } from "../../base/array-store.ts";
import type { LocationInstance } from "./instance.ts";

/** With more pairs in one bucket they are sorted otherwise, lest a few far ones crowd all others together. */
const CROWD = 16;

/**
 * Sorts each customer's allowed pairs by cost, ties by site.
 *
 * Costs are parted into as many equal ranges as there are pairs, and what shares one is put in order by insertion: of
 * costs spread evenly a third of the time that a sort by comparison takes. Where ranges are crowded, cost and site are
 * packed into one double where they fit, because sorting plain numbers is several times faster than with a comparison.
 *
 * Shapes: `matrix` by site, Infinity where a pair is not allowed.
 * Complexity: O(pairs) mostly, O(pairs log sites) where costs are crowded.
 */
export function sortPairs(
  matrix: Float64Array,
  m: number,
  n: number,
  arrays: ArraySource = OWN_ARRAYS,
): Pick<LocationInstance, "start" | "site" | "cost"> {
  const start = arrays.ints(n + 1);
  let pairCount = 0;
  let largest = 0;
  for (let p = 0; p < matrix.length; p++) {
    if (matrix[p] === Number.POSITIVE_INFINITY) continue;
    pairCount++;
    largest = Math.max(largest, Math.abs(matrix[p]));
  }
  const site = arrays.ints(pairCount);
  const cost = arrays.floats(pairCount);
  const row = { count: 0, site: arrays.ints(m), cost: arrays.floats(m), bucket: arrays.ints(m + 1) };
  let room = 1;
  while (room < m) room *= 2;
  const fits = (largest + 1) * room < Number.MAX_SAFE_INTEGER;
  for (let j = 0; j < n; j++) {
    row.count = 0;
    for (let i = 0; i < m; i++) {
      const c = matrix[i * n + j];
      if (c === Number.POSITIVE_INFINITY) continue;
      row.site[row.count] = i;
      row.cost[row.count++] = c;
    }
    if (!sortByRange(row, site, cost, start[j])) sortByComparison(row, site, cost, start[j], fits ? room : 0);
    start[j + 1] = start[j] + row.count;
  }
  return { start, site, cost };
}

/** One customer's pairs, by site, and how many costs there are in each range, then where the next of them goes. */
interface Row {
  count: number;
  readonly site: Int32Array;
  readonly cost: Float64Array;
  readonly bucket: Int32Array;
}

/** Sorts a row to `from` on; false, with nothing done, where a range holds too many costs. */
function sortByRange(row: Row, site: Int32Array, cost: Float64Array, from: number): boolean {
  const { count, site: sites, cost: costs, bucket } = row;
  if (count === 0) return true;
  let least = costs[0];
  let most = costs[0];
  for (let t = 1; t < count; t++) {
    const c = costs[t];
    if (c < least) least = c;
    if (c > most) most = c;
  }
  const perCost = most > least ? (count - 1) / (most - least) : 0;
  bucket.fill(0, 0, count + 1);
  for (let t = 0; t < count; t++) bucket[1 + (((costs[t] - least) * perCost) | 0)]++;
  for (let b = 1; b <= count; b++) {
    if (bucket[b] > CROWD) return false;
    bucket[b] += bucket[b - 1];
  }
  for (let t = 0; t < count; t++) {
    const c = costs[t];
    const place = from + bucket[((c - least) * perCost) | 0]++;
    site[place] = sites[t];
    cost[place] = c;
  }
  const end = from + count;
  for (let t = from + 1; t < end; t++) {
    const c = cost[t];
    if (c >= cost[t - 1]) continue;
    const i = site[t];
    let place = t;
    for (; place > from && cost[place - 1] > c; place--) {
      cost[place] = cost[place - 1];
      site[place] = site[place - 1];
    }
    cost[place] = c;
    site[place] = i;
  }
  return true;
}

/** Sorts a row to `from` on; with `room` for all sites, a power of two, in whole numbers that hold cost and site. */
function sortByComparison(row: Row, site: Int32Array, cost: Float64Array, from: number, room: number): void {
  const { count, site: sites, cost: costs } = row;
  if (room > 0) {
    const keys = new Float64Array(count);
    for (let t = 0; t < count; t++) keys[t] = costs[t] * room + sites[t];
    keys.sort();
    for (let t = 0; t < count; t++) {
      const whole = Math.floor(keys[t] / room);
      site[from + t] = keys[t] - whole * room;
      cost[from + t] = whole;
    }
    return;
  }
  const order = Array.from({ length: count }, (_, t) => t).sort((a, b) => costs[a] - costs[b] || a - b);
  for (let t = 0; t < count; t++) {
    site[from + t] = sites[order[t]];
    cost[from + t] = costs[order[t]];
  }
}
