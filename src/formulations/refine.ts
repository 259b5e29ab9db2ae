import { powerOfTwoBelow } from "../base/scale.ts";
import type { LinearProblem, LinearSolution } from "../problems/linear.ts";

/** Corrections may be so many times as large as the error, which is magnified to about one. */
const REACH = 1000;

/** The largest amount by which a point misses a row or a bound of a problem, in the problem's units. */
export function largestMiss(problem: LinearProblem, value: Float64Array): number {
  let miss = 0;
  activities(problem, value).forEach((activity, row) => {
    miss = Math.max(miss, problem.rowLower[row] - activity, activity - problem.rowUpper[row]);
  });
  value.forEach((x, column) => {
    miss = Math.max(miss, problem.lower[column] - x, x - problem.upper[column]);
  });
  return miss;
}

/**
 * The problem of what a point lacks: its solutions, shrunk again and added to the point, obey the rows as much
 * more closely as the error was magnified. The costs are the same, and corrections stay within a thousand times
 * the error, so that a solver whose errors grow with the amounts it meets has only small ones to meet.
 *
 * Shapes: as the problem. The point must miss something.
 *
 * Source: Gleixner, Steffy, Wolter, Iterative refinement for linear programming, INFORMS J. Comput. 28 (2016).
 */
export function formulateRefinement(
  problem: LinearProblem,
  value: Float64Array,
): { readonly problem: LinearProblem; lift(solution: LinearSolution): Float64Array } {
  const activity = activities(problem, value);
  const miss = largestMiss(problem, value);
  const below = powerOfTwoBelow(miss);
  // A power of two, so that magnifying rounds nothing.
  const scale = 1 / (below < miss ? 2 * below : below);
  const magnified = (limit: Float64Array, at: Float64Array): Float64Array =>
    limit.map((bound, i) => (bound - at[i]) * scale);
  const within = (limit: Float64Array): Float64Array =>
    magnified(limit, value).map((bound) => Math.min(REACH, Math.max(-REACH, bound)));
  return {
    problem: {
      ...problem,
      lower: within(problem.lower),
      upper: within(problem.upper),
      rowLower: magnified(problem.rowLower, activity),
      rowUpper: magnified(problem.rowUpper, activity),
    },
    lift: (solution) => value.map((x, column) => x + solution.value[column] / scale),
  };
}

function activities(problem: LinearProblem, value: Float64Array): Float64Array {
  const activity = new Float64Array(problem.rowCount);
  for (let column = 0; column < problem.columnCount; column++) {
    for (let e = problem.start[column]; e < problem.start[column + 1]; e++) {
      activity[problem.index[e]] += problem.value[e] * value[column];
    }
  }
  return activity;
}
