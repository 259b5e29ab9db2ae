import { wholeScale } from "../../base/scale.ts";
import { isPositional, isSparse, type LocationProblem } from "../../problems/location.ts";
import { distancesOf } from "../../problems/location-positions.ts";
import type { LocationCertificate } from "../../problems/location-result.ts";
import type { WholeLocation } from "./location-certificate.ts";
import type { EarningPairs } from "./location-earnings.ts";
import { greatestPrices, LARGEST_PRICE } from "./location-prices.ts";

/** Amounts add up to no more: so far below 2^53 no scale rounds demand and the room for it to different sides of a step. */
const LARGEST_AMOUNT = 2 ** 50;

/** What is this part of it above the greatest price in the problem's unit costs more than that, however both are rounded. */
const CLEARLY = 2 ** -50;

/** What makes numbers as they were given whole: so many steps are one unit of `1 / scale`. */
interface Steps {
  readonly scale: number;
  readonly stepsPerUnit: number;
}

/** The greatest prices of customers in steps, and what costs more than they pay for certain in the problem's own unit. */
interface Reach {
  readonly reach: Float64Array;
  readonly limit: Float64Array;
  readonly steps: Steps;
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
  const costSteps = { scale: costScale, stepsPerUnit };
  const amounts = { scale: demandScale, stepsPerUnit: 1 };
  const demandGiven = problem.demand === undefined ? new Float64Array(n).fill(1) : new Float64Array(problem.demand);
  const roomGiven =
    problem.capacity === undefined
      ? new Float64Array(m).fill(Number.POSITIVE_INFINITY)
      : new Float64Array(problem.capacity);
  const [demand, capacity, openCost] = [demandGiven.slice(), roomGiven.slice(), new Float64Array(problem.openCost)];
  let isExact = putInSteps(demand, amounts) && putInSteps(capacity, amounts) && putInSteps(openCost, costSteps);
  const totalDemand = demand.reduce((sum, d) => sum + d, 0);
  for (let i = 0; i < m; i++) capacity[i] = Math.min(capacity[i], totalDemand);
  const hasCapacity = capacity.some((c) => c < totalDemand);
  const singleSource = (problem.singleSource ?? false) && hasCapacity;
  let cost: Float64Array = new Float64Array(0);
  let pairs: EarningPairs | undefined;
  if (wanted !== "nothing" && isExact) {
    const given = givenCosts(problem, demandGiven);
    const isComplete = !Array.prototype.includes.call(given, Number.POSITIVE_INFINITY);
    if (!singleSource) pairs = listPairs(given, m, costSteps, { reach: greatestPrices(n, certificate), isComplete });
    if (!singleSource && pairs === undefined) isExact = false;
    // Where some pairs are not allowed it is asked who can reach whom.
    const wantsMatrix = singleSource || wanted === "matrix" || !isComplete;
    if (wantsMatrix) {
      cost = new Float64Array(given);
      isExact &&= putInSteps(cost, costSteps);
    } else if (!hasCapacity) {
      // Bounds are rounded up to a whole number of units there, so all pairs must cost one.
      isExact &&= costScale % (wholeScale(given) ?? Number.NaN) === 0;
    }
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
    state: problem.state === undefined ? new Int32Array(m) : new Int32Array(problem.state),
    fewest: problem.exactlyOpen ?? 0,
    most: Math.min(m, problem.exactlyOpen ?? m, problem.mostOpen ?? m),
    singleSource,
    cost,
    pairs,
    isComplete: pairs?.isComplete === true,
  };
}

/** The costs of all pairs, site-major, written out where they are not given so. */
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

/** Puts numbers as they were given into steps; Infinity stays. False where another is no whole number of `1 / scale`. */
function putInSteps(values: Float64Array, { scale, stepsPerUnit }: Steps): boolean {
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    const whole = Math.round(value * scale);
    values[k] = whole * stepsPerUnit;
    if (Math.abs(whole) <= Number.MAX_SAFE_INTEGER && whole / scale === value) continue;
    if (value !== Number.POSITIVE_INFINITY) return false;
  }
  return true;
}

/**
 * Lists the pairs that cost less than their customer's reach; undefined where one of them is no whole number of
 * `1 / scale`. Most cost far more, which is seen before they are put into steps.
 */
function listPairs(
  given: ArrayLike<number>,
  siteCount: number,
  steps: Steps,
  { reach, isComplete }: Pick<EarningPairs, "reach" | "isComplete">,
): EarningPairs | undefined {
  const n = reach.length;
  const limit = reach.map((most) => {
    const price = most / steps.scale / steps.stepsPerUnit;
    return price + CLEARLY * Math.abs(price);
  });
  const start = new Int32Array(siteCount + 1);
  const copied = new Float64Array(n);
  let customer = new Int32Array(4 * n);
  let cost = new Float64Array(4 * n);
  for (let i = 0; i < siteCount; i++) {
    const most = 2 * (start[i] + n);
    if (start[i] + n > cost.length) [customer, cost] = [longer(customer, most), longer(cost, most)];
    const end = listRow(rowOf(given, i, copied), { limit, reach, steps }, start[i], customer, cost);
    if (end < 0) return undefined;
    start[i + 1] = end;
  }
  return { start, customer, cost, reach, isComplete };
}

/** Lists a site's pairs that cost less than their customer's reach from a place on; gives the place behind, or -1. */
function listRow(
  row: Float64Array,
  { limit, reach, steps: { scale, stepsPerUnit } }: Reach,
  first: number,
  customer: Int32Array,
  cost: Float64Array,
): number {
  let end = first;
  for (let j = 0; j < row.length; j++) {
    const value = row[j];
    if (value >= limit[j]) continue;
    const whole = Math.round(value * scale);
    const own = whole * stepsPerUnit;
    if (whole / scale !== value) return -1;
    if (own >= reach[j]) continue;
    customer[end] = j;
    cost[end++] = own;
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
