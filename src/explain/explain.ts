import { formulateLinear } from "../formulations/linear.ts";
import { ask, type Route } from "../formulations/request.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Reason } from "../plan/outcome.ts";
import type { LinearLimits, LinearSolution } from "../problems/linear.ts";
import { bindingReasons, missingReasons, unmetReasons, wholeWorksReason } from "./reasons.ts";

/** Why needs cannot be met, and the decision that comes closest to meeting them. */
export interface Explanation {
  readonly reasons: readonly Reason[];
  readonly closest?: Decision;
  /** Whether the closest decision meets everything after all: the claim of infeasibility was wrong. */
  readonly meetsAll: boolean;
}

/** Slack over the least unmet demand within which energy is then made least. */
const BUDGET_SLACK = 1e-7;

/** Share of all demand below which nothing counts as unmet. */
const NOTHING = 1e-9;

/** The gap to which the closest plan's energy is made least; it is an explanation, not a plan to build. */
const CLOSE_ENOUGH = 1e-3;

/**
 * Finds what stands in the way. First with parts of works, whose duals tell which limits hold the needs back;
 * then with whole works: the least unmet demand (each good by its share), and the least energy at that.
 */
export function* explainInfeasible(indexed: Indexed, limits: LinearLimits): Route<Explanation> {
  const weight = shareWeights(indexed);
  const least = formulateLinear(indexed, { unmet: { weight } });
  const phase = "closest plan";
  const relaxed = { ...least.problem, whole: new Int8Array(least.problem.columnCount) };
  const parts = yield* ask({ phase, problem: relaxed, limits });
  const structural = missingReasons(indexed);
  const binding = parts.status === "optimal" ? bindingReasons(indexed, least, parts) : [];
  const wholes = yield* ask({ phase, problem: least.problem, limits: { ...limits, gap: 0 } });
  if (!hasPoint(wholes)) return { reasons: [...structural, ...binding], meetsAll: false };
  let closest = least.lift(wholes);

  const budget = wholes.objective * (1 + BUDGET_SLACK) + BUDGET_SLACK;
  const cheapest = formulateLinear(indexed, { unmet: { weight, budget } });
  const cheap = yield* ask({ phase, problem: cheapest.problem, limits: { ...limits, gap: CLOSE_ENOUGH } });
  if (hasPoint(cheap)) closest = cheapest.lift(cheap);
  const flows = formulateLinear(indexed, { unmet: { weight, budget }, modules: closest });
  const clean = yield* ask({ phase, problem: flows.problem, limits });
  if (clean.status === "optimal") closest = flows.lift(clean);

  if (wholes.objective <= NOTHING) {
    const all = formulateLinear(indexed, { modules: closest });
    const met = yield* ask({ phase, problem: all.problem, limits });
    if (met.status === "optimal") return { reasons: [], closest: all.lift(met), meetsAll: true };
  }
  const onlyWholes = parts.status === "optimal" && parts.objective <= NOTHING ? [wholeWorksReason(indexed)] : [];
  const reasons = [...unmetReasons(indexed, closest), ...structural, ...binding, ...onlyWholes];
  return { reasons, closest, meetsAll: false };
}

function hasPoint({ status }: LinearSolution): boolean {
  return status === "optimal" || status === "feasible";
}

/** One over all demand of each good, so that a share of bread counts like a share of steel; 0 where it may go unmet. */
function shareWeights(indexed: Indexed): Float64Array {
  const total = new Float64Array(indexed.goods.length);
  indexed.demand.forEach((amount, cell) => {
    total[cell % total.length] += amount;
  });
  return total.map((amount, good) => (amount > 0 && !Number.isFinite(indexed.shortage[good]) ? 1 / amount : 0));
}
