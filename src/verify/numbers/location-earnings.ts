import type { LocationCertificate } from "../../problems/location-result.ts";
import type { Remaining, WholeLocation } from "./location-certificate.ts";
import { LARGEST_PRICE } from "./location-prices.ts";

/** A site that is asked more often than this gets its pairs sorted: by then that takes less than it saves. */
const ASKS_BEFORE_SORTING = 64;
/** What a unit of demand may be worth is told apart to a part in so many of the greatest, where that fits. */
const GRAINS = 2 ** 30;
const LARGEST_KEY = 2 ** 52;

/**
 * Tells what customers, who may be served in parts, pay sites above cost and capacity price.
 *
 * Shapes: of all pairs only those are listed that cost less than some price of the certificate, since no others can earn
 *         anything. Site i's are in places start[i] to start[i + 1] - 1: by customer, or, once the site has been asked
 *         often, by what a unit of the customer's demand may earn there at most, falling.
 */
export class SiteEarnings {
  readonly #demand: Float64Array;
  /** For each customer the greatest price in the certificate that evidence may have. */
  readonly #reach: Float64Array;
  readonly #start: Int32Array;
  readonly #customer: Int32Array;
  readonly #cost: Float64Array;
  /** What a unit of demand may earn at most, rounded up; of no meaning for sites that are not sorted. */
  readonly #worth: Float64Array;
  readonly #asks: Int32Array;

  constructor({ siteCount: m, customerCount: n, cost, demand }: WholeLocation, certificate: LocationCertificate) {
    const reach = greatestPrices(n, certificate);
    const start = new Int32Array(m + 1);
    let customer = new Int32Array(n);
    let own = new Float64Array(n);
    let count = 0;
    for (let i = 0; i < m; i++) {
      if (count + n > customer.length) {
        const [customersBefore, costsBefore] = [customer, own];
        customer = new Int32Array(2 * (count + n));
        own = new Float64Array(2 * (count + n));
        customer.set(customersBefore);
        own.set(costsBefore);
      }
      for (let j = 0; j < n; j++) {
        const c = cost[i * n + j];
        if (!(c < reach[j])) continue;
        customer[count] = j;
        own[count++] = c;
      }
      start[i + 1] = count;
    }
    this.#demand = demand;
    this.#reach = reach;
    this.#start = start;
    this.#customer = customer;
    this.#cost = own;
    this.#worth = new Float64Array(count);
    this.#asks = new Int32Array(m);
  }

  /** Writes down for sites that may open, below zero, what they earn from the customers for whom it is positive. */
  lessThose(
    { sites, upper }: Remaining,
    prices: Float64Array,
    capacityPrices: Float64Array,
    intercept: Float64Array,
  ): void {
    const demand = this.#demand;
    const customer = this.#customer;
    const cost = this.#cost;
    for (let a = 0; a < sites.length; a++) {
      const i = sites[a];
      if (upper[i] === 0) continue;
      const price = capacityPrices[i];
      const end = this.#endOf(i, price);
      let sum = 0;
      for (let q = this.#start[i]; q < end; q++) {
        const j = customer[q];
        const above = prices[j] - cost[q] - price * demand[j];
        if (above > 0) sum += above;
      }
      intercept[i] = -sum;
    }
  }

  /**
   * What customers pay site i above cost, capacity price and what they pay others, which is in `most` by customer and
   * raised to what they would pay here.
   */
  above(i: number, prices: Float64Array, capacityPrice: number, most: Float64Array): number {
    const demand = this.#demand;
    const customer = this.#customer;
    const cost = this.#cost;
    const end = this.#endOf(i, capacityPrice);
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

  /** Behind the last of site i's places that may earn something at this price. */
  #endOf(i: number, capacityPrice: number): number {
    const asks = ++this.#asks[i];
    if (asks === ASKS_BEFORE_SORTING) this.#sort(i);
    let high = this.#start[i + 1];
    if (asks < ASKS_BEFORE_SORTING || capacityPrice === 0) return high;
    let low = this.#start[i];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#worth[middle] > capacityPrice) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #sort(i: number): void {
    const demand = this.#demand;
    const reach = this.#reach;
    const customer = this.#customer.subarray(this.#start[i], this.#start[i + 1]);
    const cost = this.#cost.subarray(this.#start[i], this.#start[i + 1]);
    const worth = this.#worth.subarray(this.#start[i], this.#start[i + 1]);
    const count = customer.length;
    let most = 0;
    for (let q = 0; q < count; q++) {
      worth[q] = (reach[customer[q]] - cost[q]) / demand[customer[q]];
      most = Math.max(most, worth[q]);
    }
    // Worth and place go into one whole number, which sorts faster.
    const grain = Math.min(GRAINS, LARGEST_KEY / count) / most;
    const keys = worth.map((w, q) => -Math.floor(w * grain) * count - q).sort();
    const [customerBefore, costBefore] = [customer.slice(), cost.slice()];
    for (let q = 0; q < count; q++) {
      const grains = Math.floor(-keys[q] / count);
      const before = -keys[q] - grains * count;
      worth[q] = (grains + 2) / grain;
      customer[q] = customerBefore[before];
      cost[q] = costBefore[before];
    }
  }
}

function greatestPrices(customerCount: number, { nodes }: LocationCertificate): Float64Array {
  const reach = new Float64Array(customerCount).fill(-LARGEST_PRICE);
  const own = new Float64Array(customerCount);
  for (const { evidence } of nodes) {
    for (const { prices } of evidence) {
      // Evidence of another length is refused where it is read, and so are prices beyond the largest.
      if (prices.length !== customerCount) continue;
      own.set(prices);
      raiseTo(reach, own);
    }
  }
  for (let j = 0; j < customerCount; j++) reach[j] = Math.min(reach[j], LARGEST_PRICE);
  return reach;
}

function raiseTo(reach: Float64Array, prices: Float64Array): void {
  for (let j = 0; j < reach.length; j++) if (prices[j] > reach[j]) reach[j] = prices[j];
}
