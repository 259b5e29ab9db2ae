/** The cheapest flow through a network, proved, with a certificate whatever the outcome. */

import { Control, type ControlOptions, run, runSliced, type Sliceable } from "../base/control.ts";
import { InternalError } from "../base/errors.ts";
import { readMarks } from "../kernels/hang-tree.ts";
import { readSimplex, type SimplexReading, startSimplex, stepAway } from "../kernels/network-simplex.ts";
import { type Network, OPTIMAL, type TreeState } from "../kernels/network-tree.ts";
import { bringHome } from "../kernels/pivot-machine.ts";
import { residualCut } from "../kernels/residual-cut.ts";
import { sumOfProducts } from "../kernels/whole-sum.ts";
import {
  checkFlowProblem,
  type FlowBasis,
  type FlowCertificate,
  type FlowProblem,
  type FlowSolution,
} from "../problems/flow.ts";
import { expectKnown, FLOW } from "./known-names.ts";
import { toNetwork, type WholeNetwork } from "./whole-network.ts";

/** What `minCostFlow` may be told; everything is optional. */
export interface FlowOptions extends ControlOptions {
  /** The basis of an earlier solution: start there. Arcs added since come last in the problem. */
  readonly from?: FlowBasis;
}

/** Arc visits between two looks at the clock: about a millisecond. */
const VISITS_PER_STEP = 500_000;

/**
 * Finds the cheapest flow that meets every supply and demand.
 *
 * ```ts
 * const { status, flow, objective } = minCostFlow({
 *   nodeCount: 3,
 *   tail: [0, 1, 0],
 *   head: [1, 2, 2],
 *   cost: [1, 2, 5],
 *   capacity: [4, 4, 9],
 *   supply: [6, 0, -6], // above 0 a source, below 0 a sink
 * });
 * objective; // => 22
 * ```
 *
 * Shapes, units: see `FlowProblem`. Decimals are scaled to whole numbers exactly; the scale is reported.
 * Gives:  "optimal" with flow and potentials; "infeasible" with a cut; "unbounded" with a cycle and a
 *         feasible flow; "unknown" when a limit was reached first.
 * Throws: InvalidProblemError if arrays do not fit together or whole numbers would exceed 2^52.
 * Memory: O(n + m).
 */
export function minCostFlow(problem: FlowProblem, options: FlowOptions = {}): FlowSolution {
  return run(checkedTask(problem, options));
}

/** The same answer, letting the event loop turn about every ten milliseconds. */
export function minCostFlowAsync(problem: FlowProblem, options: FlowOptions = {}): Promise<FlowSolution> {
  return runSliced(checkedTask(problem, options));
}

function* checkedTask(problem: FlowProblem, options: FlowOptions): Sliceable<FlowSolution> {
  expectKnown(FLOW, problem, options);
  return yield* flowTask(problem, options);
}

/** The run itself, for callers that slice it themselves. */
export function* flowTask(problem: FlowProblem, options: FlowOptions = {}): Sliceable<FlowSolution> {
  checkFlowProblem(problem);
  const control = new Control(options);
  const whole = toNetwork(problem);
  const { network } = whole;
  if (whole.contradiction >= 0) {
    return withoutFlow(whole, "infeasible", { kind: "arc", arc: whole.contradiction }, control);
  }
  if (whole.surplus < 0) {
    const nodes = Int32Array.from({ length: network.nodeCount }, (_, u) => u);
    return withoutFlow(whole, "infeasible", { kind: "cut", wants: "more", nodes }, control);
  }
  // Where a free lunch exists, any flow at all makes the problem unbounded, so costs no longer matter.
  const priced = whole.cycle === undefined ? network : { ...network, cost: new Float64Array(network.arcCount) };
  const state = startSimplex(priced, fittingBasis(options.from, network));
  for (let visits = 0; ; visits = state.visits) {
    const code = stepAway(state, VISITS_PER_STEP);
    control.spend(state.visits - visits);
    if (code === OPTIMAL) break;
    if (control.interruption() !== undefined) {
      bringHome(state);
      return withoutFlow(whole, "unknown", { kind: "none" }, control);
    }
    control.report({ phase: "network simplex" });
    yield;
  }
  bringHome(state);
  const reading = readSimplex(state, network.arcCount);
  if (reading.stranded.some((amount) => amount !== 0)) {
    const cut = residualCut(network, reading.flow, reading.stranded);
    return { ...withoutFlow(whole, "infeasible", cut, control), basis: readMarks(state, network.arcCount) };
  }
  proveCheapest(priced, reading, problem);
  return lift(whole, state, reading, control);
}

/** A basis of other shape is brought to this one: arcs and nodes it does not know stand at zero. */
function fittingBasis(from: FlowBasis | undefined, network: Network): FlowBasis | undefined {
  if (from === undefined) return undefined;
  const fitted = (marks: ArrayLike<number>, count: number): Int8Array => {
    const all = new Int8Array(count);
    for (let k = 0; k < Math.min(count, marks.length); k++) all[k] = marks[k];
    return all;
  };
  return { arc: fitted(from.arc, network.arcCount), node: fitted(from.node, network.nodeCount) };
}

/** Brings a whole-number flow back to the caller's units, lower bounds included. */
function lift(whole: WholeNetwork, state: TreeState, reading: SimplexReading, control: Control): FlowSolution {
  const { scale, lower, network } = whole;
  const { flow, potential } = reading;
  for (let a = 0; a < flow.length; a++) flow[a] += lower[a];
  const objective = sumOfProducts(flow, network.cost) / (scale.amount * scale.cost);
  if (scale.amount !== 1) for (let a = 0; a < flow.length; a++) flow[a] /= scale.amount;
  if (scale.cost !== 1) for (let u = 0; u < potential.length; u++) potential[u] /= scale.cost;
  const unbounded = whole.cycle !== undefined;
  return {
    status: unbounded ? "unbounded" : "optimal",
    flow,
    potential: unbounded ? new Float64Array(network.nodeCount) : potential,
    objective: unbounded ? -Infinity : objective,
    certificate: unbounded ? { kind: "cycle", arcs: whole.cycle } : { kind: "potential" },
    basis: readMarks(state, network.arcCount),
    scale,
    work: control.work,
  };
}

function withoutFlow(
  whole: WholeNetwork,
  status: "infeasible" | "unknown",
  certificate: FlowCertificate,
  control: Control,
): FlowSolution {
  const { nodeCount, arcCount } = whole.network;
  return {
    status,
    flow: new Float64Array(arcCount),
    potential: new Float64Array(nodeCount),
    objective: Infinity,
    certificate,
    basis: { arc: new Int8Array(arcCount), node: new Int8Array(nodeCount) },
    scale: whole.scale,
    work: control.work,
  };
}

/**
 * Checks the answer without the tree: bounds, balances, and that every arc stands where its reduced cost
 * wants it. By complementary slackness that is a proof, and every number in it is exact.
 */
export function proveCheapest(network: Network, reading: SimplexReading, evidence: unknown): void {
  const { nodeCount, arcCount, tail, head, cost, capacity, supply, mayKeep } = network;
  const { flow, potential } = reading;
  const left = Float64Array.from(supply);
  let wrong = 0;
  for (let a = 0; a < arcCount; a++) {
    const amount = flow[a];
    const reduced = cost[a] + potential[tail[a]] - potential[head[a]];
    if (amount < 0 || amount > capacity[a]) wrong++;
    if (reduced > 0 && amount !== 0) wrong++;
    if (reduced < 0 && amount !== capacity[a]) wrong++;
    left[tail[a]] -= amount;
    left[head[a]] += amount;
  }
  for (let u = 0; u < nodeCount; u++) {
    if (mayKeep[u] === 0 ? left[u] !== 0 : left[u] < 0 || potential[u] < 0) wrong++;
    if (mayKeep[u] === 1 && left[u] > 0 && potential[u] !== 0) wrong++;
  }
  if (wrong > 0) {
    throw new InternalError(`The network simplex gave an answer with ${wrong} contradictions.`, evidence);
  }
}
