import { type ArraySource, OWN_ARRAYS } from "../../base/array-store.ts";
import { InvalidProblemError } from "../../base/errors.ts";
import { putInSteps, toWhole, wholeScale } from "../../base/scale.ts";
import { isPositional, isSparse, type LocationProblem } from "../../problems/location.ts";
import { distancesOf } from "../../problems/location-positions.ts";
import { sortPairs } from "./sort-pairs.ts";

/**
 * A location problem in whole numbers, arranged for the kernels.
 *
 * Shapes: m sites, n customers, a pairs. Pairs are grouped by customer and ascend in cost there, ties by site.
 * Units:  costs in steps: `costScale * stepsPerUnit` steps make one unit of the problem's cost; the finer grid leaves
 *         prices room between the costs, and every cost is still exact. Demands in `demandScale`ths.
 * Keeps:  all sums of costs that occur stay whole and below 2^53.
 */
export interface LocationInstance {
  /** Where whoever works on the instance takes the arrays from that are done with when the run is. */
  readonly arrays: ArraySource;
  readonly siteCount: number;
  readonly customerCount: number;
  readonly costScale: number;
  readonly stepsPerUnit: number;
  readonly demandScale: number;
  readonly openCost: Float64Array;
  /** Of one copy, at most the total demand; empty when no site has a limit. */
  readonly capacity: Float64Array;
  readonly demand: Float64Array;
  readonly totalDemand: number;
  readonly hasCapacity: boolean;
  /** All capacities are equal, and there are no copies. */
  readonly isEven: boolean;
  readonly wholeService: boolean;
  /** No service cost is below zero. */
  readonly isNonNegative: boolean;
  readonly copies: Int32Array;
  readonly hasCopies: boolean;
  /**
   * How many copies of the problem's one here stands for: without a limit one serves all, so that those that cost less than
   * nothing open together, and no others than one.
   */
  readonly copiesInOne: Int32Array;
  /** Group of each site, -1 for none; empty when there are no groups. */
  readonly group: Int32Array;
  readonly groupCount: number;
  readonly state: Int8Array;
  readonly fewest: number;
  readonly most: number;
  readonly start: Int32Array;
  readonly site: Int32Array;
  readonly cost: Float64Array;
  /** Cost of pair (i, j) at i * n + j, Infinity where not allowed. */
  readonly matrix: Float64Array;
  /** More than any plan can cost: the incumbent before there is one. */
  readonly ceiling: number;
}

/** Sums of costs stay below this, which leaves room for prices that overshoot. */
const LARGEST_SUM = 2 ** 50;

/** The grid is made finer while sums stay below this: prices may go far beyond costs before they are useless. */
const FINE_SUM = 2 ** 45;

/** More steps than this would prove nothing more. */
const MOST_STEPS = 2 ** 36;

function numbersOf(array: ArrayLike<number> | undefined, length: number, otherwise: number): Float64Array {
  if (array === undefined) return new Float64Array(length).fill(otherwise);
  return new Float64Array(array);
}

function scaleOf(what: string, ...arrays: ArrayLike<number>[]): number {
  let scale = 1;
  for (const array of arrays) {
    const own = wholeScale(array);
    if (own === undefined) {
      throw new InvalidProblemError([
        {
          code: "location.decimals",
          path: what,
          message: "has a number of more than fifteen decimals, which cannot be scaled to a whole number",
          remedy: `round ${what} to a few decimals`,
        },
      ]);
    }
    scale = Math.max(scale, own);
  }
  return scale;
}

/** The costs as a dense matrix by site, Infinity where a pair is not allowed; in the problem's own unit. */
function denseCosts(problem: LocationProblem, demand: Float64Array): Float64Array {
  const { siteCount, customerCount, cost } = problem;
  if (!isPositional(cost) && !isSparse(cost)) return new Float64Array(cost);
  const matrix = new Float64Array(siteCount * customerCount).fill(Number.POSITIVE_INFINITY);
  const metres = isPositional(cost) ? distancesOf(cost) : undefined;
  for (let j = 0; j < customerCount; j++) {
    if (isPositional(cost) && metres !== undefined) {
      for (let i = 0; i < siteCount; i++) matrix[i * customerCount + j] = demand[j] * cost.costOf(metres(i, j));
    } else if (isSparse(cost)) {
      for (let t = cost.start[j]; t < cost.start[j + 1]; t++) matrix[cost.site[t] * customerCount + j] = cost.cost[t];
    }
  }
  return matrix;
}

/**
 * Scales a checked problem to whole numbers and sorts its pairs.
 * Throws: InvalidProblemError when a number has too many decimals, or when sums would exceed 2^50 steps.
 */
export function buildInstance(problem: LocationProblem, arrays: ArraySource = OWN_ARRAYS): LocationInstance {
  const { siteCount: m, customerCount: n } = problem;
  const demandGiven = numbersOf(problem.demand, n, 1);
  const capacityGiven = numbersOf(problem.capacity, m, Number.POSITIVE_INFINITY);
  const matrix = denseCosts(problem, demandGiven);
  const costScale = scaleOf("cost and openCost", problem.openCost, matrix);
  const demandScale = scaleOf("demand and capacity", demandGiven, capacityGiven);
  const demand = demandGiven.map((d) => toWhole(d, demandScale));
  const totalDemand = demand.reduce((sum, d) => sum + d, 0);
  const capacity = capacityGiven.map((c) => Math.min(toWhole(c, demandScale), totalDemand));
  const copies = problem.copies === undefined ? new Int32Array(m).fill(1) : Int32Array.from(problem.copies);
  const hasCapacity = capacity.some((c) => c < totalDemand);
  const copiesInOne = copies.map((k, i) => (!hasCapacity && problem.openCost[i] < 0 ? k : 1));
  if (!hasCapacity) copies.fill(1);

  let sum = 0;
  for (let i = 0; i < m; i++) sum += Math.abs(toWhole(problem.openCost[i], costScale)) * copiesInOne[i] * copies[i];
  const dearest = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      const c = Math.abs(matrix[i * n + j]);
      if (c > dearest[j] && c !== Number.POSITIVE_INFINITY) dearest[j] = c;
    }
  }
  for (let j = 0; j < n; j++) sum += toWhole(dearest[j], costScale);
  if (!(sum <= LARGEST_SUM) || !(totalDemand <= LARGEST_SUM)) {
    throw new InvalidProblemError([
      {
        code: "location.overflow",
        path: "cost and demand",
        message: `scaled by ${costScale} to whole numbers, costs add up to ${sum}, demand to ${totalDemand}; wanted at most 2^50`,
        remedy:
          "use a larger unit or fewer decimals, and Infinity instead of huge costs for pairs that are not allowed",
      },
    ]);
  }
  let stepsPerUnit = 1;
  while (stepsPerUnit < MOST_STEPS && sum * stepsPerUnit * 2 <= FINE_SUM) stepsPerUnit *= 2;
  const leastCost = putInSteps(matrix, costScale, stepsPerUnit);
  const openCost = numbersOf(problem.openCost, m, 0).map(
    (f, i) => toWhole(f, costScale) * stepsPerUnit * copiesInOne[i],
  );

  const exactly = problem.exactlyOpen;
  const { group, groupCount } = compactGroups(problem.group, m);
  return {
    arrays,
    siteCount: m,
    customerCount: n,
    costScale,
    stepsPerUnit,
    demandScale,
    openCost,
    capacity: hasCapacity ? capacity : new Float64Array(0),
    demand,
    totalDemand,
    hasCapacity,
    isEven: hasCapacity && capacity.every((c) => c === capacity[0]) && copies.every((k) => k === 1),
    isNonNegative: leastCost >= 0,
    wholeService: (problem.singleSource ?? false) && hasCapacity,
    copies,
    hasCopies: copies.some((k) => k > 1),
    copiesInOne,
    group,
    groupCount,
    state: problem.state === undefined ? new Int8Array(m) : Int8Array.from(problem.state),
    fewest: exactly ?? 0,
    most: Math.min(m, exactly ?? m, problem.mostOpen ?? m),
    ...sortPairs(matrix, m, n, arrays),
    matrix,
    ceiling: sum * stepsPerUnit + stepsPerUnit,
  };
}

function compactGroups(given: ArrayLike<number> | undefined, m: number): { group: Int32Array; groupCount: number } {
  if (given === undefined) return { group: new Int32Array(0), groupCount: 0 };
  const members = new Map<number, number>();
  for (let i = 0; i < m; i++) if (given[i] >= 0) members.set(given[i], (members.get(given[i]) ?? 0) + 1);
  const numbers = new Map<number, number>();
  const group = new Int32Array(m).fill(-1);
  for (let i = 0; i < m; i++) {
    // A group of one restricts nothing, so it is not a group.
    if ((members.get(given[i]) ?? 0) < 2) continue;
    if (!numbers.has(given[i])) numbers.set(given[i], numbers.size);
    group[i] = numbers.get(given[i])!;
  }
  return numbers.size === 0 ? { group: new Int32Array(0), groupCount: 0 } : { group, groupCount: numbers.size };
}
