import { aggregatePrice, chargeAggregate } from "./aggregate-price.ts";
import { answerClusters } from "./answer-clusters.ts";
import { type Clusters, startClusters } from "./clusters.ts";
import { fillSite } from "./fill-site.ts";
import type { LocationInstance } from "./instance.ts";
import type { KnapsackCut } from "./knapsack.ts";
import { select } from "./selection.ts";
import { approachPrices, forgetLists, type SiteLists, startSiteLists } from "./site-lists.ts";
import { measureSlack } from "./slack.ts";
import { takeBounds } from "./take-bounds.ts";

/**
 * What every site answers to customers' prices: the Lagrangian relaxation of "every customer is served".
 *
 * Problem: each customer j pays prices[j] to be served. A site with k copies open fills k capacities with the customers
 *          that earn it most (a continuous knapsack with each customer's own demand as the limit) and is worth opening
 *          when that exceeds k times its opening cost. Sites are then chosen within groups and numbers.
 *          The sum is a lower bound on every plan, whatever the prices.
 * Shapes:  m sites, n customers; `start`, `site`, `cost` are the pairs of sites that may still open, by customer, where
 *          there are no capacities; with capacities the pairs are in `lists`, by site.
 * Units:   steps of the instance.
 * Complexity: the pairs cheaper than the price, plus expected linear time for knapsacks. No allocation.
 * Source:  Cornuejols, Sridharan, Thizy, A comparison of heuristics and relaxations for the capacitated plant location
 *          problem (1991), the relaxation with the strong rows; aggregate capacity row by its linear multiplier.
 */
export interface Answers {
  readonly instance: LocationInstance;
  /** Least and most copies of each site, and of open sites together, in the part of the tree looked at. */
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  fewest: number;
  most: number;
  /** Sites that may open. */
  readonly active: Int32Array;
  activeCount: number;
  /** Pairs of active sites, as in the instance; empty with capacities. */
  readonly start: Int32Array;
  readonly site: Int32Array;
  readonly cost: Float64Array;
  /** 1 for sites whose pairs are being kept. */
  readonly isKept: Int8Array;

  /** Least reduced cost of each active site when it is open, and with how many copies. */
  readonly value: Float64Array;
  readonly count: Int32Array;
  /** Lower bound of a site's reduced cost with k copies: the larger of slope * k + intercept of two lines. */
  readonly slope: Float64Array;
  readonly intercept: Float64Array;
  readonly secondSlope: Float64Array;
  readonly secondIntercept: Float64Array;
  /** Worth of a unit of capacity at each site, in the answer and in the second line. */
  readonly capacityPrice: Float64Array;
  readonly secondPrice: Float64Array;
  aggregatePrice: number;
  /** The site that is open in part, since total room takes no more of it; -1 where none is; and that part. */
  partSite: number;
  part: number;

  /** Free sites ascending in value, kept between calls because it stays nearly sorted. */
  readonly order: Int32Array;
  orderCount: number;
  /** All sites in the order that free ones are taken up in, and a mark for each that was free. */
  readonly standing: Int32Array;
  readonly isOrdered: Int8Array;
  /** The best free site of each group or alone, ascending in value; the first `chosenCount` are chosen. */
  readonly candidate: Int32Array;
  candidateCount: number;
  chosenCount: number;
  mustCount: number;
  /** Copies chosen. */
  readonly taken: Int32Array;
  readonly groupMark: Int32Array;
  groupStamp: number;

  /** With capacities: each site's pairs, and where its knapsack cut them. */
  readonly lists: SiteLists;
  /** Pairs that the lists leave out. */
  forbidden: ReadonlySet<number> | undefined;
  readonly cutPosition: Int32Array;
  readonly cutShare: Float64Array;
  readonly cut: KnapsackCut;
  readonly perDemand: Float64Array;
  /**
   * Active sites ascending in reduced cost per unit of capacity, then the others, and those costs: kept, as the order hardly
   * changes.
   */
  readonly rateOrder: Int32Array;
  readonly rateValue: Float64Array;

  /** Sites that answer together. */
  readonly clusters: Clusters;
  /** 1 - the share of each customer that the chosen sites serve: the slope of the bound along its price. */
  readonly slack: Float64Array;
  /** What the last answer gave. */
  bound: number;
  /** Some customer has no pair with a site that may open. */
  isStranded: boolean;
  /** Pairs visited since the last reading. */
  visits: number;
}

export function startAnswers(instance: LocationInstance): Answers {
  const { siteCount: m, customerCount: n, hasCapacity, arrays } = instance;
  const answers: Answers = {
    instance,
    lower: arrays.ints(m),
    upper: arrays.ints(m),
    fewest: instance.fewest,
    most: instance.most,
    active: arrays.ints(m),
    activeCount: 0,
    start: arrays.ints(n + 1),
    site: arrays.ints(hasCapacity ? 0 : instance.site.length),
    cost: arrays.floats(hasCapacity ? 0 : instance.cost.length),
    isKept: arrays.bytes(m),
    value: arrays.floats(m),
    count: arrays.ints(m).fill(1),
    slope: arrays.floats(m),
    intercept: arrays.floats(m),
    secondSlope: arrays.floats(m),
    secondIntercept: arrays.floats(m),
    capacityPrice: arrays.floats(m),
    secondPrice: arrays.floats(m),
    aggregatePrice: 0,
    partSite: -1,
    part: 0,
    order: arrays.ints(m),
    orderCount: 0,
    standing: arrays.ints(m),
    isOrdered: arrays.bytes(m),
    candidate: arrays.ints(m),
    candidateCount: 0,
    chosenCount: 0,
    mustCount: 0,
    taken: arrays.ints(m),
    groupMark: arrays.ints(instance.groupCount),
    groupStamp: 0,
    lists: startSiteLists(instance),
    forbidden: undefined,
    cutPosition: arrays.ints(m),
    cutShare: arrays.floats(m),
    cut: { position: 0, share: 0, rate: 0 },
    perDemand: arrays.floats(n),
    rateOrder: arrays.ints(m),
    rateValue: arrays.floats(m),
    clusters: startClusters(m, hasCapacity ? n : 0, arrays),
    slack: arrays.floats(n),
    bound: 0,
    isStranded: false,
    visits: 0,
  };
  for (let j = 0; j < n; j++) answers.perDemand[j] = 1 / instance.demand[j];
  for (let i = 0; i < m; i++) {
    answers.standing[i] = i;
    answers.rateOrder[i] = i;
    answers.upper[i] = instance.state[i] === -1 ? 0 : instance.copies[i];
    answers.lower[i] = instance.state[i] === 1 ? 1 : 0;
  }
  if (hasCapacity) {
    answers.fewest = Math.max(answers.fewest, fewestByCapacity(instance, answers.upper));
    takeBounds(answers);
    keepActive(answers);
  }
  return answers;
}

/** So many sites must open for their capacity to cover the demand; m + 1 when all of them do not. */
function fewestByCapacity(instance: LocationInstance, upper: Int32Array): number {
  const rooms = instance.capacity.map((c, i) => c * upper[i]).sort();
  let room = 0;
  for (let k = 1; k <= rooms.length; k++) {
    room += rooms[rooms.length - k];
    if (room >= instance.totalDemand) return k;
  }
  return rooms.length + 1;
}

/** The pairs that a later `restrict` starts from. */
export interface PairList {
  readonly start: Int32Array;
  readonly site: Int32Array;
  readonly cost: Float64Array;
}

/**
 * Takes up the bounds `lower` and `upper` as they stand: lists the sites that may open and their pairs.
 * A group with an open member has no other. `from` must hold every pair of those sites.
 * Pairs (i * n + j) that are `forbidden` are left out.
 */
export function restrict(answers: Answers, from: PairList, forbidden?: ReadonlySet<number>): void {
  const { upper, start, site, cost, instance } = answers;
  const n = instance.customerCount;
  const activeBefore = answers.activeCount;
  takeBounds(answers);
  if (instance.hasCapacity) {
    if (answers.forbidden !== forbidden) answers.lists.reach.fill(Number.NEGATIVE_INFINITY);
    answers.forbidden = forbidden;
    answers.isStranded = hasStranded(answers);
    return;
  }
  if (forbidden === undefined) {
    // Sites only leave the answers' own pairs; where none has left, the pairs are as they were.
    if (from === answers && answers.activeCount === activeBefore) return;
    if (answers.activeCount === instance.siteCount) {
      takeAllPairs(answers, from);
      return;
    }
  }
  const { isKept } = answers;
  for (let i = 0; i < instance.siteCount; i++) isKept[i] = upper[i] > 0 ? 1 : 0;
  let end = 0;
  answers.isStranded = false;
  for (let j = 0; j < n; j++) {
    const stop = from.start[j + 1];
    let t = from.start[j];
    start[j] = end;
    // What is left out is written, too, and then over: which sites are kept is not to be foreseen, and guessing costs more.
    for (; t < stop; t++) {
      const i = from.site[t];
      site[end] = i;
      cost[end] = from.cost[t];
      end += isKept[i];
      if (forbidden !== undefined && isKept[i] > 0 && forbidden.has(i * n + j)) end--;
    }
    if (end === start[j]) answers.isStranded = true;
  }
  start[n] = end;
  answers.visits += from.start[n];
}

function takeAllPairs(answers: Answers, from: PairList): void {
  const { start, site, cost, instance } = answers;
  const n = instance.customerCount;
  const end = from.start[n];
  start.set(from.start);
  site.set(from.site.subarray(0, end));
  cost.set(from.cost.subarray(0, end));
  answers.isStranded = false;
  for (let j = 0; j < n; j++) if (start[j] === start[j + 1]) answers.isStranded = true;
  answers.visits += end >> 2;
}

/** Whether some customer has no pair with an active site; where every pair is allowed one is enough. */
function hasStranded({ instance, active, activeCount, forbidden }: Answers): boolean {
  const { customerCount: n, matrix } = instance;
  if (instance.site.length === matrix.length && forbidden === undefined) return activeCount === 0;
  for (let j = 0; j < n; j++) {
    let a = 0;
    for (; a < activeCount; a++) {
      const pair = active[a] * n + j;
      if (matrix[pair] !== Number.POSITIVE_INFINITY && !forbidden?.has(pair)) break;
    }
    if (a === activeCount) return true;
  }
  return false;
}

/** From here on only the sites that are active now will ever be: their pairs are listed closer together. */
export function keepActive(answers: Answers): void {
  forgetLists(answers.lists, answers.active, answers.activeCount);
}

/** Whether the bounds that `restrict` took up leave no plan at all, by counting; the checker counts the same way. */
export function isHopeless(answers: Answers): boolean {
  const { instance, lower, upper, fewest, most } = answers;
  const { siteCount: m, group, groupCount, hasCapacity, capacity } = instance;
  if (answers.isStranded) return true;
  let musts = 0;
  let usable = 0;
  let room = 0;
  const seen = answers.groupMark.fill(0);
  for (let i = 0; i < m; i++) {
    if (lower[i] > upper[i]) return true;
    if (upper[i] === 0) continue;
    if (lower[i] > 0) musts++;
    if (hasCapacity) room += capacity[i] * upper[i];
    if (groupCount > 0 && group[i] >= 0) {
      // Two open members of a group are one too many.
      if (lower[i] > 0 && seen[group[i]] === 2) return true;
      if (seen[group[i]] === 0) usable++;
      seen[group[i]] = Math.max(seen[group[i]], lower[i] > 0 ? 2 : 1);
    } else usable++;
  }
  return musts > most || usable < fewest || fewest > most || (hasCapacity && room < instance.totalDemand);
}

/**
 * The lower bound at the prices; fills value, count, taken and, where asked, slack.
 * Exact without capacities; with them it carries the rounding of doubles, and `certify` is the exact twin.
 */
export function answer(answers: Answers, prices: Float64Array, wantSlack: boolean): number {
  const { instance, start, site, cost } = answers;
  const n = instance.customerCount;
  let sum = 0;
  let visits = 0;
  if (!instance.hasCapacity) {
    const { value } = answers;
    value.set(instance.openCost);
    for (let j = 0; j < n; j++) {
      const price = prices[j];
      sum += price;
      const stop = start[j + 1];
      let t = start[j];
      for (; t < stop; t++) {
        const earns = price - cost[t];
        if (earns <= 0) break;
        value[site[t]] -= earns;
      }
      visits += t - start[j];
    }
  } else {
    const { active, activeCount, lists } = answers;
    answers.visits += approachPrices(lists, instance, prices, answers.perDemand, answers.forbidden);
    sum = lists.priceSum;
    for (let a = 0; a < activeCount; a++) fillSite(answers, active[a], prices);
    answers.partSite = -1;
    if (answers.clusters.count > 0) answerClusters(answers, prices);
    else {
      // With equal capacities the number of open sites says the same, and says it in whole sites.
      answers.aggregatePrice = instance.isEven ? 0 : aggregatePrice(answers);
      if (answers.aggregatePrice > 0) chargeAggregate(answers);
    }
    sum += answers.aggregatePrice * instance.totalDemand;
  }
  answers.visits += 2 * visits + n;
  const bound = sum + select(answers);
  answers.bound = bound;
  // Where numbers of sites decide, too, there is no part.
  const { partSite, most } = answers;
  if (partSite >= 0 && (answers.taken[partSite] > 0 || answers.mustCount + answers.chosenCount >= most))
    answers.partSite = -1;
  if (wantSlack) measureSlack(answers, prices);
  return bound;
}

/**
 * No plan with exactly these sites open, all of them active, costs less than this, by the prices of the last answer.
 * Of sites with several copies it knows nothing: then it is -Infinity.
 */
export function leastWith(answers: Answers, copies: Int32Array): number {
  const { active, activeCount, value, taken, instance } = answers;
  if (instance.hasCopies) return Number.NEGATIVE_INFINITY;
  let least = answers.bound;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (taken[i] > 0) least -= value[i];
    if (copies[i] > 0) least += value[i];
  }
  return least;
}
