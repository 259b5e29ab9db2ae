import type { LocationInstance } from "./instance.ts";

/**
 * What every site answers to customers' prices where there is no limit, group or number: the Lagrangian relaxation of "every
 * customer is served" for the innermost loop of a large tree.
 *
 * Problem: each customer j pays prices[j]; a site earns what is above its costs, and opens when that exceeds its own cost.
 *          The sum over customers and sites is a lower bound on every plan, whatever the prices.
 * Shapes:  m sites, n customers. Customer j's pairs are at start[j] on, ascending in cost, with one of infinite cost behind
 *          the last. Dearer pairs are not listed: no price may exceed limit[j], what the first of those costs.
 * Units:   steps of the instance; all numbers are whole, so that the bound is exact.
 * Complexity: the pairs cheaper than the price, twice. No allocation after the start.
 * Source:  Erlenkotter, A dual-based procedure for uncapacitated facility location (1978), the condensed dual.
 */
export interface UncapacitatedAnswers {
  readonly instance: LocationInstance;
  /** 0 where a site is free, 1 where it must open, -1 where it never does. */
  readonly state: Int8Array;
  /** Sites that may open. */
  readonly active: Int32Array;
  activeCount: number;
  readonly start: Int32Array;
  readonly site: Int32Array;
  readonly cost: Float64Array;
  readonly limit: Float64Array;
  /** Behind the last pair that is cheaper than the price. */
  readonly stop: Int32Array;
  /** What each active site costs less what it earns. */
  readonly value: Float64Array;
  /** 1 where a site opens. */
  readonly taken: Int8Array;
  /** 1 - how many open sites each customer would use: the slope of the bound along its price. */
  readonly slack: Float64Array;
  /** Pairs visited since the last reading. */
  visits: number;
}

/** Pairs are listed up to the price and this part of the way from the cheapest to it; prices seldom rise further at a node. */
const REACH = 1;

export function startUncapacitated(instance: LocationInstance): UncapacitatedAnswers {
  const { siteCount: m, customerCount: n } = instance;
  return {
    instance,
    state: new Int8Array(m),
    active: new Int32Array(m),
    activeCount: 0,
    start: new Int32Array(n),
    site: new Int32Array(instance.site.length + n),
    cost: new Float64Array(instance.site.length + n),
    limit: new Float64Array(n),
    stop: new Int32Array(n),
    value: new Float64Array(m),
    taken: new Int8Array(m),
    slack: new Float64Array(n),
    visits: 0,
  };
}

/**
 * Takes up the states as they are: lists the sites that may open and their pairs, as far as prices like these may reach.
 * Gives whether every customer still has one.
 */
export function listPairs(answers: UncapacitatedAnswers, prices: Float64Array): boolean {
  const { instance, state, active, start, site, cost, limit } = answers;
  const { siteCount: m, customerCount: n, start: from, site: allSites, cost: allCosts } = instance;
  let count = 0;
  for (let i = 0; i < m; i++) if (state[i] >= 0) active[count++] = i;
  answers.activeCount = count;
  let end = 0;
  let visits = 0;
  let isServed = true;
  for (let j = 0; j < n; j++) {
    const last = from[j + 1];
    let t = from[j];
    while (t < last && state[allSites[t]] < 0) t++;
    start[j] = end;
    if (t === last) isServed = false;
    let far = t < last ? prices[j] + REACH * (prices[j] - allCosts[t]) : 0;
    let next = Number.POSITIVE_INFINITY;
    for (; t < last; t++) {
      const i = allSites[t];
      const own = state[i];
      if (own < 0) continue;
      const c = allCosts[t];
      if (c > far && end > start[j]) {
        next = c;
        break;
      }
      site[end] = i;
      cost[end++] = c;
      // A price above what an open site asks gains nothing.
      if (own > 0) far = Number.NEGATIVE_INFINITY;
    }
    visits += t - from[j];
    limit[j] = next;
    cost[end++] = Number.POSITIVE_INFINITY;
  }
  answers.visits += visits;
  return isServed;
}

/** The lower bound at these prices, none above its limit; fills value, taken and slack. */
export function answerUncapacitated(answers: UncapacitatedAnswers, prices: Float64Array): number {
  const { instance, state, active, activeCount, start, site, cost, stop, value, taken, slack } = answers;
  const n = prices.length;
  value.set(instance.openCost);
  let bound = 0;
  let visits = 0;
  for (let j = 0; j < n; j++) {
    const price = prices[j];
    bound += price;
    let t = start[j];
    visits -= t;
    let earns = price - cost[t];
    while (earns > 0) {
      value[site[t]] -= earns;
      t++;
      earns = price - cost[t];
    }
    visits += t;
    stop[j] = t;
  }
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    const own = state[i];
    const opens = own > 0 || (own === 0 && value[i] < 0);
    taken[i] = opens ? 1 : 0;
    if (opens) bound += value[i];
  }
  for (let j = 0; j < n; j++) {
    let left = 1;
    const end = stop[j];
    for (let t = start[j]; t < end; t++) left -= taken[site[t]];
    slack[j] = left;
  }
  answers.visits += 2 * visits + n;
  return bound;
}

/**
 * Decides free sites of which the last answer says that the other way costs `room` or more.
 * Gives: those that open, and the complements (~site) of those that are closed.
 */
export function decideByValue({ state, active, activeCount, value }: UncapacitatedAnswers, room: number): Int32Array {
  const decided: number[] = [];
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (state[i] !== 0 || Math.abs(value[i]) < room) continue;
    state[i] = value[i] < 0 ? 1 : -1;
    decided.push(value[i] < 0 ? i : ~i);
  }
  return Int32Array.from(decided);
}
