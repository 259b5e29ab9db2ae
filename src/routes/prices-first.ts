import { type Control, VISITS_PER_WORK_UNIT } from "../base/control.ts";
import { linearSize } from "../formulations/relaxation.ts";
import { type Route, toldTo } from "../formulations/request.ts";
import type { Indexed } from "../network/indexed.ts";
import type { CheckedOptions } from "../plan/options.ts";
import { objectiveOf } from "../plan/spent-book.ts";
import { writePlan } from "../plan/write-plan.ts";
import { allowedOpen } from "./allowed-open.ts";
import { coupledRoute } from "./coupled-route.ts";
import { linearRoute, type RouteResult } from "./linear-route.ts";

/**
 * By prices and responses first, and where that leaves more open than was asked by the linear way from the plan that was
 * found: the better plan counts, and the higher bound. Prices have a plan within half a hundredth in a third of the time of
 * a linear solver, from about a dozen areas on; its relaxation then proves more of a small continent than they can.
 */

/** Of what is left of a time limit prices may use so much, and of work so much for each variable of the linear problem. */
const SHARE_OF_PRICES = 0.6;
const WORK_A_VARIABLE = 0.06;

/** By prices and responses, within limits that leave something for the linear way. */
export function* byPricesFirst(indexed: Indexed, options: CheckedOptions, control: Control): Route<RouteResult> {
  const own = control.share(SHARE_OF_PRICES, (report) => report, WORK_A_VARIABLE * linearSize(indexed));
  const found = yield* toldTo((report) => own.report(report), coupledRoute(indexed, options, own));
  control.spend(own.work * VISITS_PER_WORK_UNIT);
  // Limits of its own are none of the run's.
  return control.interruption() === undefined ? { ...found, stop: "finished" } : found;
}

/**
 * Whether the linear way may go on from what was found: a linear solver's work is not counted, so that a work limit would not
 * end it. Without a plan it must.
 */
export function mayGoOn({ decision }: RouteResult, control: Control): boolean {
  if (control.interruption() !== undefined) return false;
  return decision === undefined || control.remainingWork === Number.POSITIVE_INFINITY;
}

/** Goes on by the linear way from what was found; the better plan of the two with the higher bound. */
export function* onByLinear(
  indexed: Indexed,
  first: RouteResult,
  options: CheckedOptions,
  control: Control,
): Route<RouteResult> {
  const { decision, certificate } = first;
  const from = decision && writePlan(indexed, decision, certificate, options.allocation);
  const second = yield* linearRoute(indexed, from ? { ...options, from } : options, control, certificate.bound);
  const best = costOf(first, indexed) < costOf(second, indexed) ? first : second;
  const proof = second.certificate.bound > certificate.bound ? second : first;
  const isContradicted = second.stop === "infeasible" && best.decision !== undefined;
  return {
    ...(best.decision === undefined ? {} : { decision: best.decision }),
    certificate: proof.certificate,
    ...(proof.isProved ? { isProved: true } : {}),
    floor: Math.max(first.floor, second.floor),
    stop: isContradicted ? "finished" : second.stop,
    ...(second.claimed === undefined ? {} : { claimed: second.claimed }),
    phases: allPhases([first, second]),
  };
}

/** Whether what was found, of parts together, is proved as well as was asked. */
export function isNear(found: readonly RouteResult[], parts: readonly Indexed[], options: CheckedOptions): boolean {
  let open = 0;
  let cost = 0;
  let floor = 0;
  found.forEach((one, p) => {
    open += openOf(one, parts[p]);
    cost += costOf(one, parts[p]);
    floor += one.floor;
  });
  return cost < Number.POSITIVE_INFINITY && open <= allowedOpen(options, cost, floor);
}

/** What is left open between plan and bound, MJ/yr; Infinity without a plan. */
export function openOf(found: RouteResult, indexed: Indexed): number {
  return Math.max(0, costOf(found, indexed) - found.certificate.bound);
}

function costOf({ decision }: RouteResult, indexed: Indexed): number {
  return decision === undefined ? Number.POSITIVE_INFINITY : objectiveOf(indexed, decision);
}

/** Milliseconds by phase, added up. */
export function allPhases(found: readonly RouteResult[]): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const { phases } of found) for (const [phase, ms] of Object.entries(phases)) sum[phase] = (sum[phase] ?? 0) + ms;
  return sum;
}
