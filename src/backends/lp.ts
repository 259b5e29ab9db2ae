import solver from "javascript-lp-solver";
import { stopwatch } from "../base/control.ts";
import { InvalidProblemError } from "../base/errors.ts";
import type { LinearBackend, LinearLimits, LinearProblem, LinearProgress, LinearSolution } from "../problems/linear.ts";
import { answerOf, answerWithoutColumns, type Claim, withoutCosts } from "./answer.ts";
import { costOf, pointHolds } from "./check-point.ts";
import { dualBound } from "./dual-bound.ts";
import { drawnInBounds, type LpModel, writeLpModel } from "./lp-model.ts";
import { runLp } from "./lp-run.ts";

/** The most cells of the solver's dense table: 256 MB, and already hours of pivots. */
const MOST_CELLS = 2 ** 25;

/** Objective and dual bound this close, relatively, prove each other. */
const RELATIVE_OPTIMAL = 1e-6;

/**
 * javascript-lp-solver: small, without WebAssembly, at home in any browser. A dense table, so for problems
 * up to some hundreds of columns; use `highs()` for more.
 *
 * Its word is not taken. A point is given only where it obeys the problem; a linear problem is "optimal" only
 * where its row duals prove it; a whole-number search that was broken off, or in which a simplex went in
 * circles, is at best "feasible". What cannot be checked is its "infeasible", and its "optimal" of a
 * whole-number search that it finished.
 *
 * ```ts
 * const outcome = planContinent(continent, { backend: lp() });
 * ```
 *
 * Limits: it searches to the end whatever gap is asked; progress has incumbents and no bound; there is no
 * `solveAsync`.
 *
 * Throws: `solve` throws InvalidProblemError where the problem is too large for a dense table.
 */
export function lp(): LinearBackend {
  leaveNoGlobal();
  return {
    name: "javascript-lp-solver",
    solve: (problem, limits, onProgress, shouldStop) => {
      if (problem.columnCount === 0) return answerWithoutColumns(problem);
      refuseTooLarge(problem);
      const bounds = drawnInBounds(problem);
      if (bounds === undefined) return answerOf(problem, { status: "infeasible" });
      return solveLp({ ...problem, ...bounds }, { limits, onProgress, shouldStop, elapsedMs: stopwatch() });
    },
  };
}

/** What goes along with a problem. */
interface Asked {
  readonly limits: LinearLimits;
  readonly onProgress: ((progress: LinearProgress) => void) | undefined;
  readonly shouldStop: (() => boolean) | undefined;
  readonly elapsedMs: () => number;
}

function solveLp(problem: LinearProblem, asked: Asked): LinearSolution {
  const claim = claimOf(problem, asked);
  if (claim.status !== "unbounded") return answerOf(problem, claim);
  // Of whole numbers it knows only that the relaxation is endless; whether there is any point, a run without costs tells.
  const { status, stop } = answerOf(problem, claimOf(withoutCosts(problem), { ...asked, onProgress: undefined }));
  if (status === "optimal" || status === "feasible") return answerOf(problem, { status: "unbounded" });
  return answerOf(problem, { status, ...(stop === undefined ? {} : { stop }) });
}

function claimOf(problem: LinearProblem, { limits, onProgress, shouldStop, elapsedMs }: Asked): Claim {
  const written = writeLpModel(problem);
  const run = runLp(written, {
    elapsedMs,
    limitMs: limits.timeLimitMs ?? Number.POSITIVE_INFINITY,
    shouldStop,
    onIncumbent: (point) => onProgress?.({ incumbent: costOf(problem, point) }),
  });
  const iterations = run.pivots;
  const stop = run.stop === undefined ? {} : { stop: run.stop };
  if (!run.bounded) return { status: "unbounded", iterations };
  const broken = run.stop !== undefined || !run.reliable;
  if (written.model.getNumberOfIntegerVariables() === 0) {
    if (run.feasible) return { ...linearClaim(problem, written), iterations };
    return { status: broken ? "unknown" : "infeasible", ...stop, iterations };
  }
  const value = run.incumbent;
  if (value === undefined) return { status: broken ? "unknown" : "infeasible", ...stop, iterations };
  if (broken) return { status: "feasible", ...stop, value, iterations };
  return { status: "optimal", value, bound: costOf(problem, value), iterations };
}

/** The simplex gives up on stubborn degeneracy and calls where it stands optimal; its duals tell whether that is so. */
function linearClaim(problem: LinearProblem, written: LpModel): Claim {
  const value = written.point();
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
