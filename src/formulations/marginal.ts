import type { LinearProblem, LinearSolution } from "../problems/linear.ts";

/** This close to a limit, in the problem's units near one, a value counts as being at it: a solver's tolerance. */
const AT_LIMIT = 1e-6;

/** Sums of coefficients this small against their parts have cancelled out. */
const CANCELLED = 1e-9;

/**
 * The exact right and left derivatives of a linear problem's optimum by the right-hand sides of its rows.
 *
 * At a degenerate optimum the duals are not unique, and a solver's are any between the two derivatives. The right
 * derivative is the cheapest direction that keeps every limit that is reached and raises the row by one: a linear
 * problem over the tangent cone of the optimum, with reduced costs for costs. Two things make it small enough to be
 * asked for every row:
 *
 * - A variable between its limits may move both ways at no reduced cost. If it is in one row only, that row takes
 *   whatever is asked of it, and its dual is the only one: more and less cost the same. If it is in two rows, what is
 *   asked of one may as well be asked of the other, and the two are merged. Goods that flow tie whole regions together.
 * - What is left are few rows, and among columns alike the cheapest is enough.
 *
 * Holds:  right derivative >= dual >= left derivative; equal in rows that are not asked about.
 * Source: convex duality of linear problems: Rockafellar, Convex Analysis (1970), sections 23 and 29; the merging of
 *         rows by free columns is that of presolves, Andersen and Andersen, Presolving in linear programming (1995).
 */
export class MarginalRows {
  readonly #problem: LinearProblem;
  readonly #dual: Float64Array;
  /** Per column: -1 may fall only, 0 may not move, 1 may rise only, 2 may do both. */
  readonly #move: Int8Array;
  /** Per row: 1 at its upper limit, -1 at its lower one, 2 an equation, 0 where it does not bind. */
  readonly #binds: Int8Array;
  /** Rows merged: the row that stands for a row (union-find), and how many of its units one unit here is. */
  readonly #parent: Int32Array;
  readonly #factor: Float64Array;
  /** Roots that take whatever is asked of them. */
  readonly #grounded: Int8Array;
  /** The contracted problem without a right-hand side, and the row in it of each root; built once. */
  #rest: Rest | undefined;

  /** @param solution optimal, with row duals. */
  constructor(problem: LinearProblem, solution: LinearSolution) {
    this.#problem = problem;
    this.#dual = solution.rowDual;
    this.#move = moves(problem, solution.value);
    this.#binds = bindingRows(problem, solution.value);
    this.#parent = Int32Array.from({ length: problem.rowCount }, (_, row) => row);
    this.#factor = new Float64Array(problem.rowCount).fill(1);
    this.#grounded = new Int8Array(problem.rowCount);
    this.#merge();
  }

  /** The dual of a row, cost per unit; the only one where `root` is -1. */
  dual(row: number): number {
    return this.#dual[row];
  }

  /** The row to ask about in place of this one, and how many of its units one unit here is; root -1: no need to ask. */
  classOf(row: number): { readonly root: number; readonly factor: number } {
    const factor = this.#find(row);
    const root = this.#parent[row];
    return this.#grounded[root] ? { root: -1, factor } : { root, factor };
  }

  /**
   * The problem whose optimum is what one unit more (`sign` 1) or less (-1) of a root costs beyond its dual (less:
   * what is not saved of it); undefined where nothing could give or take it. Infeasible: it cannot be had.
   */
  question(root: number, sign: 1 | -1): LinearProblem | undefined {
    this.#rest ??= this.#contract();
    const row = this.#rest.rowOf[root];
    if (row < 0) return undefined;
    const problem = this.#partOf(this.#rest, row);
    const asked = new Float64Array(problem.rowCount);
    asked[this.#rest.rowIn[row]] = sign;
    return { ...problem, rowLower: asked, rowUpper: asked };
  }

  /** The part of what is left that a row is connected with by columns: nothing else can give or take what is asked of it. */
  #partOf({ problem, byRow, parts, rowIn, isIn }: Rest, row: number): LinearProblem {
    const known = parts[row];
    if (known !== undefined) return known;
    const { start, index, value, cost, lower } = problem;
    const rows = [row];
    const columns: number[] = [];
    rowIn[row] = 0;
    for (let k = 0; k < rows.length; k++) {
      for (const column of byRow[rows[k]]) {
        if (isIn[column] === 1) continue;
        isIn[column] = 1;
        columns.push(column);
        for (let e = start[column]; e < start[column + 1]; e++) {
          if (rowIn[index[e]] >= 0) continue;
          rowIn[index[e]] = rows.length;
          rows.push(index[e]);
        }
      }
    }
    columns.sort((a, b) => a - b);
    const part = problemOf(
      rows.length,
      columns.map((column) => ({
        entries: Array.from(
          index.subarray(start[column], start[column + 1]),
          (at, e) => [rowIn[at], value[start[column] + e]] as const,
        ),
        cost: cost[column],
        free: lower[column] < 0,
      })),
    );
    for (const own of rows) parts[own] = part;
    return part;
  }

  /**
   * The answer to the question where it is seen at sight: Infinity where nothing could give or take what is asked; and
   * where no column does so for less than one that asks nothing of any other row, that one's cost. Else undefined.
   */
  atSight(root: number, sign: 1 | -1): number | undefined {
    this.#rest ??= this.#contract();
    const { problem, rowOf, byRow } = this.#rest;
    const row = rowOf[root];
    if (row < 0) return Number.POSITIVE_INFINITY;
    let least = Number.POSITIVE_INFINITY;
    let alone = Number.POSITIVE_INFINITY;
    for (const column of byRow[row]) {
      for (let e = problem.start[column]; e < problem.start[column + 1]; e++) {
        const isFree = problem.lower[column] < 0;
        if (problem.index[e] !== row || !(isFree || sign * problem.value[e] > 0)) continue;
        const each = problem.cost[column] / Math.abs(problem.value[e]);
        least = Math.min(least, each);
        if (problem.start[column + 1] - problem.start[column] === 1) alone = Math.min(alone, each);
      }
    }
    return alone === least ? alone : undefined;
  }

  /** Makes `parent` of a row its root; gives the row's factor to it. */
  #find(row: number): number {
    const parent = this.#parent[row];
    if (parent === row) return 1;
    const above = this.#find(parent);
    if (this.#parent[parent] !== parent) {
      this.#factor[row] *= above;
      this.#parent[row] = this.#parent[parent];
    }
    return this.#factor[row];
  }

  /** Merges and grounds rows by the columns that move both ways, until nothing changes. */
  #merge(): void {
    const { columnCount } = this.#problem;
    for (let changed = true; changed; ) {
      changed = false;
      for (let column = 0; column < columnCount; column++) {
        if (this.#move[column] !== 2) continue;
        const entries = this.#entriesOf(column);
        if (entries.length === 1) {
          this.#grounded[entries[0].root] = 1;
          changed = true;
        } else if (entries.length === 2) {
          const [one, other] = entries;
          // Asked one unit of `other`, the column moves by 1 / its coefficient, and asks the rest of `one`.
          this.#parent[other.root] = one.root;
          this.#factor[other.root] = -one.value / other.value;
          changed = true;
        }
      }
    }
  }

  /** A column's coefficients in rows that bind and are not grounded, by root, in the roots' units. */
  #entriesOf(column: number): { readonly root: number; value: number }[] {
    const { start, index, value } = this.#problem;
    const entries: { readonly root: number; value: number; size: number }[] = [];
    for (let e = start[column]; e < start[column + 1]; e++) {
      const row = index[e];
      if (!this.#binds[row]) continue;
      const amount = value[e] * this.#find(row);
      const root = this.#parent[row];
      if (this.#grounded[root]) continue;
      const known = entries.find((entry) => entry.root === root);
      if (known === undefined) entries.push({ root, value: amount, size: Math.abs(amount) });
      else {
        known.value += amount;
        known.size += Math.abs(amount);
      }
    }
    return entries.filter((entry) => Math.abs(entry.value) > CANCELLED * entry.size);
  }

  /** What is left: one row per root, columns that move one way (all as rising ones), and those in many rows. */
  #contract(): Rest {
    const { columnCount, rowCount } = this.#problem;
    const rowOf = new Int32Array(rowCount).fill(-1);
    let rows = 0;
    const columns = new Map<string, { readonly entries: (readonly [number, number])[]; cost: number; free: boolean }>();
    const add = (
      entries: readonly { readonly root: number; readonly value: number }[],
      cost: number,
      free: boolean,
    ) => {
      if (entries.length === 0) return;
      const unit = Math.abs(entries[0].value);
      const scaled = entries.map(({ root, value }): readonly [number, number] => {
        if (rowOf[root] < 0) rowOf[root] = rows++;
        return [rowOf[root], value / unit];
      });
      const key = `${free}${scaled.map(([row, value]) => `${row} ${value.toPrecision(12)}`).join()}`;
      const known = columns.get(key);
      if (known === undefined) columns.set(key, { entries: scaled, cost: cost / unit, free });
      else known.cost = Math.min(known.cost, cost / unit);
    };
    for (let column = 0; column < columnCount; column++) {
      const move = this.#move[column];
      if (move === 0) continue;
      const entries = this.#entriesOf(column);
      if (move === 2) add(entries, 0, true);
      else {
        const turned = entries.map(({ root, value }) => ({ root, value: move * value }));
        add(turned, Math.max(0, move * this.#reducedCost(column)), false);
      }
    }
    // A limit that is reached may be left again: towards the inside the row's own slack takes what is asked.
    for (let row = 0; row < rowCount; row++) {
      const side = this.#binds[row];
      if (side === 0 || side === 2) continue;
      const factor = this.#find(row);
      const root = this.#parent[row];
      if (this.#grounded[root]) continue;
      add([{ root, value: side * factor }], Math.max(0, -side * this.#dual[row]), false);
    }
    const problem = problemOf(rows, [...columns.values()]);
    const byRow = Array.from({ length: rows }, (): number[] => []);
    for (let column = 0; column < problem.columnCount; column++) {
      for (let e = problem.start[column]; e < problem.start[column + 1]; e++) byRow[problem.index[e]].push(column);
    }
    const rowIn = new Int32Array(rows).fill(-1);
    return { problem, rowOf, byRow, rowIn, isIn: new Int8Array(problem.columnCount), parts: new Array(rows) };
  }

  #reducedCost(column: number): number {
    const { cost, start, index, value } = this.#problem;
    let reduced = cost[column];
    for (let e = start[column]; e < start[column + 1]; e++) reduced -= this.#dual[index[e]] * value[e];
    return reduced;
  }
}

interface Rest {
  readonly problem: LinearProblem;
  /** By row before, the row of its root; -1 where nothing is in it. */
  readonly rowOf: Int32Array;
  /** Columns of each row. */
  readonly byRow: readonly (readonly number[])[];
  /** By row, the part of the problem that columns connect it with, once somebody has asked, and its row there. */
  readonly parts: (LinearProblem | undefined)[];
  readonly rowIn: Int32Array;
  /** Columns, 1 where they are in a part that is known. */
  readonly isIn: Int8Array;
}

function problemOf(
  rowCount: number,
  columns: readonly {
    readonly entries: readonly (readonly [number, number])[];
    readonly cost: number;
    readonly free: boolean;
  }[],
): LinearProblem {
  const start = new Int32Array(columns.length + 1);
  columns.forEach(({ entries }, column) => {
    start[column + 1] = start[column] + entries.length;
  });
  const entries = columns.flatMap((column) => [...column.entries].sort(([one], [other]) => one - other));
  const nothing = new Float64Array(rowCount);
  return {
    columnCount: columns.length,
    rowCount,
    cost: Float64Array.from(columns, ({ cost }) => cost),
    lower: Float64Array.from(columns, ({ free }) => (free ? Number.NEGATIVE_INFINITY : 0)),
    upper: new Float64Array(columns.length).fill(Number.POSITIVE_INFINITY),
    rowLower: nothing,
    rowUpper: nothing,
    start,
    index: Int32Array.from(entries, ([row]) => row),
    value: Float64Array.from(entries, ([, value]) => value),
    whole: new Int8Array(columns.length),
  };
}

function moves({ columnCount, lower, upper }: LinearProblem, value: Float64Array): Int8Array {
  return Int8Array.from({ length: columnCount }, (_, column) => {
    if (lower[column] === upper[column]) return 0;
    if (value[column] - lower[column] <= AT_LIMIT) return 1;
    return upper[column] - value[column] <= AT_LIMIT ? -1 : 2;
  });
}

function bindingRows(problem: LinearProblem, point: Float64Array): Int8Array {
  const { rowCount, columnCount, rowLower, rowUpper, start, index, value } = problem;
  const activity = new Float64Array(rowCount);
  for (let column = 0; column < columnCount; column++) {
    for (let e = start[column]; e < start[column + 1]; e++) activity[index[e]] += value[e] * point[column];
  }
  return Int8Array.from(activity, (sum, row) => {
    if (rowLower[row] === rowUpper[row]) return 2;
    if (rowUpper[row] - sum <= AT_LIMIT) return 1;
    return sum - rowLower[row] <= AT_LIMIT ? -1 : 0;
  });
}
