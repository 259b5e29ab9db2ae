import type { LinearProblem } from "../problems/linear.ts";

/**
 * The same rows, each of which may be missed at the cost of 1 a unit, and nothing else costs anything. Its optimum is
 * zero where the rows can all be kept; where they cannot, its duals prove it.
 *
 * Shapes: the problem's columns, then one column for each side of each row that has a limit there.
 */
export function elastic(problem: LinearProblem): LinearProblem {
  const { columnCount, rowCount, rowLower, rowUpper } = problem;
  const row: number[] = [];
  const sign: number[] = [];
  for (let r = 0; r < rowCount; r++) {
    for (const [limited, value] of [
      [Number.isFinite(rowLower[r]), 1],
      [Number.isFinite(rowUpper[r]), -1],
    ] as const) {
      if (!limited) continue;
      row.push(r);
      sign.push(value);
    }
  }
  const entries = problem.start[columnCount];
  const count = columnCount + row.length;
  const extended = (values: Float64Array, added: number): Float64Array => {
    const longer = new Float64Array(count).fill(added);
    longer.set(values);
    return longer;
  };
  const start = new Int32Array(count + 1);
  start.set(problem.start);
  row.forEach((_, k) => {
    start[columnCount + k + 1] = entries + k + 1;
  });
  return {
    columnCount: count,
    rowCount,
    cost: extended(new Float64Array(columnCount), 1),
    lower: extended(problem.lower, 0),
    upper: extended(problem.upper, Number.POSITIVE_INFINITY),
    rowLower,
    rowUpper,
    start,
    index: Int32Array.from([...problem.index.subarray(0, entries), ...row]),
    value: Float64Array.from([...problem.value.subarray(0, entries), ...sign]),
    whole: new Int8Array(count),
  };
}
