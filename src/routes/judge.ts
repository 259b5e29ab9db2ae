import type { Control } from "../base/control.ts";
import type { CheckedOptions } from "../plan/options.ts";
import type { Outcome, Stop } from "../plan/outcome.ts";
import type { Plan } from "../plan/types.ts";
import type { RouteResult } from "./linear-route.ts";

/** Plan and bound this close, relative to the objective, are the same: nothing better exists. */
const SAME = 1e-9;

/** Turns what a route found into an outcome: how good the plan is proved to be, and why the run ended. */
export function judge(
  found: RouteResult,
  plan: Plan | undefined,
  { gap: asked }: CheckedOptions,
  control: Control,
): Outcome {
  const { bound } = found.certificate;
  const work = control.work;
  const timing = { totalMs: control.elapsedMs, phases: found.phases };
  const ended: Stop = found.stop === "infeasible" ? "finished" : found.stop;
  if (plan === undefined) return { status: "unknown", bound, stop: ended, work, timing };
  const { objective } = plan;
  const { floor } = found;
  const gap = share(objective - bound, objective);
  const avoidableGap = share(objective - bound, objective - floor);
  const met = typeof asked === "number" ? gap <= asked : avoidableGap <= asked.ofAvoidable;
  const status = gap <= SAME ? "optimal" : met ? "solved" : "feasible";
  const stop = status === "optimal" ? "proved" : met ? "gap" : ended;
  const claimed = found.claimed && { ...found.claimed, gap: share(objective - found.claimed.bound, objective) };
  return {
    status,
    plan,
    objective,
    bound,
    gap,
    floor,
    avoidableGap,
    stop,
    ...(claimed ? { claimed } : {}),
    work,
    timing,
  };
}

/** A share, 0 where there is nothing to share or less than nothing. */
function share(part: number, whole: number): number {
  return whole > 0 && part > 0 ? part / whole : 0;
}
