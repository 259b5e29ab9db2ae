import { putInSteps } from "../../base/scale.ts";
import type { LocationCertificate } from "../../problems/location-result.ts";
import { LARGEST_PRICE, type PriceSums } from "./location-prices.ts";

/** Far more of the numbers that a limit is made of than the few roundings of it, and of a cost, come to. */
const ROUNDED = 2 ** -45;

/** Costs of all pairs, site-major, in the problem's unit, and what puts them into steps. */
export interface GivenCosts {
  readonly given: ArrayLike<number>;
  readonly costScale: number;
  readonly stepsPerUnit: number;
}

/**
 * Lists, where room is limited, the pairs at which a unit of demand may be worth more than a capacity price.
 *
 * Why. A customer pays a site above cost and capacity price when what a unit of its demand pays above the level of prices,
 * less what the pair costs a unit, is more than the capacity price above that level. In no evidence does it pay more above
 * the level than it does at most, so a pair that costs more than that leaves earns nothing.
 */
export class WorthyPairs {
  /** No capacity price is further below a level: none is below zero. */
  readonly lowest: number;
  readonly #costs: GivenCosts;
  /** What each customer pays above the level at most, made larger than any rounding, and its demand, both over steps per unit. */
  readonly #most: Float64Array;
  readonly #demand: Float64Array;

  constructor(costs: GivenCosts, demand: Float64Array, { reachAboveLevel, level }: PriceSums) {
    const inUnits = (steps: number) => steps / costs.costScale / costs.stepsPerUnit;
    this.lowest = -highest(level);
    this.#costs = costs;
    this.#most = reachAboveLevel.map((most) => inUnits(most + ROUNDED * Math.abs(most)));
    this.#demand = demand.map(inUnits);
  }

  /**
   * Lists site i's pairs that may be worth more than a capacity price so far above the level, at the costs given, from place
   * `at` of the lists on; gives the place behind. The lists have room for all.
   */
  list(i: number, aboveLevel: number, at: number, customer: Int32Array, cost: Float64Array): number {
    if (aboveLevel === Number.POSITIVE_INFINITY) return at;
    const { given } = this.#costs;
    const less = aboveLevel - ROUNDED * Math.abs(aboveLevel);
    return given instanceof Float64Array
      ? listDoubles(given, i, this.#most, this.#demand, less, at, customer, cost)
      : listOthers(given, i, this.#most, this.#demand, less, at, customer, cost);
  }

  /** Puts listed costs into steps; false where they do not fit. */
  fit(listed: Float64Array): boolean {
    return putInSteps(listed, this.#costs.costScale, this.#costs.stepsPerUnit) >= -LARGEST_PRICE;
  }
}

function highest(levels: readonly number[]): number {
  return levels.reduce((most, level) => Math.max(most, level), 0);
}

/**
 * How far above the level the certificate prices each site's room at least, as far as is seen at sight: Infinity where it
 * never does. Nothing is proved by it: a site that is asked for less is listed again.
 */
export function lowestPriced({ nodes }: LocationCertificate, siteCount: number, { level }: PriceSums): Float64Array {
  const least = new Float64Array(siteCount).fill(Number.POSITIVE_INFINITY);
  let place = 0;
  for (const { evidence } of nodes) {
    for (const piece of evidence) {
      const { pricedSites, capacityPrices, secondPrices, clusters } = piece;
      const own = level[place];
      if (pricedSites !== undefined && capacityPrices !== undefined) {
        // All sites may open in the first piece, and those that it has no price for are asked at none.
        if (place === 0) fillOthers(least, pricedSites, -highest(level));
        lowerTo(least, pricedSites, capacityPrices, own);
        if (secondPrices !== undefined) lowerTo(least, pricedSites, secondPrices, own);
      }
      place++;
      if (clusters === undefined) continue;
      for (const { sites, prices } of clusters) {
        let lowest = Number.POSITIVE_INFINITY;
        for (let t = 0; t < prices.length; t++) lowest = Math.min(lowest, prices[t]);
        for (let t = 0; t < sites.length; t++) least[sites[t]] = Math.min(least[sites[t]], lowest - own);
      }
    }
  }
  return least;
}

function fillOthers(least: Float64Array, sites: Int32Array, value: number): void {
  least.fill(value);
  for (let t = 0; t < sites.length; t++) least[sites[t]] = Number.POSITIVE_INFINITY;
}

function lowerTo(least: Float64Array, sites: Int32Array, prices: Float64Array | Float32Array, level: number): void {
  for (let t = 0; t < sites.length; t++) {
    const i = sites[t];
    const own = prices[t] - level;
    if (own < least[i]) least[i] = own;
  }
}

/**
 * The loop that looks at all costs, with limits found on the way: written down first for `listBelow`, a check of short proofs takes a
 * tenth longer. For doubles ...
 */
function listDoubles(
  values: Float64Array,
  i: number,
  most: Float64Array,
  demand: Float64Array,
  aboveLevel: number,
  at: number,
  which: Int32Array,
  listed: Float64Array,
): number {
  const first = i * most.length;
  let end = at;
  for (let j = 0; j < most.length; j++) {
    const value = values[first + j];
    if (!(value < most[j] - aboveLevel * demand[j])) continue;
    which[end] = j;
    listed[end++] = value;
  }
  return end;
}

/** ... and for numbers in another kind of array, as a loop over one kind alone is faster. */
function listOthers(
  values: ArrayLike<number>,
  i: number,
  most: Float64Array,
  demand: Float64Array,
  aboveLevel: number,
  at: number,
  which: Int32Array,
  listed: Float64Array,
): number {
  const first = i * most.length;
  let end = at;
  for (let j = 0; j < most.length; j++) {
    const value = values[first + j];
    if (!(value < most[j] - aboveLevel * demand[j])) continue;
    which[end] = j;
    listed[end++] = value;
  }
  return end;
}
