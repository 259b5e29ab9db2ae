import type { Answers } from "./answers.ts";
import { MOST_MEMBERS, markMembers, SETS, spreadValues, UNKNOWN, worthApart } from "./clusters.ts";

/** Clusters and the capacity prices of their sets, whole, as in `Clusters`. */
export interface PricedClusters {
  readonly groups: readonly (readonly number[])[];
  readonly price: Float64Array;
}

/**
 * The exact twin of `answerClusters`, after every site's value at the same prices: what a checker will find.
 *
 * Gives: the size of the numbers that were added up.
 */
export function certifyClusters(
  answers: Answers,
  { price }: PricedClusters,
  prices: Float64Array,
  aggregatePrice: number,
): number {
  const { clusters, value, instance } = answers;
  const { worth, best, member, count } = clusters;
  const { openCost, capacity } = instance;
  let size = 0;
  clusters.total = 0;
  markMembers(answers);
  for (let c = 0; c < count; c++) {
    const may = clusters.may[c];
    const must = clusters.must[c];
    let least = Number.POSITIVE_INFINITY;
    best[c] = must;
    for (let set = 0; set < SETS; set++) {
      let own = Number.POSITIVE_INFINITY;
      // Parts of sets that are allowed may lack sites that must be open.
      if ((set & ~may) === 0) {
        own = 0;
        let cost = 0;
        let isPriced = (set & (set - 1)) !== 0;
        for (let k = 0; k < MOST_MEMBERS; k++) {
          if (((set >> k) & 1) === 0) continue;
          const i = member[c * MOST_MEMBERS + k];
          const p = price[(c * SETS + set) * MOST_MEMBERS + k];
          own += value[i];
          cost += openCost[i] - (aggregatePrice + p) * capacity[i];
          if (p === UNKNOWN) isPriced = false;
        }
        if (isPriced) own = Math.max(own, cost - earnTogether(answers, c, set, price, prices));
        own = Math.max(own, worthApart(worth, c * SETS, set));
        size += Math.abs(own) + Math.abs(cost);
      }
      worth[c * SETS + set] = own;
    }
    for (let set = 0; set < SETS; set++) {
      if ((set & must) !== must) worth[c * SETS + set] = Number.POSITIVE_INFINITY;
      if (worth[c * SETS + set] >= least) continue;
      least = worth[c * SETS + set];
      best[c] = set;
    }
    clusters.total += least;
    spreadValues(answers, c);
  }
  return size;
}

/** What the set's sites earn above cost and capacity price, each customer from the best of them. */
function earnTogether(answers: Answers, c: number, set: number, price: Float64Array, prices: Float64Array): number {
  const { clusters, lists, instance } = answers;
  const { member, most } = clusters;
  const { demand } = instance;
  let sum = 0;
  for (let k = 0; k < MOST_MEMBERS; k++) {
    if (((set >> k) & 1) === 0) continue;
    const i = member[c * MOST_MEMBERS + k];
    const p = price[(c * SETS + set) * MOST_MEMBERS + k];
    for (let q = lists.start[i]; q < lists.end[i]; q++) {
      const j = lists.customer[q];
      const above = prices[j] - lists.cost[q] - p * demand[j];
      if (above <= most[j]) continue;
      sum += above - most[j];
      most[j] = above;
    }
    answers.visits += lists.end[i] - lists.start[i];
  }
  for (let k = 0; k < MOST_MEMBERS; k++) {
    if (((set >> k) & 1) === 0) continue;
    const i = member[c * MOST_MEMBERS + k];
    for (let q = lists.start[i]; q < lists.end[i]; q++) most[lists.customer[q]] = 0;
  }
  return sum;
}

/** The clusters' prices of the last answer, rounded to whole steps, of the sets that cost more by them than by their parts. */
export function takeClusterEvidence({ clusters }: Answers): PricedClusters | undefined {
  const { count, size, member, low, may } = clusters;
  if (count === 0) return undefined;
  const groups = Array.from({ length: count }, (_, c) =>
    Array.from(member.subarray(c * MOST_MEMBERS, c * MOST_MEMBERS + size[c])),
  );
  const price = clusters.price.map(Math.round);
  for (let c = 0; c < count; c++) {
    for (let set = 0; set < SETS; set++) {
      const isAllowed = (set & ~may[c]) === 0;
      if (isAllowed && low[c * SETS + set] > worthApart(low, c * SETS, set)) continue;
      price.fill(UNKNOWN, (c * SETS + set) * MOST_MEMBERS, (c * SETS + set + 1) * MOST_MEMBERS);
    }
  }
  return { groups, price };
}
