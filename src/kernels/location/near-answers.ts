import type { Evidence } from "../../problems/location-result.ts";
import { fillKnapsack, type KnapsackCut } from "./knapsack.ts";
import type { NearInstance } from "./near-instance.ts";
import { bySite, type NearLists, type PairsBySite } from "./near-lists.ts";
import type { KnapsackLists } from "./site-lists.ts";

/**
 * The lower bound that customers' prices give on the listed pairs, and how far customers are from being served once.
 *
 * Problem: every site answers alone: closed, or open at openCost with the best of its customers at price less cost,
 *          within its capacity (a continuous knapsack); and together they must have room for the whole demand.
 * Shapes:  m sites, n customers. Units: steps; capacity prices in steps per unit of demand.
 * Complexity: the listed pairs. Prices never exceed `beyond`, so the pairs that are not listed earn nothing.
 * Source:  Geoffrion, Lagrangean relaxation for integer programming (1974); Cornuejols, Sridharan, Thizy (1991).
 */
export interface NearAnswers {
  readonly instance: NearInstance;
  readonly lists: NearLists;
  readonly pairs: PairsBySite;
  /** The same pairs as knapsacks reorder them; absent without capacities. */
  readonly sacks: KnapsackLists | undefined;
  readonly perDemand: Float64Array;
  readonly value: Float64Array;
  readonly capacityPrice: Float64Array;
  readonly cutPosition: Float64Array;
  readonly cutShare: Float64Array;
  readonly cut: KnapsackCut;
  /** Copies taken: 0, 1, or a part at the margin of the total demand. */
  readonly taken: Float64Array;
  readonly slack: Float64Array;
  readonly rank: Int32Array;
  aggregatePrice: number;
  visits: number;
}

export function startNearAnswers(instance: NearInstance): NearAnswers {
  const { siteCount: m, customerCount: n, demand, capacity, lists } = instance;
  const pairs = bySite(lists, m);
  const hasCapacity = capacity.length > 0;
  return {
    instance,
    lists,
    pairs,
    sacks: hasCapacity
      ? {
          start: pairs.start.slice(0, m),
          end: pairs.start.slice(1),
          customer: pairs.customer.slice(),
          cost: pairs.cost.slice(),
          rate: new Float64Array(pairs.cost.length),
        }
      : undefined,
    perDemand: demand.map((d) => 1 / d),
    value: new Float64Array(m),
    capacityPrice: new Float64Array(m),
    cutPosition: new Float64Array(m),
    cutShare: new Float64Array(m),
    cut: { position: 0, share: 0, rate: 0 },
    taken: new Float64Array(m),
    slack: new Float64Array(n),
    rank: Int32Array.from({ length: m }, (_, i) => i),
    aggregatePrice: 0,
    visits: 0,
  };
}

/** The bound at the prices; fills value, taken and slack. With capacities it carries the rounding of doubles. */
export function answerNear(answers: NearAnswers, prices: Float64Array): number {
  const { instance, value, taken } = answers;
  const { siteCount: m, customerCount: n, state, capacity, totalDemand, lists } = instance;
  let sum = 0;
  for (let j = 0; j < n; j++) sum += prices[j];
  if (capacity.length > 0) fillSacks(answers, prices);
  else earnFreely(answers, prices);
  answers.aggregatePrice = capacity.length > 0 ? chooseForRoom(answers) : chooseFreely(answers);
  sum += answers.aggregatePrice * totalDemand;
  for (let i = 0; i < m; i++) {
    const net = value[i] - (capacity.length > 0 ? capacity[i] * answers.aggregatePrice : 0);
    if (state[i] === 1 || (state[i] === 0 && net < 0)) sum += net;
    if (state[i] === 1) taken[i] = 1;
  }
  measure(answers, prices);
  answers.visits += 2 * lists.site.length;
  return sum;
}

function earnFreely({ instance, lists, value }: NearAnswers, prices: Float64Array): void {
  const { start, site, cost } = lists;
  value.set(instance.openCost);
  for (let j = 0; j < prices.length; j++) {
    const price = prices[j];
    const stop = start[j + 1];
    for (let t = start[j]; t < stop; t++) {
      const earns = price - cost[t];
      if (earns <= 0) break;
      value[site[t]] -= earns;
    }
  }
}

function fillSacks(answers: NearAnswers, prices: Float64Array): void {
  const { instance, sacks, perDemand, value, capacityPrice, cutPosition, cutShare, cut } = answers;
  const { siteCount: m, demand, capacity, openCost, state } = instance;
  if (sacks === undefined) return;
  for (let i = 0; i < m; i++) {
    if (state[i] < 0) continue;
    const earned = fillKnapsack(sacks, i, prices, demand, perDemand, capacity[i], capacityPrice[i], cut);
    value[i] = openCost[i] - earned;
    capacityPrice[i] = cut.rate;
    cutPosition[i] = cut.position;
    cutShare[i] = cut.share;
  }
}

function chooseFreely({ instance, value, taken }: NearAnswers): number {
  for (let i = 0; i < taken.length; i++) taken[i] = instance.state[i] === 0 && value[i] < 0 ? 1 : 0;
  return 0;
}

/** Opens the sites that earn most per unit of room until there is room for all; gives what a unit of room is worth. */
function chooseForRoom({ instance, value, taken, rank }: NearAnswers): number {
  const { capacity, state, totalDemand } = instance;
  let lacking = totalDemand;
  for (let i = 0; i < taken.length; i++) {
    taken[i] = state[i] >= 0 && (state[i] === 1 || value[i] < 0) ? 1 : 0;
    if (taken[i] === 1) lacking -= capacity[i];
  }
  if (lacking <= 0) return 0;
  rank.sort((a, b) => value[a] / capacity[a] - value[b] / capacity[b] || a - b);
  for (let k = 0; k < rank.length; k++) {
    const i = rank[k];
    if (state[i] !== 0 || taken[i] === 1 || capacity[i] === 0) continue;
    if (capacity[i] >= lacking) {
      taken[i] = lacking / capacity[i];
      return Math.max(0, value[i] / capacity[i]);
    }
    taken[i] = 1;
    lacking -= capacity[i];
  }
  return 0;
}

/** One less what the sites that open serve of each customer. */
function measure(answers: NearAnswers, prices: Float64Array): void {
  const { slack, lists, taken, sacks, cutPosition, cutShare } = answers;
  slack.fill(1);
  if (sacks === undefined) {
    const { start, site, cost } = lists;
    for (let j = 0; j < slack.length; j++) {
      const price = prices[j];
      const stop = start[j + 1];
      let served = 0;
      for (let t = start[j]; t < stop && cost[t] < price; t++) served += taken[site[t]];
      slack[j] = 1 - served;
    }
    return;
  }
  for (let i = 0; i < taken.length; i++) {
    const part = taken[i];
    if (part === 0) continue;
    const { start, end, customer } = sacks;
    for (let q = start[i]; q < cutPosition[i]; q++) slack[customer[q]] -= part;
    if (cutShare[i] > 0 && cutPosition[i] < end[i]) slack[customer[cutPosition[i]]] -= part * cutShare[i];
  }
}

/** The prices of the last answer as a certificate's evidence, in whole steps. */
export function nearEvidence(answers: NearAnswers, prices: Float64Array): Evidence {
  if (answers.sacks === undefined) return { prices: prices.slice(), aggregatePrice: 0 };
  return {
    prices: prices.slice(),
    capacityPrices: answers.capacityPrice.map((p) => Math.max(0, Math.round(p))),
    aggregatePrice: Math.max(0, Math.round(answers.aggregatePrice)),
  };
}

/** The bound that a checker will find for the evidence: whole numbers throughout. */
export function certifyNear({ instance, pairs }: NearAnswers, evidence: Evidence): number {
  const { siteCount: m, state, capacity, openCost, demand, totalDemand } = instance;
  const { prices, capacityPrices, aggregatePrice } = evidence;
  let sum = aggregatePrice * totalDemand;
  for (let j = 0; j < prices.length; j++) sum += prices[j];
  for (let i = 0; i < m; i++) {
    if (state[i] < 0) continue;
    const own = capacityPrices?.[i] ?? 0;
    let value = openCost[i] - (capacity.length > 0 ? capacity[i] * (own + aggregatePrice) : 0);
    for (let t = pairs.start[i]; t < pairs.start[i + 1]; t++) {
      const j = pairs.customer[t];
      const above = prices[j] - pairs.cost[t] - own * demand[j];
      if (above > 0) value -= above;
    }
    if (value < 0 || state[i] === 1) sum += value;
  }
  return sum;
}
