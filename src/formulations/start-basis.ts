import { AT_LOWER, AT_UPPER, AT_ZERO, BASIC, type LinearBasis, type LinearProblem } from "../problems/linear.ts";

/** As a part of its size, a value this close to a limit stands there. */
const AT_LIMIT = 1e-9;

/**
 * A basis to start from near a point: what is between its limits is basic. At a corner of the region these are columns and
 * rows that can all be basic at once; where they are too many or too few, whoever starts there leaves some out or fills
 * up with rows.
 *
 * @param point by column; it may miss rows a little.
 */
export function basisAt(problem: LinearProblem, point: Float64Array): LinearBasis {
  const { columnCount, rowCount, lower, upper, rowLower, rowUpper, start, index, value } = problem;
  const column = new Int8Array(columnCount);
  const row = new Int8Array(rowCount);
  const activity = new Float64Array(rowCount);
  const size = new Float64Array(rowCount);
  for (let j = 0; j < columnCount; j++) {
    column[j] = standing(point[j], lower[j], upper[j], Math.abs(point[j]));
    for (let e = start[j]; e < start[j + 1]; e++) {
      activity[index[e]] += value[e] * point[j];
      size[index[e]] += Math.abs(value[e] * point[j]);
    }
  }
  for (let i = 0; i < rowCount; i++) row[i] = standing(activity[i], rowLower[i], rowUpper[i], size[i]);
  return { column, row };
}

function standing(value: number, lower: number, upper: number, size: number): number {
  const near = AT_LIMIT * Math.max(1, size);
  if (lower === Number.NEGATIVE_INFINITY && upper === Number.POSITIVE_INFINITY) return value === 0 ? AT_ZERO : BASIC;
  if (value - lower <= near) return AT_LOWER;
  return upper - value <= near ? AT_UPPER : BASIC;
}

/** The same basis for a problem with further columns at its end, which stand at their lower limits. */
export function withColumns(basis: LinearBasis, { columnCount }: LinearProblem): LinearBasis {
  const column = new Int8Array(columnCount).fill(AT_LOWER);
  column.set(basis.column);
  return { column, row: basis.row };
}
