import { type Control, VISITS_PER_WORK_UNIT } from "../base/control.ts";
import { formulateFlow } from "../formulations/flow.ts";
import type { Route } from "../formulations/request.ts";
import { residualDistance } from "../kernels/residual-distance.ts";
import { type Decision, emptyDecision } from "../network/decision.ts";
import { isFlowOnceBuilt } from "../network/flow-obstacles.ts";
import type { Indexed } from "../network/indexed.ts";
import { makersOf } from "../network/location-obstacles.ts";
import type { Prices } from "../network/prices.ts";
import { type Modules, settleSite } from "../network/settled-modules.ts";
import type { MarginalPrice } from "../plan/types.ts";
import type { FlowProblem, FlowSolution } from "../problems/flow.ts";
import { type FlowOptions, flowTask } from "../solvers/min-cost-flow.ts";

/**
 * Plans one good that `isFlow` allows: its cheapest flow with the works that there are, exactly, booked into the
 * decision, and the prices that prove it.
 *
 * Gives: the solver's status; nothing is booked unless it is "optimal".
 */
export function* planFlow(
  indexed: Indexed,
  good: number,
  control: Control,
  limits: Pick<FlowOptions, "timeLimitMs" | "workLimit" | "signal">,
  decision: Decision,
  prices: Prices,
): Route<FlowSolution["status"]> {
  const modules = emptyDecision(indexed);
  for (const site of makersOf(indexed, good)) settleSite(indexed, site, modules);
  const formulation = formulateFlow(indexed, good, modules);
  const solution = yield* solved(formulation.problem, limits);
  control.spend(solution.work * VISITS_PER_WORK_UNIT);
  if (solution.status !== "optimal") return solution.status;
  formulation.lift(solution, decision);
  const back = residualDistance(formulation.problem, solution, formulation.origin, true);
  const found = formulation.pricesOf(solution, back);
  found.good.forEach((price, area) => {
    prices.good[area * indexed.goods.length + good] = price;
  });
  found.link.forEach((price, arc) => {
    // Of the goods on a link with a limit one weighs anything, and prices the room.
    if (price > 0) prices.link[arc] = price;
  });
  return solution.status;
}

/**
 * What one unit more, and one less, of each good in each area takes with the modules as they are, where every good is
 * then a flow of its own: no linear solver is needed, since the least ways through what a cheapest flow leaves free are
 * the right and the left derivative.
 *
 * Gives: in the order of areas, then goods; undefined where some good is no flow of its own.
 */
export function* marginalFlows(indexed: Indexed, modules: Modules): Route<MarginalPrice[] | undefined> {
  const { areas, goods, demand, shortage } = indexed;
  if (!goods.every((_, good) => isFlowOnceBuilt(indexed, good))) return undefined;
  const prices: MarginalPrice[] = new Array(areas.length * goods.length);
  for (let good = 0; good < goods.length; good++) {
    const formulation = formulateFlow(indexed, good, modules);
    const { problem, origin, costScale } = formulation;
    const solution = yield* solved(problem, {});
    if (solution.status !== "optimal") return undefined;
    const more = residualDistance(problem, solution, origin, false);
    const back = residualDistance(problem, solution, origin, true);
    areas.forEach((area, a) => {
      const where = { area, good: goods[good] };
      const cell = a * goods.length + good;
      if (demand[cell] > 0 && formulation.isUnmet(solution, a)) {
        prices[cell] = { ...where, more: shortage[good], less: shortage[good] };
        return;
      }
      const above = Math.min(more[a] / costScale, shortage[good]);
      const below = demand[cell] > 0 ? Math.min(above, -back[a] / costScale) : Number.NEGATIVE_INFINITY;
      prices[cell] = {
        ...where,
        more: Number.isFinite(above) ? above : "cannot",
        less: Number.isFinite(below) ? below : "cannot",
      };
    });
  }
  return prices;
}

function* solved(problem: FlowProblem, limits: FlowOptions): Route<FlowSolution> {
  const run = flowTask(problem, limits);
  let step = run.next();
  while (!step.done) {
    yield undefined;
    step = run.next();
  }
  return step.value;
}
