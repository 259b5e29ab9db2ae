import { tighten } from "./selection.ts";
import { coverDemand, type WholeAnswers } from "./whole-answers.ts";

/**
 * What the last whole answers rule out below a cut: sites that must stay closed or open, and who may be served from
 * where. Forcing a site or a pair changes one term of the bound; where that reaches the cut, no better plan does it.
 *
 * Units:  steps. A pair's knapsack with the customer forced in, or out, is bounded by its continuous twin, so a small
 *         allowance keeps rounding on the safe side: what is ruled out here, a checker rules out too.
 * Source: Ingargiola and Korsh, Reduction algorithm for zero-one single knapsack problems (1973), for forcing items.
 */
export interface WholeFixing {
  readonly whole: WholeAnswers;
  /** What the bound rises by when a site must be open, or must be closed. */
  readonly extraOpen: Float64Array;
  readonly extraClosed: Float64Array;
  /** Weight and earnings of a site's first customers, in the order of its list. */
  readonly weightBefore: Float64Array;
  readonly earnedBefore: Float64Array;
}

export function startFixing(whole: WholeAnswers): WholeFixing {
  const { siteCount: m, customerCount: n } = whole.answers.instance;
  return {
    whole,
    extraOpen: new Float64Array(m),
    extraClosed: new Float64Array(m),
    weightBefore: new Float64Array(n + 1),
    earnedBefore: new Float64Array(n + 1),
  };
}

/** Narrows `lower`, `upper` and `isAllowed`; the number of changes. Right after `answerWhole`, which gave `bound`. */
export function fixWhole(fixing: WholeFixing, prices: Float64Array, bound: number, cut: number): number {
  const { whole, extraOpen, extraClosed } = fixing;
  const { answers } = whole;
  const { active, activeCount, lower, upper } = answers;
  if (bound === Number.POSITIVE_INFINITY) return 0;
  const room = cut - bound;
  measureExtras(fixing);
  let changes = 0;
  // The pairs first: they are weighed against the sites as the answers knew them.
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (extraOpen[i] >= room) continue;
    changes += fixPairs(fixing, i, prices, room);
  }
  if (!whole.isCovered) return changes + tighten(answers, bound, cut, true);
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    if (lower[i] > 0) continue;
    if (extraOpen[i] >= room) {
      upper[i] = 0;
      changes++;
    } else if (extraClosed[i] >= room) {
      lower[i] = 1;
      changes++;
    }
  }
  return changes;
}

/** What must open, or must stay closed, costs more than the last choice of sites. */
export function measureExtras(fixing: WholeFixing): void {
  const { whole, extraOpen, extraClosed } = fixing;
  const { answers } = whole;
  const { active, activeCount, lower, taken, value, candidate, candidateCount, chosenCount, mustCount } = answers;
  const none = Number.POSITIVE_INFINITY;
  let chosen = 0;
  for (let a = 0; a < activeCount; a++) if (taken[active[a]] > 0) chosen += value[active[a]];
  const open = mustCount + chosenCount;
  const lastIn = chosenCount > 0 ? value[candidate[chosenCount - 1]] : -none;
  const firstOut = chosenCount < candidateCount ? value[candidate[chosenCount]] : none;
  for (let a = 0; a < activeCount; a++) {
    const i = active[a];
    extraOpen[i] = 0;
    extraClosed[i] = lower[i] > 0 ? none : 0;
    if (lower[i] > 0) continue;
    if (whole.isCovered) {
      const otherwise = coverDemand(whole, i, taken[i] > 0 ? -1 : 1) - chosen;
      if (taken[i] > 0) extraClosed[i] = Math.max(0, otherwise);
      else extraOpen[i] = Math.max(0, otherwise);
    } else if (answers.instance.groupCount === 0) {
      const v = value[i];
      if (taken[i] > 0) extraClosed[i] = Math.min(firstOut - v, open > answers.fewest ? -v : none);
      else extraOpen[i] = v - (open < answers.most ? Math.max(0, lastIn) : lastIn);
    }
  }
}

function fixPairs(fixing: WholeFixing, i: number, prices: Float64Array, room: number): number {
  const { whole, extraOpen, extraClosed, weightBefore, earnedBefore } = fixing;
  const { answers, list, listCount, earnCount, earned, isAllowed, room: roomOf } = whole;
  const { instance } = answers;
  const { customerCount: n, siteCount: m, demand, matrix } = instance;
  const from = i * n;
  const count = earnCount[i];
  const capacity = roomOf[i];
  weightBefore[0] = 0;
  earnedBefore[0] = 0;
  for (let q = 0; q < count; q++) {
    const j = list[from + q];
    weightBefore[q + 1] = weightBefore[q] + demand[j];
    earnedBefore[q + 1] = earnedBefore[q] + prices[j] - matrix[from + j];
  }
  const allowance = 8 + 2 ** -46 * earnedBefore[count];
  const enough = room + allowance;
  let changes = 0;
  for (let q = 0; q < listCount[i]; q++) {
    const j = list[from + q];
    if (isAllowed[from + j] === 0) continue;
    const d = demand[j];
    const earns = prices[j] - matrix[from + j];
    const place = q < count ? q : n;
    const withIt = earns + relaxedWithout(fixing, count, capacity - d, place, d, earns);
    if (extraOpen[i] + Math.max(0, earned[i] - withIt) >= enough) {
      isAllowed[from + j] = 0;
      changes++;
      continue;
    }
    if (q >= count) continue;
    const withoutIt = relaxedWithout(fixing, count, capacity, place, d, earns);
    const loss = extraOpen[i] + Math.max(0, earned[i] - withoutIt);
    if (Math.min(loss, extraClosed[i]) < enough) continue;
    for (let other = 0; other < m; other++) {
      if (other === i || isAllowed[other * n + j] === 0) continue;
      isAllowed[other * n + j] = 0;
      changes++;
    }
  }
  return changes;
}

/** The continuous knapsack of the first `count` customers but the one at `place` (n: none of them). */
function relaxedWithout(
  fixing: WholeFixing,
  count: number,
  capacity: number,
  place: number,
  weight: number,
  earns: number,
): number {
  if (place >= count || capacity <= fixing.weightBefore[place]) return relaxed(fixing, count, capacity);
  return relaxed(fixing, count, capacity + weight) - earns;
}

function relaxed(fixing: WholeFixing, count: number, capacity: number): number {
  const { weightBefore, earnedBefore } = fixing;
  if (capacity < 0) return Number.NEGATIVE_INFINITY;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (weightBefore[middle] <= capacity) low = middle;
    else high = middle - 1;
  }
  if (low === count) return earnedBefore[count];
  const share = (capacity - weightBefore[low]) / (weightBefore[low + 1] - weightBefore[low]);
  return earnedBefore[low] + share * (earnedBefore[low + 1] - earnedBefore[low]);
}
