/**
 * A linear problem with whole-number marks:
 *
 *     minimise cost . x   subject to   rowLower <= A x <= rowUpper,   lower <= x <= upper,   x[j] whole where whole[j] = 1
 *
 * Shapes: n columns, m rows; A by compressed columns: entries start[j] .. start[j + 1] - 1 belong to column j.
 * Units:  the formulation's own; a backend does not ask.
 */
export interface LinearProblem {
  readonly columnCount: number;
  readonly rowCount: number;
  readonly cost: Float64Array;
  /** -Infinity where there is none. */
  readonly lower: Float64Array;
  /** Infinity where there is none. */
  readonly upper: Float64Array;
  readonly rowLower: Float64Array;
  readonly rowUpper: Float64Array;
  /** Length n + 1. */
  readonly start: Int32Array;
  readonly index: Int32Array;
  readonly value: Float64Array;
  /** 1 where the column must be a whole number; length n. */
  readonly whole: Int8Array;
}

/** What a backend is given besides the problem. */
export interface LinearLimits {
  /** Milliseconds; absent: none. */
  readonly timeLimitMs?: number;
  /** Relative gap at which a whole-number search may stop. */
  readonly gap: number;
  readonly seed: number;
  /** Where simplex may start, for problems without whole marks: a hint that a backend may pass over. */
  readonly basis?: LinearBasis;
}

/** Where columns and rows stand at a corner of a linear problem's region, one of the codes below for each. */
export interface LinearBasis {
  readonly column: Int8Array;
  readonly row: Int8Array;
}

/** At its lower limit; between its limits, held by the rows; at its upper limit; at zero, without limits. */
export const AT_LOWER = 0;
export const BASIC = 1;
export const AT_UPPER = 2;
export const AT_ZERO = 3;

/** What a backend reports while it works; amounts in the problem's unit. */
export interface LinearProgress {
  readonly incumbent?: number;
  readonly bound?: number;
  readonly gap?: number;
}

/**
 * "optimal"    within the asked gap, by the backend's own word
 * "feasible"   stopped before with a point in hand
 * "infeasible" no point obeys the rows
 * "unbounded"  the cost falls for ever
 * "unknown"    stopped before with nothing
 */
export type LinearStatus = "optimal" | "feasible" | "infeasible" | "unbounded" | "unknown";

/** Whatever a backend gives back is a claim: the caller re-verifies it. */
export interface LinearSolution {
  readonly status: LinearStatus;
  /** Why it stopped short, where it did. */
  readonly stop?: "time" | "cancelled";
  /** Column values, length n; empty without a point. */
  readonly value: Float64Array;
  readonly objective: number;
  /** Lower bound that the backend claims; -Infinity without one. */
  readonly bound: number;
  /** Row duals, length m, for problems without whole marks where the backend has them; else empty. Positive: the cost rises when the row's bounds rise. */
  readonly rowDual: Float64Array;
  /** The corner that the point is, where the backend has it: a good start for a problem that differs little. */
  readonly basis?: LinearBasis;
  /** The backend's count of iterations or nodes, for the record. */
  readonly iterations: number;
}

/** Other people's solvers, behind one door. Implementations are found in `katascope/highs` and `katascope/lp`. */
export interface LinearBackend {
  readonly name: string;
  /** Blocks. `shouldStop` is polled where the solver has callbacks. */
  solve(
    problem: LinearProblem,
    limits: LinearLimits,
    onProgress?: (progress: LinearProgress) => void,
    shouldStop?: () => boolean,
  ): LinearSolution;
  /** Off the main thread. */
  solveAsync?(
    problem: LinearProblem,
    limits: LinearLimits,
    control: { readonly signal?: AbortSignal; readonly onProgress?: (progress: LinearProgress) => void },
  ): Promise<LinearSolution>;
}
