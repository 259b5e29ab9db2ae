import type { Remaining, WholeLocation } from "./location-certificate.ts";

/**
 * Whom each site may serve, where customers are served whole: its own, who have no other site left and go there in any plan, and
 * those in customer[start[i]] to customer[start[i + 1] - 1], ascending, who have. Never written to: a node that rules pairs out
 * gets a new one.
 */
export interface AllowedPairs {
  readonly start: Int32Array;
  readonly customer: Int32Array;
  /** By customer: whose own it is, -1 where several sites are left, NOWHERE where there is none. */
  readonly owner: Int32Array;
  /** By site: what is left of its capacity beside its own customers, and what it costs to serve these. */
  readonly room: Float64Array;
  readonly ownCost: Float64Array;
  /** What all own customers cost, each taken positive: sums up to this are exact where it is. */
  readonly ownSize: number;
}

/** Who may be served only by one site, -1 for any, and which pairs are ruled out, by their place in the lists. */
export interface RuledOut {
  readonly onlyAt: Int32Array;
  readonly isOut: Int8Array;
}

/** In `onlyAt`: two sites claim the customer for themselves alone; in `owner`: none may serve it. There is no plan then. */
export const NOWHERE = -2;
/** More than one site. */
const SEVERAL = -2;

/** Where service may be split. */
export const NO_PAIRS: AllowedPairs = {
  start: new Int32Array(0),
  customer: new Int32Array(0),
  owner: new Int32Array(0),
  room: new Float64Array(0),
  ownCost: new Float64Array(0),
  ownSize: 0,
};

/** Customers served whole never go to a site where they do not fit. Empty where service may be split. */
export function pairsAtStart(whole: WholeLocation): AllowedPairs {
  const { siteCount: m, customerCount: n, singleSource, demand, totalDemand, capacity, copies, cost } = whole;
  if (!singleSource) return NO_PAIRS;
  const start = new Int32Array(m + 1);
  const customer = new Int32Array(m * n);
  const room = new Float64Array(m);
  let count = 0;
  for (let i = 0; i < m; i++) {
    // More than all demand would serve no more, and might not be exact.
    room[i] = Math.min(capacity[i] * copies[i], totalDemand);
    for (let j = 0; j < n; j++)
      if (demand[j] <= room[i] && cost[i * n + j] < Number.POSITIVE_INFINITY) customer[count++] = j;
    start[i + 1] = count;
  }
  return {
    start,
    customer: customer.subarray(0, count),
    owner: new Int32Array(n).fill(-1),
    room,
    ownCost: new Float64Array(m),
    ownSize: 0,
  };
}

/** The pairs that are not ruled out, at sites that may open. */
export function pairsLeft(allowed: AllowedPairs, { onlyAt, isOut }: RuledOut, upper: Int32Array): AllowedPairs {
  const { start, customer } = allowed;
  const kept = new Int32Array(customer.length);
  const keptStart = new Int32Array(start.length);
  let count = 0;
  for (let i = 0; i < upper.length; i++) {
    const stop = upper[i] > 0 ? start[i + 1] : start[i];
    for (let t = start[i]; t < stop; t++) {
      const only = onlyAt[customer[t]];
      if (isOut[t] === 0 && (only === -1 || only === i)) kept[count++] = customer[t];
    }
    keptStart[i + 1] = count;
  }
  return { ...allowed, start: keptStart, customer: kept.subarray(0, count) };
}

/** The pairs that are left where a customer is served from a site, or is not. */
export function pairsWith(allowed: AllowedPairs, site: number, served: number, isServed: boolean): AllowedPairs {
  const { start, customer, owner } = allowed;
  if (owner[served] >= 0) {
    if ((owner[served] === site) === isServed) return allowed;
    // Its owner is the only site it had.
    const lost = owner.slice();
    lost[served] = NOWHERE;
    return { ...allowed, owner: lost };
  }
  const kept = new Int32Array(customer.length);
  const keptStart = new Int32Array(start.length);
  let count = 0;
  for (let i = 0; i + 1 < start.length; i++) {
    for (let t = start[i]; t < start[i + 1]; t++)
      if (customer[t] !== served || (i === site) === isServed) kept[count++] = customer[t];
    keptStart[i + 1] = count;
  }
  return { ...allowed, start: keptStart, customer: kept.subarray(0, count) };
}

/**
 * Makes customers whom one site alone may serve its own, and opens it. Gives "stranded" where a customer has no site, or a site
 * no room for its own; "changed" where there were any, beside whom others may not fit any more.
 */
export function findOwners(whole: WholeLocation, remaining: Remaining): "stranded" | "changed" | "none" {
  const { siteCount: m, customerCount: n } = whole;
  const { lower, upper, allowed } = remaining;
  const { start, customer, owner } = allowed;
  // The one site that each customer has left, SEVERAL where there are more.
  const only = new Int32Array(n).fill(-1);
  for (let i = 0; i < m; i++) {
    const stop = upper[i] > 0 ? start[i + 1] : start[i];
    for (let t = start[i]; t < stop; t++) only[customer[t]] = only[customer[t]] === -1 ? i : SEVERAL;
  }
  let isChanged = false;
  for (let j = 0; j < n; j++) {
    if (owner[j] >= 0) only[j] = owner[j];
    else if (owner[j] === NOWHERE || only[j] === -1) return "stranded";
    else if (only[j] === SEVERAL) only[j] = -1;
    else {
      lower[only[j]] = Math.max(1, lower[only[j]]);
      isChanged = true;
    }
  }
  if (!isChanged) return "none";
  remaining.allowed = withOwners(whole, allowed, only, upper);
  return remaining.allowed.room.some((own) => own < 0) ? "stranded" : "changed";
}

/** The pairs of customers without one of these owners who fit beside those with, at sites that may open. */
function withOwners(whole: WholeLocation, allowed: AllowedPairs, owner: Int32Array, upper: Int32Array): AllowedPairs {
  const { customerCount: n, demand, cost } = whole;
  const { start, customer } = allowed;
  const room = allowed.room.slice();
  const ownCost = allowed.ownCost.slice();
  let { ownSize } = allowed;
  for (let j = 0; j < n; j++) {
    const i = owner[j];
    if (i < 0 || allowed.owner[j] === i) continue;
    room[i] -= demand[j];
    ownCost[i] += cost[i * n + j];
    ownSize += Math.abs(cost[i * n + j]);
  }
  const kept = new Int32Array(customer.length);
  const keptStart = new Int32Array(start.length);
  let count = 0;
  for (let i = 0; i < upper.length; i++) {
    const stop = upper[i] > 0 ? start[i + 1] : start[i];
    for (let t = start[i]; t < stop; t++) {
      const j = customer[t];
      if (owner[j] < 0 && demand[j] <= room[i]) kept[count++] = j;
    }
    keptStart[i + 1] = count;
  }
  return { start: keptStart, customer: kept.subarray(0, count), owner, room, ownCost, ownSize };
}
