import type { Control } from "../base/control.ts";
import { coupledFloor, formulateCoupled } from "../formulations/coupled.ts";
import { fineCertificate } from "../formulations/fine-certificate.ts";
import type { Route } from "../formulations/request.ts";
import { scarceStart } from "../formulations/scarce-start.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import type { CheckedOptions } from "../plan/options.ts";
import { objectiveOf } from "../plan/spent-book.ts";
import type { CoupledResult } from "../problems/coupled-result.ts";
import { planCoupled, planCoupledSliced } from "../solvers/plan-coupled.ts";
import { certifiedBound } from "../verify/plan/certified-bound.ts";
import { certificatePrices, modulesOf } from "./from-plan.ts";
import type { RouteResult } from "./linear-route.ts";

/** Work that the floor may take: it is one place with as many works as there are recipes. */
const FLOOR_WORK = 2;

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
  const floor = timed("floor", () => {
    return Math.max(0, planCoupled(coupledFloor(indexed, formulation), { workLimit: FLOOR_WORK }).bound);
  });
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
  const decision = timed("flows", () => formulation.lift(found.plan!));
  const incumbent = objectiveOf(indexed, decision);
  const distance = (incumbent - certificate.bound) / Math.max(incumbent, Number.MIN_VALUE);
  control.report({ phase: "proof", incumbent, bound: certificate.bound, gap: distance });
  return { decision, certificate, floor, stop, phases };
}

/** Prices to start from: those of the plan to start from, else start prices in which scarce supplies count. */
function startOf(indexed: Indexed, { from }: CheckedOptions): Prices {
  return from === undefined ? scarceStart(indexed) : certificatePrices(indexed, from.certificate);
}
