/** The cheapest way to serve sinks from sources, proved over all pairs. */

import { Control, type ControlOptions, run, runSliced, type Sliceable } from "../base/control.ts";
import { InternalError, InvalidProblemError } from "../base/errors.ts";
import type { Issue } from "../base/issue.ts";
import { total } from "../base/total.ts";
import { largestWholeCost, type Nearest, nearestSources } from "../kernels/dense-pairs.ts";
import { sumOfProducts } from "../kernels/whole-sum.ts";
import { numberIssue } from "../problems/flow.ts";
import {
  checkCostMatrix,
  checkTransportProblem,
  isPositional,
  isSparse,
  shortageCostOf,
  type TransportProblem,
  type TransportSolution,
  withCheckedCosts,
} from "../problems/transport.ts";
import { expectKnown, TRANSPORT } from "./known-names.ts";
import {
  type PairAnswer,
  type Pairs,
  solveDense,
  solvePairs,
  unanswered,
  type WholeTransport,
} from "./transport-pairs.ts";
import { solvePositions } from "./transport-positions.ts";
import { earlierOf, warmPairs } from "./transport-warm.ts";
import { scaled, scaleOf } from "./whole-network.ts";

/** Whole numbers up to here are exact with room to add a few. */
const MOST = 2 ** 50;

/** What `transport` may be told; everything is optional. */
export interface TransportOptions extends ControlOptions {
  /** An earlier result for the same sources and sinks: costs, supplies and demands may have changed since. */
  readonly from?: TransportSolution;
}

/**
 * Serves every sink at the least cost.
 *
 * ```ts
 * const { shipments, objective } = transport({
 *   supply: [30, 20],
 *   demand: [10, 25, 15],
 *   cost: [4, 6, 9, 5, 3, 8], // from the first source to every sink, then from the second
 * });
 * objective; // => 265
 * ```
 *
 * Shapes, units: see `TransportProblem`. Decimals are scaled to whole numbers exactly; the scale is reported.
 * Gives:  "optimal" with shipments and prices that prove them over all pairs; "infeasible" with sinks that
 *         want more than can reach them; "unknown" when a limit was reached first.
 * Throws: InvalidProblemError if arrays do not fit together or whole numbers would grow too large;
 *         InvalidOptionError if `from` is a result of another size.
 * Memory: O(n + m) beside the costs given; positional costs are never written out.
 */
export function transport(problem: TransportProblem, options: TransportOptions = {}): TransportSolution {
  return run(checkedTask(problem, options));
}

/** The same answer, letting the event loop turn about every ten milliseconds. */
export function transportAsync(problem: TransportProblem, options: TransportOptions = {}): Promise<TransportSolution> {
  return runSliced(checkedTask(problem, options));
}

function* checkedTask(problem: TransportProblem, options: TransportOptions): Sliceable<TransportSolution> {
  expectKnown(TRANSPORT, problem, options);
  return yield* transportTask(problem, options);
}

/** The run itself, for callers that slice it themselves. */
export function* transportTask(
  problem: TransportProblem,
  options: TransportOptions = {},
): Sliceable<TransportSolution> {
  checkTransportProblem(problem);
  const control = new Control(options);
  const { whole, pairs, matrix, near, scale } = toWholeTransport(problem);
  const n = whole.supply.length;
  const m = whole.demand.length;
  let answer: PairAnswer;
  const earlier = earlierOf(options.from, problem.supply, m, scale.cost);
  if (whole.shortage === undefined && total(whole.supply) < total(whole.demand)) {
    answer = unanswered(n, m, "infeasible", Int32Array.from(whole.demand.keys()));
  } else if (isPositional(problem.cost))
    answer = yield* solvePositions(whole, withCheckedCosts(problem.cost), control, earlier);
  else if (pairs !== undefined) {
    const warm = earlier === undefined ? undefined : warmPairs(pairs, earlier, m, undefined);
    answer = yield* solvePairs(whole, pairs, undefined, control, warm?.marks);
  } else answer = yield* solveDense(whole, matrix, near, control, earlier);
  if (answer.status === "optimal") proveShipments(whole, answer, problem);
  return lift(whole, answer, scale, control);
}

interface Wholes {
  readonly whole: WholeTransport;
  readonly pairs: Pairs | undefined;
  readonly matrix: Float64Array;
  readonly near: Nearest;
  readonly scale: { readonly amount: number; readonly cost: number };
}

/** Scales everything to whole numbers. Whole dense matrices, the common case, are looked through but once. */
function toWholeTransport(problem: TransportProblem): Wholes {
  const { cost } = problem;
  const n = problem.supply.length;
  const m = problem.demand.length;
  const issues: Issue[] = [];
  const amountScale = Math.max(scaleOf(issues, "supply", problem.supply), scaleOf(issues, "demand", problem.demand));
  const shortage =
    problem.shortageCost === undefined
      ? undefined
      : Float64Array.from({ length: m }, (_, j) => shortageCostOf(problem, j));
  let costScale = shortage === undefined ? 1 : scaleOf(issues, "shortageCost", shortage);
  if (isPositional(cost) && costScale !== 1) {
    issues.push(numberIssue("shortageCost", "positional costs are whole, so shortage costs have to be"));
  }
  let matrix: Float64Array = new Float64Array(0);
  let pairs: Pairs | undefined;
  let near = nearestSources(matrix, 0, 0);
  let largest = 0;
  if (isSparse(cost)) {
    costScale = Math.max(costScale, scaleOf(issues, "cost.cost", cost.cost));
    pairs = { source: Int32Array.from(cost.source), sink: sinksOf(cost.start, m), cost: scaled(cost.cost, costScale) };
    largest = largestWholeCost(pairs.cost);
  } else if (!isPositional(cost)) {
    matrix = cost instanceof Float64Array ? cost : Float64Array.from(cost);
    near = nearestSources(matrix, n, m);
    if (costScale !== 1 || Number.isNaN(near.largest)) {
      costScale = Math.max(costScale, scaleOf(issues, "cost", matrix));
      matrix = scaled(matrix, costScale);
      near = nearestSources(matrix, n, m);
    }
    largest = near.largest;
    if (Number.isNaN(largest)) checkCostMatrix(problem);
  }
  const wholeShortage = shortage === undefined ? undefined : scaled(shortage, costScale);
  for (const unmet of wholeShortage ?? []) if (unmet < Infinity) largest = Math.max(largest, Math.abs(unmet));
  const supply = scaled(problem.supply, amountScale);
  const demand = scaled(problem.demand, amountScale);
  if (!(total(supply) + total(demand) < MOST)) issues.push(numberIssue("supply", "amounts sum to 2^50 or more"));
  if (!((largest + 1) * (n + m + 2) < MOST)) issues.push(numberIssue("cost", `costs up to ${largest} are too large`));
  if (issues.length > 0) throw new InvalidProblemError(issues);
  return {
    whole: { supply, demand, shortage: wholeShortage },
    pairs,
    matrix,
    near,
    scale: { amount: amountScale, cost: costScale },
  };
}

function sinksOf(start: ArrayLike<number>, m: number): Int32Array {
  const sink = new Int32Array(start[m]);
  for (let j = 0; j < m; j++) sink.fill(j, start[j], start[j + 1]);
  return sink;
}

/**
 * Checks amounts, and that every shipment goes where cost + rent equals the price: with the last pricing,
 * which found no cheaper pair, that proves the answer. Every number in it is exact.
 */
function proveShipments(whole: WholeTransport, answer: PairAnswer, evidence: TransportProblem): void {
  const { supply, demand } = whole;
  const n = supply.length;
  const { source, sink, amount, cost } = answer.shipments;
  const sent = new Float64Array(n);
  const got = new Float64Array(demand.length);
  let wrong = 0;
  for (let k = 0; k < amount.length; k++) {
    const i = source[k];
    const j = sink[k];
    got[j] += amount[k];
    if (i < n) sent[i] += amount[k];
    if (cost[k] + (i < n ? answer.rent[i] : 0) !== answer.price[j] || amount[k] <= 0) wrong++;
  }
  for (let i = 0; i < n; i++) {
    if (sent[i] > supply[i] || answer.rent[i] < 0 || (answer.rent[i] > 0 && sent[i] < supply[i])) wrong++;
  }
  for (let j = 0; j < demand.length; j++) if (got[j] !== demand[j]) wrong++;
  if (wrong > 0) throw new InternalError(`Transport gave an answer with ${wrong} contradictions.`, evidence);
}

/** Brings the answer back to the caller's units and tells shipments from what stays unmet. */
function lift(whole: WholeTransport, answer: PairAnswer, scale: Wholes["scale"], control: Control): TransportSolution {
  const n = whole.supply.length;
  const { source, sink, amount, cost } = answer.shipments;
  const objective = sumOfProducts(amount, cost) / (scale.amount * scale.cost);
  const unmet = new Float64Array(whole.demand.length);
  let kept = 0;
  for (let k = 0; k < source.length; k++) {
    const value = amount[k] / scale.amount;
    if (source[k] === n) unmet[sink[k]] = value;
    else {
      source[kept] = source[k];
      sink[kept] = sink[k];
      amount[kept++] = value;
    }
  }
  if (scale.cost !== 1) {
    for (let i = 0; i < n; i++) answer.rent[i] /= scale.cost;
    for (let j = 0; j < unmet.length; j++) answer.price[j] /= scale.cost;
  }
  const optimal = answer.status === "optimal";
  return {
    status: answer.status,
    objective: optimal ? objective : Infinity,
    shipments: { source: source.slice(0, kept), sink: sink.slice(0, kept), amount: amount.slice(0, kept) },
    unmet,
    potential: { source: answer.rent, sink: answer.price },
    certificate: optimal
      ? { kind: "potential" }
      : answer.status === "infeasible"
        ? { kind: "cut", sinks: answer.cut }
        : { kind: "none" },
    scale,
    work: control.work,
  };
}
