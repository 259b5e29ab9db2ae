import type { Evidence, LocationCertificate } from "../../problems/location-result.ts";
import { copyNumbers } from "./typed-numbers.ts";

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
  if (!copyNumbers(prices, into.prices)) return false;
  if (!spread(capacityPrices, pricedSites, into.first)) return false;
  return secondPrices === undefined || spread(secondPrices, pricedSites, into.second);
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
  let before = -1;
  for (let t = 0; t < sites.length; t++) {
    const i = sites[t];
    // Ascending, so that no site has two prices.
    if (!(i < full.length && i > before)) return false;
    full[i] = prices[t];
    before = i;
  }
  return true;
}

/**
 * Writes down what customers pay beyond these prices at those that sets are tried at, nothing where a site owns them. Gives what
 * that adds up to, and its sizes do, or what is wrong.
 */
export function readChange(
  setPrices: Float64Array | Float32Array,
  prices: Float64Array,
  owner: Int32Array,
  change: Float64Array,
): { readonly sum: number; readonly size: number } | string {
  if (!copyNumbers(setPrices, change)) return "has prices for sets of the wrong number";
  let sum = 0;
  let size = 0;
  for (let j = 0; j < change.length; j++) {
    if (!isPrice(change[j])) return `has price ${change[j]} for sets`;
    change[j] = owner[j] < 0 ? change[j] - prices[j] : 0;
    sum += change[j];
    size += Math.abs(change[j]);
  }
  return { sum, size };
}

/** Raises what each customer pays at most to the prices in all evidence of the right number; none beyond what is a price. */
export function raiseReach({ nodes }: LocationCertificate, reach: Float64Array): void {
  const own = new Float64Array(reach.length);
  for (const { evidence } of nodes) {
    for (const { prices } of evidence) if (copyNumbers(prices, own)) raiseTo(reach, own);
  }
}

function raiseTo(reach: Float64Array, prices: Float64Array): void {
  for (let j = 0; j < prices.length; j++) if (prices[j] > reach[j] && prices[j] <= LARGEST_PRICE) reach[j] = prices[j];
}

/** Prices of such size, and levels times demand, leave differences of them exact. */
const LARGEST_LEVELLED = 2 ** 50;

/** Reads the customers' prices of each piece of evidence once, and keeps what they add up to, by the piece's place. */
export class PriceSums {
  readonly sum: number[] = [];
  /** Of their sizes. */
  readonly size: number[] = [];
  /** Which is none that a customer may have, -1 where there is none such. */
  readonly wrong: number[] = [];
  /** What a unit of demand pays on average, whole: where room is scarcer all prices are higher by about as much. */
  readonly level: number[] = [];
  /** For each customer the greatest price in all evidence, where that is asked for. */
  readonly reach: Float64Array;
  /** For each customer the most that it pays above the level in any of the evidence read that is right. */
  readonly reachAboveLevel: Float64Array;
  #isReachAsked = false;
  readonly #demand: Float64Array;
  readonly #totalDemand: number;
  readonly #own: Float64Array;
  readonly #added = new Float64Array(2);
  readonly #pieces: Evidence[] = [];
  /** Of each node the place of its first piece, where all were read. */
  readonly #firstOf: number[] = [];
  readonly #placeOf = new Map<Evidence, number>();

  constructor(demand: Float64Array, totalDemand: number) {
    this.reach = new Float64Array(demand.length).fill(-LARGEST_PRICE);
    this.reachAboveLevel = new Float64Array(demand.length).fill(Number.NEGATIVE_INFINITY);
    this.#demand = demand;
    this.#totalDemand = totalDemand;
    this.#own = new Float64Array(demand.length);
  }

  /** @param isReachAsked whether the greatest prices are wanted, too */
  readAll({ nodes }: LocationCertificate, isReachAsked: boolean): void {
    this.#isReachAsked = isReachAsked;
    for (const { evidence } of nodes) {
      this.#firstOf.push(this.#pieces.length);
      for (const piece of evidence) {
        this.#pieces.push(piece);
        this.#read(piece);
      }
    }
  }

  /**
   * The place of evidence; -1 where all was read, and this was not. Where it has prices of another number, which are refused where
   * it is weighed, the first is wrong.
   */
  placeOf(evidence: Evidence): number {
    const known = this.#placeOf.get(evidence);
    if (known !== undefined) return known;
    const place = this.#firstOf.length > 0 ? this.#pieces.indexOf(evidence) : this.#read(evidence);
    this.#placeOf.set(evidence, place);
    return place;
  }

  /** The same of a node's piece `k`: where all were read, that is known at sight. */
  placeIn(node: number, k: number, evidence: Evidence): number {
    const place = this.#firstOf[node] + k;
    return this.#pieces[place] === evidence ? place : this.placeOf(evidence);
  }

  #read({ prices }: Evidence): number {
    const own = this.#own;
    const isRead = copyNumbers(prices, own);
    const isRight = isRead && addUp(own, this.#added);
    const [sum, size] = this.#added;
    const wrong = isRight ? -1 : isRead ? own.findIndex((price) => !isPrice(price)) : 0;
    const level = size <= LARGEST_LEVELLED ? Math.floor(sum / this.#totalDemand) : 0;
    if (isRead && this.#isReachAsked) raiseTo(this.reach, own);
    if (wrong < 0) raiseAbove(this.reachAboveLevel, own, this.#demand, level);
    this.sum.push(sum);
    this.size.push(size);
    this.level.push(level);
    return this.wrong.push(wrong) - 1;
  }
}

/** Adds prices and their sizes up. Gives whether all are prices; false, too, where they are so large that one might not be. */
function addUp(prices: Float64Array, added: Float64Array): boolean {
  let sum = 0;
  let size = 0;
  let parts = 0;
  for (let j = 0; j < prices.length; j++) {
    const price = prices[j];
    sum += price;
    size += Math.abs(price);
    parts += price - Math.floor(price);
  }
  added[0] = sum;
  added[1] = size;
  return parts === 0 && size <= LARGEST_PRICE;
}

/** Two at once: half the turns of a loop that every price of a certificate goes through. */
function raiseAbove(above: Float64Array, prices: Float64Array, demand: Float64Array, level: number): void {
  const rest = prices.length % 2;
  if (rest === 1) above[0] = Math.max(above[0], prices[0] - level * demand[0]);
  for (let j = rest; j < prices.length; j += 2) {
    const own = prices[j] - level * demand[j];
    const next = prices[j + 1] - level * demand[j + 1];
    if (own > above[j]) above[j] = own;
    if (next > above[j + 1]) above[j + 1] = next;
  }
}
