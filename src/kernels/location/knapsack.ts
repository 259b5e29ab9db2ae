import type { KnapsackLists } from "./site-lists.ts";

/**
 * The continuous knapsack: the most that a site's capacity earns when customers may be served in part.
 *
 * Shapes: the site's list in KnapsackLists; a partition leaves the customers taken whole first, then the one that is cut.
 * Units:  demand and capacity in the same whole units; earnings in steps; rate in steps per unit of demand.
 * Complexity: one pass over the list and a few over its first part when `guess` is near the cut's rate, as it is when
 *         prices have moved little; O(list) expected otherwise.
 * Source: Balas and Zemel, An algorithm for large zero-one knapsack problems (1980); quickselect by Hoare (1961).
 */
export interface KnapsackCut {
  /** Where the cut customer lies after the partition; those before it are taken whole. */
  position: number;
  /** The part of the cut customer that is taken, 0 to 1; 0 when nobody is cut. */
  share: number;
  /** The rate of the cut customer, which is the worth of one more unit of capacity; 0 when nobody is cut. */
  rate: number;
}

/** As many single customers as usual ones would need are looked for; beyond so many a full selection is cheaper. */
const SINGLES = 6;

/**
 * Fills `capacity` with the best of site i's customers at these prices, those up to `to` in its list.
 * Gives what they earn; the cut in `cut`.
 */
export function fillKnapsack(
  lists: KnapsackLists,
  i: number,
  prices: Float64Array,
  demand: Float64Array,
  perDemand: Float64Array,
  capacity: number,
  guess: number,
  cut: KnapsackCut,
  to = lists.end[i],
): number {
  if (guess <= 0) return fillUnpriced(lists, lists.start[i], to, prices, demand, perDemand, capacity, cut);
  const { customer, cost, rate } = lists;
  const from = lists.start[i];
  let low = from;
  let high = to - 1;
  let taken = 0;
  let earned = 0;
  for (;;) {
    for (; low <= high; low++) {
      const j = customer[low];
      const earns = prices[j] - cost[low];
      const r = earns * perDemand[j];
      rate[low] = r;
      if (r <= guess) break;
      taken += demand[j];
      earned += earns;
    }
    for (; high > low; high--) {
      const j = customer[high];
      const r = (prices[j] - cost[high]) * perDemand[j];
      rate[high] = r;
      if (r > guess) break;
    }
    if (high <= low) break;
    exchange(lists, low, high);
    taken += demand[customer[low]];
    earned += prices[customer[low]] - cost[low];
    low++;
    high--;
  }
  if (taken > capacity) return leave(lists, from, low, prices, demand, perDemand, capacity, taken, earned, cut);
  // Too few are above the guess: the best of the others join, while they earn anything.
  const most = singlesOf(taken, low - from, capacity);
  for (let singles = 0; singles < most; singles++) {
    let best = low;
    for (let q = low + 1; q < to; q++) if (rate[q] > rate[best]) best = q;
    if (low === to || rate[best] <= 0) return takePart(cut, low, 0, 0, 0, earned);
    exchange(lists, best, low);
    const j = customer[low];
    if (taken + demand[j] > capacity) return takePart(cut, low, rate[low], capacity - taken, perDemand[j], earned);
    taken += demand[j];
    earned += prices[j] - cost[low];
    low++;
  }
  let end = low;
  for (let q = low; q < to; q++) if (rate[q] > 0) exchange(lists, q, end++);
  return select(lists, low, end, prices, demand, perDemand, capacity - taken, earned, cut);
}

/** As `fillKnapsack`, where capacity was worth nothing: as a rule all who earn anything fit, and no rates are needed. */
function fillUnpriced(
  lists: KnapsackLists,
  from: number,
  to: number,
  prices: Float64Array,
  demand: Float64Array,
  perDemand: Float64Array,
  capacity: number,
  cut: KnapsackCut,
): number {
  const { customer, cost, rate } = lists;
  let low = from;
  let high = to - 1;
  let taken = 0;
  let earned = 0;
  for (;;) {
    for (; low <= high; low++) {
      const j = customer[low];
      const earns = prices[j] - cost[low];
      if (earns <= 0) break;
      taken += demand[j];
      earned += earns;
    }
    for (; high > low; high--) if (prices[customer[high]] > cost[high]) break;
    if (high <= low) break;
    exchange(lists, low, high);
    taken += demand[customer[low]];
    earned += prices[customer[low]] - cost[low];
    low++;
    high--;
  }
  if (taken <= capacity) return takePart(cut, low, 0, 0, 0, earned);
  for (let q = from; q < low; q++) rate[q] = (prices[customer[q]] - cost[q]) * perDemand[customer[q]];
  return leave(lists, from, low, prices, demand, perDemand, capacity, taken, earned, cut);
}

/** So many customers are moved one by one, each the best or worst of all, before a selection is cheaper. */
function singlesOf(taken: number, count: number, capacity: number): number {
  const usual = count > 0 ? taken / count : 0;
  return Math.abs(taken - capacity) > SINGLES * usual ? 0 : SINGLES;
}

/** The pairs in [from, to), whose rates are known, take more than the capacity: the worst leave, until one is cut. */
function leave(
  lists: KnapsackLists,
  from: number,
  to: number,
  prices: Float64Array,
  demand: Float64Array,
  perDemand: Float64Array,
  capacity: number,
  takenByAll: number,
  earnedByAll: number,
  cut: KnapsackCut,
): number {
  const { customer, cost, rate } = lists;
  let low = to;
  let taken = takenByAll;
  let earned = earnedByAll;
  const most = singlesOf(taken, to - from, capacity);
  for (let singles = 0; singles < most; singles++) {
    let worst = low - 1;
    for (let q = low - 2; q >= from; q--) if (rate[q] < rate[worst]) worst = q;
    low--;
    exchange(lists, worst, low);
    const j = customer[low];
    taken -= demand[j];
    earned -= prices[j] - cost[low];
    if (taken <= capacity) return takePart(cut, low, rate[low], capacity - taken, perDemand[j], earned);
  }
  return dropMany(lists, from, low, prices, demand, perDemand, capacity, taken, earned, cut);
}

/**
 * As `fillKnapsack`, of the pairs in [from, to), for a few of them: sorted by rate, as they nearly are when prices have
 * moved little.
 */
export function fillSorted(
  { customer, cost, rate }: KnapsackLists,
  from: number,
  to: number,
  prices: Float64Array,
  demand: Float64Array,
  perDemand: Float64Array,
  capacity: number,
  cut: KnapsackCut,
): number {
  for (let q = from; q < to; q++) {
    const j = customer[q];
    const c = cost[q];
    const r = (prices[j] - c) * perDemand[j];
    let place = q;
    for (; place > from && rate[place - 1] < r; place--) {
      rate[place] = rate[place - 1];
      customer[place] = customer[place - 1];
      cost[place] = cost[place - 1];
    }
    rate[place] = r;
    if (place === q) continue;
    customer[place] = j;
    cost[place] = c;
  }
  let left = capacity;
  let earned = 0;
  for (let q = from; q < to; q++) {
    if (rate[q] <= 0) return takePart(cut, q, 0, 0, 0, earned);
    const j = customer[q];
    if (demand[j] > left) return takePart(cut, q, rate[q], left, perDemand[j], earned);
    left -= demand[j];
    earned += prices[j] - cost[q];
  }
  return takePart(cut, to, 0, 0, 0, earned);
}

/** Pairs are put aside up to so many times the rate at which the cut would be if rates were spread evenly. */
const ASIDE = 3;

/**
 * The pairs in [from, to), whose rates are known and above 0, take more than the capacity, as a rule a little more: those
 * of the lowest rates are put aside, and the cut is looked for among them.
 */
function dropMany(
  lists: KnapsackLists,
  from: number,
  to: number,
  prices: Float64Array,
  demand: Float64Array,
  perDemand: Float64Array,
  capacity: number,
  taken: number,
  earned: number,
  cut: KnapsackCut,
): number {
  const { customer, cost, rate } = lists;
  const excess = taken - capacity;
  let least = rate[from];
  for (let q = from + 1; q < to; q++) if (rate[q] < least) least = rate[q];
  const limit = least + (ASIDE * excess * (earned / taken - least)) / taken;
  let kept = to;
  let aside = 0;
  let asideEarned = 0;
  for (let q = to - 1; q >= from; q--) {
    if (rate[q] > limit) continue;
    const j = customer[q];
    aside += demand[j];
    asideEarned += prices[j] - cost[q];
    kept--;
    if (q !== kept) exchange(lists, q, kept);
  }
  if (aside < excess) return select(lists, from, kept, prices, demand, perDemand, capacity, 0, cut);
  return select(lists, kept, to, prices, demand, perDemand, aside - excess, earned - asideEarned, cut);
}

/** Notes that `room` of the customer at `position` is taken; gives the earnings with it. */
function takePart(
  cut: KnapsackCut,
  position: number,
  rate: number,
  room: number,
  perDemand: number,
  earned: number,
): number {
  cut.position = position;
  cut.rate = rate;
  cut.share = room * perDemand;
  return earned + room * rate;
}

/** Chooses among the pairs in [from, to), whose rates are known and above 0, by quickselect. */
function select(
  lists: KnapsackLists,
  from: number,
  to: number,
  prices: Float64Array,
  demand: Float64Array,
  perDemand: Float64Array,
  capacity: number,
  before: number,
  cut: KnapsackCut,
): number {
  const { customer, cost, rate } = lists;
  let low = from;
  let high = to - 1;
  let earned = before;
  let left = capacity;
  while (low < high) {
    // The middle of three keeps sorted and constant inputs from taking quadratic time.
    const a = rate[low];
    const b = rate[(low + high) >> 1];
    const c = rate[high];
    const pivot = a > b ? (b > c ? b : Math.min(a, c)) : a > c ? a : Math.min(b, c);
    let above = low;
    let below = high;
    let q = low;
    let aboveDemand = 0;
    let aboveEarned = 0;
    while (q <= below) {
      const r = rate[q];
      if (r > pivot) {
        const j = customer[q];
        aboveDemand += demand[j];
        aboveEarned += prices[j] - cost[q];
        if (q !== above) exchange(lists, q, above);
        above++;
        q++;
      } else if (r < pivot) {
        exchange(lists, q, below);
        below--;
      } else q++;
    }
    if (aboveDemand > left) {
      high = above - 1;
      continue;
    }
    earned += aboveEarned;
    left -= aboveDemand;
    low = above;
    while (low <= below && demand[customer[low]] <= left) {
      left -= demand[customer[low]];
      earned += prices[customer[low]] - cost[low];
      low++;
    }
    if (low <= below) break;
  }
  // One may be left over when the range has shrunk to it.
  if (low < to && demand[customer[low]] <= left) {
    left -= demand[customer[low]];
    earned += prices[customer[low]] - cost[low];
    low++;
  }
  if (low >= to) return takePart(cut, low, 0, 0, 0, earned);
  return takePart(cut, low, rate[low], left, perDemand[customer[low]], earned);
}

function exchange(lists: KnapsackLists, a: number, b: number): void {
  const { customer, cost, rate } = lists;
  const j = customer[a];
  const c = cost[a];
  const r = rate[a];
  customer[a] = customer[b];
  cost[a] = cost[b];
  rate[a] = rate[b];
  customer[b] = j;
  cost[b] = c;
  rate[b] = r;
}
