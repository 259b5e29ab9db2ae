import type { Control } from "../base/control.ts";
import { formulateCoupled } from "../formulations/coupled.ts";
import { fineCertificate } from "../formulations/fine-certificate.ts";
import { formulateFloor } from "../formulations/floor.ts";
import { ask, type Route } from "../formulations/request.ts";
import { scarceStart } from "../formulations/scarce-start.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import type { CheckedOptions } from "../plan/options.ts";
import { objectiveOf } from "../plan/spent-book.ts";
import type { CoupledResult } from "../problems/coupled-result.ts";
import type { LinearProblem, LinearSolution } from "../problems/linear.ts";
import { planCoupledSliced } from "../solvers/plan-coupled.ts";
import { isSmallLinear, solveSmallLinear } from "../solvers/small-linear.ts";
import { certifiedBound } from "../verify/plan/certified-bound.ts";
import { certificatePrices, modulesOf } from "./from-plan.ts";
import { jointFlows } from "./joint-flows.ts";
import type { RouteResult } from "./linear-route.ts";

const UNSOLVED: LinearSolution = {
  status: "unknown",
  value: new Float64Array(0),
  objective: Number.POSITIVE_INFINITY,
  bound: Number.NEGATIVE_INFINITY,
  rowDual: new Float64Array(0),
  iterations: 0,
};

/**
 * The search is asked for this part of the gap: its plan's flows become flows on links, and its bound is proved anew by
 * other groups of works, so either may differ a little.
 */
const SEARCH_GAP_SHARE = 0.95;

/**
 * Plans a continent without obstacles (`coupledObstacles`) by prices and responses, without a foreign solver. The
 * certificate has the prices that the search proves its bound by, in the fine form.
 */
export function* coupledRoute(indexed: Indexed, options: CheckedOptions, control: Control): Route<RouteResult> {
  const phases: Record<string, number> = {};
  const timed = <Result>(phase: string, work: () => Result): Result => {
    const started = control.elapsedMs;
    const result = work();
    phases[phase] = control.elapsedMs - started;
    return result;
  };
  const formulation = timed("formulation", () => formulateCoupled(indexed));
  yield undefined;
  const floor = timed("floor", () => atOnePoint(indexed, false).floor);
  const gap = typeof options.gap === "number" ? options.gap : 0;
  const started = control.elapsedMs;
  const price = timed("start prices", () => formulation.startPrice(startOf(indexed, options)));
  yield undefined;
  const modules = options.from && modulesOf(indexed, options.from);
  const from = modules && { from: { kept: modules.kept, opened: modules.built } };
  const settings = { gap: SEARCH_GAP_SHARE * gap, seed: options.seed, price, ...from };
  const search = planCoupledSliced(formulation.problem, control, settings);
  let step = search.next();
  while (!step.done) {
    yield undefined;
    step = search.next();
  }
  const found: CoupledResult = step.value;
  phases["search"] = control.elapsedMs - started;
  const certificate = timed("proof", () => {
    const prices = formulation.liftPrices(found.placePrice);
    const stated = fineCertificate(indexed, formulation.problem, found.certificate, prices);
    return { ...stated, bound: certifiedBound(indexed.continent, stated) };
  });
  const stop = found.stop === "proved" || found.stop === "gap" ? "finished" : found.stop;
  if (found.plan === undefined) return { certificate, floor, stop, phases };
  const placed = timed("flows", () => formulation.lift(found.plan!));
  const flowsStarted = control.elapsedMs;
  const joint = yield* jointFlows(indexed, placed, placed, (problem) => solveLinear(problem, options));
  phases["joint flows"] = control.elapsedMs - flowsStarted;
  const decision = joint !== undefined && objectiveOf(indexed, joint) < objectiveOf(indexed, placed) ? joint : placed;
  const incumbent = objectiveOf(indexed, decision);
  const distance = (incumbent - certificate.bound) / Math.max(incumbent, Number.MIN_VALUE);
  control.report({ phase: "proof", incumbent, bound: certificate.bound, gap: distance });
  return { decision, certificate, floor, stop, phases };
}

/** Prices to start from: those of the plan to start from, else start prices in which scarce supplies count. */
function startOf(indexed: Indexed, { from }: CheckedOptions): Prices {
  if (from !== undefined) return certificatePrices(indexed, from.certificate);
  return scarceStart(indexed, atOnePoint(indexed, true).worth);
}

/** By the backend where there is one, else by our own hand where the problem is small; "unknown" where neither will do. */
function* solveLinear(problem: LinearProblem, { backend, seed }: CheckedOptions): Route<LinearSolution> {
  if (isSmallLinear(problem)) return solveSmallLinear(problem);
  if (backend === undefined) return UNSOLVED;
  return yield* ask({ phase: "flows", problem, limits: { gap: 0, seed }, essential: true });
}

/** The least energy if the continent were one point, MJ/yr, and what each good is worth there. */
function atOnePoint(indexed: Indexed, overhead: boolean): { floor: number; worth?: Float64Array } {
  const { problem, lift, liftWorth } = formulateFloor(indexed, overhead);
  if (!isSmallLinear(problem)) return { floor: 0 };
  const solution = solveSmallLinear(problem);
  const worth = liftWorth(solution);
  return { floor: lift(solution), ...(worth ? { worth } : {}) };
}
