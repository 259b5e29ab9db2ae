import type { Evidence } from "../../problems/location-result.ts";

/** A piece of evidence's prices in full: for every customer and every site, in double precision. */
export interface FullPrices {
  readonly prices: Float64Array;
  readonly first: Float64Array;
  /** The same array where there is no second choice. */
  readonly second: Float64Array;
}

/** Undefined where the evidence has prices of the wrong number, or for sites that there are not. */
export function fullPrices(
  { prices, capacityPrices, secondPrices, pricedSites }: Evidence,
  siteCount: number,
  customerCount: number,
): FullPrices | undefined {
  if (prices.length !== customerCount) return undefined;
  const first =
    capacityPrices === undefined ? new Float64Array(siteCount) : spread(capacityPrices, pricedSites, siteCount);
  const second = secondPrices === undefined ? first : spread(secondPrices, pricedSites, siteCount);
  if (first === undefined || second === undefined) return undefined;
  return { prices: Float64Array.from(prices), first, second };
}

function spread(prices: ArrayLike<number>, sites: Int32Array | undefined, siteCount: number): Float64Array | undefined {
  if (prices.length !== (sites === undefined ? siteCount : sites.length)) return undefined;
  if (sites === undefined) return Float64Array.from(prices);
  const full = new Float64Array(siteCount);
  for (let t = 0; t < sites.length; t++) {
    // Ascending, so that no site has two prices.
    if (!(sites[t] < siteCount && sites[t] > (t === 0 ? -1 : sites[t - 1]))) return undefined;
    full[sites[t]] = prices[t];
  }
  return full;
}
