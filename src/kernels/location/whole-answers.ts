import { type Answers, startAnswers } from "./answers.ts";
import type { LocationInstance } from "./instance.ts";
import { select } from "./selection.ts";
import { takeBounds } from "./take-bounds.ts";
import { solveKnapsack, startKnapsack, type WholeKnapsack } from "./whole-knapsack.ts";

/**
 * What every site answers to customers' prices when customers are served whole: the Lagrangian relaxation of "every
 * customer is served", with 0/1 knapsacks.
 *
 * Problem: each customer j pays prices[j] to be served. An open site takes the customers that fit and earn it most.
 *          Sites are chosen so that their capacities cover the demand (a knapsack over sites), or, where the problem
 *          limits their number, groups or has equal capacities, within those numbers. The sum bounds every plan.
 *          A customer who has a single site left is its own: served there in any plan, whatever it pays.
 * Shapes:  site i's customers who have other sites as well lie at i * n in `list`, by falling earnings per unit of demand;
 *          `listCount` of them, of which the first `earnCount` earn something and `isIn` are in the site's answer. One copy
 *          a site.
 * Units:   steps of the instance; every number is whole, so the bound is exact.
 * Complexity: the pairs still allowed, plus knapsacks. No allocation.
 * Source:  Holmberg, Ronnqvist, Yuan, An exact algorithm for the capacitated facility location problems with single
 *          sourcing (1999); Diaz and Fernandez, A branch-and-price algorithm for the single source capacitated plant
 *          location problem (2002), whose column bound this equals.
 */
export interface WholeAnswers {
  readonly answers: Answers;
  readonly list: Int32Array;
  readonly listCount: Int32Array;
  readonly rate: Float64Array;
  readonly earnCount: Int32Array;
  readonly isIn: Int8Array;
  /** What each site's customers earn it, its own apart. */
  readonly earned: Float64Array;
  /** By customer: whose own it is, -1 where several sites are left; and room to find that. */
  readonly owner: Int32Array;
  readonly only: Int32Array;
  /** The customers who have several sites left: the first `freeCount`, ascending. */
  readonly free: Int32Array;
  freeCount: number;
  /** By site: what is left of the capacity beside its own customers, and what opening it costs with these. */
  readonly room: Float64Array;
  readonly openCost: Float64Array;
  /** What all own customers cost, each taken positive. */
  ownSize: number;
  /** What the free customers pay in the last answer. */
  paid: number;
  /** Whether that is the exact most; otherwise it is bounded by the whole price `capacityPrice` of its capacity. */
  readonly isExact: Int8Array;
  readonly knapsack: WholeKnapsack;
  /** Whether sites are chosen to cover the demand. */
  readonly wantsCover: boolean;
  /** Whether the last choice of sites was made so, and exactly. */
  isCovered: boolean;
  readonly cover: WholeKnapsack;
  readonly coverOrder: Int32Array;
  /** Pairs (i * n + j) that are allowed here: 1, or 0. */
  readonly isAllowed: Int8Array;
}

/** A knapsack that takes more steps is bounded by a price instead. */
const MOST_STEPS = 20_000;
const MOST_COVER_STEPS = 50_000;

export function startWholeAnswers(instance: LocationInstance): WholeAnswers {
  const { siteCount: m, customerCount: n } = instance;
  return {
    answers: startAnswers(instance),
    list: new Int32Array(m * n),
    listCount: new Int32Array(m),
    rate: new Float64Array(m * n),
    earnCount: new Int32Array(m),
    isIn: new Int8Array(m * n),
    earned: new Float64Array(m),
    owner: new Int32Array(n).fill(-1),
    only: new Int32Array(n),
    free: new Int32Array(n),
    freeCount: 0,
    room: new Float64Array(m),
    openCost: new Float64Array(m),
    ownSize: 0,
    paid: 0,
    isExact: new Int8Array(m).fill(1),
    knapsack: startKnapsack(n),
    wantsCover: instance.groupCount === 0 && instance.fewest === 0 && instance.most === m && !instance.isEven,
    isCovered: false,
    cover: startKnapsack(m),
    coverOrder: new Int32Array(m),
    isAllowed: new Int8Array(m * n),
  };
}

/**
 * Takes up the answers' `lower` and `upper` and the pairs that are allowed (i * n + j, ascending), which it leaves to
 * the sites that may still open and have room. A customer with a single site left opens it, and takes of its room.
 */
export function restrictWhole(whole: WholeAnswers, allowed: Int32Array): void {
  const { answers, list, listCount, isAllowed, owner } = whole;
  const { customerCount: n } = answers.instance;
  owner.fill(-1);
  takeOwn(whole);
  do takeBounds(answers);
  while (findOwners(whole, allowed) && !answers.isStranded);
  isAllowed.fill(0);
  listCount.fill(0);
  for (let p = 0; p < allowed.length; p++) {
    const i = Math.floor(allowed[p] / n);
    const j = allowed[p] - i * n;
    if (!mayServe(whole, i, j)) continue;
    isAllowed[allowed[p]] = 1;
    if (owner[j] < 0) list[i * n + listCount[i]++] = j;
  }
  answers.visits += allowed.length;
}

/** Whether the site may open and is the customer's owner, or has room for it. */
function mayServe({ answers, owner, room }: WholeAnswers, i: number, j: number): boolean {
  return answers.upper[i] > 0 && (owner[j] === i || (owner[j] === -1 && answers.instance.demand[j] <= room[i]));
}

/** Finds customers who have a single site left, and opens these; whether there were any that had more before. */
function findOwners(whole: WholeAnswers, allowed: Int32Array): boolean {
  const { answers, owner, only } = whole;
  const { instance, lower } = answers;
  const n = instance.customerCount;
  // None so far is -2, several are -1.
  only.fill(-2);
  for (let p = 0; p < allowed.length; p++) {
    const i = Math.floor(allowed[p] / n);
    const j = allowed[p] - i * n;
    if (mayServe(whole, i, j)) only[j] = only[j] === -2 ? i : -1;
  }
  let hasMore = false;
  answers.isStranded = false;
  for (let j = 0; j < n; j++) {
    if (only[j] === -2) answers.isStranded = true;
    if (only[j] < 0 || owner[j] >= 0) continue;
    owner[j] = only[j];
    lower[only[j]] = Math.max(1, lower[only[j]]);
    hasMore = true;
  }
  if (hasMore) takeOwn(whole);
  return hasMore;
}

/** Gives each site its own customers; where they do not fit, nothing is left. */
function takeOwn(whole: WholeAnswers): void {
  const { answers, owner, free, room, openCost } = whole;
  const { customerCount: n, siteCount: m, demand, capacity, matrix } = answers.instance;
  room.set(capacity);
  openCost.set(answers.instance.openCost);
  whole.freeCount = 0;
  whole.ownSize = 0;
  for (let j = 0; j < n; j++) {
    const i = owner[j];
    if (i < 0) {
      free[whole.freeCount++] = j;
      continue;
    }
    room[i] -= demand[j];
    openCost[i] += matrix[i * n + j];
    whole.ownSize += Math.abs(matrix[i * n + j]);
  }
  for (let i = 0; i < m; i++) if (room[i] < 0) answers.isStranded = true;
}

/** The pairs still allowed, ascending. */
export function allowedPairs(whole: WholeAnswers): Int32Array {
  const { isAllowed } = whole;
  let count = 0;
  for (let p = 0; p < isAllowed.length; p++) count += isAllowed[p];
  const pairs = new Int32Array(count);
  count = 0;
  for (let p = 0; p < isAllowed.length; p++) if (isAllowed[p] === 1) pairs[count++] = p;
  return pairs;
}

/** The lower bound at whole prices; fills value, taken and, where asked, slack. Infinity when numbers cannot be met. */
export function answerWhole(whole: WholeAnswers, prices: Float64Array, wantSlack: boolean): number {
  const { answers, list, isIn, earnCount, free, freeCount } = whole;
  const { instance, active, activeCount, taken, slack } = answers;
  const n = instance.customerCount;
  let paid = 0;
  for (let f = 0; f < freeCount; f++) paid += prices[free[f]];
  whole.paid = paid;
  for (let a = 0; a < activeCount; a++) fillSite(whole, active[a], prices);
  const bound = paid + chooseSites(whole);
  if (wantSlack) {
    slack.fill(0);
    for (let f = 0; f < freeCount; f++) slack[free[f]] = 1;
    for (let a = 0; a < activeCount; a++) {
      const i = active[a];
      if (taken[i] === 0) continue;
      const end = i * n + earnCount[i];
      for (let q = i * n; q < end; q++) if (isIn[q] === 1) slack[list[q]] -= 1;
    }
  }
  return bound;
}

function fillSite(whole: WholeAnswers, i: number, prices: Float64Array): void {
  const { answers, list, listCount, rate, earnCount, isIn, knapsack, earned, isExact } = whole;
  const { instance } = answers;
  const { customerCount: n, demand, matrix } = instance;
  const from = i * n;
  const end = from + listCount[i];
  const capacity = whole.room[i];
  // The order of the last prices is nearly right, so sorting by insertion is nearly linear.
  for (let q = from; q < end; q++) {
    const j = list[q];
    const r = (prices[j] - matrix[from + j]) * answers.perDemand[j];
    let t = q - 1;
    while (t >= from && rate[t] < r) {
      rate[t + 1] = rate[t];
      list[t + 1] = list[t];
      t--;
    }
    rate[t + 1] = r;
    list[t + 1] = j;
  }
  let count = 0;
  let wanted = 0;
  let sum = 0;
  for (let q = from; q < end && rate[q] > 0; q++) {
    const j = list[q];
    const earns = prices[j] - matrix[from + j];
    knapsack.earns[count] = earns;
    knapsack.weight[count++] = demand[j];
    wanted += demand[j];
    sum += earns;
  }
  answers.visits += 2 * (end - from);
  earnCount[i] = count;
  isExact[i] = 1;
  answers.capacityPrice[i] = 0;
  if (wanted <= capacity) {
    isIn.fill(1, from, from + count);
    earned[i] = sum;
  } else {
    const before = knapsack.steps;
    earned[i] = solveKnapsack(knapsack, count, capacity, MOST_STEPS);
    answers.visits += knapsack.steps - before;
    for (let q = 0; q < count; q++) isIn[from + q] = knapsack.isIn[q];
    answers.capacityPrice[i] = Math.round(knapsack.cutRate);
    if (!knapsack.isExact) {
      isExact[i] = 0;
      earned[i] = earnedAtPrice(whole, i, answers.capacityPrice[i]);
    }
  }
  answers.value[i] = whole.openCost[i] - earned[i];
}

/** The bound of the site's knapsack by one whole price of its capacity. */
function earnedAtPrice(whole: WholeAnswers, i: number, price: number): number {
  const { knapsack, earnCount, room } = whole;
  let sum = room[i] * price;
  for (let q = 0; q < earnCount[i]; q++) sum += Math.max(0, knapsack.earns[q] - price * knapsack.weight[q]);
  return sum;
}

/** Chooses sites at their values; the sum of those chosen. */
export function chooseSites(whole: WholeAnswers): number {
  if (whole.wantsCover) {
    const sum = coverDemand(whole, -1, 0);
    if (sum > Number.NEGATIVE_INFINITY) {
      whole.isCovered = true;
      return sum;
    }
  }
  whole.isCovered = false;
  return select(whole.answers);
}

/**
 * The cheapest choice of sites whose capacities cover the demand: those that must open or earn something are in; of
 * the others the knapsack says which may stay out. With `forced` from 0, that site is in (`way` 1) or out (`way` -1)
 * and `taken` is left as it is.
 * Gives -Infinity where the knapsack was too hard, Infinity where capacities do not suffice.
 */
export function coverDemand(whole: WholeAnswers, forced: number, way: number): number {
  const { answers, cover, coverOrder } = whole;
  const { instance, active, activeCount, value, lower, taken } = answers;
  const { capacity, totalDemand } = instance;
  let sum = 0;
  let room = 0;
  let waiting = 0;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (i === forced && way < 0) continue;
    room += capacity[i];
    const isIn = lower[i] > 0 || value[i] <= 0 || i === forced;
    if (forced < 0) taken[i] = 1;
    sum += value[i];
    if (isIn || capacity[i] === 0) {
      if (!isIn) {
        sum -= value[i];
        if (forced < 0) taken[i] = 0;
      }
      continue;
    }
    let t = waiting++ - 1;
    while (t >= 0 && value[coverOrder[t]] * capacity[i] < value[i] * capacity[coverOrder[t]]) {
      coverOrder[t + 1] = coverOrder[t];
      t--;
    }
    coverOrder[t + 1] = i;
  }
  const spare = room - totalDemand;
  if (spare < 0) return Number.POSITIVE_INFINITY;
  for (let t = 0; t < waiting; t++) {
    cover.earns[t] = value[coverOrder[t]];
    cover.weight[t] = capacity[coverOrder[t]];
  }
  const before = cover.steps;
  const saved = solveKnapsack(cover, waiting, spare, MOST_COVER_STEPS);
  answers.visits += cover.steps - before;
  if (!cover.isExact) return Number.NEGATIVE_INFINITY;
  if (forced < 0) for (let t = 0; t < waiting; t++) if (cover.isIn[t] === 1) taken[coverOrder[t]] = 0;
  return sum - saved;
}
