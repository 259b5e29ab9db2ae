import {
  INFEASIBLE,
  MORE,
  OPTIMAL,
  readDualSimplex,
  startDualSimplex,
  stepDualSimplex,
  suitsDualSimplex,
} from "../kernels/dual-simplex.ts";
import type { LinearProblem, LinearSolution } from "../problems/linear.ts";

/** The most cells of the dense tableau: 8 MB, and some seconds of pivots. */
const MOST_CELLS = 2 ** 20;

/** Whether a linear problem is one for `solveSmallLinear`: no whole numbers, small, and energies for costs. */
export function isSmallLinear(problem: LinearProblem): boolean {
  return (
    problem.columnCount * problem.rowCount <= MOST_CELLS && suitsDualSimplex(problem) && problem.whole.every(isNot)
  );
}

function isNot(mark: number): boolean {
  return mark === 0;
}

/**
 * Solves a small linear problem where no foreign solver is at hand: how a continent would be planned if it were one
 * place, or what flows with given modules.
 *
 * Gives: "optimal" with values and row duals, "infeasible", or "unknown" where rounding led astray. Whoever uses the
 *        values looks at how closely they keep the rows.
 */
export function solveSmallLinear(problem: LinearProblem): LinearSolution {
  const state = startDualSimplex(problem);
  let code = MORE;
  while (code === MORE) code = stepDualSimplex(state, Number.MAX_SAFE_INTEGER);
  const nothing = {
    value: new Float64Array(0),
    objective: Number.POSITIVE_INFINITY,
    bound: Number.NEGATIVE_INFINITY,
    rowDual: new Float64Array(0),
    iterations: state.pivots,
  };
  if (code === INFEASIBLE) return { ...nothing, status: "infeasible" };
  if (code !== OPTIMAL) return { ...nothing, status: "unknown" };
  const { value, rowDual } = readDualSimplex(state);
  let objective = 0;
  for (let j = 0; j < value.length; j++) objective += problem.cost[j] * value[j];
  return { ...nothing, status: "optimal", value, objective, bound: objective, rowDual };
}
