import type { LocationCertificate } from "../../problems/location-result.ts";
import type { Remaining, WholeLocation } from "./location-certificate.ts";

/** With fewer pieces of evidence than this, sorting takes longer than it saves. */
const FEWEST_PIECES = 150;

/** The pairs that some price of a certificate exceeds, by customer, the cheapest first: no others can earn anything. */
export interface EarningPairs {
  readonly start: Int32Array;
  readonly site: Int32Array;
  readonly cost: Float64Array;
}

/** Lists the pairs; undefined where it is not worth the sorting: in a short certificate, and with capacities. */
export function earningPairs(whole: WholeLocation, { nodes }: LocationCertificate): EarningPairs | undefined {
  const { siteCount: m, customerCount: n, cost } = whole;
  if (whole.capacity.length > 0) return undefined;
  const reach = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  let pieces = 0;
  for (const { evidence } of nodes) {
    for (const { prices } of evidence) {
      pieces++;
      for (let j = 0; j < n; j++) if (prices[j] > reach[j]) reach[j] = prices[j];
    }
  }
  if (pieces < FEWEST_PIECES) return undefined;
  const start = new Int32Array(n + 1);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) if (cost[i * n + j] < reach[j]) start[j + 1]++;
  for (let j = 0; j < n; j++) start[j + 1] += start[j];
  const site = new Int32Array(start[n]);
  const place = start.slice(0, n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) if (cost[i * n + j] < reach[j]) site[place[j]++] = i;
  const own = new Float64Array(start[n]);
  for (let j = 0; j < n; j++) sortByCost(whole, j, site.subarray(start[j], start[j + 1]));
  for (let j = 0; j < n; j++) for (let t = start[j]; t < start[j + 1]; t++) own[t] = cost[site[t] * n + j];
  return { start, site, cost: own };
}

/** Sorts sites by what they cost a customer; cost and site go into one number where they fit, which sorts faster. */
function sortByCost({ siteCount: m, customerCount: n, cost }: WholeLocation, j: number, sites: Int32Array): void {
  const keys = new Float64Array(sites.length);
  let fits = true;
  for (let t = 0; t < sites.length; t++) {
    keys[t] = cost[sites[t] * n + j] * m + sites[t];
    fits &&= Number.isSafeInteger(keys[t]);
  }
  if (!fits) {
    sites.sort((a, b) => cost[a * n + j] - cost[b * n + j]);
    return;
  }
  keys.sort();
  for (let t = 0; t < keys.length; t++) sites[t] = keys[t] - Math.floor(keys[t] / m) * m;
}

/** The intercepts of sites' lines: less what customers pay them above cost. */
export function addEarnings(
  pairs: EarningPairs,
  { customerCount: n }: WholeLocation,
  { upper }: Remaining,
  prices: Float64Array,
  intercept: Float64Array,
): void {
  intercept.fill(0);
  const { start, site, cost } = pairs;
  for (let j = 0; j < n; j++) {
    const stop = start[j + 1];
    for (let t = start[j]; t < stop; t++) {
      const above = prices[j] - cost[t];
      if (above <= 0) break;
      if (upper[site[t]] > 0) intercept[site[t]] -= above;
    }
  }
}

/** A site that is asked more often than this gets its pairs sorted. */
const ASKS_BEFORE_SORTING = 8;
/** What a unit of demand may be worth is told apart to a part in so many of the greatest, where that fits. */
const GRAINS = 2 ** 30;
const LARGEST_KEY = 2 ** 52;

/** One site's pairs that some price of the certificate exceeds, by what a unit of demand may earn there at most. */
interface WorthyPairs {
  /** The most that a unit of the customer's demand may earn at any price of the certificate, falling; rounded up. */
  readonly worth: Float64Array;
  readonly customer: Int32Array;
  readonly cost: Float64Array;
  readonly demand: Float64Array;
}

/** Tells what customers pay a site with capacity above cost and capacity price, where they may be served in parts. */
export class SiteEarnings {
  readonly #whole: WholeLocation;
  /** For each customer the greatest price in the certificate that evidence may have. */
  readonly #reach: Float64Array;
  readonly #asks: Int32Array;
  readonly #pairs: (WorthyPairs | undefined)[];

  constructor(whole: WholeLocation, { nodes }: LocationCertificate) {
    const { siteCount: m, customerCount: n } = whole;
    this.#whole = whole;
    this.#reach = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
    this.#asks = new Int32Array(m);
    this.#pairs = new Array(m).fill(undefined);
    for (const { evidence } of nodes) for (const { prices } of evidence) this.#raiseTo(prices);
  }

  #raiseTo(prices: Float64Array | Float32Array): void {
    const reach = this.#reach;
    for (let j = 0; j < reach.length; j++)
      if (prices[j] > reach[j] && Number.isSafeInteger(prices[j])) reach[j] = prices[j];
  }

  /** Added up over the customers for whom it is positive. */
  at(i: number, prices: Float64Array, capacityPrice: number): number {
    const pairs = this.#pairs[i];
    if (pairs === undefined) {
      if (++this.#asks[i] > ASKS_BEFORE_SORTING) this.#pairs[i] = this.#sorted(i);
      return rowEarnings(this.#whole, i, prices, capacityPrice);
    }
    const { worth, customer, cost, demand } = pairs;
    let sum = 0;
    for (let q = 0; q < worth.length && worth[q] > capacityPrice; q++) {
      const above = prices[customer[q]] - cost[q] - capacityPrice * demand[q];
      if (above > 0) sum += above;
    }
    return sum;
  }

  /**
   * What customers pay the site above cost, capacity price and what they pay others, which is in `most` by customer and
   * raised to what they would pay here.
   */
  above(i: number, prices: Float64Array, capacityPrice: number, most: Float64Array): number {
    this.#pairs[i] ??= this.#sorted(i);
    const { worth, customer, cost, demand } = this.#pairs[i];
    let sum = 0;
    for (let q = 0; q < worth.length && worth[q] > capacityPrice; q++) {
      const j = customer[q];
      const above = prices[j] - cost[q] - capacityPrice * demand[q];
      if (above <= most[j]) continue;
      sum += above - most[j];
      most[j] = above;
    }
    return sum;
  }

  #sorted(i: number): WorthyPairs {
    const { customerCount: n, cost, demand } = this.#whole;
    const reach = this.#reach;
    const first = i * n;
    let count = 0;
    let most = 0;
    for (let j = 0; j < n; j++) {
      if (!(cost[first + j] < reach[j])) continue;
      count++;
      most = Math.max(most, (reach[j] - cost[first + j]) / demand[j]);
    }
    // Worth and customer go into one whole number, which sorts faster.
    const keys = new Float64Array(count);
    const grain = Math.min(GRAINS, LARGEST_KEY / n) / most;
    let filled = 0;
    for (let j = 0; j < n; j++)
      if (cost[first + j] < reach[j])
        keys[filled++] = -Math.floor(((reach[j] - cost[first + j]) / demand[j]) * grain) * n - j;
    keys.sort();
    const pairs = {
      worth: new Float64Array(count),
      customer: new Int32Array(count),
      cost: new Float64Array(count),
      demand: new Float64Array(count),
    };
    for (let q = 0; q < count; q++) {
      const grains = Math.floor(-keys[q] / n);
      const j = -keys[q] - grains * n;
      pairs.worth[q] = (grains + 2) / grain;
      pairs.customer[q] = j;
      pairs.cost[q] = cost[first + j];
      pairs.demand[q] = demand[j];
    }
    return pairs;
  }
}

/** What customers pay site i above cost and capacity price, added up over those for whom that is positive. */
function rowEarnings(
  { customerCount: n, cost, demand }: WholeLocation,
  i: number,
  prices: Float64Array,
  capacityPrice: number,
): number {
  const first = i * n;
  let sum = 0;
  for (let j = 0; j < n; j++) {
    const above = prices[j] - cost[first + j] - capacityPrice * demand[j];
    if (above > 0) sum += above;
  }
  return sum;
}
