import type { PriceSums } from "./location-prices.ts";
import type { WorthyPairs } from "./location-worthy.ts";
import { longer } from "./typed-numbers.ts";

/** A site that is asked at a price so often gets its pairs sorted: by then that has cost as much as sorting does ... */
const ASKS_BEFORE_SORTING = 5;
/** ... but where evidence times pairs is less than this, it saves no more than it takes, and would be compiled for little. */
const WORTH_SORTING = 2_000_000;
/** What a unit of demand may be worth is told apart to a part in so many of what the site's pairs are worth. */
const GRAINS = 128;
/** Far more of the largest worth than the few roundings of a worth come to. */
const ROUNDED = 2 ** -45;

/**
 * Pairs of sites and customers.
 *
 * Shapes: site i's are in places start[i] to start[i + 1] - 1, by customer.
 */
export interface ListedPairs {
  readonly start: Int32Array;
  readonly customer: Int32Array;
  readonly cost: Float64Array;
}

/**
 * The pairs that cost less than some price of the certificate, or are worth some price of room, where customers may be served
 * in parts: no others earn anything at these. Some that do not cost less may be among them.
 */
export interface EarningPairs extends ListedPairs {
  /** Whether any site may serve any customer, at some cost. */
  readonly isComplete: boolean;
  /** Whether room is limited, so that it has prices. */
  readonly isLimited: boolean;
  /**
   * Where lists may lack some: site i's lacks none that earns at a capacity price floor[i] or more above the level, and is
   * listed again for less.
   */
  readonly again?: { readonly worthy: WorthyPairs; readonly floor: Float64Array };
}

/**
 * Tells what customers, who may be served in parts, pay sites above cost and capacity price. Once a site has been asked
 * often, its pairs stand by what a unit of the customer's demand may earn there at most above the level of prices, the most
 * first.
 */
export class SiteEarnings {
  readonly #demand: Float64Array;
  /** For each customer the most that it pays above the level in any evidence. */
  readonly #reach: Float64Array;
  /** Site i's pairs are in places first[i] to end[i] - 1. */
  readonly #first: Int32Array;
  readonly #end: Int32Array;
  readonly #floor: Float64Array;
  readonly #worthy: WorthyPairs | undefined;
  #customer: Int32Array;
  #cost: Float64Array;
  /** Places that are taken. */
  #listed: number;
  readonly #asks: Int32Array;
  readonly #asksBeforeSorting: number;
  /** For each site that is sorted the least that a unit of demand may earn above the level, rounded up, and grains to a unit. */
  readonly #least: Float64Array;
  readonly #grains: Float64Array;
  /** For each such site and each grain the place behind the last that may be worth so much, the most grains last. */
  #ends: Int32Array = new Int32Array(0);
  /** Room to sort a site's pairs: what each is worth, how many grains that is, and the pairs as they were. */
  readonly #worth: Float64Array;
  readonly #grain: Int32Array;
  readonly #customerBefore: Int32Array;
  readonly #costBefore: Float64Array;

  /** @param worthSorting pairs times evidence from which on pairs are sorted */
  constructor(
    { start, customer, cost, isLimited, again }: EarningPairs,
    demand: Float64Array,
    priceSums: PriceSums,
    worthSorting = WORTH_SORTING,
  ) {
    this.#demand = demand;
    this.#reach = priceSums.reachAboveLevel;
    this.#first = start.slice(0, -1);
    this.#end = start.slice(1);
    this.#floor = again?.floor.slice() ?? new Float64Array(start.length - 1).fill(Number.NEGATIVE_INFINITY);
    this.#worthy = again?.worthy;
    this.#customer = customer;
    this.#cost = cost;
    this.#listed = customer.length;
    this.#asks = new Int32Array(start.length - 1);
    this.#least = new Float64Array(start.length - 1);
    this.#grains = new Float64Array(start.length - 1);
    this.#worth = new Float64Array(demand.length);
    this.#grain = new Int32Array(demand.length);
    this.#customerBefore = new Int32Array(demand.length);
    this.#costBefore = new Float64Array(demand.length);
    const isLong = isLimited && priceSums.sum.length * customer.length >= worthSorting;
    this.#asksBeforeSorting = isLong ? ASKS_BEFORE_SORTING : Number.POSITIVE_INFINITY;
  }

  /**
   * What customers pay site i above cost and capacity price, where that is positive.
   *
   * @param level of the evidence that the prices are from
   */
  paid(i: number, prices: Float64Array, level: number, capacityPrice: number): number {
    const end = this.#endOf(i, capacityPrice - level);
    return paidAbove(this.#customer, this.#cost, this.#first[i], end, prices, this.#demand, capacityPrice);
  }

  /**
   * What customers pay site i above cost, capacity price and what they pay others, which is in `most` by customer and
   * raised to what they would pay here.
   */
  above(i: number, prices: Float64Array, level: number, capacityPrice: number, most: Float64Array): number {
    const demand = this.#demand;
    const end = this.#endOf(i, capacityPrice - level);
    const customer = this.#customer;
    const cost = this.#cost;
    let sum = 0;
    for (let q = this.#first[i]; q < end; q++) {
      const j = customer[q];
      const above = prices[j] - cost[q] - capacityPrice * demand[j];
      if (above <= most[j]) continue;
      sum += above - most[j];
      most[j] = above;
    }
    return sum;
  }

  /** Behind the last of site i's places that may earn something at a capacity price so far above the level. */
  #endOf(i: number, aboveLevel: number): number {
    if (!(aboveLevel >= this.#floor[i])) this.#listAgain(i, aboveLevel);
    if (this.#asks[i] < this.#asksBeforeSorting) {
      if (++this.#asks[i] < this.#asksBeforeSorting) return this.#end[i];
      this.#sort(i);
    }
    const grain = Math.floor((aboveLevel - this.#least[i]) * this.#grains[i]);
    if (grain >= GRAINS) return this.#first[i];
    return grain > 0 ? this.#ends[GRAINS * i + grain] : this.#end[i];
  }

  /** Lists site i's pairs that may earn at any capacity price from here on. */
  #listAgain(i: number, aboveLevel: number): void {
    const [worthy, first, most] = [this.#worthy!, this.#listed, this.#listed + this.#demand.length];
    if (most > this.#cost.length) {
      this.#customer = longer(this.#customer, 2 * most);
      this.#cost = longer(this.#cost, 2 * most);
    }
    const floor = Math.min(aboveLevel, worthy.lowest);
    const end = worthy.list(i, floor, first, this.#customer, this.#cost);
    // Nothing adds up then, and the evidence is refused.
    if (!worthy.fit(this.#cost.subarray(first, end))) this.#cost.fill(Number.NaN, first, end);
    this.#floor[i] = floor;
    this.#first[i] = first;
    this.#end[i] = end;
    this.#listed = end;
    this.#asks[i] = 0;
  }

  /**
   * A customer pays more than a pair's cost and capacity price when what a unit of its demand pays above the level, less
   * what the pair costs a unit, is more than the price above the level. In no evidence is that more than the worth here.
   */
  #sort(i: number): void {
    if (this.#ends.length === 0) this.#ends = new Int32Array(GRAINS * this.#asks.length);
    const least = this.#weigh(i);
    const [first, end] = [this.#first[i], this.#end[i]];
    const [worth, grain, customerBefore, costBefore] = [
      this.#worth,
      this.#grain,
      this.#customerBefore,
      this.#costBefore,
    ];
    const [customer, cost] = [this.#customer, this.#cost];
    const grains = this.#grains[i];
    const ends = this.#ends.subarray(GRAINS * i, GRAINS * (i + 1)).fill(0);
    for (let q = first; q < end; q++) {
      const own = Math.min(GRAINS - 1, (worth[q - first] - least) * grains) | 0;
      grain[q - first] = own;
      customerBefore[q - first] = customer[q];
      costBefore[q - first] = cost[q];
      ends[own]++;
    }
    let place = first;
    for (let own = GRAINS - 1; own >= 0; own--) {
      const count = ends[own];
      ends[own] = place;
      place += count;
    }
    for (let q = first; q < end; q++) {
      const to = ends[grain[q - first]]++;
      customer[to] = customerBefore[q - first];
      cost[to] = costBefore[q - first];
    }
  }

  /** What each of site i's pairs is worth, and how it is told apart; gives the least of it. */
  #weigh(i: number): number {
    const [demand, reach, customer, cost, worth] = [this.#demand, this.#reach, this.#customer, this.#cost, this.#worth];
    const first = this.#first[i];
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let q = first; q < this.#end[i]; q++) {
      const j = customer[q];
      const own = (reach[j] - cost[q]) / demand[j];
      worth[q - first] = own;
      if (own < least) least = own;
      if (own > most) most = own;
    }
    // Where all are worth the same no grain tells them apart.
    this.#grains[i] = most > least ? GRAINS / (most - least) : 0;
    // As this is rounded up, no price that is less than a pair's worth comes to more grains than that.
    this.#least[i] = least + ROUNDED * Math.max(Math.abs(least), Math.abs(most));
    return least;
  }
}

/**
 * What the customers in places first to end - 1 pay above cost and capacity price, where that is positive. The loop that
 * checking takes most of its time in, by itself, since what is small is compiled soon.
 */
function paidAbove(
  customer: Int32Array,
  cost: Float64Array,
  first: number,
  end: number,
  prices: Float64Array,
  demand: Float64Array,
  capacityPrice: number,
): number {
  let sum = 0;
  for (let q = first; q < end; q++) {
    const j = customer[q];
    const above = prices[j] - cost[q] - capacityPrice * demand[j];
    // Whether it is positive can't be foreseen: twice that, or nothing, is added without a branch.
    sum += above + Math.abs(above);
  }
  return sum / 2;
}
