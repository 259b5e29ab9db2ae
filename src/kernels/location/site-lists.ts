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
  /**
   * Where a site's near pairs end; those behind are far below its cut and need not be looked at while prices stay near
   * `base`. -1 where that is not known.
   */
  readonly near: Int32Array;
  /** The far pairs' rates at `base` are at most this. */
  readonly farRate: Float64Array;
  readonly base: Float64Array;
  /** No customer's price is further above `base` than this, per unit of demand. */
  rise: number;
  /** Pairs so far below the cut are far. */
  margin: number;
  /** Answers since `base` was taken. */
  age: number;
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
    near: new Int32Array(m).fill(-1),
    farRate: new Float64Array(m),
    base: new Float64Array(n),
    rise: 0,
    margin: 0,
    age: 0,
  };
}

/** Prices may use up this part of the margin before the lists are parted afresh. */
const MARGIN_USED = 0.7;
/** A margin that lasts less than the first number of answers is too narrow, one that lasts beyond the second too wide. */
const SHORT_AGE = 6;
const LONG_AGE = 20;
const WIDER = 1.5;
const NARROWER = 0.9;

/** Measures how far prices have risen above `base`; when that is too far, takes them as the new base. */
export function approachPrices(lists: SiteLists, prices: Float64Array, perDemand: Float64Array): void {
  const { base, near } = lists;
  let rise = 0;
  for (let j = 0; j < base.length; j++) {
    const own = (prices[j] - base[j]) * perDemand[j];
    if (own > rise) rise = own;
  }
  lists.age++;
  lists.rise = rise;
  if (rise <= MARGIN_USED * lists.margin) return;
  if (lists.age < SHORT_AGE) lists.margin = Math.max(lists.margin * WIDER, Math.min(rise, lists.margin * 4));
  else if (lists.age > LONG_AGE) lists.margin *= NARROWER;
  base.set(prices);
  near.fill(-1);
  lists.rise = 0;
  lists.age = 0;
}

/**
 * Parts site i's pairs behind the cut into near and far ones, after a knapsack over all of them; prices and rates are
 * those of that knapsack.
 */
export function partNear(
  lists: SiteLists,
  i: number,
  position: number,
  cutRate: number,
  perDemand: Float64Array,
): void {
  const { customer, cost, rate, base, near, farRate, end } = lists;
  if (lists.margin === 0) lists.margin = FIRST_MARGIN * cutRate;
  const limit = cutRate - lists.margin;
  let far = Number.NEGATIVE_INFINITY;
  let low = position + 1;
  let high = end[i] - 1;
  while (low <= high) {
    const own = (base[customer[low]] - cost[low]) * perDemand[customer[low]];
    if (own > limit) {
      low++;
      continue;
    }
    if (own > far) far = own;
    const [j, c, r] = [customer[low], cost[low], rate[low]];
    customer[low] = customer[high];
    cost[low] = cost[high];
    rate[low] = rate[high];
    customer[high] = j;
    cost[high] = c;
    rate[high] = r;
    high--;
  }
  near[i] = Math.min(low, end[i]);
  farRate[i] = far;
}

/** Of the first cut's rate, the first margin. */
const FIRST_MARGIN = 0.1;

/** Makes the next knapsack list the pairs of these sites afresh. */
export function forgetLists(lists: SiteLists, active: Int32Array, activeCount: number): void {
  lists.reach.fill(Number.NEGATIVE_INFINITY);
  lists.near.fill(-1);
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
  lists.near.fill(-1);
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
