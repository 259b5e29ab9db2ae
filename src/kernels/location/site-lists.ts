import { listBelow } from "../../base/below.ts";
import type { LocationInstance } from "./instance.ts";

/** Site i's pairs in [start[i], end[i]): customers, their costs, and what they earned the site by unit of demand. */
export interface KnapsackLists {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly customer: Int32Array;
  readonly cost: Float64Array;
  readonly rate: Float64Array;
}

/**
 * Each site's customers that its prices may make worth serving: the pairs that knapsacks run over.
 *
 * Shapes: site i's pairs lie in [start[i], end[i]) of `customer`, `cost` and `rate`; reach n.
 * Units:  cost in steps; rate, what the customer earns the site per unit of demand, in steps, as of the last knapsack.
 * Keeps:  every pair of a listed site whose cost is below the customer's reach, and that is allowed, is in its list.
 *         Knapsacks reorder a list: what they take comes first. So the next one, at prices that have hardly moved,
 *         finds its work nearly done.
 */
export interface SiteLists extends KnapsackLists {
  /** Lists hold the pairs that cost less than this. */
  readonly reach: Float64Array;
  /** The sites that have a list: those that could open when lists were last forgotten. */
  readonly listed: Int32Array;
  listedCount: number;
  /** How far beyond the prices the lists will go next. */
  margin: number;
  /** How often pairs have been listed. */
  listing: number;
  /** Sum of the prices last approached. */
  priceSum: number;
  /** Of each list the pairs that could matter before long come first, and of those the ones that could matter soon. */
  readonly outer: Parting;
  readonly inner: Parting;
}

/**
 * Lists parted into near pairs and far ones, which are so far below a site's cut that they need not be looked at while
 * prices stay near `base`.
 */
export interface Parting {
  /** Where a site's near pairs end; -1 where that is not known. */
  readonly end: Int32Array;
  /** The far pairs' rates at `base` are at most this. */
  readonly farRate: Float64Array;
  readonly base: Float64Array;
  /** No customer's price is further above `base` than this, per unit of demand. */
  rise: number;
  /** Pairs so far below the cut are far. */
  margin: number;
  /** Answers since `base` was taken. */
  age: number;
  /** A margin that lasts for fewer answers than this is too narrow ... */
  readonly shortAge: number;
  /** ... and one that lasts for more too wide; `base` is never older than a little more than that. */
  readonly longAge: number;
}

/**
 * Lists go so far beyond the present prices, as a part of the way from the cheapest cost to the price; twice as far each
 * time that was not enough.
 */
const MARGIN = 0.3;
const FARTHEST = 1.2;

export function startSiteLists(instance: LocationInstance): SiteLists {
  const { siteCount: m, customerCount: n, site, hasCapacity, arrays } = instance;
  const pairs = hasCapacity ? site.length : 0;
  return {
    start: arrays.ints(m),
    end: arrays.ints(m),
    customer: arrays.ints(pairs),
    cost: arrays.floats(pairs),
    rate: arrays.floats(pairs),
    reach: arrays.floats(n).fill(Number.NEGATIVE_INFINITY),
    listed: arrays.ints(m),
    listedCount: 0,
    margin: MARGIN,
    listing: 0,
    priceSum: 0,
    outer: startParting(instance, OUTER_SHORT_AGE),
    inner: startParting(instance, INNER_SHORT_AGE),
  };
}

function startParting({ siteCount: m, customerCount: n, arrays }: LocationInstance, shortAge: number): Parting {
  return {
    end: arrays.ints(m).fill(-1),
    farRate: arrays.floats(m),
    base: arrays.floats(n),
    rise: 0,
    margin: 0,
    age: 0,
    shortAge,
    longAge: 2 * shortAge,
  };
}

/** Ages between which partings are meant to be renewed: the inner one takes a look at what the outer one leaves. */
const INNER_SHORT_AGE = 6;
const OUTER_SHORT_AGE = 40;
/** Prices may use up this part of the margin before the lists are parted afresh. */
const MARGIN_USED = 0.7;
const WIDER = 1.5;
const NARROWER = 0.7;
/** Base prices get at most so much older than a long age: else a margin that is far too wide would stay for ever. */
const OLDEST = 1.7;

/**
 * Makes the lists ready for knapsacks at these prices: lists afresh where a price is out of reach, notes how far prices
 * have risen above the partings' bases, and takes them as a new base where that is too far. Leaves the prices' sum in
 * `priceSum`. Gives the pairs visited.
 */
export function approachPrices(
  lists: SiteLists,
  instance: LocationInstance,
  prices: Float64Array,
  perDemand: Float64Array,
  forbidden: ReadonlySet<number> | undefined,
): number {
  const { outer, inner, reach } = lists;
  const outerBase = outer.base;
  const innerBase = inner.base;
  let sum = 0;
  let outerRise = 0;
  let innerRise = 0;
  let isInReach = true;
  for (let j = 0; j < perDemand.length; j++) {
    const price = prices[j];
    const per = perDemand[j];
    sum += price;
    if (price > reach[j]) isInReach = false;
    const aboveOuter = (price - outerBase[j]) * per;
    if (aboveOuter > outerRise) outerRise = aboveOuter;
    const aboveInner = (price - innerBase[j]) * per;
    if (aboveInner > innerRise) innerRise = aboveInner;
  }
  lists.priceSum = sum;
  const visits = isInReach ? 0 : reachPrices(lists, instance, prices, forbidden);
  // A new outer parting moves pairs across the inner one.
  if (renew(outer, prices, outerRise)) inner.end.fill(-1);
  renew(inner, prices, innerRise);
  return visits;
}

/** The most that a price is above the parting's base, per unit of demand. */
export function riseAbove({ base }: Parting, prices: Float64Array, perDemand: Float64Array): number {
  let rise = 0;
  for (let j = 0; j < base.length; j++) {
    const own = (prices[j] - base[j]) * perDemand[j];
    if (own > rise) rise = own;
  }
  return rise;
}

function renew(parting: Parting, prices: Float64Array, rise: number): boolean {
  const { base, end, shortAge, longAge } = parting;
  parting.age++;
  parting.rise = rise;
  const { margin, age } = parting;
  if (rise <= MARGIN_USED * margin && age < OLDEST * longAge) return false;
  if (age < shortAge) parting.margin = Math.max(margin * WIDER, Math.min(rise, margin * 4));
  else if (age > longAge) parting.margin *= NARROWER;
  for (let j = 0; j < base.length; j++) base[j] = prices[j];
  end.fill(-1);
  parting.rise = 0;
  parting.age = 0;
  return true;
}

/**
 * Parts site i's pairs from `from` up to `to`, all behind the cut, into near and far ones, after a knapsack over them.
 */
export function part(
  lists: SiteLists,
  parting: Parting,
  i: number,
  from: number,
  to: number,
  cutRate: number,
  perDemand: Float64Array,
): void {
  const { customer, cost, rate } = lists;
  const { base, end, farRate } = parting;
  if (parting.margin === 0) parting.margin = FIRST_MARGIN * cutRate;
  const limit = cutRate - parting.margin;
  let far = Number.NEGATIVE_INFINITY;
  let low = from;
  let high = to - 1;
  for (;;) {
    for (; low <= high; low++) {
      const own = (base[customer[low]] - cost[low]) * perDemand[customer[low]];
      if (own > limit) continue;
      if (own > far) far = own;
      break;
    }
    for (; high > low; high--) {
      const own = (base[customer[high]] - cost[high]) * perDemand[customer[high]];
      if (own > limit) break;
      if (own > far) far = own;
    }
    if (high <= low) break;
    const j = customer[low];
    const c = cost[low];
    const r = rate[low];
    customer[low] = customer[high];
    cost[low] = cost[high];
    rate[low] = rate[high];
    customer[high] = j;
    cost[high] = c;
    rate[high] = r;
    low++;
    high--;
  }
  end[i] = Math.min(low, to);
  farRate[i] = far;
}

/** Of the first cut's rate, the first margin. */
const FIRST_MARGIN = 0.1;

/** Makes the next knapsack list the pairs of these sites afresh. */
export function forgetLists(lists: SiteLists, active: Int32Array, activeCount: number): void {
  lists.reach.fill(Number.NEGATIVE_INFINITY);
  lists.margin = MARGIN;
  forgetPartings(lists);
  for (let a = 0; a < activeCount; a++) lists.listed[a] = active[a];
  lists.listedCount = activeCount;
}

function forgetPartings({ outer, inner }: SiteLists): void {
  outer.end.fill(-1);
  inner.end.fill(-1);
}

/** Lists all pairs that these prices could use, with some margin; gives the pairs visited. */
export function reachPrices(
  lists: SiteLists,
  instance: LocationInstance,
  prices: Float64Array,
  forbidden: ReadonlySet<number> | undefined,
): number {
  const { start, end, customer, cost, reach, listed, listedCount, margin } = lists;
  const { customerCount: n, matrix } = instance;
  let isEnough = true;
  for (let j = 0; j < n && isEnough; j++) isEnough = prices[j] <= reach[j];
  if (isEnough) return 0;
  // All get their margin afresh, or one after the other would run out of it.
  for (let j = 0; j < n; j++) {
    const first = instance.start[j];
    const cheapest = first < instance.start[j + 1] ? instance.cost[first] : prices[j];
    reach[j] = Math.max(reach[j], prices[j] + 1 + Math.ceil(margin * Math.max(0, prices[j] - cheapest)));
  }
  lists.margin = Math.min(2 * margin, FARTHEST);
  forgetPartings(lists);
  lists.listing++;
  let place = 0;
  for (let a = 0; a < listedCount; a++) {
    const i = listed[a];
    const row = i * n;
    start[i] = place;
    const stop = listBelow(matrix, row, reach, place, customer, cost);
    if (forbidden === undefined) place = stop;
    for (let t = place; t < stop; t++) {
      if (forbidden?.has(row + customer[t])) continue;
      customer[place] = customer[t];
      cost[place++] = cost[t];
    }
    end[i] = place;
  }
  return listedCount * n;
}
