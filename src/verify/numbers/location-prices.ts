import type { Evidence, LocationCertificate } from "../../problems/location-result.ts";

/** Customers' prices are no larger, and costs no further below zero, so that a price above a cost is told to the step. */
export const LARGEST_PRICE = 2 ** 52;

/** Whether a customer may have it as its price. */
export function isPrice(price: number): boolean {
  return Number.isInteger(price) && Math.abs(price) <= LARGEST_PRICE;
}

/** A piece of evidence's prices in full: for every customer and every site, in double precision. */
export interface FullPrices {
  readonly prices: Float64Array;
  readonly first: Float64Array;
  /** Of no meaning where there is no second choice. */
  readonly second: Float64Array;
}

export function startPrices(siteCount: number, customerCount: number): FullPrices {
  return {
    prices: new Float64Array(customerCount),
    first: new Float64Array(siteCount),
    second: new Float64Array(siteCount),
  };
}

/**
 * Writes a piece of evidence's prices into the arrays given. False where the evidence has prices of the wrong
 * number, or for sites that there are not.
 */
export function fillPrices({ prices, capacityPrices, secondPrices, pricedSites }: Evidence, into: FullPrices): boolean {
  // Lists of another kind might not read as numbers wherever they are read.
  if (!ArrayBuffer.isView(prices) || prices.length !== into.prices.length) return false;
  into.prices.set(prices);
  if (!spread(capacityPrices, pricedSites, into.first)) return false;
  return secondPrices === undefined || spread(secondPrices, pricedSites, into.second);
}

/** Writes down the sum of customers' prices, and of their sizes; gives the place of one that is none, -1 where all are. */
export function addPrices(prices: Float64Array, sums: Float64Array): number {
  let sum = 0;
  let size = 0;
  for (let j = 0; j < prices.length; j++) {
    const price = prices[j];
    const own = Math.abs(price);
    if (!(own <= LARGEST_PRICE && Math.floor(own) === own)) return j;
    sum += price;
    size += own;
  }
  sums[0] = sum;
  sums[1] = size;
  return -1;
}

function spread(
  prices: Float64Array | Float32Array | undefined,
  sites: Int32Array | undefined,
  full: Float64Array,
): boolean {
  full.fill(0);
  if (prices === undefined) return true;
  if (prices.length !== (sites === undefined ? full.length : sites.length)) return false;
  if (sites === undefined) {
    full.set(prices);
    return true;
  }
  for (let t = 0; t < sites.length; t++) {
    // Ascending, so that no site has two prices.
    if (!(sites[t] < full.length && sites[t] > (t === 0 ? -1 : sites[t - 1]))) return false;
    full[sites[t]] = prices[t];
  }
  return true;
}

/** For each customer the greatest price that evidence may have. */
export function greatestPrices(customerCount: number, { nodes }: LocationCertificate): Float64Array {
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
