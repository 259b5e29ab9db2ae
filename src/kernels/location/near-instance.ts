import { InvalidProblemError } from "../../base/errors.ts";
import { toWhole, wholeScale } from "../../base/scale.ts";
import { isPositional, isSparse, type LocationProblem } from "../../problems/location.ts";
import { distancesOf, pairsOf, unscalable } from "../../problems/location-positions.ts";
import { type CostRow, listNearPairs, type NearLists } from "./near-lists.ts";

/**
 * A location problem too large for a matrix, in whole numbers, with the cheapest pairs of every customer.
 *
 * Shapes, units: as in `instance.ts`; costs in steps. Memory: the lists, 12 bytes a listed pair.
 */
export interface NearInstance {
  readonly siteCount: number;
  readonly customerCount: number;
  readonly costScale: number;
  readonly stepsPerUnit: number;
  readonly demandScale: number;
  readonly openCost: Float64Array;
  /** Of a site, at most the total demand; empty when no site has a limit. */
  readonly capacity: Float64Array;
  readonly demand: Float64Array;
  readonly totalDemand: number;
  /** 0 free, 1 must open, -1 never. */
  readonly state: Int8Array;
  /** Writes a customer's costs in steps; absent where the lists hold all pairs that are allowed. */
  readonly fillRow: CostRow | undefined;
  /** The cost of one pair in steps; absent likewise. */
  readonly pairCost: ((site: number, customer: number) => number) | undefined;
  lists: NearLists;
  /** More than any plan can cost. */
  readonly ceiling: number;
}

/** Cheapest pairs listed for each customer at first. */
const FEWEST = 24;
/** Sums of costs stay below this; and the grid of steps is made finer while they stay below that. */
const LARGEST_SUM = 2 ** 50;
const FINE_SUM = 2 ** 45;
const MOST_STEPS = 2 ** 20;

/**
 * Scales and lists a checked problem whose cost is sparse or positional; by position as far as `reach` at least, in the
 * problem's own unit, where that is known.
 * Throws: InvalidProblemError when numbers cannot be scaled to whole ones, or sums would exceed 2^50.
 */
export function buildNearInstance(problem: LocationProblem, reach?: Float64Array): NearInstance {
  const { siteCount: m, customerCount: n, cost } = problem;
  const demandGiven = Float64Array.from({ length: n }, (_, j) => problem.demand?.[j] ?? 1);
  const capacityGiven = Float64Array.from({ length: m }, (_, i) => problem.capacity?.[i] ?? Infinity);
  const raw = rawRow(problem, demandGiven);
  const fewest = Math.min(m, FEWEST);
  const nearest =
    raw === undefined
      ? listsOf(problem)
      : listNearPairs(raw, m, n, fewest, reach ?? new Float64Array(n).fill(-Infinity));
  const costScale = Math.max(scale("cost", nearest.cost), scale("openCost", Float64Array.from(problem.openCost)));
  const demandScale = Math.max(scale("demand", demandGiven), scale("capacity", capacityGiven));
  const demand = demandGiven.map((d) => toWhole(d, demandScale));
  let totalDemand = 0;
  for (let j = 0; j < n; j++) totalDemand += demand[j];
  const capacity = capacityGiven.map((c) => Math.min(toWhole(c, demandScale), totalDemand));
  let sum = 0;
  for (let i = 0; i < m; i++) sum += Math.abs(toWhole(problem.openCost[i], costScale));
  for (let j = 0; j < n; j++) {
    // Dearer than any pair: twice the way to the first site and from there to the furthest is more than enough.
    let dearest = 0;
    for (let t = nearest.start[j]; t < nearest.start[j + 1]; t++)
      dearest = Math.max(dearest, Math.abs(nearest.cost[t]));
    sum += dearest * costScale;
  }
  sum += isPositional(cost) ? totalDemand * dearestUnit(problem) * costScale : 0;
  if (!(sum <= LARGEST_SUM) || !(totalDemand <= LARGEST_SUM)) {
    throw new InvalidProblemError([
      {
        code: "location.overflow",
        path: "cost and demand",
        message: `scaled by ${costScale} to whole numbers, costs add up to ${sum}, demand to ${totalDemand}; wanted at most 2^50`,
        remedy: "use a larger unit or fewer decimals",
      },
    ]);
  }
  let stepsPerUnit = 1;
  while (stepsPerUnit < MOST_STEPS && sum * stepsPerUnit * 2 <= FINE_SUM) stepsPerUnit *= 2;
  const steps = costScale * stepsPerUnit;
  for (let t = 0; t < nearest.cost.length; t++) nearest.cost[t] = toWhole(nearest.cost[t], costScale) * stepsPerUnit;
  // What lies beyond may have more decimals; rounded down it is a bound still.
  for (let j = 0; j < n; j++) nearest.beyond[j] = Math.floor(nearest.beyond[j] * costScale) * stepsPerUnit;
  return {
    siteCount: m,
    customerCount: n,
    costScale,
    stepsPerUnit,
    demandScale,
    openCost: Float64Array.from({ length: m }, (_, i) => toWhole(problem.openCost[i], costScale) * stepsPerUnit),
    capacity: capacity.some((c) => c < totalDemand) ? capacity : new Float64Array(0),
    demand,
    totalDemand,
    state: Int8Array.from({ length: m }, (_, i) => problem.state?.[i] ?? 0),
    fillRow: raw === undefined ? undefined : scaledRow(raw, costScale, steps, m),
    pairCost: scaledPair(problem, demandGiven, costScale, stepsPerUnit),
    lists: nearest,
    ceiling: (sum + 1) * stepsPerUnit,
  };
}

function scale(path: string, values: Float64Array): number {
  const found = wholeScale(values);
  if (found !== undefined) return found;
  const message = "has a number of more than fifteen decimals, which cannot be scaled to a whole number";
  throw new InvalidProblemError([
    { code: "location.decimals", path, message, remedy: `round ${path} to a few decimals` },
  ]);
}

function rawRow({ cost, siteCount }: LocationProblem, demand: Float64Array): CostRow | undefined {
  if (!isPositional(cost)) return undefined;
  const { costOf } = cost;
  if (cost.geometry === "sphere") {
    const metres = distancesOf(cost);
    return (j, row) => {
      for (let i = 0; i < siteCount; i++) row[i] = demand[j] * costOf(metres(i, j));
    };
  }
  const sites = pairsOf(cost.sites);
  const customers = pairsOf(cost.customers);
  return (j, row) => {
    const x = customers[2 * j];
    const y = customers[2 * j + 1];
    const amount = demand[j];
    for (let i = 0; i < siteCount; i++) {
      const dx = sites[2 * i] - x;
      const dy = sites[2 * i + 1] - y;
      row[i] = amount * costOf(Math.round(Math.sqrt(dx * dx + dy * dy)));
    }
  };
}

function scaledRow(raw: CostRow, costScale: number, steps: number, siteCount: number): CostRow {
  const stepsPerUnit = steps / costScale;
  return (j, row) => {
    raw(j, row);
    for (let i = 0; i < siteCount; i++) {
      const whole = Math.round(row[i] * costScale);
      if (whole / costScale !== row[i]) throw unscalable("cost.costOf");
      row[i] = whole * stepsPerUnit;
    }
  };
}

function scaledPair(
  { cost }: LocationProblem,
  demand: Float64Array,
  costScale: number,
  stepsPerUnit: number,
): ((site: number, customer: number) => number) | undefined {
  if (!isPositional(cost)) return undefined;
  const metres = distancesOf(cost);
  return (i, j) => {
    const given = demand[j] * cost.costOf(metres(i, j));
    const whole = Math.round(given * costScale);
    if (whole / costScale !== given) throw unscalable("cost.costOf");
    return whole * stepsPerUnit;
  };
}

/** The greatest cost of a unit over the diagonal of everything. */
function dearestUnit({ cost, siteCount, customerCount }: LocationProblem): number {
  if (!isPositional(cost)) return 0;
  const metres = distancesOf(cost);
  // Any two points are at most as far apart as both are from the first site together.
  let far = 0;
  for (let j = 0; j < customerCount; j++) far = Math.max(far, metres(0, j));
  let farSite = 0;
  for (let i = 0; i < siteCount; i++) farSite = Math.max(farSite, metres(i, 0));
  return Math.abs(cost.costOf(2 * far + farSite + 1)) + Math.abs(cost.costOf(0));
}

/** A sparse problem's own pairs, sorted: nothing is beyond them. */
function listsOf({ cost, customerCount: n }: LocationProblem): NearLists {
  if (!isSparse(cost)) throw new RangeError("a dense cost has no lists");
  const start = new Int32Array(n + 1);
  const site: number[] = [];
  const unit: number[] = [];
  for (let j = 0; j < n; j++) {
    const from = site.length;
    for (let t = cost.start[j]; t < cost.start[j + 1]; t++) {
      const c = cost.cost[t];
      if (c === Infinity) continue;
      let at = site.length;
      site.push(cost.site[t]);
      unit.push(c);
      for (; at > from && (unit[at - 1] > c || (unit[at - 1] === c && site[at - 1] > cost.site[t])); at--) {
        unit[at] = unit[at - 1];
        site[at] = site[at - 1];
      }
      unit[at] = c;
      site[at] = cost.site[t];
    }
    start[j + 1] = site.length;
  }
  const beyond = new Float64Array(n).fill(Infinity);
  return { start, site: Int32Array.from(site), cost: Float64Array.from(unit), beyond };
}

/** Lists more pairs where prices reach further than the lists; false when there are no more. */
export function extendLists(instance: NearInstance, reach: Float64Array): boolean {
  const { fillRow, lists, siteCount, customerCount: n } = instance;
  if (fillRow === undefined) return false;
  const wanted = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    // Where it was not enough, half as far again, so that it is not soon too little once more.
    wanted[j] = reach[j];
    if (reach[j] > lists.beyond[j]) wanted[j] += (reach[j] - lists.cost[lists.start[j]]) / 2;
  }
  instance.lists = listNearPairs(fillRow, siteCount, n, Math.min(siteCount - 1, FEWEST), wanted, lists);
  return true;
}
