import type { CallbackData, Highs, Model, ModelData } from "highs";
import {
  AT_LOWER,
  AT_UPPER,
  AT_ZERO,
  BASIC,
  type LinearBasis,
  type LinearLimits,
  type LinearProblem,
  type LinearProgress,
  type LinearSolution,
  type LinearStatus,
} from "../problems/linear.ts";
import { answerOf, answerWithoutColumns, type Claim, hasWhole, withoutCosts } from "./answer.ts";

/** Who listens to a run, and who may end it. */
export interface HighsListeners {
  /** Better and better figures: the incumbent never rises, the bound never falls. */
  readonly onProgress?: ((progress: LinearProgress) => void) | undefined;
  /** Every better point of a whole-number search, as it is found. */
  readonly onIncumbent?: ((value: Float64Array) => void) | undefined;
  readonly shouldStop?: (() => boolean) | undefined;
}

/** HiGHS takes larger numbers for endless; so do we when we read its bounds. */
const ENDLESS = 1e20;

/** Which simplex HiGHS uses, in its own numbers; it takes the dual one unless told otherwise. */
const DUAL_SIMPLEX = 1;
const PRIMAL_SIMPLEX = 4;

/** The least that HiGHS lets one set; its default of 1e-9 would drop coefficients of small recipes. */
const SMALLEST_COEFFICIENT = 1e-12;

/**
 * Solves one problem on a loaded HiGHS, blocking. Each run has a solver of its own, with one thread and the
 * given seed, so that a run without a time limit repeats itself.
 *
 * Errors: whatever a listener throws ends the run and is thrown on.
 */
export function runHighs(
  highs: Highs,
  problem: LinearProblem,
  limits: LinearLimits,
  listeners: HighsListeners = {},
): LinearSolution {
  if (problem.columnCount === 0) return answerWithoutColumns(problem);
  return highs.withModel((model) => answerOf(problem, solveWith(highs, model, problem, limits, listeners)));
}

function solveWith(
  highs: Highs,
  model: Model,
  problem: LinearProblem,
  limits: LinearLimits,
  listeners: HighsListeners,
): Claim {
  model.options.set({
    output_flag: false,
    random_seed: limits.seed & 0x7fffffff,
    mip_rel_gap: limits.gap,
    mip_abs_gap: 0,
    small_matrix_value: SMALLEST_COEFFICIENT,
    ...(limits.timeLimitMs === undefined ? {} : { time_limit: limits.timeLimitMs / 1000 }),
  });
  const whole = hasWhole(problem);
  const attempt = (basis?: LinearBasis): Claim => {
    model.passModel(modelDataOf(highs, problem));
    if (basis !== undefined) startFrom(highs, model, basis);
    runListening(highs, model, listeners);
    return claimOf(highs, model, whole);
  };
  let claim = attempt(whole ? undefined : limits.basis);
  if (limits.basis !== undefined && !whole && claim.status !== "optimal" && claim.stop === undefined) {
    // From a basis that is far off, the primal simplex has been seen to give up half way.
    model.options.set("simplex_strategy", DUAL_SIMPLEX);
    claim = attempt();
  }
  if (claim.status === "infeasible" || claim.status === "unbounded") {
    // Its presolve has been seen to call a feasible problem infeasible; so such a verdict counts only without presolve.
    model.options.set("presolve", "off");
    claim = attempt();
  }
  return claim.status === "unbounded" ? tellApart(highs, model, problem, listeners) : claim;
}

/** Sets a basis, from which the primal simplex goes on: columns that were added are at a limit and may enter. */
function startFrom(highs: Highs, model: Model, { column, row }: LinearBasis): void {
  const { lower, basic, upper, zero } = highs.constants.basisStatus;
  const codes = new Int32Array(4);
  codes[AT_LOWER] = lower;
  codes[BASIC] = basic;
  codes[AT_UPPER] = upper;
  codes[AT_ZERO] = zero;
  model.setBasis({
    colStatus: Int32Array.from(column, (code) => codes[code]),
    rowStatus: Int32Array.from(row, (code) => codes[code]),
  });
  model.options.set("simplex_strategy", PRIMAL_SIMPLEX);
}

/**
 * HiGHS may say "unbounded or infeasible", and of a whole-number problem it says "unbounded" when only its
 * relaxation is known to be; one more run without costs tells which. The time limit counts all runs.
 */
function tellApart(highs: Highs, model: Model, problem: LinearProblem, listeners: HighsListeners): Claim {
  model.passModel(modelDataOf(highs, withoutCosts(problem)));
  runListening(highs, model, { shouldStop: listeners.shouldStop });
  const { status, stop } = claimOf(highs, model, hasWhole(problem));
  const verdict: LinearStatus = status === "optimal" || status === "feasible" ? "unbounded" : status;
  return { status: verdict, ...(verdict === "unbounded" || stop === undefined ? {} : { stop }) };
}

/** What the last run says; "unbounded" also where HiGHS cannot tell it from infeasible. */
function claimOf(highs: Highs, model: Model, whole: boolean): Claim {
  const { modelStatus, solutionStatus } = highs.constants;
  const code = model.getModelStatus();
  if (code === modelStatus.infeasible) return { status: "infeasible" };
  if (code === modelStatus.unbounded || code === modelStatus.unboundedOrInfeasible) return { status: "unbounded" };
  const optimal = code === modelStatus.optimal || code === modelStatus.empty;
  const hasPoint = optimal || model.info.get("primal_solution_status") === solutionStatus.feasible;
  const stop =
    code === modelStatus.timeLimit ? "time" : code === modelStatus.interrupted ? ("cancelled" as const) : undefined;
  const bound = whole ? Number(model.info.get("mip_dual_bound")) : optimal ? model.getObjectiveValue() : undefined;
  const solution = hasPoint ? model.getSolution() : undefined;
  return {
    status: optimal ? "optimal" : hasPoint ? "feasible" : "unknown",
    ...(stop === undefined ? {} : { stop }),
    ...(solution === undefined ? {} : { value: Float64Array.from(solution.colValue) }),
    ...(bound === undefined || Math.abs(bound) >= ENDLESS ? {} : { bound }),
    ...(optimal && !whole && solution !== undefined
      ? { rowDual: Float64Array.from(solution.rowDual), ...basisOf(highs, model) }
      : {}),
    iterations: iterationsOf(model, whole),
  };
}

/** The basis of an optimal point, where there is one. */
function basisOf(highs: Highs, model: Model): { readonly basis?: LinearBasis } {
  const { basisStatus, basisValidity } = highs.constants;
  if (model.info.get("basis_validity") !== basisValidity.valid) return {};
  const codeOf = (status: number): number => {
    if (status === basisStatus.basic) return BASIC;
    if (status === basisStatus.upper) return AT_UPPER;
    return status === basisStatus.zero ? AT_ZERO : AT_LOWER;
  };
  const { colStatus, rowStatus } = model.getBasis();
  return { basis: { column: Int8Array.from(colStatus, codeOf), row: Int8Array.from(rowStatus, codeOf) } };
}

function iterationsOf(model: Model, whole: boolean): number {
  const names = whole
    ? (["mip_node_count"] as const)
    : (["simplex_iteration_count", "ipm_iteration_count", "crossover_iteration_count"] as const);
  // HiGHS says -1 where a method was not used.
  return names.reduce((total, name) => total + Math.max(0, Number(model.info.get(name))), 0);
}

function modelDataOf(highs: Highs, problem: LinearProblem): ModelData {
  const { columnCount, rowCount, cost, lower, upper, rowLower, rowUpper, start, index, value, whole } = problem;
  const entries = start[columnCount];
  const { integer, continuous } = highs.constants.variableType;
  return {
    numCols: columnCount,
    numRows: rowCount,
    colCost: cost,
    colLower: lower,
    colUpper: upper,
    rowLower,
    rowUpper,
    matrix: {
      format: "csc",
      numRows: rowCount,
      numCols: columnCount,
      starts: start,
      indices: index.subarray(0, entries),
      values: value.subarray(0, entries),
    },
    ...(hasWhole(problem)
      ? { integrality: Int32Array.from(whole, (mark) => (mark === 1 ? integer : continuous)) }
      : {}),
  };
}

/**
 * Runs with callbacks. What a listener throws is kept, the run interrupted, and the error thrown on when
 * HiGHS has come to its end, for it would not end sooner if the error passed through it.
 */
function runListening(highs: Highs, model: Model, listeners: HighsListeners): void {
  const { onProgress, onIncumbent, shouldStop } = listeners;
  if (onProgress === undefined && onIncumbent === undefined && shouldStop === undefined) {
    model.run();
    return;
  }
  const report = onProgress === undefined ? undefined : monotoneReporter(onProgress);
  let thrown: { readonly error: unknown } | undefined;
  const guarded = (listen: () => void): undefined => {
    if (thrown !== undefined) return;
    try {
      listen();
    } catch (error) {
      thrown = { error };
    }
  };
  const checkpoint = (event: { interrupt(): void; readonly data: CallbackData }): undefined => {
    let stop = false;
    guarded(() => {
      report?.(event.data);
      stop = shouldStop?.() === true;
    });
    if (stop || thrown !== undefined) event.interrupt();
  };
  const improvement = ({ data }: { readonly data: CallbackData }): undefined =>
    guarded(() => {
      if (data.mip_solution !== undefined) onIncumbent?.(Float64Array.from(data.mip_solution));
      report?.(data);
    });
  const { callbackType } = highs.constants;
  model.run({
    [callbackType.mipInterrupt]: checkpoint,
    [callbackType.simplexInterrupt]: checkpoint,
    [callbackType.ipmInterrupt]: checkpoint,
    [callbackType.mipImprovingSolution]: improvement,
  });
  if (thrown !== undefined) throw thrown.error;
}

/** Passes figures on only when they are better; HiGHS repeats itself, and starts again after a restart. */
function monotoneReporter(onProgress: (progress: LinearProgress) => void): (data: CallbackData) => void {
  let incumbent = Number.POSITIVE_INFINITY;
  let bound = Number.NEGATIVE_INFINITY;
  return ({ mip_primal_bound, mip_dual_bound }) => {
    const primal = known(mip_primal_bound) ?? Number.POSITIVE_INFINITY;
    const dual = known(mip_dual_bound) ?? Number.NEGATIVE_INFINITY;
    if (primal >= incumbent && dual <= bound) return;
    incumbent = Math.min(incumbent, primal);
    bound = Math.max(bound, dual);
    const gap = (incumbent - bound) / Math.max(Math.abs(incumbent), Number.MIN_VALUE);
    onProgress({
      ...(Number.isFinite(incumbent) ? { incumbent } : {}),
      ...(Number.isFinite(bound) ? { bound } : {}),
      ...(Number.isFinite(gap) ? { gap: Math.max(0, gap) } : {}),
    });
  };
}

function known(figure: number | undefined): number | undefined {
  return figure !== undefined && Math.abs(figure) < ENDLESS ? figure : undefined;
}
