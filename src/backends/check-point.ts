import type { LinearProblem } from "../problems/linear.ts";

/** How far a row or bound may be missed, as a share of the sizes that meet in it. */
const RELATIVE_TOLERANCE = 1e-6;

/** How far from whole a marked column may be. */
const WHOLE_TOLERANCE = 1e-5;

/**
 * Whether a foreign solver's point is what it says: finite, within its bounds, whole where marked, and
 * obeying every row. The tolerance of a row grows with the amounts that meet in it, because a solver
 * scales its rows and a sum of large amounts cannot be kept to an absolute tolerance.
 *
 * Shapes: n columns, m rows; value has length n.
 */
export function pointHolds(problem: LinearProblem, value: Float64Array): boolean {
  const { columnCount, rowCount, lower, upper, rowLower, rowUpper, start, index, whole } = problem;
  if (value.length !== columnCount) return false;
  const activity = new Float64Array(rowCount);
  const size = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    const x = value[j];
    if (!Number.isFinite(x)) return false;
    if (!within(x, lower[j], upper[j], Math.abs(x))) return false;
    if (whole[j] === 1 && Math.abs(x - Math.round(x)) > WHOLE_TOLERANCE) return false;
    for (let k = start[j]; k < start[j + 1]; k++) {
      const term = problem.value[k] * x;
      activity[index[k]] += term;
      size[index[k]] += Math.abs(term);
    }
  }
  for (let i = 0; i < rowCount; i++) if (!within(activity[i], rowLower[i], rowUpper[i], size[i])) return false;
  return true;
}

/** The cost of a point, in the problem's unit. */
export function costOf(problem: LinearProblem, value: Float64Array): number {
  let total = 0;
  for (let j = 0; j < problem.columnCount; j++) total += problem.cost[j] * value[j];
  return total;
}

/** The point with marked columns rounded to the whole numbers they stand for, and all kept inside their bounds. */
export function tidied(problem: LinearProblem, value: Float64Array): Float64Array {
  const { lower, upper, whole } = problem;
  return value.map((x, j) => {
    const inside = Math.min(Math.max(x, lower[j]), upper[j]);
    return (whole[j] === 1 ? Math.round(inside) : inside) + 0;
  });
}

function within(x: number, low: number, high: number, size: number): boolean {
  const slackOf = (bound: number): number => RELATIVE_TOLERANCE * Math.max(1, size, Math.abs(bound));
  return (
    (low === Number.NEGATIVE_INFINITY || x >= low - slackOf(low)) &&
    (high === Number.POSITIVE_INFINITY || x <= high + slackOf(high))
  );
}
