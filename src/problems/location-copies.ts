import { toWhole, wholeScale } from "../base/scale.ts";
import { isPositional, isSparse, type LocationProblem } from "./location.ts";

/** More sites than this for each one of the problem, and the copies are left together. */
const MOST_PER_SITE = 6;
/** Scaled costs that add up to more would leave the numbers that a search is exact in. */
const LARGEST_SUM = 2 ** 49;

/** More than the rounding of sums of millions of amounts. */
const MORE = 1 + 2 ** -30;

/** A problem whose sites are one copy each, and what its sites are in the problem that it comes from. */
export interface ApartCopies {
  readonly problem: LocationProblem;
  /** For each site: the site it comes from, and how many copies of that it is. */
  readonly site: Int32Array;
  readonly copies: Int32Array;
}

/**
 * The same problem with every number of copies a site of its own, of which one at most may open: k copies cost k times
 * as much and hold k times as much. With whole customers a site's cost is not convex in its copies, so that two lines
 * cannot tell it, and each number is better asked by itself.
 *
 * Gives: undefined where there are no copies to speak of, where service may be split or has no limits, where a site of
 *        several copies must open (as one of them), where costs are not a matrix, or where there would be too many sites or too large sums.
 */
export function copiesApart(problem: LocationProblem): ApartCopies | undefined {
  const { siteCount: m, customerCount: n, openCost, capacity, cost, copies, demand, group, state } = problem;
  if (problem.singleSource !== true || capacity === undefined || copies === undefined) return undefined;
  if (isPositional(cost) || isSparse(cost)) return undefined;
  let total = 0;
  for (let j = 0; j < n; j++) total += demand?.[j] ?? 1;
  const from: number[] = [];
  const counts: number[] = [];
  let hasCopies = false;
  for (let i = 0; i < m; i++) {
    // More copies than hold all demand only cost more, if copies cost anything; sums of decimals are rounded.
    const useful = capacity[i] > 0 && openCost[i] >= 0 ? Math.floor((total / capacity[i]) * MORE) + 1 : copies[i];
    const most = Math.min(copies[i], useful);
    if (copies[i] > 1) hasCopies = true;
    if (copies[i] > 1 && state?.[i] === 1) return undefined;
    for (let k = 1; k <= most; k++) {
      from.push(i);
      counts.push(k);
    }
    if (from.length > MOST_PER_SITE * m) return undefined;
  }
  if (!hasCopies) return undefined;
  const openScale = wholeScale(openCost);
  const pairScale = wholeScale(cost);
  const amountScale = wholeScale(capacity);
  if (openScale === undefined || pairScale === undefined || amountScale === undefined) return undefined;
  let sum = 0;
  from.forEach((i, s) => {
    sum += Math.abs(openCost[i]) * counts[s];
  });
  for (let j = 0; j < n; j++) {
    let dearest = 0;
    for (let i = 0; i < m; i++) {
      const c = Math.abs(cost[i * n + j]);
      if (c < Number.POSITIVE_INFINITY) dearest = Math.max(dearest, c);
    }
    sum += dearest;
  }
  if (!(sum * Math.max(openScale, pairScale) <= LARGEST_SUM)) return undefined;
  // In whole steps, as three times 0.1 is not 0.3 otherwise.
  const times = (value: number, count: number, scale: number): number =>
    value === Number.POSITIVE_INFINITY ? value : (toWhole(value, scale) * count) / scale;
  // A site of no group is one by itself.
  const groupOf = (i: number): number => ((group?.[i] ?? -1) >= 0 ? group![i] : -1 - i);
  // Counted anew, as numbers of groups may be any whole numbers: next to the largest others could not be told from them.
  const groups = new Map<number, number>();
  for (let i = 0; i < m; i++) {
    const own = groupOf(i);
    groups.set(own, groups.get(own) ?? groups.size);
  }
  const matrix = new Float64Array(from.length * n);
  from.forEach((i, s) => {
    for (let j = 0; j < n; j++) matrix[s * n + j] = cost[i * n + j];
  });
  const { copies: _, ...rest } = problem;
  return {
    problem: {
      ...rest,
      siteCount: from.length,
      openCost: from.map((i, s) => times(openCost[i], counts[s], openScale)),
      capacity: from.map((i, s) => times(capacity[i], counts[s], amountScale)),
      cost: matrix,
      group: from.map((i) => groups.get(groupOf(i))!),
      ...(state === undefined ? {} : { state: from.map((i) => state[i]) }),
    },
    site: Int32Array.from(from),
    copies: Int32Array.from(counts),
  };
}
