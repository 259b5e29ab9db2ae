import type { ListedPairs } from "./location-earnings.ts";
import { orderByCost } from "./location-order.ts";
import { LARGEST_PRICE } from "./location-prices.ts";

/** So many pairs are looked at together. */
const AT_ONCE = 4;
/** So many for each customer. */
const BINS = 64;
/** The cost of what fills places up: dearer than any price. */
const NEVER = 2 * LARGEST_PRICE;

/**
 * Pairs by customer, the cheapest first: where it is asked what customers pay above costs, few are looked at in vain.
 *
 * Shapes: customer j's are at start[j] on, with AT_ONCE behind them that no price pays for, of no site in particular.
 */
export interface CheapestPairs {
  readonly start: Int32Array;
  readonly site: Int32Array;
  readonly cost: Float64Array;
  /** Pairs are those of so many sites. */
  siteCount: number;
}

function startPairs(customerCount: number, room: number, siteCount: number): CheapestPairs {
  return {
    start: new Int32Array(customerCount + 1),
    site: new Int32Array(room),
    cost: new Float64Array(room),
    siteCount,
  };
}

/**
 * The same pairs, by customer. A customer's go into bins by cost first, so that few are left to change places.
 *
 * Complexity: as sorting each customer's; where costs are spread evenly, the pairs.
 */
export function orderPairs(pairs: ListedPairs, customerCount: number): CheapestPairs {
  const { start: startAt, customer, cost } = pairs;
  const bins = placeInBins(pairs, customerCount);
  const count = customer.length;
  const site = new Int32Array(count);
  const binned = new Float64Array(count);
  const { bin, end } = bins;
  for (let i = 0; i + 1 < startAt.length; i++) {
    for (let q = startAt[i]; q < startAt[i + 1]; q++) {
      const at = end[bin[q]]++;
      site[at] = i;
      binned[at] = cost[q];
    }
  }
  const order = new Int32Array(count);
  const ordered = startPairs(customerCount, count + AT_ONCE * customerCount, startAt.length - 1);
  let filled = 0;
  for (let j = 0; j < customerCount; j++) {
    const [from, to] = [bins.start[j], bins.start[j + 1]];
    orderByCost(order, from, to, binned);
    for (let t = from; t < to; t++) {
      if (binned[order[t]] >= LARGEST_PRICE) break;
      ordered.site[filled] = site[order[t]];
      ordered.cost[filled++] = binned[order[t]];
    }
    filled = endCustomer(ordered, j, filled);
  }
  return ordered;
}

/** The bin of each pair, where each bin's pairs begin, at first also their end, and where each customer's do. */
function placeInBins(
  { customer, cost }: ListedPairs,
  customerCount: number,
): { readonly bin: Int32Array; readonly end: Int32Array; readonly start: Int32Array } {
  const least = new Float64Array(customerCount).fill(NEVER);
  const most = new Float64Array(customerCount).fill(-NEVER);
  for (let q = 0; q < customer.length; q++) {
    const j = customer[q];
    if (cost[q] < least[j]) least[j] = cost[q];
    if (cost[q] > most[j]) most[j] = cost[q];
  }
  const bin = new Int32Array(customer.length);
  const size = new Int32Array(BINS * customerCount);
  for (let q = 0; q < customer.length; q++) {
    const j = customer[q];
    const range = most[j] - least[j];
    const own = range > 0 ? Math.min(Math.floor((BINS * (cost[q] - least[j])) / range), BINS - 1) : 0;
    bin[q] = BINS * j + own;
    size[bin[q]]++;
  }
  const end = new Int32Array(size.length);
  const start = new Int32Array(customerCount + 1);
  let before = 0;
  for (let k = 0; k < size.length; k++) {
    end[k] = before;
    before += size[k];
    if ((k + 1) % BINS === 0) start[(k + 1) / BINS] = before;
  }
  return { bin, end, start };
}

/** Those of the pairs whose sites stand before `openCount`. Another list's arrays are written over where they have the room. */
export function pairsOfOpen(
  { start, site, cost }: CheapestPairs,
  place: Int32Array,
  openCount: number,
  other: CheapestPairs | undefined,
): CheapestPairs {
  const customerCount = start.length - 1;
  const room = start[customerCount];
  const kept = other !== undefined && other.cost.length >= room ? other : startPairs(customerCount, room, openCount);
  kept.siteCount = openCount;
  let filled = 0;
  for (let j = 0; j < customerCount; j++) {
    filled = keepOpen(site, cost, start[j], start[j + 1] - AT_ONCE, place, openCount, kept.site, kept.cost, filled);
    filled = endCustomer(kept, j, filled);
  }
  return kept;
}

/**
 * Copies those of the pairs at `from` to `to - 1` whose sites stand before `openCount`, from `at` on; gives the place behind. Four
 * in a turn of the loop, since every turn looks at what kinds of arrays there are: that takes half as long.
 */
function keepOpen(
  site: Int32Array,
  cost: Float64Array,
  from: number,
  to: number,
  place: Int32Array,
  openCount: number,
  keptSite: Int32Array,
  keptCost: Float64Array,
  at: number,
): number {
  let filled = at;
  let t = from;
  // Which stay can't be foreseen: without a branch, the next takes the place of one that does not.
  for (; t + 3 < to; t += 4) {
    const first = site[t];
    const second = site[t + 1];
    const third = site[t + 2];
    const fourth = site[t + 3];
    keptSite[filled] = first;
    keptCost[filled] = cost[t];
    filled -= (place[first] - openCount) >> 31;
    keptSite[filled] = second;
    keptCost[filled] = cost[t + 1];
    filled -= (place[second] - openCount) >> 31;
    keptSite[filled] = third;
    keptCost[filled] = cost[t + 2];
    filled -= (place[third] - openCount) >> 31;
    keptSite[filled] = fourth;
    keptCost[filled] = cost[t + 3];
    filled -= (place[fourth] - openCount) >> 31;
  }
  for (; t < to; t++) {
    const i = site[t];
    keptSite[filled] = i;
    keptCost[filled] = cost[t];
    filled -= (place[i] - openCount) >> 31;
  }
  return filled;
}

/** Fills up behind a customer's pairs; gives the next place. */
function endCustomer({ start, site, cost }: CheapestPairs, j: number, end: number): number {
  for (let k = end; k < end + AT_ONCE; k++) {
    site[k] = 0;
    cost[k] = NEVER;
  }
  start[j + 1] = end + AT_ONCE;
  return end + AT_ONCE;
}

/**
 * Takes twice what customers pay above costs off the values of sites: twice it, or nothing, takes no branch to add. Three times
 * four pairs are in a turn of the loop, since every turn looks at what kinds of arrays there are: that takes a tenth off.
 *
 * Gives: in `added`, what the prices add up to, their sizes, and how many pairs were visited; false where a price is none.
 */
export function takePayments(
  prices: Float64Array,
  { start, site, cost }: CheapestPairs,
  value: Float64Array,
  added: Float64Array,
): boolean {
  let sum = 0;
  let size = 0;
  let visits = 0;
  for (let j = 0; j < prices.length; j++) {
    const price = prices[j];
    const own = Math.abs(price);
    if (!(own <= LARGEST_PRICE && Math.floor(own) === own)) return false;
    sum += price;
    size += own;
    let t = start[j];
    visits -= t;
    let first = price - cost[t];
    while (first > 0) {
      const second = price - cost[t + 1];
      const third = price - cost[t + 2];
      const fourth = price - cost[t + 3];
      value[site[t]] -= first + first;
      value[site[t + 1]] -= second + Math.abs(second);
      value[site[t + 2]] -= third + Math.abs(third);
      value[site[t + 3]] -= fourth + Math.abs(fourth);
      t += AT_ONCE;
      first = price - cost[t];
      if (!(first > 0)) break;
      const sixth = price - cost[t + 1];
      const seventh = price - cost[t + 2];
      const eighth = price - cost[t + 3];
      value[site[t]] -= first + first;
      value[site[t + 1]] -= sixth + Math.abs(sixth);
      value[site[t + 2]] -= seventh + Math.abs(seventh);
      value[site[t + 3]] -= eighth + Math.abs(eighth);
      t += AT_ONCE;
      first = price - cost[t];
      if (!(first > 0)) break;
      const tenth = price - cost[t + 1];
      const eleventh = price - cost[t + 2];
      const twelfth = price - cost[t + 3];
      value[site[t]] -= first + first;
      value[site[t + 1]] -= tenth + Math.abs(tenth);
      value[site[t + 2]] -= eleventh + Math.abs(eleventh);
      value[site[t + 3]] -= twelfth + Math.abs(twelfth);
      t += AT_ONCE;
      first = price - cost[t];
    }
    visits += t;
  }
  added[0] = sum;
  added[1] = size;
  added[2] = visits;
  return true;
}
