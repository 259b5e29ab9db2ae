import type { LinearBasis, LinearProblem, LinearSolution, LinearStatus } from "../problems/linear.ts";
import { costOf, pointHolds, tidied } from "./check-point.ts";

const NOTHING = new Float64Array(0);

/** What a foreign solver claims, before anything of it is believed. */
export interface Claim {
  readonly status: LinearStatus;
  readonly stop?: "time" | "cancelled";
  readonly value?: Float64Array;
  readonly bound?: number;
  readonly rowDual?: Float64Array;
  readonly basis?: LinearBasis;
  readonly iterations?: number;
}

/**
 * A claim turned into a solution that can be relied on this far: the point, if there is one, is finite and
 * obeys the problem within tolerance; the objective is its cost, added up here; no entry is NaN. A point that
 * does not hold is dropped, and the status with it ("unknown"). Without a point the objective is Infinity.
 */
export function answerOf(problem: LinearProblem, claim: Claim): LinearSolution {
  const { status, stop } = claim;
  const promised = status === "optimal" || status === "feasible";
  const value = promised && claim.value !== undefined ? heldPoint(problem, claim.value) : undefined;
  const bound = claim.bound ?? Number.NEGATIVE_INFINITY;
  const duals = claim.rowDual;
  const proved =
    value !== undefined && !hasWhole(problem) && duals?.length === problem.rowCount && duals.every(Number.isFinite);
  return {
    status: promised && value === undefined ? "unknown" : status,
    ...(stop === undefined ? {} : { stop }),
    value: value ?? NOTHING,
    objective: value === undefined ? Number.POSITIVE_INFINITY : costOf(problem, value),
    bound: Number.isFinite(bound) ? bound : Number.NEGATIVE_INFINITY,
    rowDual: proved ? duals : NOTHING,
    ...(proved && claim.basis !== undefined ? { basis: claim.basis } : {}),
    iterations: claim.iterations ?? 0,
  };
}

/** The point with its whole numbers rounded if it holds so, else as it came if it holds so, else nothing. */
function heldPoint(problem: LinearProblem, value: Float64Array): Float64Array | undefined {
  if (!pointHolds(problem, value)) return undefined;
  const rounded = tidied(problem, value);
  return pointHolds(problem, rounded) ? rounded : value;
}

/** The answer to a problem without columns, which some solvers refuse: every row is zero. */
export function answerWithoutColumns(problem: LinearProblem): LinearSolution {
  const holds = pointHolds(problem, NOTHING);
  return {
    status: holds ? "optimal" : "infeasible",
    value: NOTHING,
    objective: holds ? 0 : Number.POSITIVE_INFINITY,
    bound: holds ? 0 : Number.NEGATIVE_INFINITY,
    rowDual: new Float64Array(holds ? problem.rowCount : 0),
    iterations: 0,
  };
}

/** The same problem asking only whether any point obeys it. */
export function withoutCosts(problem: LinearProblem): LinearProblem {
  return { ...problem, cost: new Float64Array(problem.columnCount) };
}

/** Whether some marked column has a whole-number mark. */
export function hasWhole(problem: LinearProblem): boolean {
  return problem.whole.includes(1);
}
