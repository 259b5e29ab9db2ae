import { Control, type ControlOptions, run, runSliced, type Sliceable } from "../base/control.ts";
import { InvalidOptionError } from "../base/errors.ts";
import { type Issue, printed } from "../base/issue.ts";
import type { WorkerPool } from "../base/workers.ts";
import { checkCoupled } from "../problems/check-coupled.ts";
import type { CoupledProblem } from "../problems/coupled.ts";
import type { CoupledResult } from "../problems/coupled-result.ts";
import { CoupledSearch } from "./coupled/coupled-search.ts";
import { proveInfeasible } from "./coupled/prove-infeasible.ts";
import type { FormerPlan, SearchSettings } from "./coupled/search-settings.ts";
import { COUPLED, expectKnown } from "./known-names.ts";

/** What `planCoupled` may be told; everything is optional. */
export interface CoupledOptions extends ControlOptions {
  /** Stop when (objective - bound) / |objective| is proven to be at most this; 0 by default. */
  readonly gap?: number;
  /** Whole number; other seeds try other plans. 1 by default. */
  readonly seed?: number;
  /** g * p, good-major: prices to start from, such as `placePrice` of a problem that differs little. */
  readonly price?: ArrayLike<number>;
  /** Modules by size that are tried first, and a certificate's prices, such as those of a result of a problem that differs little. */
  readonly from?: FormerPlan;
  /** Threads of `katascope/workers` that help; the result is the same without. */
  readonly workers?: WorkerPool;
}

/**
 * Plans many goods linked by recipes: which works to open, what each runs and who sends what to whom, for the least cost,
 * with a proven bound.
 *
 * Every balance gets a price; given prices, the works of a place answer alone, and the answers prove a bound. Averaged
 * answers and prices guide plans, good by good from final ones to raw ones.
 *
 * ```ts
 * // One good that two places want; a site in each may make it, a hundred a year.
 * const { plan, objective } = planCoupled({
 *   placeCount: 2,
 *   goodCount: 1,
 *   recipeCount: 1,
 *   demand: [40, 60],
 *   freight: [[0, 1, 1, 0]],
 *   freightTable: [0],
 *   makes: { start: [0, 1], good: [0], amount: [1] },
 *   takes: { start: [0, 0], good: [], amount: [] },
 *   sitePlace: [0, 1],
 *   siteGood: [0, 0],
 *   sizeStart: [0, 1, 2],
 *   newCost: [100, 90],
 *   activityStart: [0, 1, 2],
 *   activityRecipe: [0, 0],
 *   activityCapacity: [100, 100],
 *   activityCost: [1, 1],
 * });
 * objective; // => 230
 * ```
 *
 * Shapes, units: see CoupledProblem.
 * Gives:  the best plan found and the prices that prove its bound; "infeasible" where works or
 *         supplies are too small, with prices that prove it; "unknown" where no plan was found and none was ruled out.
 * Throws: InvalidProblemError, InvalidOptionError.
 * Equal:  the same problem and options without a time limit give the same bytes, sliced or not.
 */
export function planCoupled(problem: CoupledProblem, options: CoupledOptions = {}): CoupledResult {
  return run(plan(problem, options));
}

/** The same answer, letting the event loop turn about every ten milliseconds. */
export function planCoupledAsync(problem: CoupledProblem, options: CoupledOptions = {}): Promise<CoupledResult> {
  return runSliced(plan(problem, options));
}

function* plan(problem: CoupledProblem, options: CoupledOptions): Sliceable<CoupledResult> {
  expectKnown(COUPLED, problem, options);
  checkCoupled(problem);
  checkOptions(problem, options);
  const { gap = 0, seed = 1, price, from, workers } = options;
  const start = { ...(price ? { price } : {}), ...(from ? { from } : {}), ...(workers ? { workers } : {}) };
  const result = yield* planCoupledSliced(problem, new Control(options), { gap, seed, ...start });
  if (result.status !== "unknown") return result;
  const certificate = proveInfeasible(problem);
  if (certificate === undefined) return result;
  return { ...result, status: "infeasible", stop: "proved", bound: Number.POSITIVE_INFINITY, certificate };
}

/** The same, as a part of a longer run under one control. */
export function* planCoupledSliced(
  problem: CoupledProblem,
  control: Control,
  settings: SearchSettings,
): Sliceable<CoupledResult> {
  const search = new CoupledSearch(problem, control, settings);
  yield;
  return yield* search.run();
}

function checkOptions(problem: CoupledProblem, { gap = 0, seed = 1, price, from }: CoupledOptions): void {
  const issues: Issue[] = [];
  if (!(typeof gap === "number" && gap >= 0 && gap < 1)) {
    const message = `is ${printed(gap)}, wanted a number from 0 to below 1`;
    issues.push({ code: "option.range", path: "gap", message, remedy: "set gap to 0.01 for one per cent" });
  }
  if (!Number.isSafeInteger(seed)) {
    const message = `is ${printed(seed)}, wanted a whole number`;
    issues.push({ code: "option.range", path: "seed", message, remedy: "set seed to a whole number" });
  }
  const wanted = problem.placeCount * problem.goodCount;
  if (price !== undefined && !(price?.length === wanted && Array.from(price).every(Number.isFinite))) {
    const message = `wanted ${wanted} finite numbers`;
    issues.push({ code: "option.range", path: "price", message, remedy: "give one price for each good and place" });
  }
  const isWhole = (values: ArrayLike<number>): boolean =>
    values.length === problem.newCost.length && Array.from(values).every((n) => Number.isInteger(n) && n >= 0);
  if (from !== undefined && !(isWhole(from.kept) && isWhole(from.opened))) {
    const message = `wanted whole numbers for each of the ${problem.newCost.length} sizes`;
    issues.push({ code: "option.range", path: "from", message, remedy: "give kept and opened as a plan has them" });
  }
  if (issues.length > 0) throw new InvalidOptionError(issues);
}
