import type { LocationInstance } from "./instance.ts";

/**
 * Each site's customers that its prices may make worth serving: the pairs that knapsacks run over.
 *
 * Shapes: site i's pairs lie in [start[i], end[i]) of `customer`, `cost` and `rate`; reach n.
 * Units:  cost in steps; rate, what the customer earns the site per unit of demand, in steps, as of the last knapsack.
 * Keeps:  every pair of a listed site whose cost is below the customer's reach, and that is allowed, is in its list.
 *         Knapsacks reorder a list: what they take comes first. So the next one, at prices that have hardly moved,
 *         finds its work nearly done.
 */
export interface SiteLists {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly customer: Int32Array;
  readonly cost: Float64Array;
  readonly rate: Float64Array;
  /** Lists hold the pairs that cost less than this. */
  readonly reach: Float64Array;
  /** The sites that have a list: those that could open when lists were last forgotten. */
  readonly listed: Int32Array;
  listedCount: number;
}

/** Lists go so far beyond the present prices, as a part of the way from the cheapest cost to the price. */
const MARGIN = 0.3;

export function startSiteLists({ siteCount: m, customerCount: n, site, hasCapacity }: LocationInstance): SiteLists {
  const pairs = hasCapacity ? site.length : 0;
  return {
    start: new Int32Array(m),
    end: new Int32Array(m),
    customer: new Int32Array(pairs),
    cost: new Float64Array(pairs),
    rate: new Float64Array(pairs),
    reach: new Float64Array(n).fill(Number.NEGATIVE_INFINITY),
    listed: new Int32Array(m),
    listedCount: 0,
  };
}

/** Makes the next knapsack list the pairs of these sites afresh. */
export function forgetLists(lists: SiteLists, active: Int32Array, activeCount: number): void {
  lists.reach.fill(Number.NEGATIVE_INFINITY);
  for (let a = 0; a < activeCount; a++) lists.listed[a] = active[a];
  lists.listedCount = activeCount;
}

/** Lists all pairs that these prices could use, with some margin; gives the pairs visited. */
export function reachPrices(
  lists: SiteLists,
  instance: LocationInstance,
  prices: Float64Array,
  forbidden: ReadonlySet<number> | undefined,
): number {
  const { start, end, customer, cost, reach, listed, listedCount } = lists;
  const { customerCount: n, matrix } = instance;
  let isEnough = true;
  for (let j = 0; j < n && isEnough; j++) isEnough = prices[j] <= reach[j];
  if (isEnough) return 0;
  // All get their margin afresh, or one after the other would run out of it.
  for (let j = 0; j < n; j++) {
    const first = instance.start[j];
    const cheapest = first < instance.start[j + 1] ? instance.cost[first] : prices[j];
    reach[j] = Math.max(reach[j], prices[j] + 1 + Math.ceil(MARGIN * Math.max(0, prices[j] - cheapest)));
  }
  let place = 0;
  for (let a = 0; a < listedCount; a++) {
    const i = listed[a];
    const row = i * n;
    start[i] = place;
    for (let j = 0; j < n; j++) {
      const c = matrix[row + j];
      if (!(c < reach[j]) || forbidden?.has(row + j)) continue;
      customer[place] = j;
      cost[place++] = c;
    }
    end[i] = place;
  }
  return listedCount * n;
}
