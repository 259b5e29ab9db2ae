import { type Control, VISITS_PER_WORK_UNIT } from "../base/control.ts";
import { formulateFlow } from "../formulations/flow.ts";
import type { Route } from "../formulations/request.ts";
import { residualDistance } from "../kernels/residual-distance.ts";
import { type Decision, emptyDecision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import { makersOf } from "../network/location-obstacles.ts";
import type { Prices } from "../network/prices.ts";
import { settleSite } from "../network/settled-modules.ts";
import type { FlowSolution } from "../problems/flow.ts";
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
  const run = flowTask(formulation.problem, limits);
  let step = run.next();
  while (!step.done) {
    yield undefined;
    step = run.next();
  }
  const solution = step.value;
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
