import { toWhole } from "../../base/scale.ts";
import { isPositional, isSparse, type LocationProblem } from "../../problems/location.ts";
import { distancesOf } from "../../problems/location-positions.ts";
import type { LocationCertificate } from "../../problems/location-result.ts";
import type { WholeLocation } from "./location-certificate.ts";
import type { EarningPairs } from "./location-earnings.ts";
import { greatestPrices, LARGEST_PRICE } from "./location-prices.ts";

/** Amounts add up to no more: so far below 2^53 no scale rounds demand and the room for it to different sides of a step. */
const LARGEST_AMOUNT = 2 ** 50;

/** Costs of all pairs as they were given, site-major, and what makes them steps. */
interface GivenCosts {
  readonly given: ArrayLike<number>;
  readonly scale: number;
  readonly stepsPerUnit: number;
}

/**
 * The problem in the certificate's units, or why it does not fit into them.
 *
 * @param wanted which costs: "nothing" where the evidence is checked without a matrix, "matrix" where all are asked for,
 *               "pairs" where those that may earn something do.
 */
export function readWhole(
  problem: LocationProblem,
  certificate: LocationCertificate,
  wanted: "nothing" | "pairs" | "matrix",
): WholeLocation | string {
  const { siteCount: m, customerCount: n } = problem;
  const { costScale, demandScale, stepsPerUnit } = certificate;
  for (const scale of [costScale, demandScale, stepsPerUnit])
    if (!Number.isSafeInteger(scale) || scale < 1) return `the certificate has scale ${scale}`;
  let isExact = true;
  const scaled = (value: number, scale: number): number => {
    const result = toWhole(value, scale);
    if (Number.isFinite(value) && (!Number.isSafeInteger(result) || result / scale !== value)) isExact = false;
    return result;
  };
  const demandGiven = Float64Array.from({ length: n }, (_, j) => problem.demand?.[j] ?? 1);
  const demand = demandGiven.map((d) => scaled(d, demandScale));
  const totalDemand = demand.reduce((sum, d) => sum + d, 0);
  const roomGiven = Float64Array.from({ length: m }, (_, i) => problem.capacity?.[i] ?? Number.POSITIVE_INFINITY);
  const capacity = roomGiven.map((c) => Math.min(scaled(c, demandScale), totalDemand));
  const hasCapacity = capacity.some((c) => c < totalDemand);
  const openCost = Float64Array.from({ length: m }, (_, i) => scaled(problem.openCost[i], costScale) * stepsPerUnit);
  const singleSource = (problem.singleSource ?? false) && hasCapacity;
  let cost: Float64Array = new Float64Array(0);
  let pairs: EarningPairs | undefined;
  if (wanted !== "nothing") {
    const costs = { given: givenCosts(problem, demandGiven), scale: costScale, stepsPerUnit };
    const reach = singleSource ? undefined : greatestPrices(n, certificate);
    let read = readCosts(problem, costs, reach, singleSource || wanted === "matrix");
    // Where some pairs are not allowed it is asked who can reach whom.
    if (read?.pairs?.isComplete === false) read = readCosts(problem, costs, reach, true);
    if (read === undefined) isExact = false;
    else ({ matrix: cost, pairs } = read);
  }
  if (!isExact) return "the certificate's scales do not make the problem's numbers whole";
  // Pairs may cost more than doubles tell apart to a step, as no price pays for them then.
  const isInRange = isFrom(-LARGEST_PRICE, pairs === undefined ? cost : pairs.cost);
  if (!openCost.every(Number.isSafeInteger) || !isInRange || !(totalDemand <= LARGEST_AMOUNT))
    return "the certificate's scales put costs or amounts beyond the exact range";
  // Without a limit a second copy is of no use, but where it costs less than nothing.
  const copies = Int32Array.from({ length: m }, (_, i) =>
    hasCapacity || openCost[i] < 0 ? (problem.copies?.[i] ?? 1) : 1,
  );
  return {
    siteCount: m,
    customerCount: n,
    openCost,
    capacity: hasCapacity ? capacity : new Float64Array(0),
    totalCapacity: hasCapacity ? capacity.reduce((sum, room) => sum + room, 0) : 0,
    demand,
    totalDemand,
    copies,
    hasCopies: copies.some((k) => k > 1),
    ...groupsOf(problem),
    state: Int32Array.from({ length: m }, (_, i) => problem.state?.[i] ?? 0),
    fewest: problem.exactlyOpen ?? 0,
    most: Math.min(m, problem.exactlyOpen ?? m, problem.mostOpen ?? m),
    singleSource,
    cost,
    pairs,
    isComplete: pairs?.isComplete === true,
  };
}

/** The costs of all pairs, written out where they are not given so. */
function givenCosts(problem: LocationProblem, demand: Float64Array): ArrayLike<number> {
  const { siteCount: m, customerCount: n, cost } = problem;
  if (!isPositional(cost) && !isSparse(cost)) return cost;
  const given = new Float64Array(m * n).fill(Number.POSITIVE_INFINITY);
  if (isSparse(cost)) {
    for (let j = 0; j < n; j++)
      for (let t = cost.start[j]; t < cost.start[j + 1]; t++) given[cost.site[t] * n + j] = cost.cost[t];
    return given;
  }
  const metres = distancesOf(cost);
  for (let j = 0; j < n; j++) for (let i = 0; i < m; i++) given[i * n + j] = demand[j] * cost.costOf(metres(i, j));
  return given;
}

/**
 * Puts all costs into steps, and lists the pairs that cost less than `reach` of their customer; undefined where a cost is
 * no whole number of `1 / scale`.
 */
function readCosts(
  { siteCount: m, customerCount: n }: LocationProblem,
  costs: GivenCosts,
  reach: Float64Array | undefined,
  wantsMatrix: boolean,
): { readonly matrix: Float64Array; readonly pairs: EarningPairs | undefined } | undefined {
  const matrix = new Float64Array(wantsMatrix ? m * n : n);
  const start = new Int32Array(m + 1);
  const copied = new Float64Array(n);
  let customer = new Int32Array(2 * n);
  let cost = new Float64Array(2 * n);
  let isComplete = true;
  for (let i = 0; i < m; i++) {
    const row = wantsMatrix ? matrix.subarray(i * n, (i + 1) * n) : matrix;
    const isRowComplete = scaleRow(rowOf(costs.given, i, copied), costs, row);
    if (isRowComplete === undefined) return undefined;
    isComplete &&= isRowComplete;
    if (reach === undefined) continue;
    const most = 2 * (start[i] + n);
    if (start[i] + n > cost.length) [customer, cost] = [longer(customer, most), longer(cost, most)];
    start[i + 1] = listRow(row, reach, start[i], customer, cost);
  }
  return {
    matrix: wantsMatrix ? matrix : new Float64Array(0),
    pairs: reach === undefined ? undefined : { start, customer, cost, reach, isComplete },
  };
}

/** Puts a site's costs into steps; whether none of them is infinite. Undefined where one is not whole. */
function scaleRow(given: Float64Array, { scale, stepsPerUnit }: GivenCosts, row: Float64Array): boolean | undefined {
  let isComplete = true;
  for (let j = 0; j < row.length; j++) {
    const value = given[j];
    const whole = Math.round(value * scale);
    if (!(whole <= Number.MAX_SAFE_INTEGER && whole / scale === value)) {
      if (value !== Number.POSITIVE_INFINITY) return undefined;
      isComplete = false;
    }
    row[j] = whole * stepsPerUnit;
  }
  return isComplete;
}

/** Lists those of a site's pairs that cost less than their customer's reach from place `count` on; gives the place behind. */
function listRow(
  row: Float64Array,
  reach: Float64Array,
  count: number,
  customer: Int32Array,
  cost: Float64Array,
): number {
  let end = count;
  for (let j = 0; j < row.length; j++) {
    const steps = row[j];
    if (steps >= reach[j]) continue;
    customer[end] = j;
    cost[end++] = steps;
  }
  return end;
}

/** A site's costs as they were given, always in the same kind of array, as the loop over all pairs is faster so. */
function rowOf(given: ArrayLike<number>, i: number, copied: Float64Array): Float64Array {
  const n = copied.length;
  if (given instanceof Float64Array) return given.subarray(i * n, (i + 1) * n);
  copied.set(Array.prototype.slice.call(given, i * n, (i + 1) * n));
  return copied;
}

function longer<A extends Float64Array | Int32Array>(array: A, length: number): A {
  const copy = (array instanceof Float64Array ? new Float64Array(length) : new Int32Array(length)) as A;
  copy.set(array);
  return copy;
}

/** Groups of two sites or more, numbered from 0 on. */
function groupsOf({ siteCount, group }: LocationProblem): { group: Int32Array; groupCount: number } {
  const size = new Map<number, number>();
  for (let i = 0; i < (group === undefined ? 0 : siteCount); i++) size.set(group![i], (size.get(group![i]) ?? 0) + 1);
  const name = new Map<number, number>();
  const numbered = new Int32Array(siteCount).fill(-1);
  for (let i = 0; i < siteCount && group !== undefined; i++) {
    if (group[i] < 0 || size.get(group[i]) === 1) continue;
    if (!name.has(group[i])) name.set(group[i], name.size);
    numbered[i] = name.get(group[i])!;
  }
  return { group: numbered, groupCount: name.size };
}

function isFrom(least: number, cost: Float64Array): boolean {
  for (let p = 0; p < cost.length; p++) if (!(cost[p] >= least)) return false;
  return true;
}
