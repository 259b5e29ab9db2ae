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
 * Shapes:  site i's customers lie at i * n in `list`, by falling earnings per unit of demand; `listCount` of them, of
 *          which the first `earnCount` earn something and `isIn` are in the site's answer. One copy a site.
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
  /** What each site's customers earn it. */
  readonly earned: Float64Array;
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
  readonly lone: Int32Array;
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
    isExact: new Int8Array(m).fill(1),
    knapsack: startKnapsack(n),
    wantsCover: instance.groupCount === 0 && instance.fewest === 0 && instance.most === m && !instance.isEven,
    isCovered: false,
    cover: startKnapsack(m),
    coverOrder: new Int32Array(m),
    isAllowed: new Int8Array(m * n),
    lone: new Int32Array(n),
  };
}

/**
 * Takes up the answers' `lower` and `upper` and the pairs that are allowed (i * n + j, ascending), which it leaves to
 * the sites that may still open. A customer with a single site left opens it.
 */
export function restrictWhole(whole: WholeAnswers, allowed: Int32Array): void {
  const { answers, list, listCount, isAllowed, lone } = whole;
  const { customerCount: n } = answers.instance;
  const { lower, upper } = answers;
  for (;;) {
    takeBounds(answers);
    lone.fill(-1);
    for (let p = 0; p < allowed.length; p++) {
      const i = Math.floor(allowed[p] / n);
      if (upper[i] === 0) continue;
      const j = allowed[p] - i * n;
      lone[j] = lone[j] === -1 ? i : -2;
    }
    let opened = 0;
    answers.isStranded = false;
    for (let j = 0; j < n; j++) {
      if (lone[j] === -1) answers.isStranded = true;
      if (lone[j] < 0 || lower[lone[j]] > 0) continue;
      lower[lone[j]] = 1;
      opened++;
    }
    if (opened === 0 || answers.isStranded) break;
  }
  isAllowed.fill(0);
  listCount.fill(0);
  for (let p = 0; p < allowed.length; p++) {
    const i = Math.floor(allowed[p] / n);
    if (upper[i] === 0) continue;
    isAllowed[allowed[p]] = 1;
    list[i * n + listCount[i]++] = allowed[p] - i * n;
  }
  answers.visits += allowed.length;
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
  const { answers, list, isIn, earnCount } = whole;
  const { instance, active, activeCount, taken, slack } = answers;
  const n = instance.customerCount;
  let sum = 0;
  for (let j = 0; j < n; j++) sum += prices[j];
  for (let a = 0; a < activeCount; a++) fillSite(whole, active[a], prices);
  sum += chooseSites(whole);
  if (wantSlack) {
    slack.fill(1);
    for (let a = 0; a < activeCount; a++) {
      const i = active[a];
      if (taken[i] === 0) continue;
      const end = i * n + earnCount[i];
      for (let q = i * n; q < end; q++) if (isIn[q] === 1) slack[list[q]] -= 1;
    }
  }
  return sum;
}

function fillSite(whole: WholeAnswers, i: number, prices: Float64Array): void {
  const { answers, list, listCount, rate, earnCount, isIn, knapsack, earned, isExact } = whole;
  const { instance } = answers;
  const { customerCount: n, demand, matrix } = instance;
  const from = i * n;
  const end = from + listCount[i];
  const capacity = instance.capacity[i];
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
  answers.value[i] = instance.openCost[i] - earned[i];
}

/** The bound of the site's knapsack by one whole price of its capacity. */
function earnedAtPrice(whole: WholeAnswers, i: number, price: number): number {
  const { knapsack, earnCount, answers } = whole;
  let sum = answers.instance.capacity[i] * price;
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
