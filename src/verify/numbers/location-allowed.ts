import type { WholeLocation } from "./location-certificate.ts";

/** Who may be served only by one site, -1 for any, and which pairs are ruled out, by their place in the lists. */
export interface RuledOut {
  readonly onlyAt: Int32Array;
  readonly isOut: Int8Array;
}

/** In `onlyAt`: two sites claim the customer for themselves alone; in `owner`: none may serve it. There is no plan then. */
export const NOWHERE = -2;

/**
 * Whom each site may serve, where customers are served whole: its own, who have no other site left and go there in any plan, and
 * those in customer[start[i]] to customer[start[i + 1] - 1], ascending, who have. Each node has lists of its own, which shrink in
 * place: to make new ones takes longer.
 */
export class AllowedPairs {
  readonly start: Int32Array;
  customer: Int32Array = new Int32Array(0);
  /** By customer: whose own it is, -1 where several sites are left, NOWHERE where there is none. */
  readonly owner: Int32Array;
  /** By site: what is left of its capacity beside its own customers, and what it costs to serve these. */
  readonly room: Float64Array;
  readonly ownCost: Float64Array;
  /** What all own customers cost, each taken positive: sums up to this are exact where it is. */
  ownSize = 0;
  /** How many sites could open when it was last asked who has a single one left, -1 where pairs were taken away since. */
  #usable = -1;
  /** Of each customer: how many pairs it has, and the site of the last. */
  readonly #pairCount: Int32Array;
  readonly #lastSite: Int32Array;

  constructor(siteCount: number, customerCount: number) {
    this.start = new Int32Array(siteCount + 1);
    this.owner = new Int32Array(customerCount).fill(-1);
    this.room = new Float64Array(siteCount);
    this.ownCost = new Float64Array(siteCount);
    this.#pairCount = new Int32Array(customerCount);
    this.#lastSite = new Int32Array(customerCount);
  }

  /** All pairs: customers served whole never go to a site where they do not fit. */
  takeAll({ siteCount: m, customerCount: n, demand, totalDemand, capacity, copies, cost }: WholeLocation): void {
    const { start, room } = this;
    const customer = new Int32Array(m * n);
    let count = 0;
    for (let i = 0; i < m; i++) {
      // More than all demand would serve no more, and might not be exact.
      room[i] = Math.min(capacity[i] * copies[i], totalDemand);
      for (let j = 0; j < n; j++)
        if (demand[j] <= room[i] && cost[i * n + j] < Number.POSITIVE_INFINITY) customer[count++] = j;
      start[i + 1] = count;
    }
    this.customer = customer;
  }

  /** Takes another node's lists over. */
  copy(from: AllowedPairs): void {
    const count = from.start[from.start.length - 1];
    this.start.set(from.start);
    if (count > this.customer.length) this.customer = new Int32Array(count);
    for (let t = 0; t < count; t++) this.customer[t] = from.customer[t];
    this.owner.set(from.owner);
    this.room.set(from.room);
    this.ownCost.set(from.ownCost);
    this.ownSize = from.ownSize;
    this.#usable = from.#usable;
  }

  /** Drops the pairs that are ruled out. */
  drop({ onlyAt, isOut }: RuledOut): void {
    const { start, customer } = this;
    let count = 0;
    let from = 0;
    for (let i = 0; i + 1 < start.length; i++) {
      const to = start[i + 1];
      for (let t = from; t < to; t++) {
        const only = onlyAt[customer[t]];
        if (isOut[t] === 0 && (only === -1 || only === i)) customer[count++] = customer[t];
      }
      start[i + 1] = count;
      from = to;
    }
    this.#usable = -1;
  }

  /** Leaves a customer only the pair with this site, or all but that. */
  decide(site: number, served: number, isServed: boolean): void {
    const { start, customer, owner } = this;
    this.#usable = -1;
    if (owner[served] >= 0) {
      // Its owner is the only site it had.
      if ((owner[served] === site) !== isServed) owner[served] = NOWHERE;
      return;
    }
    let count = 0;
    let from = 0;
    for (let i = 0; i + 1 < start.length; i++) {
      const to = start[i + 1];
      for (let t = from; t < to; t++)
        if (customer[t] !== served || (i === site) === isServed) customer[count++] = customer[t];
      start[i + 1] = count;
      from = to;
    }
  }

  /** Whether it would find nothing to ask who has a single site left. */
  isSettled(upper: Int32Array): boolean {
    return this.#usable === usableOf(upper);
  }

  /**
   * Leaves the pairs of sites that may open. Customers whom one site alone may serve then are its own, and it must open; others
   * who do not fit beside these have a pair less, which may leave them a single site. Gives whether any plan is left: not where a
   * customer has no site, or a site no room for its own.
   */
  settle({ customerCount: n, demand, cost }: WholeLocation, lower: Int32Array, upper: Int32Array): boolean {
    const { owner, room, ownCost } = this;
    const pairCount = this.#pairCount;
    for (let isChanged = true; isChanged; ) {
      isChanged = false;
      this.#keepFree(demand, upper);
      for (let j = 0; j < n; j++) {
        if (owner[j] >= 0 || pairCount[j] > 1) continue;
        if (owner[j] === NOWHERE || pairCount[j] === 0) return false;
        const i = this.#lastSite[j];
        owner[j] = i;
        lower[i] = Math.max(1, lower[i]);
        room[i] -= demand[j];
        if (room[i] < 0) return false;
        ownCost[i] += cost[i * n + j];
        this.ownSize += Math.abs(cost[i * n + j]);
        isChanged = true;
      }
    }
    this.#usable = usableOf(upper);
    return true;
  }

  /** Keeps the pairs of customers without an owner who fit, at sites that may open; notes how many each has. */
  #keepFree(demand: Float64Array, upper: Int32Array): void {
    const { start, customer, owner, room } = this;
    const pairCount = this.#pairCount.fill(0);
    const lastSite = this.#lastSite;
    let count = 0;
    let from = 0;
    for (let i = 0; i + 1 < start.length; i++) {
      const to = start[i + 1];
      for (let t = upper[i] > 0 ? from : to; t < to; t++) {
        const j = customer[t];
        if (owner[j] >= 0 || demand[j] > room[i]) continue;
        customer[count++] = j;
        pairCount[j]++;
        lastSite[j] = i;
      }
      start[i + 1] = count;
      from = to;
    }
  }
}

/** Where service may be split. */
export const NO_PAIRS = new AllowedPairs(0, 0);

function usableOf(upper: Int32Array): number {
  let usable = 0;
  for (let i = 0; i < upper.length; i++) if (upper[i] > 0) usable++;
  return usable;
}
