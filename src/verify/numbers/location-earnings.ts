import type { LocationCertificate } from "../../problems/location-result.ts";
import type { Remaining, WholeLocation } from "./location-certificate.ts";

/** With fewer pieces of evidence than this, sorting takes longer than it saves. */
const FEWEST_PIECES = 150;
/** The same under capacity, where nothing is sorted. */
const FEWEST_WITH_CAPACITY = 8;

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

/** Takes what customers pay each site above cost from the intercept of its line, which is zero before. */
export function addEarnings(
  pairs: EarningPairs,
  { customerCount: n }: WholeLocation,
  { upper }: Remaining,
  prices: Float64Array,
  intercept: Float64Array,
): void {
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

/**
 * The pairs, by site, that some price of a certificate exceeds: no others can earn anything. Those up to `end` are all
 * that can where capacity is worth the site's least price above zero in the certificate, or more.
 */
export interface SitePairs {
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly customer: Int32Array;
  readonly cost: Float64Array;
  readonly leastPrice: Float64Array;
}

/** Undefined without capacities, in a short certificate, and where pairs are ruled out one by one. */
export function sitePairs(whole: WholeLocation, { nodes }: LocationCertificate): SitePairs | undefined {
  const { siteCount: m, customerCount: n, cost, capacity, demand, singleSource } = whole;
  if (capacity.length === 0 || singleSource) return undefined;
  const reach = new Float64Array(n).fill(Number.NEGATIVE_INFINITY);
  const leastPrice = new Float64Array(m).fill(Number.POSITIVE_INFINITY);
  let pieces = 0;
  for (const { evidence } of nodes) {
    for (const { prices, capacityPrices, secondPrices, pricedSites } of evidence) {
      pieces++;
      for (let j = 0; j < n; j++) if (prices[j] > reach[j]) reach[j] = prices[j];
      if (capacityPrices !== undefined) lowerTo(leastPrice, capacityPrices, pricedSites);
      if (secondPrices !== undefined) lowerTo(leastPrice, secondPrices, pricedSites);
    }
  }
  if (pieces < FEWEST_WITH_CAPACITY) return undefined;
  let count = 0;
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) if (cost[i * n + j] < reach[j]) count++;
  const start = new Int32Array(m + 1);
  const end = new Int32Array(m);
  const customer = new Int32Array(count);
  const own = new Float64Array(count);
  let place = 0;
  for (let i = 0; i < m; i++) {
    start[i] = place;
    for (const isNear of [true, false]) {
      for (let j = 0; j < n; j++) {
        const c = cost[i * n + j];
        if (!(c < reach[j]) || c + leastPrice[i] * demand[j] < reach[j] !== isNear) continue;
        customer[place] = j;
        own[place++] = c;
      }
      if (isNear) end[i] = place;
    }
  }
  start[m] = place;
  return { start, end, customer, cost: own, leastPrice };
}

function lowerTo(least: Float64Array, prices: ArrayLike<number>, sites: Int32Array | undefined): void {
  for (let t = 0; t < prices.length; t++) {
    const i = sites === undefined ? t : sites[t];
    if (prices[t] > 0 && prices[t] < least[i]) least[i] = prices[t];
  }
}

/** What customers pay site i above cost and capacity price, added up over those for whom that is positive. */
export function siteEarnings(
  { start, end, customer, cost, leastPrice }: SitePairs,
  { demand }: WholeLocation,
  i: number,
  prices: Float64Array,
  capacityPrice: number,
): number {
  const stop = capacityPrice >= leastPrice[i] ? end[i] : start[i + 1];
  let sum = 0;
  for (let q = start[i]; q < stop; q++) {
    const j = customer[q];
    const above = prices[j] - cost[q] - capacityPrice * demand[j];
    if (above > 0) sum += above;
  }
  return sum;
}
