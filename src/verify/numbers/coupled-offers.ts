/**
 * Prices of a certificate, read as what destinations offer and what a unit costs, each rounded so that the bound only
 * falls.
 */
import { type ExactSum, nearest, roundDown } from "../../base/exact.ts";
import { type CoupledProblem, freightMatrix } from "../../problems/coupled.ts";
import type { CoupledPrices } from "../../problems/coupled-result.ts";
import { OfferHeap, Stalls } from "./coupled-stalls.ts";

/** Twice the largest relative error of one operation on doubles. */
export const E = 2 ** -52;

/** Sums of millions of amounts are rounded by less. */
export const MORE_THAN_ROUNDING = 1 + 2 ** -30;

/** What is said of prices at which sums overflow. */
export const BEYOND_DOUBLES = "the prices are too large to reckon with";

/** Of numbers beyond these, other than 0, products of a few might be rounded by more than a part of them, or overflow. */
const LEAST = 2 ** -150;
const LARGEST = 2 ** 150;

/** A certificate's prices, those next to nothing as nothing: any prices prove some bound. A sentence where they are none. */
export function readPriceList(given: ArrayLike<number>): Float64Array | string {
  const prices = new Float64Array(given.length);
  prices.set(given);
  for (let k = 0; k < prices.length; k++) {
    const size = Math.abs(prices[k]);
    if (!(size < Number.POSITIVE_INFINITY)) return "a price is not finite";
    if (size > LARGEST) return BEYOND_DOUBLES;
    if (size < LEAST) prices[k] = 0;
  }
  return prices;
}

/** Whether all of a problem's numbers are such that what is rounded is rounded by a part of it. */
export function isReckonable(problem: CoupledProblem): boolean {
  const { placeCount, freight, freightTable, makes, takes } = problem;
  const lists = [
    ...[problem.demand, problem.supply, problem.shortageCost, problem.disposalCost, problem.freightRate],
    ...[problem.siteCost, problem.roofCost, problem.newCost, problem.keptCost, problem.closingCost, problem.most],
    ...[problem.activityCapacity, problem.activityCost, makes.amount, takes.amount],
    ...freight.flatMap((table, t) => (Array.from(freightTable).includes(t) ? [freightMatrix(table, placeCount)] : [])),
  ];
  for (const list of lists) {
    for (let k = 0; k < (list?.length ?? 0); k++) {
      const size = Math.abs(list![k]);
      // Infinity is for what is not allowed.
      if (size !== 0 && size !== Number.POSITIVE_INFINITY && !(size >= LEAST && size <= LARGEST)) return false;
    }
  }
  return true;
}

/** What is left of what demand is worth when works and supplies have gained at most so much, rounded down. */
export function provedValue(worth: ExactSum, gains: readonly number[]): number | string {
  if (!gains.every(Number.isFinite)) return BEYOND_DOUBLES;
  for (const gain of gains) worth.add(-gain);
  return Number.isFinite(nearest(worth.exact)) ? roundDown(worth.exact) : BEYOND_DOUBLES;
}

/** What a destination pays a unit after freight, rounded up. */
export interface Offer {
  readonly worth: number;
  readonly most: number;
}

export interface Inputs {
  /** Sizes + 1, goods taken and the most of them. */
  readonly start: Int32Array;
  readonly goods: readonly number[];
  readonly most: readonly number[];
  /** Site of each size. */
  readonly site: Int32Array;
}

/** The goods that each size may take, ascending, and the most of each that all its modules can take, rounded up. */
export function readInputs(problem: CoupledProblem): Inputs {
  const { sizeStart, activityStart, activityRecipe, activityCapacity, takes } = problem;
  const sizeCount = sizeStart[problem.sitePlace.length];
  const start = new Int32Array(sizeCount + 1);
  const site = new Int32Array(sizeCount);
  const goods: number[] = [];
  const most: number[] = [];
  for (let i = 0; i < problem.sitePlace.length; i++) site.fill(i, sizeStart[i], sizeStart[i + 1]);
  const takenBy: (ReadonlyMap<number, number> | undefined)[] = [];
  for (let k = 0; k < sizeCount; k++) {
    const first = goods.length;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      const recipe = activityRecipe[activity];
      takenBy[recipe] ??= totals(takes, recipe);
      for (const [good, amount] of takenBy[recipe]) {
        const up = amount * activityCapacity[activity] * (problem.most?.[k] ?? 1) * (1 + 8 * E);
        let at = goods.length;
        while (at > first && goods[at - 1] >= good) at--;
        if (goods[at] === good) most[at] = Math.max(most[at], up);
        else {
          goods.splice(at, 0, good);
          most.splice(at, 0, up);
        }
      }
    }
    start[k + 1] = goods.length;
  }
  return { start, goods, most, site };
}

/** What a recipe makes, or takes, of each good. */
export function totals({ start, good, amount }: CoupledProblem["takes"], recipe: number): Map<number, number> {
  const sums = new Map<number, number>();
  for (let e = start[recipe]; e < start[recipe + 1]; e++) sums.set(good[e], (sums.get(good[e]) ?? 0) + amount[e]);
  return sums;
}

/** What a recipe makes, and takes, of each good. */
interface Recipe {
  readonly made: ReadonlyMap<number, number>;
  readonly taken: ReadonlyMap<number, number>;
}

/** What a unit from a size costs at least, and how much a module makes at most. */
export interface SizeReading {
  readonly cost: number;
  readonly capacity: number;
}

/** Reads prices as destinations, offers and unit costs, each rounded so that the bound only falls. */
export class PriceReader {
  readonly #problem: CoupledProblem;
  readonly #inputPrice: Float64Array;
  readonly #inputs: Inputs;
  readonly #stalls: readonly Stalls[];
  readonly #heap = new OfferHeap();
  readonly #matrices: readonly Float64Array[];
  readonly #gates = new Map<number, number>();
  readonly #recipes: (Recipe | undefined)[] = [];
  readonly #sizes: (SizeReading | undefined)[] = [];

  /** @param matrices the problem's tables of freight, written out. */
  constructor(
    problem: CoupledProblem,
    { demandPrice, inputPrice }: CoupledPrices,
    inputs: Inputs,
    matrices: readonly Float64Array[],
  ) {
    const { placeCount: p, goodCount: g, demand, sitePlace } = problem;
    this.#problem = problem;
    this.#inputPrice = inputPrice;
    this.#inputs = inputs;
    this.#stalls = Array.from({ length: g }, () => new Stalls(p));
    this.#matrices = matrices;
    for (let cell = 0; cell < p * g; cell++) {
      if (!(demand[cell] > 0)) continue;
      this.#stalls[Math.floor(cell / p)].add(cell % p, 0, demandPrice[cell], demand[cell]);
    }
    for (let k = 0; k < inputs.site.length; k++) {
      const place = sitePlace[inputs.site[k]];
      for (let e = inputs.start[k]; e < inputs.start[k + 1]; e++) {
        this.#stalls[inputs.goods[e]].add(place, 0, inputPrice[e], inputs.most[e]);
      }
    }
  }

  /**
   * What destinations pay more than `least` at a cell, dearest first; so many as take more than what is `wanted`
   * together, since no further one can be made use of.
   */
  offers(cell: number, least: number, wanted: number): Offer[] {
    const { placeCount: p, freightTable, freightRate } = this.#problem;
    const heap = this.#heap;
    const good = Math.floor(cell / p);
    const from = cell % p;
    const rate = freightRate?.[good] ?? 1;
    const matrix = this.#matrices[freightTable[good]];
    const { first, next, dearest, magnitude, price: priceOf, most } = this.#stalls[good];
    heap.clear();
    for (let place = 0; place < p; place++) {
      const entry = place === from ? 0 : (matrix?.[from * p + place] ?? Number.POSITIVE_INFINITY);
      if (first[place] < 0 || entry === Number.POSITIVE_INFINITY) continue;
      const freight = rate * entry;
      // Most places are too far for whatever is paid there.
      if (dearest[place] - freight + 8 * E * (magnitude[place] + freight) < least) continue;
      for (let t = first[place]; t >= 0; t = next[t]) {
        const price = priceOf[t];
        const worth = price - freight + 4 * E * (Math.abs(price) + freight);
        if (worth > least) heap.add(worth, most[t], 0);
      }
    }
    heap.order();
    const offers: Offer[] = [];
    let offered = 0;
    while (!(offered > wanted * MORE_THAN_ROUNDING)) {
      const top = heap.take();
      if (top < 0) break;
      offers.push({ worth: heap.worth[top], most: heap.most[top] });
      offered += heap.most[top];
    }
    return offers;
  }

  /** What a by-product is worth at a cell; -Infinity where nobody takes it and it must not be let go. */
  #gate(cell: number): number {
    const known = this.#gates.get(cell);
    if (known !== undefined) return known;
    const disposal = this.#problem.disposalCost?.[Math.floor(cell / this.#problem.placeCount)] ?? 0;
    const offers = this.offers(cell, -disposal, 0);
    const worth = offers.length > 0 ? offers[0].worth : -disposal;
    this.#gates.set(cell, worth);
    return worth;
  }

  /** What a recipe makes and takes of each good. */
  #recipe(recipe: number): Recipe {
    const { makes, takes } = this.#problem;
    this.#recipes[recipe] ??= { made: totals(makes, recipe), taken: totals(takes, recipe) };
    return this.#recipes[recipe];
  }

  /**
   * The least that a unit costs from a size, and the most that a module makes. Infinity, and nothing, where no activity
   * can run; -Infinity where a figure is beyond what doubles hold, so that nothing is known of it.
   */
  size(cell: number, k: number): SizeReading {
    this.#sizes[k] ??= this.#read(cell, k);
    return this.#sizes[k];
  }

  #read(cell: number, k: number): SizeReading {
    const { placeCount: p, activityStart, activityRecipe, activityCapacity, activityCost } = this.#problem;
    const { start, goods } = this.#inputs;
    const main = Math.floor(cell / p);
    let least = Number.POSITIVE_INFINITY;
    let capacity = 0;
    for (let activity = activityStart[k]; activity < activityStart[k + 1]; activity++) {
      const { made, taken } = this.#recipe(activityRecipe[activity]);
      const yielded = made.get(main)!;
      let cost = activityCost[activity];
      let magnitude = Math.abs(cost);
      let canRun = true;
      for (const [good, amount] of taken) {
        const term = amount * this.#inputPrice[goods.indexOf(good, start[k])];
        cost += term;
        magnitude += Math.abs(term);
      }
      for (const [good, amount] of made) {
        if (good === main) continue;
        const worth = this.#gate(good * p + (cell % p));
        canRun &&= worth !== Number.NEGATIVE_INFINITY;
        cost -= amount * worth;
        magnitude += Math.abs(amount * worth);
      }
      if (!canRun) continue;
      const steps = 4 * (taken.size + made.size);
      const unit = (cost - steps * E * magnitude) / yielded - (steps * E * magnitude) / yielded;
      least = Math.min(least, Number.isFinite(unit) ? unit : Number.NEGATIVE_INFINITY);
      capacity = Math.max(capacity, activityCapacity[activity] * yielded * (1 + 2 * E));
    }
    return { cost: least, capacity };
  }
}
