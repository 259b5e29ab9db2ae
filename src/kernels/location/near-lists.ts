/**
 * Each customer's cheapest pairs, as far as prices reach, and what every pair beyond them costs at least.
 *
 * Shapes: m sites, n customers; customer j's pairs lie from start[j] to start[j + 1] - 1, ascending in cost, ties
 *         by site. Units: steps, whole numbers.
 * Keeps:  no pair that is not listed costs less than `beyond`. So where a price stays at or below it, the pairs
 *         left out earn nothing, and a bound from the listed ones is a bound for all.
 */
export interface NearLists {
  readonly start: Int32Array;
  readonly site: Int32Array;
  readonly cost: Float64Array;
  readonly beyond: Float64Array;
}

/** Writes the costs of one customer's pairs with all sites, Infinity where a pair is not allowed. */
export type CostRow = (customer: number, row: Float64Array) => void;

/**
 * Lists for every customer all pairs up to `reach`, at least `fewest` of them. Customers whose lists in `known` go so
 * far already keep them.
 * Complexity: O(m) expected a customer, and the sorting of what is listed. Memory: the lists and one row.
 */
export function listNearPairs(
  fillRow: CostRow,
  siteCount: number,
  customerCount: number,
  fewest: number,
  reach: Float64Array,
  known?: NearLists,
): NearLists {
  const start = new Int32Array(customerCount + 1);
  const beyond = new Float64Array(customerCount);
  let room = Math.max(1.1 * (known?.site.length ?? 0), 1.2 * Math.min(fewest, siteCount) * customerCount) + siteCount;
  let site = new Int32Array(Math.ceil(room));
  let cost = new Float64Array(site.length);
  room = site.length;
  const row = new Float64Array(siteCount);
  const sorted = new Float64Array(siteCount);
  let end = 0;
  for (let j = 0; j < customerCount; j++) {
    if (end + siteCount > room) {
      room = Math.ceil(1.4 * room) + siteCount;
      const longer = new Int32Array(room);
      longer.set(site);
      site = longer;
      const dearer = new Float64Array(room);
      dearer.set(cost);
      cost = dearer;
    }
    if (known !== undefined && reach[j] <= known.beyond[j]) {
      for (let t = known.start[j]; t < known.start[j + 1]; t++) {
        site[end] = known.site[t];
        cost[end++] = known.cost[t];
      }
      beyond[j] = known.beyond[j];
      start[j + 1] = end;
      continue;
    }
    fillRow(j, row);
    let limit = reach[j];
    if (fewest >= siteCount) limit = Infinity;
    else if (known === undefined) {
      sorted.set(row);
      limit = Math.max(limit, smallest(sorted, fewest));
    }
    const from = end;
    let least = Infinity;
    for (let i = 0; i < siteCount; i++) {
      const c = row[i];
      if (c > limit) {
        if (c < least) least = c;
      } else if (c !== Infinity) {
        cost[end] = c;
        site[end++] = i;
      }
    }
    sortPairs(site, cost, from, end);
    start[j + 1] = end;
    beyond[j] = least;
  }
  return { start, site: site.slice(0, end), cost: cost.slice(0, end), beyond };
}

/** Gaps of the passes of a Shell sort. Source: Ciura, Best increments for the average case of Shellsort (2001). */
const GAPS = [701, 301, 132, 57, 23, 10, 4, 1];

/** Sorts a stretch by cost, ties by site. */
function sortPairs(site: Int32Array, cost: Float64Array, from: number, to: number): void {
  for (let g = 0; g < GAPS.length; g++) {
    const gap = GAPS[g];
    for (let k = from + gap; k < to; k++) {
      const c = cost[k];
      const i = site[k];
      let at = k;
      for (; at >= from + gap; at -= gap) {
        const other = cost[at - gap];
        if (other < c || (other === c && site[at - gap] < i)) break;
        cost[at] = other;
        site[at] = site[at - gap];
      }
      cost[at] = c;
      site[at] = i;
    }
  }
}

/** The `count`-th smallest value; reorders them. Source: Hoare, Find (1961). */
function smallest(values: Float64Array, count: number): number {
  let low = 0;
  let high = values.length - 1;
  const wanted = count - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let a = low;
    let b = high;
    while (a <= b) {
      while (values[a] < pivot) a++;
      while (values[b] > pivot) b--;
      if (a > b) break;
      const swapped = values[a];
      values[a++] = values[b];
      values[b--] = swapped;
    }
    if (wanted <= b) high = b;
    else if (wanted >= a) low = a;
    else break;
  }
  return values[wanted];
}

/** The same pairs by site: site i's lie from start[i] to start[i + 1] - 1, customers ascending. */
export interface PairsBySite {
  readonly start: Int32Array;
  readonly customer: Int32Array;
  readonly cost: Float64Array;
}

export function bySite(lists: NearLists, siteCount: number): PairsBySite {
  const start = new Int32Array(siteCount + 1);
  for (let t = 0; t < lists.site.length; t++) start[lists.site[t] + 1]++;
  for (let i = 0; i < siteCount; i++) start[i + 1] += start[i];
  const next = start.slice(0, siteCount);
  const customer = new Int32Array(lists.site.length);
  const cost = new Float64Array(lists.site.length);
  for (let j = 0; j + 1 < lists.start.length; j++) {
    for (let t = lists.start[j]; t < lists.start[j + 1]; t++) {
      const at = next[lists.site[t]]++;
      customer[at] = j;
      cost[at] = lists.cost[t];
    }
  }
  return { start, customer, cost };
}
