import type { LinearProblem } from "../problems/linear.ts";

/** A reduced cost smaller than this share of what it is the difference of counts as zero. */
const RELATIVE_ZERO = 1e-9;

/**
 * The lower bound that row duals prove, whatever they are (weak duality): each row at the bound its dual
 * points to, each column at its cheapest end. -Infinity where a dual points to a bound that is not there.
 * Exact up to rounding; whole-number marks are passed over, which only lowers the bound.
 *
 * Shapes: m row duals, positive where the cost rises with the row's bounds.
 */
export function dualBound(problem: LinearProblem, rowDual: Float64Array): number {
  const { columnCount, rowCount, cost, lower, upper, rowLower, rowUpper, start, index, value } = problem;
  let bound = 0;
  for (let i = 0; i < rowCount; i++) {
    const dual = rowDual[i];
    if (dual !== 0) bound += dual * (dual > 0 ? rowLower[i] : rowUpper[i]);
  }
  for (let j = 0; j < columnCount; j++) {
    let reduced = cost[j];
    let size = Math.abs(cost[j]);
    for (let k = start[j]; k < start[j + 1]; k++) {
      const term = value[k] * rowDual[index[k]];
      reduced -= term;
      size = Math.max(size, Math.abs(term));
    }
    const end = reduced > 0 ? lower[j] : upper[j];
    const nothing = Math.abs(reduced) <= RELATIVE_ZERO * size;
    if (!(nothing && !Number.isFinite(end)) && reduced !== 0) bound += reduced * end;
  }
  return Number.isNaN(bound) ? Number.NEGATIVE_INFINITY : bound;
}
