import type { Control } from "../base/control.ts";
import { JointShipments } from "../formulations/joint-shipments.ts";
import type { Scale } from "../formulations/linear-scale.ts";
import type { Route } from "../formulations/request.ts";
import { withColumns } from "../formulations/start-basis.ts";
import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledPlan } from "../problems/coupled-result.ts";
import type { LinearBasis, LinearProblem, LinearSolution } from "../problems/linear.ts";
import { CLOSE_ENOUGH, solveClosely } from "./joint-flows.ts";

/** Rounds of looking for pairs that would save something; two are nearly always enough. */
const MOST_ROUNDS = 8;

/** Pairs of a round that saved less than this part of all leave nothing that a further round is worth. */
const LITTLE = 2e-5;

export interface JointPlan {
  readonly plan: CoupledPlan;
  /** What it costs less than the plan it was made of; and what it costs, besides its modules. */
  readonly saved: number;
  readonly flowCost: number;
  /** Cells: what a unit is worth in these flows; NaN where there is no telling. */
  readonly price: Float64Array;
}

/**
 * The cheapest shipments of all goods together with a plan's modules; undefined where none could be found that keep every
 * row closely enough. Where the rounds end early the plan is still one, and no dearer than it was.
 *
 * @param price cells, nearly what a unit is worth.
 * @param solve asks for the solution of a linear problem without whole numbers.
 * @param goods 1 for those that are sent anew, whole chains of them; all where it is absent.
 */
export function* jointShipments(
  problem: CoupledProblem,
  scale: Scale,
  plan: CoupledPlan,
  price: Float64Array,
  control: Control,
  solve: (problem: LinearProblem, basis?: LinearBasis) => Route<LinearSolution>,
  goods?: Int8Array,
): Route<JointPlan | undefined> {
  const joint = new JointShipments(problem, scale, plan, price, false, goods);
  let best: CoupledPlan | undefined;
  let worth = price;
  let basis: LinearBasis | undefined;
  let before = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const formulation = joint.formulate();
    const start = basis === undefined ? formulation.start() : withColumns(basis, formulation.problem);
    const found = yield* solveClosely(formulation.problem, solve, start);
    if (found === undefined || found.miss * scale.amount > CLOSE_ENOUGH) break;
    const lifted = formulation.lift(found.solution.value, CLOSE_ENOUGH);
    if (lifted === undefined) break;
    best = lifted;
    basis = found.solution.basis;
    control.spend(formulation.problem.start[formulation.problem.columnCount]);
    if (found.solution.rowDual.length === 0) break;
    const duals = formulation.prices(found.solution);
    worth = duals.map((value, cell) => (formulation.row[cell] < 0 ? Number.NaN : value));
    if (control.interruption() !== undefined) break;
    const { objective } = found.solution;
    if (before - objective < LITTLE * Math.abs(objective)) break;
    before = objective;
    if (joint.grow(duals) === 0) break;
  }
  if (best === undefined) return undefined;
  const flowCost = joint.costOf(best);
  return { plan: best, saved: joint.costOf(plan) - flowCost, flowCost, price: worth };
}
