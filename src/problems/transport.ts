import { InvalidProblemError } from "../base/errors.ts";
import { type Issue, printed } from "../base/issue.ts";
import { checkFinite, checkIndices, checkLength, checkLimits } from "./flow.ts";

/** Costs given one sink after the other: those of sink j are at start[j] up to start[j + 1]. */
export interface SparseCost {
  readonly start: ArrayLike<number>;
  readonly source: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
}

/**
 * Costs that follow from where things are: any source can serve any sink, and the matrix never exists.
 *
 * Points are pairs, one after the other: x, y on a plane, or longitude, latitude in degrees on a sphere,
 * where the distance is the great circle's in whole metres. The cost of a unit is `costOf(distance)`,
 * rounded to a whole number; it must not decrease with distance. Scale inside `costOf` for finer costs.
 */
export interface PositionalCost {
  readonly sources: ArrayLike<number>;
  readonly sinks: ArrayLike<number>;
  /** Default "plane". */
  readonly geometry?: "plane" | "sphere";
  /** Default: the distance itself. */
  readonly costOf?: (distance: number) => number;
}

/**
 * The cheapest way to serve sinks from sources.
 *
 * Shapes: n sources, m sinks; `cost` is n * m source-major, or sparse by sink, or positional.
 * Units:  amounts in one unit of the caller's choice, cost per that unit.
 * Rules:  a source sends at most its supply; a sink gets its demand, less what is left unmet at
 *         `shortageCost` per unit where that is given (one for all, or one per sink, Infinity forbids).
 */
export interface TransportProblem {
  readonly supply: ArrayLike<number>;
  readonly demand: ArrayLike<number>;
  readonly cost: ArrayLike<number> | SparseCost | PositionalCost;
  readonly shortageCost?: number | ArrayLike<number>;
}

/** What proves the status, beside the potentials. */
export type TransportCertificate =
  /** The potentials prove the shipments cheapest: see `verifyTransport`. */
  | { readonly kind: "potential" }
  /** These sinks want more than all sources that reach any of them can supply. */
  | { readonly kind: "cut"; readonly sinks: Int32Array }
  /** A limit was reached before anything was proved. */
  | { readonly kind: "none" };

/** What `transport` found; arrays by source and by sink, in the problem's units. */
export interface TransportSolution {
  readonly status: "optimal" | "infeasible" | "unknown";
  readonly objective: number;
  /** What goes from where to where, sinks in order, nothing that is zero. */
  readonly shipments: { readonly source: Int32Array; readonly sink: Int32Array; readonly amount: Float64Array };
  /** Per sink: what it does not get. */
  readonly unmet: Float64Array;
  /**
   * What one unit more is worth. For every pair sink <= cost + source; a source's is never below zero, and
   * above zero only where it sends all it has.
   */
  readonly potential: { readonly source: Float64Array; readonly sink: Float64Array };
  readonly certificate: TransportCertificate;
  /** Decimals were multiplied by these powers of ten to become whole. */
  readonly scale: { readonly amount: number; readonly cost: number };
  readonly work: number;
}

export function isSparse(cost: TransportProblem["cost"]): cost is SparseCost {
  return "start" in cost;
}

export function isPositional(cost: TransportProblem["cost"]): cost is PositionalCost {
  return "sinks" in cost;
}

/** What a unit left unmet at a sink costs; Infinity where that is not allowed. */
export function shortageCostOf(problem: TransportProblem, sink: number): number {
  const { shortageCost } = problem;
  if (shortageCost === undefined) return Infinity;
  return typeof shortageCost === "number" ? shortageCost : shortageCost[sink];
}

/**
 * Makes sure that a transport problem's arrays fit together. The many entries of a matrix of costs are for
 * `checkCostMatrix`, so that who looks through them anyway need not do so twice.
 * Throws: InvalidProblemError that lists everything wrong.
 */
export function checkTransportProblem(problem: TransportProblem): void {
  const issues: Issue[] = [];
  const { supply, demand, cost, shortageCost } = problem;
  for (const [path, values] of Object.entries({ supply, demand })) checkThere(issues, path, values);
  if (typeof cost !== "object" || cost === null) checkThere(issues, "cost", undefined);
  else if (isSparse(cost)) {
    for (const part of ["start", "source", "cost"] as const) checkThere(issues, `cost.${part}`, cost[part]);
  } else if (isPositional(cost)) {
    for (const part of ["sources", "sinks"] as const) checkThere(issues, `cost.${part}`, cost[part]);
    const { costOf } = cost;
    if (costOf !== undefined && typeof costOf !== "function")
      issues.push(costOfIssue(`is ${printed(costOf)}, wanted a function`));
  }
  if (issues.length > 0) throw new InvalidProblemError(issues);
  checkFinite(issues, "supply", supply, 0);
  checkFinite(issues, "demand", demand, 0);
  if (typeof shortageCost === "object") {
    checkLength(issues, "shortageCost", shortageCost, demand.length, "sinks");
    if (shortageCost !== null) checkLimits(issues, "shortageCost", shortageCost);
  } else if (shortageCost !== undefined) checkLimits(issues, "shortageCost", [shortageCost]);
  if (isSparse(cost)) checkSparse(issues, cost, supply.length, demand.length);
  else if (isPositional(cost)) {
    checkLength(issues, "cost.sources", cost.sources, 2 * supply.length, "coordinates of sources");
    checkLength(issues, "cost.sinks", cost.sinks, 2 * demand.length, "coordinates of sinks");
    checkFinite(issues, "cost.sources", cost.sources);
    checkFinite(issues, "cost.sinks", cost.sinks);
  } else checkLength(issues, "cost", cost, supply.length * demand.length, "pairs of source and sink");
  if (issues.length > 0) throw new InvalidProblemError(issues);
}

/**
 * Makes sure that every entry of a matrix of costs is a finite number; says nothing of other forms of cost.
 * Throws: InvalidProblemError that lists those that are none.
 */
export function checkCostMatrix({ cost }: TransportProblem): void {
  if (isSparse(cost) || isPositional(cost)) return;
  const issues: Issue[] = [];
  checkFinite(issues, "cost", cost);
  if (issues.length > 0) throw new InvalidProblemError(issues);
}

/**
 * The same costs, whose `costOf` throws where it gives no number for a distance: who compared one would take the pair for
 * impossible, or for dearer than any.
 */
export function withCheckedCosts(cost: PositionalCost): PositionalCost {
  const { costOf } = cost;
  const ofDistance = (distance: number): number => {
    const value = costOf === undefined ? distance : costOf(distance);
    if (!Number.isFinite(value)) throw new InvalidProblemError([costOfIssue(`gives ${value} for ${distance}`)]);
    return value;
  };
  return { ...cost, costOf: ofDistance };
}

function costOfIssue(message: string): Issue {
  return {
    code: "transport.cost-of",
    path: "cost.costOf",
    message,
    remedy: "Let it give a number for every distance.",
  };
}

/** Notes an array that is missing. */
function checkThere(issues: Issue[], path: string, values: ArrayLike<number> | undefined): void {
  if (typeof values?.length === "number") return;
  issues.push({ code: "problem.length", path, message: "is missing", remedy: `Give an array of numbers as ${path}.` });
}

function checkSparse(issues: Issue[], cost: SparseCost, sources: number, sinks: number): void {
  checkLength(issues, "cost.start", cost.start, sinks + 1, "ends of sinks' lists");
  checkLength(issues, "cost.cost", cost.cost, cost.source.length, "pairs");
  checkIndices(issues, "cost.source", cost.source, sources);
  checkFinite(issues, "cost.cost", cost.cost);
  const { start } = cost;
  for (let j = 0; j <= sinks; j++) {
    const from = j === 0 ? 0 : start[j - 1];
    const wanted = j === 0 ? start[j] === 0 : start[j] >= from;
    if (wanted && (j < sinks || start[j] === cost.source.length)) continue;
    issues.push({
      code: "transport.start",
      path: `cost.start[${j}]`,
      message: `got ${printed(start[j])}, wanted numbers that rise from 0 to ${cost.source.length}`,
      remedy: "Let the pairs of sink j stand at start[j] up to start[j + 1].",
    });
  }
}
