import type { Indexed } from "../network/indexed.ts";
import type { Prices } from "../network/prices.ts";
import type { LinearProblem, LinearSolution } from "../problems/linear.ts";
import { formulateLinear } from "./linear.ts";

/** The reference formulation with parts of modules allowed, and the prices in its duals. */
export interface WeakRelaxation {
  readonly problem: LinearProblem;
  /** Prices of goods, resources and room on links; zero where a row does not exist. */
  lift(solution: LinearSolution): Prices;
}

/**
 * The weak linear relaxation: every row as it is, no number whole. At its duals the weak bound is its value.
 *
 * Units: the problem's duals are per unit of its rows; `lift` gives MJ per unit of the good, of the resource,
 *        and per tonne of room.
 */
export function formulateWeakRelaxation(indexed: Indexed): WeakRelaxation {
  const { problem, rows, scale } = formulateLinear(indexed);
  const perAmount = scale.energy / scale.amount;
  return {
    problem: { ...problem, whole: new Int8Array(problem.columnCount) },
    lift: ({ rowDual }) => {
      const dual = (row: number): number => (row < 0 ? 0 : rowDual[row]);
      return {
        good: Float64Array.from(rows.balance, (row) => dual(row) * perAmount),
        resource: Float64Array.from(rows.resource, (row, cell) => {
          // The row is divided by what is there, so its dual is the worth of all of it.
          return (Math.max(0, -dual(row)) * scale.energy) / (indexed.available[cell] || 1);
        }),
        link: Float64Array.from(rows.link, (row) => Math.max(0, -dual(row)) * perAmount),
      };
    },
  };
}
