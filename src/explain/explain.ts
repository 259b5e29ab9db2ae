import { certificateOf } from "../formulations/certificate.ts";
import { formulateLinear } from "../formulations/linear.ts";
import type { UnmetBudget } from "../formulations/linear-columns.ts";
import { pricesOf } from "../formulations/relaxation.ts";
import { ask, type Route } from "../formulations/request.ts";
import type { Use } from "../model/types.ts";
import type { Decision } from "../network/decision.ts";
import type { Indexed } from "../network/indexed.ts";
import type { Reason, Repair } from "../plan/outcome.ts";
import type { Certificate } from "../plan/types.ts";
import type { LinearLimits, LinearSolution } from "../problems/linear.ts";
import { bindingOptionReasons, reserveReasons } from "./option-reasons.ts";
import { bindingReasons, missingReasons, unmetReasons, wholeWorksReason } from "./reasons.ts";
import { findRepairs, type Mends } from "./repairs.ts";

/** Why needs cannot be met, the decision that comes closest to meeting them, and changes that would mend it. */
export interface Explanation {
  readonly reasons: readonly Reason[];
  readonly repairs: readonly Repair[];
  readonly closest?: Decision;
  readonly certificate?: Certificate;
  /** Whether the closest decision meets everything after all: the claim of infeasibility was wrong. */
  readonly meetsAll: boolean;
}

/** What explaining needs others to do. */
export interface Hands {
  readonly limits: LinearLimits;
  /** Whether a changed continent can be planned; absent: repairs are not wanted. */
  readonly mends?: Mends;
  /** What prices prove that any plan takes were all energies zero; above 0: there is no plan. */
  readonly shortfall: (certificate: Certificate) => number;
}

/** Slack over the least unmet demand within which what comes next is made least. */
const BUDGET_SLACK = 1e-7;

/** Share of all demand below which nothing counts as unmet. */
const NOTHING = 1e-9;

/** The gap to which the closest plan's energy is made least; it is an explanation, not a plan to build. */
const CLOSE_ENOUGH = 1e-3;

/** What goes unmet last comes first. */
const PRIORITIES: readonly Use[] = ["personal", "common", "expansion"];

const PHASE = "closest plan";

/**
 * Finds what stands in the way. First with parts of works, whose duals tell which limits hold the needs back;
 * then with whole works: the least unmet demand (each good by its share, personal use before common use before
 * expansion), and the least energy at that; then the smallest changes that would mend it.
 */
export function* explainInfeasible(indexed: Indexed, { limits, mends, shortfall }: Hands): Route<Explanation> {
  const weight = shareWeights(indexed);
  const least = formulateLinear(indexed, { unmet: { weight }, parts: true });
  const relaxed = { ...least.problem, whole: new Int8Array(least.problem.columnCount) };
  const parts = yield* ask({ phase: PHASE, problem: relaxed, limits });
  const structural = [...missingReasons(indexed), ...reserveReasons(indexed)];
  const binding =
    parts.status === "optimal"
      ? [...bindingReasons(indexed, least, parts), ...bindingOptionReasons(indexed, least, parts)]
      : [];
  const certificate = parts.rowDual.length > 0 ? rayOf(indexed, least, parts, shortfall) : undefined;
  const proof = certificate ? { certificate } : {};

  const { closest, unmet } = yield* closestDecision(indexed, limits);
  if (closest !== undefined && unmet <= NOTHING) {
    const all = formulateLinear(indexed, { modules: closest, sources: closest });
    const met = yield* ask({ phase: PHASE, problem: all.problem, limits });
    if (met.status === "optimal") return { reasons: [], repairs: [], closest: all.lift(met), meetsAll: true };
  }
  const repairs = mends === undefined ? [] : yield* findRepairs(indexed, limits, mends);
  const onlyWholes = parts.status === "optimal" && parts.objective <= NOTHING ? [wholeWorksReason(indexed)] : [];
  if (closest === undefined) return { reasons: [...structural, ...binding], repairs, ...proof, meetsAll: false };
  const reasons = [...unmetReasons(indexed, closest), ...structural, ...binding, ...onlyWholes];
  return { reasons, repairs, closest, ...proof, meetsAll: false };
}

/** The decision with the least unmet demand by priority, then the least energy, and how much is unmet in shares. */
function* closestDecision(
  indexed: Indexed,
  limits: LinearLimits,
): Route<{ readonly closest?: Decision; readonly unmet: number }> {
  const budgets: UnmetBudget[] = [];
  let closest: Decision | undefined;
  let unmet = 0;
  for (const use of PRIORITIES) {
    const weight = shareWeights(indexed, use);
    if (weight.every((share) => share === 0)) continue;
    const least = formulateLinear(indexed, { unmet: { weight, budgets } });
    const found = yield* ask({ phase: PHASE, problem: least.problem, limits });
    if (!hasPoint(found)) break;
    closest = least.lift(found);
    unmet += Math.max(0, found.objective);
    budgets.push({ weight, most: found.objective * (1 + BUDGET_SLACK) + BUDGET_SLACK });
  }
  if (closest === undefined) return { unmet };
  const cheapest = formulateLinear(indexed, { unmet: { budgets } });
  const cheap = yield* ask({ phase: PHASE, problem: cheapest.problem, limits: { ...limits, gap: CLOSE_ENOUGH } });
  if (hasPoint(cheap)) closest = cheapest.lift(cheap);
  const flows = formulateLinear(indexed, { unmet: { budgets }, modules: closest, sources: closest });
  const clean = yield* ask({ phase: PHASE, problem: flows.problem, limits });
  return { closest: clean.status === "optimal" ? flows.lift(clean) : closest, unmet };
}

/** The duals of the least unmet demand as a proof that some must go unmet, where they are one to the last digit. */
function rayOf(
  indexed: Indexed,
  least: ReturnType<typeof formulateLinear>,
  { rowDual }: LinearSolution,
  shortfall: Hands["shortfall"],
): Certificate | undefined {
  // Without the scale of energies: shares of unmet demand for each unit of a good.
  const prices = pricesOf(indexed, least, rowDual, 1);
  let best: Certificate | undefined;
  for (const form of ["weak", "strong"] as const) {
    const bare = certificateOf(indexed, prices, form, 0);
    const bound = shortfall(bare);
    if (bound > 0 && bound > (best?.bound ?? 0)) best = { ...bare, bound };
  }
  return best;
}

function hasPoint({ status }: LinearSolution): boolean {
  return status === "optimal" || status === "feasible";
}

/**
 * One over all demand of each good, so that a share of bread counts like a share of steel; 0 where it may go
 * unmet, and for goods of another use where one is asked for.
 */
function shareWeights(indexed: Indexed, use?: Use): Float64Array {
  const { goods, demand, shortage, continent } = indexed;
  const total = new Float64Array(goods.length);
  demand.forEach((amount, cell) => {
    total[cell % total.length] += amount;
  });
  return total.map((amount, good) => {
    const counts = use === undefined || continent.goods[goods[good]].use === use;
    return counts && amount > 0 && !Number.isFinite(shortage[good]) ? 1 / amount : 0;
  });
}
