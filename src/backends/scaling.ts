import { powerOfTwoBelow } from "../base/scale.ts";
import type { LinearProblem } from "../problems/linear.ts";

/** Rounds of row and column scaling. Each halves what is left of a spread that whole-number columns hold in place. */
const ROUNDS = 6;

/** Factors, all powers of two, so that scaling and its way back are exact. */
export interface Scaling {
  /** Row i is multiplied by this; length m. */
  readonly row: Float64Array;
  /** x[j] = column[j] * amount * scaled x[j]; length n, 1 for whole-number columns. */
  readonly column: Float64Array;
  /** All costs are multiplied by this. */
  readonly cost: number;
  /** One factor for all amounts; 1 where some column is whole. */
  readonly amount: number;
}

/**
 * Factors that bring coefficients, costs and amounts near 1, for a solver that compares with absolute
 * tolerances. Whole-number columns keep their unit.
 *
 * Source: geometric scaling; Curtis and Reid, On the automatic scaling of matrices (1972), names it.
 */
export function scalingOf(problem: LinearProblem): Scaling {
  const { columnCount, rowCount, start, index, value, whole } = problem;
  const row = new Float64Array(rowCount).fill(1);
  const column = new Float64Array(columnCount).fill(1);
  for (let round = 0; round < ROUNDS; round++) {
    const most = new Float64Array(rowCount);
    const least = new Float64Array(rowCount).fill(Number.POSITIVE_INFINITY);
    for (let j = 0; j < columnCount; j++) {
      for (let k = start[j]; k < start[j + 1]; k++) {
        const size = Math.abs(value[k]) * column[j];
        if (size === 0) continue;
        most[index[k]] = Math.max(most[index[k]], size);
        least[index[k]] = Math.min(least[index[k]], size);
      }
    }
    for (let i = 0; i < rowCount; i++) if (most[i] > 0) row[i] = inverseMean(most[i], least[i]);
    for (let j = 0; j < columnCount; j++) {
      if (whole[j] === 1) continue;
      let top = 0;
      let bottom = Number.POSITIVE_INFINITY;
      for (let k = start[j]; k < start[j + 1]; k++) {
        const size = Math.abs(value[k]) * row[index[k]];
        if (size === 0) continue;
        top = Math.max(top, size);
        bottom = Math.min(bottom, size);
      }
      if (top > 0) column[j] = inverseMean(top, bottom);
    }
  }
  const amount = whole.includes(1) ? 1 : powerOfTwoNear(largestAmount(problem, row, column));
  return { row, column, cost: 1 / powerOfTwoNear(largestCost(problem, column)), amount };
}

function largestCost({ columnCount, cost }: LinearProblem, column: Float64Array): number {
  let largest = 0;
  for (let j = 0; j < columnCount; j++) largest = Math.max(largest, Math.abs(cost[j]) * column[j]);
  return largest;
}

function largestAmount(problem: LinearProblem, row: Float64Array, column: Float64Array): number {
  let largest = 0;
  const meet = (bound: number, factor: number): void => {
    if (Number.isFinite(bound)) largest = Math.max(largest, Math.abs(bound) * factor);
  };
  for (let i = 0; i < problem.rowCount; i++) {
    meet(problem.rowLower[i], row[i]);
    meet(problem.rowUpper[i], row[i]);
  }
  for (let j = 0; j < problem.columnCount; j++) {
    meet(problem.lower[j], 1 / column[j]);
    meet(problem.upper[j], 1 / column[j]);
  }
  return largest;
}

function inverseMean(most: number, least: number): number {
  return 1 / powerOfTwoNear(Math.sqrt(most) * Math.sqrt(least));
}

/** The power of two that is nearest by ratio. */
function powerOfTwoNear(size: number): number {
  if (!(size > 0 && Number.isFinite(size))) return 1;
  const below = powerOfTwoBelow(size);
  const ratio = size / below;
  return ratio * ratio < 2 ? below : 2 * below;
}
