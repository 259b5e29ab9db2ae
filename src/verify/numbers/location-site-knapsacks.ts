import type { RuledOut } from "./location-allowed.ts";
import type { Remaining, WholeLocation } from "./location-certificate.ts";
import { FullKnapsack, KnapsackDesk } from "./location-knapsack.ts";
import { PlanTrial } from "./location-plans.ts";

/** What the sites answer, and how they are chosen. */
export interface Choice {
  readonly value: Float64Array;
  /** Prices less the values of the sites chosen: no plan costs less. */
  bound: number;
  /** By how much the bound rises when a site must be open, or must be closed. */
  readonly extraOpen: Float64Array;
  readonly extraClosed: Float64Array;
}

/** Each site's knapsack of customers, and room to read evidence: kept from one piece to the next. */
export class SiteKnapsacks {
  readonly #ofSite: (FullKnapsack | undefined)[];
  /** What each pair that is allowed earns, by its place in the lists; known for sites that were filled. */
  readonly earns: Float64Array;
  /** The place of each customer in the knapsack at hand, where it is an item of it. */
  readonly place: Int32Array;
  /** What the present piece of evidence rules out. */
  readonly ruledOut: RuledOut;
  /** All sites, and a knapsack of those that can be spared: of all of them, and of all but one. */
  readonly sites: Int32Array;
  readonly spare: FullKnapsack;
  readonly without: FullKnapsack;
  /** Which of these are in the best set. */
  readonly isSpared: Int8Array;
  /** What each site's knapsack earns at most, whether that is exact, and what the sites answer by that. */
  readonly most: Float64Array;
  readonly isExact: Int8Array;
  readonly choice: Choice;
  readonly #desk: KnapsackDesk;
  #plans: PlanTrial | undefined;
  /** Whether evidence of the present node was read, at which prices last, and how many pairs each site had. */
  #wasRead = false;
  readonly #lastPrices: Float64Array;
  readonly #lastCount: Int32Array;

  constructor({ siteCount, customerCount }: WholeLocation) {
    this.#ofSite = new Array(siteCount).fill(undefined);
    this.#desk = new KnapsackDesk(Math.max(siteCount, customerCount));
    this.earns = new Float64Array(siteCount * customerCount);
    this.place = new Int32Array(customerCount);
    this.ruledOut = { onlyAt: new Int32Array(customerCount), isOut: new Int8Array(siteCount * customerCount) };
    this.sites = Int32Array.from({ length: siteCount }, (_, i) => i);
    this.spare = new FullKnapsack(siteCount, this.#desk);
    this.without = new FullKnapsack(siteCount, this.#desk);
    this.isSpared = new Int8Array(siteCount);
    this.most = new Float64Array(siteCount);
    this.isExact = new Int8Array(siteCount);
    this.#lastPrices = new Float64Array(customerCount);
    this.#lastCount = new Int32Array(siteCount);
    this.choice = {
      value: new Float64Array(siteCount),
      bound: 0,
      extraOpen: new Float64Array(siteCount),
      extraClosed: new Float64Array(siteCount),
    };
  }

  /** Where plans made of sets are tried. */
  get plans(): PlanTrial {
    this.#plans ??= new PlanTrial(this.sites.length, this.place.length);
    return this.#plans;
  }

  /** Site i's knapsack as it was filled last. */
  of(i: number): FullKnapsack {
    this.#ofSite[i] ??= new FullKnapsack(this.place.length, this.#desk);
    return this.#ofSite[i];
  }

  /** Another node has other customers for each site, whatever was read before. */
  enterNode(): void {
    this.#wasRead = false;
  }

  /**
   * Takes up prices. Whether the evidence read last was of the same node and at the same: then each site that may open
   * earns what it did, only that it may have fewer customers now.
   */
  isAgain(prices: Float64Array): boolean {
    const last = this.#lastPrices;
    let j = this.#wasRead ? 0 : -1;
    while (j >= 0 && j < prices.length && prices[j] === last[j]) j++;
    this.#wasRead = true;
    last.set(prices);
    return j === prices.length;
  }

  /**
   * Fills site i's knapsack with the customers that earn something and may be served from there. Whether the set that
   * earned most at the same prices, among these customers and others, is among these: then it does so still.
   */
  fill(
    { customerCount: n, cost, demand }: WholeLocation,
    { allowed: { start, customer } }: Remaining,
    prices: Float64Array,
    i: number,
    isAgain: boolean,
  ): boolean {
    const { earns } = this;
    const count = start[i + 1] - start[i];
    for (let t = start[i]; t < start[i + 1]; t++) earns[t] = prices[customer[t]] - cost[i * n + customer[t]];
    const isSame = isAgain && count === this.#lastCount[i];
    this.#lastCount[i] = count;
    if (isSame) return true;
    const knapsack = this.of(i);
    knapsack.fill(customer, start[i], start[i + 1], earns, demand);
    return isAgain && knapsack.hasKept();
  }
}
