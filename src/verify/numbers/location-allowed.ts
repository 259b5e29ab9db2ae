import type { Remaining, WholeLocation } from "./location-certificate.ts";

/**
 * Whom each site may serve, where customers are served whole: site i those in customer[start[i]] to
 * customer[start[i + 1] - 1], ascending. Never written to: a node that rules pairs out gets a new one.
 */
export interface AllowedPairs {
  readonly start: Int32Array;
  readonly customer: Int32Array;
}

/** Who may be served only by one site, -1 for any, and which pairs are ruled out, by their place in the lists. */
export interface RuledOut {
  readonly onlyAt: Int32Array;
  readonly isOut: Int8Array;
}

/** In `onlyAt`: two sites claim the customer for themselves alone, so that there is no plan. */
export const NOWHERE = -2;
/** More than one site. */
const SEVERAL = -2;

/** Customers served whole never go to a site where they do not fit. Empty where service may be split. */
export function pairsAtStart(whole: WholeLocation): AllowedPairs {
  const { siteCount: m, customerCount: n, singleSource, demand, capacity, copies, cost } = whole;
  const start = new Int32Array(m + 1);
  const customer = new Int32Array(singleSource ? m * n : 0);
  let count = 0;
  for (let i = 0; i < m && singleSource; i++) {
    const room = capacity[i] * copies[i];
    for (let j = 0; j < n; j++)
      if (demand[j] <= room && cost[i * n + j] < Number.POSITIVE_INFINITY) customer[count++] = j;
    start[i + 1] = count;
  }
  return { start, customer: customer.subarray(0, count) };
}

/** The pairs that are not ruled out, at sites that may open. */
export function pairsLeft(
  { start, customer }: AllowedPairs,
  { onlyAt, isOut }: RuledOut,
  upper: Int32Array,
): AllowedPairs {
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
  return { start: keptStart, customer: kept.subarray(0, count) };
}

/** The pairs that are left where a customer is served from a site, or is not. */
export function pairsWith(
  { start, customer }: AllowedPairs,
  site: number,
  served: number,
  isServed: boolean,
): AllowedPairs {
  const kept = new Int32Array(customer.length);
  const keptStart = new Int32Array(start.length);
  let count = 0;
  for (let i = 0; i + 1 < start.length; i++) {
    for (let t = start[i]; t < start[i + 1]; t++)
      if (customer[t] !== served || (i === site) === isServed) kept[count++] = customer[t];
    keptStart[i + 1] = count;
  }
  return { start: keptStart, customer: kept.subarray(0, count) };
}

/**
 * Opens every site that alone may serve some customer whole. Gives "stranded" where a customer has none, "opened" where
 * a site was opened, which may decide more.
 */
export function openOnlySites(
  { siteCount: m, customerCount: n }: WholeLocation,
  { lower, upper, allowed: { start, customer } }: Remaining,
): "stranded" | "opened" | "none" {
  // The one site that each customer has left, SEVERAL where there are more.
  const only = new Int32Array(n).fill(-1);
  for (let i = 0; i < m; i++) {
    const stop = upper[i] > 0 ? start[i + 1] : start[i];
    for (let t = start[i]; t < stop; t++) only[customer[t]] = only[customer[t]] === -1 ? i : SEVERAL;
  }
  let hasOpened = false;
  for (let j = 0; j < n; j++) {
    const i = only[j];
    if (i === -1) return "stranded";
    if (i === SEVERAL || lower[i] > 0) continue;
    lower[i] = 1;
    hasOpened = true;
  }
  return hasOpened ? "opened" : "none";
}
