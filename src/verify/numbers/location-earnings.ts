import type { PriceSums } from "./location-prices.ts";

/** A site that is asked at a price so often gets its pairs sorted: by then that takes less than it saves ... */
const ASKS_BEFORE_SORTING = 16;
/** ... but where evidence times pairs is less than this, sorting would not be compiled before all is done. */
const WORTH_SORTING = 3_000_000;
/** What a unit of demand may be worth is told apart to a part in so many of the greatest, where that fits. */
const GRAINS = 2 ** 30;
const LARGEST_KEY = 2 ** 52;
/** Far more of the largest worth than the few roundings of a worth come to. */
const ROUNDED = 2 ** -45;

/**
 * The pairs that cost less than some price of the certificate, where customers may be served in parts: no others can earn
 * anything, whatever the evidence. Some that do not cost less may be among them.
 *
 * Shapes: site i's are in places start[i] to start[i + 1] - 1, by customer.
 */
export interface EarningPairs {
  readonly start: Int32Array;
  readonly customer: Int32Array;
  readonly cost: Float64Array;
  /** Whether any site may serve any customer, at some cost. */
  readonly isComplete: boolean;
}

/**
 * Tells what customers, who may be served in parts, pay sites above cost and capacity price. Once a site has been asked
 * often, its pairs stand by what a unit of the customer's demand may earn there at most above the level of prices, the most
 * first.
 */
export class SiteEarnings {
  readonly #demand: Float64Array;
  readonly #priceSums: PriceSums;
  /** For each customer the most that it pays above the level in any evidence; empty before that is asked. */
  #reach: Float64Array = new Float64Array(0);
  readonly #start: Int32Array;
  readonly #customer: Int32Array;
  readonly #cost: Float64Array;
  /** What a unit of demand may earn above the level at most, rounded up; of no meaning for sites that are not sorted. */
  readonly #worth: Float64Array;
  readonly #asks: Int32Array;
  readonly #asksBeforeSorting: number;

  /** @param worthSorting pairs times evidence from which on pairs are sorted */
  constructor(
    { start, customer, cost }: EarningPairs,
    demand: Float64Array,
    priceSums: PriceSums,
    worthSorting = WORTH_SORTING,
  ) {
    this.#demand = demand;
    this.#priceSums = priceSums;
    this.#start = start;
    this.#customer = customer;
    this.#cost = cost;
    this.#worth = new Float64Array(start[start.length - 1]);
    this.#asks = new Int32Array(start.length - 1);
    const isLong = priceSums.sum.length * customer.length >= worthSorting;
    this.#asksBeforeSorting = isLong ? ASKS_BEFORE_SORTING : Number.POSITIVE_INFINITY;
  }

  /**
   * What customers pay site i above cost and capacity price, where that is positive.
   *
   * @param level of the evidence that the prices are from
   */
  paid(i: number, prices: Float64Array, level: number, capacityPrice: number): number {
    const end = capacityPrice === 0 ? this.#start[i + 1] : this.#endOf(i, capacityPrice - level);
    return paidAbove(this.#customer, this.#cost, this.#start[i], end, prices, this.#demand, capacityPrice);
  }

  /**
   * What customers pay site i above cost, capacity price and what they pay others, which is in `most` by customer and
   * raised to what they would pay here.
   */
  above(i: number, prices: Float64Array, level: number, capacityPrice: number, most: Float64Array): number {
    const demand = this.#demand;
    const customer = this.#customer;
    const cost = this.#cost;
    const end = capacityPrice === 0 ? this.#start[i + 1] : this.#endOf(i, capacityPrice - level);
    let sum = 0;
    for (let q = this.#start[i]; q < end; q++) {
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
    let high = this.#start[i + 1];
    const asks = ++this.#asks[i];
    if (asks === this.#asksBeforeSorting) this.#sort(i);
    if (asks < this.#asksBeforeSorting) return high;
    let low = this.#start[i];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#worth[middle] > aboveLevel) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * A customer pays more than a pair's cost and capacity price when what a unit of its demand pays above the level, less
   * what the pair costs a unit, is more than the price above the level. In no evidence is that more than the worth here.
   */
  #sort(i: number): void {
    if (this.#reach.length === 0) this.#reach = this.#priceSums.reachAboveLevel();
    const demand = this.#demand;
    const reach = this.#reach;
    const customer = this.#customer.subarray(this.#start[i], this.#start[i + 1]);
    const cost = this.#cost.subarray(this.#start[i], this.#start[i + 1]);
    const worth = this.#worth.subarray(this.#start[i], this.#start[i + 1]);
    const count = customer.length;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let q = 0; q < count; q++) {
      const own = (reach[customer[q]] - cost[q]) / demand[customer[q]];
      worth[q] = own;
      if (own < least) least = own;
      if (own > most) most = own;
    }
    // Worth and place go into one whole number, which sorts faster. Where all are worth the same no grain tells them apart.
    const grain = most > least ? Math.min(GRAINS, LARGEST_KEY / count) / (most - least) : 0;
    const keys = worth.map((w, q) => -Math.floor((w - least) * grain) * count - q).sort();
    const [customerBefore, costBefore] = [customer.slice(), cost.slice()];
    const rounded = ROUNDED * Math.max(Math.abs(least), Math.abs(most));
    for (let q = 0; q < count; q++) {
      const grains = Math.floor(-keys[q] / count);
      const before = -keys[q] - grains * count;
      worth[q] = least + (grains + 2) / grain + rounded;
      customer[q] = customerBefore[before];
      cost[q] = costBefore[before];
    }
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
