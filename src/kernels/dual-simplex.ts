/**
 * The dual simplex method on a dense tableau, for small linear problems without whole numbers in which every column has
 * a finite bound on the side where it costs least: then all columns at those bounds are dual feasible, and no first
 * phase is needed. Where costs are energies, none of them negative, that is always so.
 *
 * Problem: minimise cost x, rowLower <= A x <= rowUpper, lower <= x <= upper.
 * Shapes:  n columns, m rows; variable j < n is a column, n + i is row i's value. The tableau is m * n, row-major: what
 *          each basic variable gains from one unit of each nonbasic one.
 * Gives:   OPTIMAL, INFEASIBLE (a row no column can mend), or STUCK after too many pivots.
 * Memory:  O(m n), taken in start. A pivot visits the rows that the entering variable touches.
 * Keeps:   costs are disturbed by a billionth part, each differently, so that ties do not lead in circles; true costs
 *          are carried along, and duals are theirs.
 * Source:  Lemke, The dual method of solving the linear programming problem (1954); bounded variables after Wagner (1958).
 */
import type { LinearProblem } from "../problems/linear.ts";

export const OPTIMAL = 0;
export const INFEASIBLE = 1;
export const STUCK = 2;
export const MORE = 3;

export interface DualSimplex {
  readonly columnCount: number;
  readonly rowCount: number;
  readonly tableau: Float64Array;
  /** Costs of nonbasic variables beyond what they save, disturbed and true. */
  readonly reduced: Float64Array;
  readonly trueReduced: Float64Array;
  /** By variable. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly value: Float64Array;
  /** Which variable stands in each row, and in each column, of the tableau. */
  readonly basic: Int32Array;
  readonly nonbasic: Int32Array;
  /** By row, 1 over the size of its entries: misses of rows are compared by it. */
  readonly weight: Float64Array;
  pivots: number;
}

/** A bound is met within this, in the problem's units near one. */
const MET = 1e-10;
/** Entries smaller than this are noise. */
const SMALLEST_PIVOT = 1e-9;
const NOISE = 1e-13;
const HAIR = 1e-12;
/** Part of a cost by which it is disturbed. */
const DISTURBANCE = 1e-9;
/** Pivots per row and column after which nothing is to be hoped for. */
const PIVOTS_PER_LINE = 20;

/** Whether every column has a finite bound on the side where it costs least. */
export function suitsDualSimplex({ cost, lower, upper, columnCount }: LinearProblem): boolean {
  for (let j = 0; j < columnCount; j++) if (!Number.isFinite(cost[j] < 0 ? upper[j] : lower[j])) return false;
  return true;
}

/** Takes all memory; all columns at the bounds where they cost least, all rows basic. */
export function startDualSimplex(problem: LinearProblem): DualSimplex {
  const { columnCount: n, rowCount: m, start, index, value, cost } = problem;
  const tableau = new Float64Array(m * n);
  for (let j = 0; j < n; j++) for (let e = start[j]; e < start[j + 1]; e++) tableau[index[e] * n + j] += value[e];
  const lower = new Float64Array(n + m);
  const upper = new Float64Array(n + m);
  lower.set(problem.lower);
  lower.set(problem.rowLower, n);
  upper.set(problem.upper);
  upper.set(problem.rowUpper, n);
  const reduced = new Float64Array(n);
  const at = new Float64Array(n + m);
  for (let j = 0; j < n; j++) {
    const sign = cost[j] < 0 ? -1 : 1;
    reduced[j] = cost[j] + sign * DISTURBANCE * (1 + Math.abs(cost[j])) * (1 + ((j * 7919) % 1009) / 1009);
    at[j] = sign < 0 ? upper[j] : lower[j];
    for (let e = start[j]; e < start[j + 1]; e++) at[n + index[e]] += value[e] * at[j];
  }
  const basic = new Int32Array(m);
  const nonbasic = new Int32Array(n);
  const weight = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    basic[i] = n + i;
    let size = 0;
    for (let j = 0; j < n; j++) size = Math.max(size, Math.abs(tableau[i * n + j]));
    weight[i] = size > 0 ? 1 / size : 1;
  }
  for (let j = 0; j < n; j++) nonbasic[j] = j;
  return {
    columnCount: n,
    rowCount: m,
    tableau,
    reduced,
    trueReduced: cost.slice(),
    lower,
    upper,
    value: at,
    basic,
    nonbasic,
    weight,
    pivots: 0,
  };
}

/** At most so many pivots; MORE where they did not suffice. */
export function stepDualSimplex(state: DualSimplex, pivots: number): number {
  const most = PIVOTS_PER_LINE * (state.columnCount + state.rowCount);
  for (let round = 0; round < pivots; round++) {
    const row = worstRow(state);
    if (row < 0) return OPTIMAL;
    if (state.pivots >= most) return STUCK;
    const variable = state.basic[row];
    const target = state.value[variable] < state.lower[variable] ? state.lower[variable] : state.upper[variable];
    const column = entering(state, row, target > state.value[variable]);
    if (column < 0) return INFEASIBLE;
    pivot(state, row, column, target);
  }
  return MORE;
}

/** The row whose basic variable misses its bounds by most; -1 where none does. */
function worstRow({ rowCount, basic, value, lower, upper, weight }: DualSimplex): number {
  let worst = -1;
  let most = 0;
  for (let i = 0; i < rowCount; i++) {
    const k = basic[i];
    const miss = Math.max(lower[k] - value[k], value[k] - upper[k]);
    if (miss <= MET || miss * weight[i] <= most) continue;
    most = miss * weight[i];
    worst = i;
  }
  return worst;
}

/** The nonbasic variable that mends a row most cheaply: the least cost a unit mended, of equals the largest entry. */
function entering(state: DualSimplex, row: number, rises: boolean): number {
  const { columnCount: n, tableau, reduced, nonbasic, value, lower, upper } = state;
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  let size = 0;
  for (let j = 0; j < n; j++) {
    const entry = tableau[row * n + j];
    if (Math.abs(entry) < SMALLEST_PIVOT) continue;
    const k = nonbasic[j];
    if (lower[k] === upper[k]) continue;
    // What stands at its lower bound may only rise, what stands at its upper bound only fall.
    const isAtUpper = value[k] >= upper[k];
    const helps = isAtUpper ? entry < 0 === rises : entry > 0 === rises;
    if (!helps) continue;
    const ratio = Math.abs(reduced[j]) / Math.abs(entry);
    if (ratio > least || (ratio === least && Math.abs(entry) <= size)) continue;
    least = ratio;
    size = Math.abs(entry);
    best = j;
  }
  return best;
}

/** Exchanges a basic and a nonbasic variable; the former goes to its bound. */
function pivot(state: DualSimplex, row: number, column: number, target: number): void {
  const { columnCount: n, rowCount: m, tableau, reduced, trueReduced, basic, nonbasic, value } = state;
  const at = row * n;
  const entry = tableau[at + column];
  const leaving = basic[row];
  const comes = nonbasic[column];
  const by = (target - value[leaving]) / entry;
  for (let i = 0; i < m; i++) {
    const factor = tableau[i * n + column];
    if (i === row || factor === 0) continue;
    value[basic[i]] += factor * by;
  }
  value[comes] += by;
  value[leaving] = target;
  for (let j = 0; j < n; j++) if (j !== column) tableau[at + j] /= -entry;
  tableau[at + column] = 1 / entry;
  for (let i = 0; i < m; i++) {
    const factor = tableau[i * n + column];
    if (i === row || factor === 0) continue;
    const to = i * n;
    tableau[to + column] = 0;
    for (let j = 0; j < n; j++) {
      const change = factor * tableau[at + j];
      if (change === 0) continue;
      const sum = tableau[to + j] + change;
      tableau[to + j] = Math.abs(sum) < NOISE ? 0 : sum;
    }
  }
  exchange(reduced, tableau, at, n, column);
  exchange(trueReduced, tableau, at, n, column);
  basic[row] = comes;
  nonbasic[column] = leaving;
  state.pivots++;
}

/** A row of costs after the pivot row has been turned to speak of the entering variable. */
function exchange(costs: Float64Array, tableau: Float64Array, at: number, n: number, column: number): void {
  const factor = costs[column];
  costs[column] = 0;
  for (let j = 0; j < n; j++) costs[j] += factor * tableau[at + j];
}

/** The same state apart, to go on in another way from the same tableau. */
export function copyDualSimplex(state: DualSimplex): DualSimplex {
  const { tableau, reduced, trueReduced, lower, upper, value, basic, nonbasic } = state;
  return {
    ...state,
    tableau: tableau.slice(),
    reduced: reduced.slice(),
    trueReduced: trueReduced.slice(),
    lower: lower.slice(),
    upper: upper.slice(),
    value: value.slice(),
    basic: basic.slice(),
    nonbasic: nonbasic.slice(),
  };
}

/** Other bounds for a column. One that is nonbasic goes to the bound where it costs least, so all stays dual feasible. */
export function holdColumn(state: DualSimplex, column: number, lower: number, upper: number): void {
  const { columnCount: n, rowCount: m, tableau, reduced, nonbasic, basic, value } = state;
  state.lower[column] = lower;
  state.upper[column] = upper;
  for (let j = 0; j < n; j++) {
    if (nonbasic[j] !== column) continue;
    const by = (reduced[j] < 0 ? upper : lower) - value[column];
    if (by === 0) return;
    value[column] += by;
    for (let i = 0; i < m; i++) value[basic[i]] += tableau[i * n + j] * by;
    return;
  }
}

/** Columns' values, and rows' duals at the true costs: what the cost rises by when a row's bound rises by one. */
export function readDualSimplex(state: DualSimplex): { readonly value: Float64Array; readonly rowDual: Float64Array } {
  const { columnCount: n, rowCount: m, trueReduced, nonbasic, value, lower, upper } = state;
  const rowDual = new Float64Array(m);
  // Basic values may pass a bound by as little as counts as met; and a trillionth of a run is no run.
  for (let j = 0; j < n; j++) {
    if (value[j] < lower[j] + HAIR) value[j] = lower[j];
    else if (value[j] > upper[j] - HAIR) value[j] = upper[j];
  }
  for (let j = 0; j < n; j++) if (nonbasic[j] >= n) rowDual[nonbasic[j] - n] = trueReduced[j];
  return { value: value.slice(0, n), rowDual };
}
