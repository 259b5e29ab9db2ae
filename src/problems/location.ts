import { InvalidProblemError } from "../base/errors.ts";
import { type Issue, printed } from "../base/issue.ts";
import { type Point, type Points, type PositionalCost, pairsOf, pointCount } from "./location-positions.ts";

/**
 * Where to open sites, and from which of them to serve each customer.
 *
 * Shapes: m sites, n customers; site arrays have length m, customer arrays length n.
 * Units:  costs in any one unit (MJ/yr); demand and capacity in any other (kg/yr). Decimals are scaled exactly to whole
 *         numbers, so a cost carries at most fifteen decimals, and sums stay below 2^50 scaled units.
 * Asks:   every customer is served in full, from open sites only, within their capacity, for the least
 *         sum of openCost (times the copies opened) and service cost.
 */
export interface LocationProblem {
  readonly siteCount: number;
  readonly customerCount: number;
  /** Cost of opening one copy of a site. */
  readonly openCost: ArrayLike<number>;
  /** What one open copy can serve, in units of demand; absent or Infinity is unlimited. */
  readonly capacity?: ArrayLike<number>;
  /** Greater than zero; one each when absent. */
  readonly demand?: ArrayLike<number>;
  /** Cost of serving ALL of a customer from a site. */
  readonly cost: LocationCost;
  /** Each customer from one site only; false by default (service may be split). */
  readonly singleSource?: boolean;
  /** The most sites that may be open (a site of several copies counts once). */
  readonly mostOpen?: number;
  /** Exactly so many sites open: the p-median when openCost is zero. */
  readonly exactlyOpen?: number;
  /** The most copies of each site; one when absent. */
  readonly copies?: ArrayLike<number>;
  /** Of the sites with the same number at most one may be open (sizes of one works); -1 belongs to no group. */
  readonly group?: ArrayLike<number>;
  /** 0 free, 1 must open (at least one copy), -1 never. */
  readonly state?: ArrayLike<number>;
}

/** What serving costs: a matrix of sites times customers, a list of pairs, or distances between positions. */
export type LocationCost = ArrayLike<number> | SparseCost | PositionalCost;

/** Pairs by customer: customer j's are start[j] to start[j + 1] - 1. Pairs that are not listed are not allowed. */
export interface SparseCost {
  readonly start: ArrayLike<number>;
  readonly site: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
}

export function isSparse(cost: LocationCost): cost is SparseCost {
  return "start" in cost;
}

export function isPositional(cost: LocationCost): cost is PositionalCost {
  return "costOf" in cost;
}

/** The most issues collected: a wrong matrix need not be reported number by number. */
const MOST_ISSUES = 100;

class Findings {
  readonly issues: Issue[] = [];

  add(code: string, path: string, message: string, remedy: string): void {
    if (this.issues.length < MOST_ISSUES) this.issues.push({ code: `location.${code}`, path, message, remedy });
  }

  length(path: string, array: ArrayLike<number> | undefined, wanted: number): boolean {
    if (array === undefined || array?.length === wanted) return true;
    const isList = typeof array === "object" && typeof array?.length === "number";
    const message = isList
      ? `has ${array.length} numbers, ${wanted} are wanted`
      : `is ${printed(array)}, ${wanted} numbers are wanted`;
    this.add("length", path, message, `give ${path} ${wanted} numbers`);
    return false;
  }

  each(path: string, array: ArrayLike<number> | undefined, isRight: (x: number) => boolean, wanted: string): void {
    if (array === undefined) return;
    for (let i = 0; i < array.length; i++) {
      if (!isRight(array[i])) {
        this.add(
          "value",
          `${path}[${i}]`,
          `is ${printed(array[i])}, wanted ${wanted}`,
          `set ${path}[${i}] to ${wanted}`,
        );
      }
    }
  }

  /** Costs are many and mostly right, so they are looked at one by one only where one of them is no number. */
  pairCosts(path: string, cost: ArrayLike<number>): void {
    const areRight = cost instanceof Float64Array ? areAbove(cost) : areNumbersAbove(cost);
    if (!areRight) this.each(path, cost, isPairCost, "a number");
  }
}

/** The same question for each kind of array apart, as a loop over one kind alone is faster; the engine's own is slow for NaN. */
function areAbove(cost: Float64Array): boolean {
  if (areFinite(cost)) return true;
  for (let k = 0; k < cost.length; k++) if (!(cost[k] > Number.NEGATIVE_INFINITY)) return false;
  return true;
}

/** Times zero, what is finite leaves nothing; four sums at once do not wait for one another. */
function areFinite(cost: Float64Array): boolean {
  const { length } = cost;
  const rest = length % 4;
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let k = 0; k < rest; k++) a += 0 * cost[k];
  for (let k = rest; k < length; k += 4) {
    a += 0 * cost[k];
    b += 0 * cost[k + 1];
    c += 0 * cost[k + 2];
    d += 0 * cost[k + 3];
  }
  return a + b + c + d === 0;
}

function areNumbersAbove(cost: ArrayLike<number>): boolean {
  for (let k = 0; k < cost.length; k++)
    if (!(typeof cost[k] === "number" && cost[k] > Number.NEGATIVE_INFINITY)) return false;
  return true;
}

const isCount = (x: number): boolean => Number.isSafeInteger(x) && x >= 0;
const isPairCost = (x: number): boolean => Number.isFinite(x) || x === Number.POSITIVE_INFINITY;

/**
 * Checks shapes and ranges.
 * Throws: InvalidProblemError with everything that is wrong.
 */
export function checkLocation(problem: LocationProblem): void {
  const found = new Findings();
  const { siteCount, customerCount, capacity, demand, cost } = problem;
  for (const [path, value] of Object.entries({ siteCount, customerCount })) {
    if (!isCount(value) || value === 0)
      found.add("count", path, `is ${printed(value)}, wanted a whole number from 1`, `set ${path}`);
  }
  for (const [path, value] of Object.entries({ openCost: problem.openCost, cost })) {
    if (typeof value !== "object" || value === null)
      found.add("length", path, `is ${printed(value)}, wanted numbers`, `give ${path}`);
  }
  if (found.issues.length > 0) throw new InvalidProblemError(found.issues);
  if (found.length("openCost", problem.openCost, siteCount))
    found.each("openCost", problem.openCost, Number.isFinite, "a finite number");
  if (found.length("capacity", capacity, siteCount))
    found.each("capacity", capacity, (x) => typeof x === "number" && x >= 0, "a number from 0, or Infinity");
  if (found.length("demand", demand, customerCount))
    found.each("demand", demand, (x) => Number.isFinite(x) && x > 0, "a finite number above 0");
  if (found.length("copies", problem.copies, siteCount))
    found.each("copies", problem.copies, (x) => Number.isInteger(x) && x >= 1 && x <= 1e6, "a whole number 1 to 10^6");
  if (found.length("group", problem.group, siteCount))
    found.each("group", problem.group, (x) => Number.isInteger(x) && x >= -1, "a whole number from 0, or -1");
  if (found.length("state", problem.state, siteCount))
    found.each("state", problem.state, (x) => x === 0 || x === 1 || x === -1, "0, 1 or -1");
  for (const path of ["mostOpen", "exactlyOpen"] as const) {
    const value = problem[path];
    if (value !== undefined && !isCount(value))
      found.add("count", path, `is ${printed(value)}, wanted a whole number from 0`, `set ${path}, or leave it out`);
  }
  checkCost(cost, siteCount, customerCount, found);
  if (found.issues.length > 0) throw new InvalidProblemError(found.issues);
}

function checkCost(cost: LocationCost, siteCount: number, customerCount: number, found: Findings): void {
  if (isPositional(cost)) checkPositions(cost, siteCount, customerCount, found);
  else if (isSparse(cost)) checkPairs(cost, siteCount, customerCount, found);
  else if (found.length("cost", cost, siteCount * customerCount)) found.pairCosts("cost", cost);
}

function checkPositions(cost: PositionalCost, siteCount: number, customerCount: number, found: Findings): void {
  if (typeof cost.costOf !== "function")
    found.add("cost-of", "cost.costOf", `is ${printed(cost.costOf)}, wanted a function`, "give cost of a distance");
  checkPoints("cost.sites", cost.sites, siteCount, found);
  checkPoints("cost.customers", cost.customers, customerCount, found);
}

function checkPoints(path: string, points: Points, wanted: number, found: Findings): void {
  const remedy = `give ${path} ${wanted} points`;
  if (typeof points !== "object" || typeof points?.length !== "number") {
    found.add("length", path, `is ${printed(points)}, wanted points`, remedy);
    return;
  }
  const count = pointCount(points);
  if (count !== wanted) {
    found.add("length", path, `has ${count} points, ${wanted} are wanted`, remedy);
    return;
  }
  const isFlat = typeof points[0] === "number";
  for (let i = 0; i < count && !isFlat; i++) {
    if (typeof points[i] === "object" && (points[i] as Partial<Point> | null)?.length === 2) continue;
    found.add("value", `${path}[${i}]`, `is ${printed(points[i])}, wanted a point`, "write [x, y]");
    return;
  }
  const given = pairsOf(points);
  for (let i = 0; i < count; i++) {
    const [x, y] = [given[2 * i], given[2 * i + 1]];
    if (Number.isFinite(x) && Number.isFinite(y)) continue;
    found.add("value", `${path}[${i}]`, `is ${x},${y}, wanted two finite numbers`, `mend ${path}[${i}]`);
  }
}

function checkPairs(cost: SparseCost, siteCount: number, customerCount: number, found: Findings): void {
  for (const part of ["start", "site", "cost"] as const) {
    if (typeof cost[part] === "object" && cost[part] !== null) continue;
    found.add("length", `cost.${part}`, `is ${printed(cost[part])}, wanted numbers`, `give cost.${part}`);
    return;
  }
  if (!found.length("cost.start", cost.start, customerCount + 1)) return;
  const pairCount = cost.start[customerCount];
  if (!found.length("cost.site", cost.site, pairCount) || !found.length("cost.cost", cost.cost, pairCount)) return;
  found.pairCosts("cost.cost", cost.cost);
  // Where other arrays disagree with it, the number of sites may be anything.
  if (found.issues.length > 0 || !startsRise(cost.start, found)) return;
  const seenBy = new Int32Array(siteCount).fill(-1);
  for (let j = 0; j < customerCount; j++) {
    for (let t = cost.start[j]; t < cost.start[j + 1]; t++) {
      const i = cost.site[t];
      if (!isCount(i) || i >= siteCount)
        found.add("value", `cost.site[${t}]`, `is ${printed(i)}, wanted 0 to ${siteCount - 1}`, "name a site");
      else if (seenBy[i] === j)
        found.add("twice", `cost.site[${t}]`, `names site ${i} again for customer ${j}`, "list each pair once");
      else seenBy[i] = j;
    }
  }
}

/** Whether where customers' pairs begin are whole numbers from 0 that never fall; where not, the first that is wrong is told. */
function startsRise(start: ArrayLike<number>, found: Findings): boolean {
  for (let j = 0; j < start.length; j++) {
    const path = `cost.start[${j}]`;
    if (!isCount(start[j])) found.add("value", path, `is ${printed(start[j])}, wanted a whole number`, "mend it");
    else if (j === 0 && start[0] !== 0) found.add("value", path, `is ${start[0]}, wanted 0`, "begin with 0");
    else if (j > 0 && start[j] < start[j - 1])
      found.add("order", path, "is below the one before", "let start never fall");
    else continue;
    return false;
  }
  return true;
}
