import type { Control } from "../base/control.ts";
import { JointShipments } from "../formulations/joint-shipments.ts";
import type { Scale } from "../formulations/linear-scale.ts";
import { ModuleSlopes } from "../formulations/module-slopes.ts";
import { costOfModules, neededModules } from "../formulations/needed-modules.ts";
import { promisingModules } from "../formulations/promising-modules.ts";
import type { Route } from "../formulations/request.ts";
import { withColumns } from "../formulations/start-basis.ts";
import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledPlan } from "../problems/coupled-result.ts";
import type { LinearBasis, LinearProblem, LinearSolution } from "../problems/linear.ts";
import { CLOSE_ENOUGH } from "./joint-flows.ts";

/** A round takes a quarter of a second with 4,200 balances, and more than in proportion with more: there it is not tried. */
const MOST_BALANCES = 20_000;

/** Rounds of slopes; after some five nothing moves any more. */
const MOST_ROUNDS = 6;
/** Rounds that save less than this part of what the plan costs end it, but not before so many. */
const LITTLE = 2e-6;
const LEAST_ROUNDS = 3;

/**
 * Other works for a plan, found together with the shipments of all its goods: modules cost by the year of work, at first what
 * they cost in the plan; see `ModuleSlopes`. Gives the best plan met, without modules that it does not need, whose shipments
 * are not yet the cheapest; undefined where none costs less than the one that it was made of, or there are too many balances.
 *
 * @param price cells, what a unit is worth in the plan's cheapest flows; NaN where there is no telling.
 * @param solve asks for the solution of a linear problem without whole numbers.
 * @param goods 1 for those whose works may change, whole chains of them.
 */
export function* jointWorks(
  problem: CoupledProblem,
  scale: Scale,
  plan: CoupledPlan,
  price: Float64Array,
  control: Control,
  solve: (problem: LinearProblem, basis?: LinearBasis) => Route<LinearSolution>,
  goods: Int8Array,
): Route<CoupledPlan | undefined> {
  const balances = problem.placeCount * goods.reduce((sum, mark) => sum + mark, 0);
  if (balances > MOST_BALANCES) return undefined;
  const slopes = new ModuleSlopes(problem, plan, promisingModules(problem, plan, price, goods));
  const known = price.map((value) => (Number.isNaN(value) ? 0 : value));
  const joint = new JointShipments(problem, scale, slopes.plan, known, false, goods);
  const costOf = (whole: CoupledPlan): number => joint.costOf(whole) + costOfModules(problem, whole);
  let best: CoupledPlan | undefined;
  let least = costOf(plan);
  let basis: LinearBasis | undefined;
  for (let round = 0; round < MOST_ROUNDS && control.interruption() === undefined; round++) {
    const formulation = joint.formulate(undefined, slopes.slope);
    const start = basis === undefined ? formulation.start() : withColumns(basis, formulation.problem);
    const solution = yield* solve(formulation.problem, start);
    if (solution.status !== "optimal" || solution.rowDual.length === 0) break;
    control.spend(formulation.problem.start[formulation.problem.columnCount]);
    const lifted = formulation.lift(solution.value, CLOSE_ENOUGH);
    if (lifted === undefined) break;
    const whole = neededModules(problem, lifted).plan;
    const cost = costOf(whole);
    const saved = least - cost;
    if (saved > 0) [best, least] = [whole, cost];
    if (saved < LITTLE * cost && round >= LEAST_ROUNDS) break;
    basis = solution.basis;
    slopes.follow(lifted);
    joint.grow(formulation.prices(solution));
  }
  return best;
}
