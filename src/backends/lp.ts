import solver from "javascript-lp-solver";
import { stopwatch } from "../base/control.ts";
import { InvalidProblemError } from "../base/errors.ts";
import type { LinearBackend, LinearLimits, LinearProblem, LinearSolution } from "../problems/linear.ts";
import { answerOf, answerWithoutColumns, type Claim, hasWhole, withoutCosts } from "./answer.ts";
import { costOf, pointHolds } from "./check-point.ts";
import { dualBound } from "./dual-bound.ts";
import { drawnInBounds, type LpModel, writeLpModel } from "./lp-model.ts";

/** The most cells of the solver's dense table: 256 MB, and already hours of pivots. */
const MOST_CELLS = 2 ** 25;

/** Objective and dual bound this close, relatively, prove each other. */
const RELATIVE_OPTIMAL = 1e-6;

/** The solver reads another clock than ours; a run that ends this shortly before its limit is taken as timed out. */
const CLOCK_SKEW_MS = 20;

/**
 * javascript-lp-solver: small, without WebAssembly, at home in any browser. A dense table, so for problems
 * up to some hundreds of columns; use `highs()` for more.
 *
 * Its word is not taken. A point is given only where it obeys the problem; a linear problem is "optimal" only
 * where its row duals prove it; after a time-out a whole-number search is at best "feasible". What cannot be
 * checked is its "infeasible", and its "optimal" of a whole-number search that it finished.
 *
 * Limits: it reports no progress and can be stopped only before it starts; a time limit holds for whole-number
 * searches alone (the simplex has no clock); the gap is not used: it searches to the end; there is no `solveAsync`.
 *
 * Throws: `solve` throws InvalidProblemError where the problem is too large for a dense table.
 */
export function lp(): LinearBackend {
  leaveNoGlobal();
  return {
    name: "javascript-lp-solver",
    solve: (problem, limits, _onProgress, shouldStop) => {
      if (shouldStop?.()) return answerOf(problem, { status: "unknown", stop: "cancelled" });
      return solveLp(problem, limits);
    },
  };
}

function solveLp(problem: LinearProblem, limits: LinearLimits): LinearSolution {
  if (problem.columnCount === 0) return answerWithoutColumns(problem);
  refuseTooLarge(problem);
  const bounds = drawnInBounds(problem);
  if (bounds === undefined) return answerOf(problem, { status: "infeasible" });
  const drawnIn = { ...problem, ...bounds };
  const claim = claimOf(drawnIn, limits);
  // A whole-number search may find its relaxation endless and not know whether it has any point at all.
  const settled = claim.status === "unbounded" ? unboundedOrNot(drawnIn, limits) : claim;
  return answerOf(problem, settled);
}

function unboundedOrNot(problem: LinearProblem, limits: LinearLimits): Claim {
  const { status, stop } = answerOf(problem, claimOf(withoutCosts(problem), limits));
  if (status === "optimal" || status === "feasible") return { status: "unbounded" };
  return { status, ...(stop === undefined ? {} : { stop }) };
}

function claimOf(problem: LinearProblem, limits: LinearLimits): Claim {
  const whole = hasWhole(problem);
  const { timeLimitMs } = limits;
  if (timeLimitMs !== undefined && timeLimitMs <= 0) return { status: "unknown", stop: "time" };
  const written = writeLpModel(problem);
  const { model } = written;
  // A time-out of zero would mean none, and a fraction of a millisecond is no time at all.
  if (timeLimitMs !== undefined && Number.isFinite(timeLimitMs)) model.timeout = Math.max(1, timeLimitMs);
  const elapsed = stopwatch();
  const { feasible, bounded } = model.solve();
  const timedOut = whole && timeLimitMs !== undefined && elapsed() >= timeLimitMs - CLOCK_SKEW_MS;
  const stop = timedOut ? { stop: "time" as const } : {};
  if (!bounded) return { status: "unbounded" };
  // It calls fractional points of a search that found nothing feasible; only this flag says that it found something.
  const found = feasible && (!whole || model.tableau.__isIntegral === true);
  if (!found) return timedOut ? { status: "unknown", ...stop } : { status: "infeasible" };
  const value = written.point();
  const iterations = whole ? model.tableau.branchAndCutIterations : model.tableau.simplexIters;
  if (!whole) return { ...linearClaim(problem, written, value), iterations };
  if (timedOut) return { status: "feasible", ...stop, value, iterations };
  return { status: "optimal", value, bound: costOf(problem, value), iterations };
}

/** The simplex gives up on stubborn degeneracy and calls where it stands optimal; its duals tell whether that is so. */
function linearClaim(problem: LinearProblem, written: LpModel, value: Float64Array): Claim {
  if (!pointHolds(problem, value)) return { status: "unknown" };
  const objective = costOf(problem, value);
  const rowDual = written.rowDual();
  const bound = dualBound(problem, rowDual);
  const size = problem.cost.reduce((most, cost, j) => Math.max(most, Math.abs(cost * value[j])), Math.abs(objective));
  const proved = objective - bound <= RELATIVE_OPTIMAL * Math.max(size, Number.MIN_VALUE);
  return proved
    ? { status: "optimal", value, bound: Math.min(bound, objective), rowDual }
    : { status: "feasible", value, bound };
}

function refuseTooLarge({ columnCount, rowCount }: LinearProblem): void {
  const cells = (rowCount + columnCount) * columnCount;
  if (cells <= MOST_CELLS) return;
  throw new InvalidProblemError([
    {
      code: "lp.too-large",
      path: "",
      message: `${columnCount} columns and ${rowCount} rows make a dense table of ${cells} cells; javascript-lp-solver has room for ${MOST_CELLS}`,
      remedy: 'Use HiGHS: import { highs } from "katascope/highs".',
    },
  ]);
}

/** In browsers the solver's script hangs itself on the global object as it loads; nobody asked for that. */
function leaveNoGlobal(): void {
  const globals: { solver?: unknown } = globalThis as { solver?: unknown };
  if (globals.solver === solver) delete globals.solver;
}
