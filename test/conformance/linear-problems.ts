import { seededRandom } from "../../src/base/random.ts";
import type { LinearLimits, LinearProblem } from "../../src/problems/linear.ts";

/** A problem written as people write it: columns, and rows with their coefficients by column. */
export interface Written {
  readonly columns: readonly { cost?: number; lower?: number; upper?: number; whole?: boolean }[];
  readonly rows: readonly { lower?: number; upper?: number; of: readonly number[] }[];
}

export const LIMITS: LinearLimits = { gap: 0, seed: 1 };

/** Compressed columns from a written problem; lower bounds default to 0, all else to none. */
export function linearProblem({ columns, rows }: Written): LinearProblem {
  const start = [0];
  const index: number[] = [];
  const value: number[] = [];
  columns.forEach((_, j) => {
    rows.forEach(({ of }, i) => {
      if ((of[j] ?? 0) === 0) return;
      index.push(i);
      value.push(of[j]);
    });
    start.push(index.length);
  });
  return {
    columnCount: columns.length,
    rowCount: rows.length,
    cost: Float64Array.from(columns, ({ cost }) => cost ?? 0),
    lower: Float64Array.from(columns, ({ lower }) => lower ?? 0),
    upper: Float64Array.from(columns, ({ upper }) => upper ?? Number.POSITIVE_INFINITY),
    rowLower: Float64Array.from(rows, ({ lower }) => lower ?? Number.NEGATIVE_INFINITY),
    rowUpper: Float64Array.from(rows, ({ upper }) => upper ?? Number.POSITIVE_INFINITY),
    start: Int32Array.from(start),
    index: Int32Array.from(index),
    value: Float64Array.from(value),
    whole: Int8Array.from(columns, ({ whole }) => (whole === true ? 1 : 0)),
  };
}

/**
 * A small problem with whole bounds and coefficients, some of it degenerate on purpose: ranges, equalities,
 * one-sided rows, negative lower bounds.
 */
export function randomProblem(seed: number, kind: "linear" | "whole" | "mixed"): Written {
  const random = seededRandom(seed);
  const columns = Array.from({ length: random.integer(2, 5) }, (_, j) => {
    const lower = random.integer(-2, 1);
    return {
      cost: random.integer(-9, 9),
      lower,
      upper: lower + random.integer(0, 3),
      whole: kind === "whole" || (kind === "mixed" && j % 2 === 0),
    };
  });
  const rows = Array.from({ length: random.integer(1, 4) }, () => {
    const of = columns.map(() => (random.next() < 0.3 ? 0 : random.integer(-5, 5)));
    const low = random.integer(-8, 4);
    const sides = [{ lower: low }, { upper: low + 6 }, { lower: low, upper: low + random.integer(0, 6) }];
    return { ...sides[random.integer(0, 2)], of };
  });
  return { columns, rows };
}

/** The least cost over all whole points of a bounded problem, or undefined where none obeys the rows. */
export function leastCostByTrying({ columns, rows }: Written): number | undefined {
  let least: number | undefined;
  const point = columns.map(({ lower }) => lower ?? 0);
  for (;;) {
    const obeys = rows.every(({ of, lower, upper }) => {
      const activity = of.reduce((sum, a, j) => sum + a * point[j], 0);
      return activity >= (lower ?? Number.NEGATIVE_INFINITY) && activity <= (upper ?? Number.POSITIVE_INFINITY);
    });
    const cost = columns.reduce((sum, column, j) => sum + (column.cost ?? 0) * point[j], 0);
    if (obeys && (least === undefined || cost < least)) least = cost;
    let j = 0;
    while (j < columns.length && point[j] === (columns[j].upper ?? 0)) {
      point[j] = columns[j].lower ?? 0;
      j++;
    }
    if (j === columns.length) return least;
    point[j]++;
  }
}

/**
 * A market split: choose about half of every row's sum with yes-or-no columns, and pay for what is missing or
 * too much. Its relaxation is worth nothing, so that forty columns keep any branching busy for hours.
 */
export function marketSplit(columnCount: number, rowCount: number): LinearProblem {
  const random = seededRandom(7);
  const shares = Array.from({ length: rowCount }, () =>
    Array.from({ length: columnCount }, () => random.integer(0, 99)),
  );
  const slack = { cost: 1 };
  return linearProblem({
    columns: [
      ...Array.from({ length: columnCount }, () => ({ upper: 1, whole: true })),
      ...Array.from({ length: 2 * rowCount }, () => slack),
    ],
    rows: shares.map((share, i) => {
      const half = Math.floor(share.reduce((sum, a) => sum + a, 0) / 2);
      const slacks = Array.from({ length: 2 * rowCount }, (_, s) => (Math.floor(s / 2) === i ? 1 - 2 * (s % 2) : 0));
      return { lower: half, upper: half, of: [...share, ...slacks] };
    }),
  });
}
