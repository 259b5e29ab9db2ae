import type { Answers } from "./answers.ts";
import { certifyClusters, type PricedClusters, takeClusterEvidence } from "./certify-clusters.ts";
import { leastOfLines } from "./copy-lines.ts";
import { select } from "./selection.ts";
import { reachPrices, riseAbove, type SiteLists } from "./site-lists.ts";

/** Prices that bound a node, all whole numbers of steps: what evidence is while it is worked with. */
export interface Pricing {
  readonly prices: Float64Array;
  /** By site, -1 for those that could not open where it was made; absent without capacities. */
  readonly capacityPrices?: Float64Array;
  readonly secondPrices?: Float64Array;
  readonly aggregatePrice: number;
  /** Sites that answer together, and their prices. */
  readonly clusters?: PricedClusters;
  /** Sites are chosen whole so that they have room for the demand, not only by the price of all room. */
  readonly coversDemand?: boolean;
}

/**
 * The exact twin of `answer`: the bound that a checker will find for the same prices.
 *
 * Knapsacks are bounded by one whole capacity price each, `capacity * price + sum of what customers earn above it`, so
 * every number is whole. `evidence` may be rounded from the last answer (`takeEvidence`) or come from elsewhere.
 * Fills value, count and taken with exact numbers, so that `tighten` rules out only what the checker will, too.
 *
 * Gives: the bound; -Infinity where a sum leaves the whole numbers that doubles hold.
 * Complexity: the pairs cheaper than the price.
 */
export function certify(answers: Answers, evidence: Pricing): number {
  const { instance, start, site, cost, active, activeCount, slope, intercept, secondSlope, secondIntercept } = answers;
  const { customerCount: n, capacity, openCost, hasCopies } = instance;
  const { prices, capacityPrices, secondPrices, aggregatePrice } = evidence;
  intercept.fill(0);
  secondIntercept.fill(0);
  let sum = 0;
  let size = 0;
  let visits = 0;
  for (let j = 0; j < n; j++) {
    sum += prices[j];
    size += Math.abs(prices[j]);
  }
  if (capacityPrices !== undefined) {
    visits += reachPrices(answers.lists, instance, prices, answers.forbidden);
    const { lists, perDemand } = answers;
    const innerRise = riseAbove(lists.inner, prices, perDemand);
    const outerRise = riseAbove(lists.outer, prices, perDemand);
    for (let a = 0; a < activeCount; a++) {
      const i = active[a];
      const stop = endOfEarning(lists, i, capacityPrices[i], innerRise, outerRise);
      intercept[i] = -earningsAbove(answers, i, stop, prices, capacityPrices[i]);
      if (secondPrices !== undefined)
        secondIntercept[i] = -earningsAbove(answers, i, lists.end[i], prices, secondPrices[i]);
      visits += stop - lists.start[i];
    }
  } else {
    for (let j = 0; j < n; j++) {
      const stop = start[j + 1];
      let t = start[j];
      for (; t < stop; t++) {
        const earns = prices[j] - cost[t];
        if (earns <= 0) break;
        intercept[site[t]] -= earns;
      }
      visits += t - start[j];
    }
  }
  answers.visits += visits + n;
  sum += aggregatePrice * instance.totalDemand;
  size += aggregatePrice * instance.totalDemand;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    const perCapacity = aggregatePrice + (capacityPrices === undefined ? 0 : capacityPrices[i]);
    slope[i] = openCost[i] - (instance.hasCapacity ? capacity[i] * perCapacity : 0);
    if (perCapacity * instance.totalDemand > Number.MAX_SAFE_INTEGER) return Number.NEGATIVE_INFINITY;
    if (hasCopies) {
      const second = aggregatePrice + (secondPrices ?? capacityPrices)![i];
      secondSlope[i] = openCost[i] - capacity[i] * second;
      if (secondPrices === undefined) secondIntercept[i] = intercept[i];
      leastOfLines(answers, i, Math.max(1, answers.lower[i]), answers.upper[i]);
      size += Math.abs(secondSlope[i]) * answers.upper[i] + Math.abs(secondIntercept[i]);
    } else {
      answers.value[i] = slope[i] + intercept[i];
      size += Math.abs(slope[i]) + Math.abs(intercept[i]);
    }
    size += Math.abs(slope[i]) * answers.upper[i] + Math.abs(intercept[i]);
  }
  if (evidence.clusters !== undefined) size += certifyClusters(answers, evidence.clusters, prices, aggregatePrice);
  // Half the checker's limit for all that it adds up, and its limit for a single price: beyond it, sums may have been rounded.
  if (!(size <= Number.MAX_SAFE_INTEGER / 2)) return Number.NEGATIVE_INFINITY;
  answers.aggregatePrice = aggregatePrice;
  return sum + select(answers);
}

/** Far pairs are left out where they earn less than this part of the capacity price, and a bit, below it: doubles round. */
const CLEARLY_BELOW = 1e-9;

/** Where the pairs end that can earn more than the capacity price: those behind are far, and stay below it for certain. */
function endOfEarning(lists: SiteLists, i: number, price: number, innerRise: number, outerRise: number): number {
  const { inner, outer, end } = lists;
  if (outer.end[i] < 0 || !(outer.farRate[i] + outerRise < price - CLEARLY_BELOW * price - 1)) return end[i];
  if (inner.end[i] < 0 || !(inner.farRate[i] + innerRise < price - CLEARLY_BELOW * price - 1)) return outer.end[i];
  return inner.end[i];
}

/** What a site's customers pay above cost and capacity price; all numbers are whole, so the order does not matter. */
function earningsAbove(answers: Answers, i: number, stop: number, prices: Float64Array, capacityPrice: number): number {
  const { start, customer, cost } = answers.lists;
  const { demand } = answers.instance;
  let sum = 0;
  for (let q = start[i]; q < stop; q++) {
    const j = customer[q];
    const above = prices[j] - cost[q] - capacityPrice * demand[j];
    if (above > 0) sum += above;
  }
  return sum;
}

/**
 * Rounds the prices that the last `answer` arrived at to whole steps, and where `isCoarse`, under capacity, further to
 * numbers that single precision holds: that takes half the room and mostly proves the same.
 */
export function takeEvidence(answers: Answers, prices: Float64Array, isCoarse: boolean): Pricing {
  const { instance } = answers;
  if (!instance.hasCapacity) return { prices: prices.slice(), aggregatePrice: 0 };
  const rounded = prices.slice();
  const capacityPrices = new Float64Array(instance.siteCount).fill(-1);
  const secondPrices = new Float64Array(instance.hasCopies ? instance.siteCount : 0);
  for (let a = 0; a < answers.activeCount; a++) {
    const i = answers.active[a];
    capacityPrices[i] = Math.round(answers.capacityPrice[i]);
    if (instance.hasCopies) {
      secondPrices[i] = Math.round(answers.secondPrice[i]);
      bracketCopies(answers, i, capacityPrices, secondPrices);
    }
  }
  if (isCoarse) {
    coarsen(rounded);
    coarsen(capacityPrices);
    coarsen(secondPrices);
  }
  const clusters = takeClusterEvidence(answers);
  const evidence = {
    prices: rounded,
    capacityPrices,
    aggregatePrice: Math.round(answers.aggregatePrice),
    ...(clusters === undefined ? {} : { clusters }),
  };
  return instance.hasCopies ? { ...evidence, secondPrices } : evidence;
}

/**
 * Where a copy more hardly changes a site's cost, rounding may turn both lines the same way, and that counts for every
 * copy up to the most, or down to the least, that there may be: then the second line is turned back.
 */
function bracketCopies(
  { instance, aggregatePrice, count, lower, upper }: Answers,
  i: number,
  first: Float64Array,
  second: Float64Array,
): void {
  const worth = instance.openCost[i] / instance.capacity[i] - Math.round(aggregatePrice);
  const isFalling = first[i] > worth && second[i] > worth;
  const isRising = first[i] < worth && second[i] < worth;
  if (isFalling && count[i] < upper[i] && worth >= 0) second[i] = Math.floor(worth);
  if (isRising && count[i] > Math.max(1, lower[i])) second[i] = Math.ceil(worth);
}

/** Whole numbers stay whole: single precision drops only digits before the point. */
function coarsen(prices: Float64Array): void {
  for (let k = 0; k < prices.length; k++) prices[k] = Math.fround(prices[k]);
}
