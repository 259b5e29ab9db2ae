import { InvalidProblemError } from "../base/errors.ts";
import { type Issue, printed } from "../base/issue.ts";

/**
 * The cheapest flow through a network.
 *
 * Shapes: n = nodeCount nodes numbered from 0; m arcs; arc arrays have length m, `supply` has length n.
 * Units:  amounts (capacity, lower, supply, flow) in one unit of the caller's choice, cost per that unit.
 * Rules:  `supply` above zero is what a source can send, below zero what a sink must get. Every node but a
 *         source balances exactly. When all supply together exceeds all demand, a source may keep what
 *         nobody needs; when they are equal it balances too. Parallel arcs and self-loops are welcome.
 */
export interface FlowProblem {
  readonly nodeCount: number;
  /** The node each arc leaves. */
  readonly tail: ArrayLike<number>;
  /** The node each arc enters. */
  readonly head: ArrayLike<number>;
  /** Cost of one unit; may be negative. */
  readonly cost: ArrayLike<number>;
  /** Most that an arc carries; absent or Infinity means no limit. */
  readonly capacity?: ArrayLike<number>;
  /** Least that an arc carries; absent means zero. */
  readonly lower?: ArrayLike<number>;
  readonly supply: ArrayLike<number>;
}

/** Why no flow, or no cheapest flow, exists; or that this one is cheapest. */
export type FlowCertificate =
  /** The potentials prove the flow cheapest: see `verifyFlow`. */
  | { readonly kind: "potential" }
  /** More is wanted inside `nodes` than is supplied there and can enter. */
  | { readonly kind: "cut"; readonly wants: "more"; readonly nodes: Int32Array }
  /** More has to go somewhere inside `nodes` than is wanted there and can leave. */
  | { readonly kind: "cut"; readonly wants: "less"; readonly nodes: Int32Array }
  /** This arc's lower bound is above its capacity. */
  | { readonly kind: "arc"; readonly arc: number }
  /** Arcs without limit, head to tail, that together cost less than nothing. */
  | { readonly kind: "cycle"; readonly arcs: Int32Array }
  /** A limit was reached before anything was proved. */
  | { readonly kind: "none" };

/** Where the arcs and sources of a solved network stand, so that a changed network can start from there. */
export interface FlowBasis {
  /** Per arc: 0 at its lower bound, 1 in the tree, 2 at its capacity. */
  readonly arc: Int8Array;
  /** Per node: 1 when it hangs on the root of the tree. */
  readonly node: Int8Array;
}

/** What a flow solver returns. Amounts and costs are in the problem's own units. */
export interface FlowSolution {
  readonly status: "optimal" | "infeasible" | "unbounded" | "unknown";
  /** Per arc. Zero throughout when no flow is known; any feasible flow when unbounded. */
  readonly flow: Float64Array;
  /** Per node: what one unit more of demand there would cost. Zero throughout when not optimal. */
  readonly potential: Float64Array;
  /** Infinity when infeasible, -Infinity when unbounded, NaN never: Infinity when unknown. */
  readonly objective: number;
  readonly certificate: FlowCertificate;
  readonly basis: FlowBasis;
  /** Decimals were multiplied by these powers of ten to become whole. */
  readonly scale: { readonly amount: number; readonly cost: number };
  /** Work units: millions of arc visits. */
  readonly work: number;
}

/**
 * Makes sure that a flow problem's arrays fit together.
 * Throws: InvalidProblemError that lists everything wrong.
 */
export function checkFlowProblem(problem: FlowProblem): void {
  const issues: Issue[] = [];
  const { nodeCount, tail, head, cost, capacity, lower, supply } = problem;
  if (!Number.isInteger(nodeCount) || nodeCount < 0) {
    issues.push({
      code: "flow.node-count",
      path: "nodeCount",
      message: `got ${printed(nodeCount)}, wanted a whole number from 0`,
      remedy: "Give the number of nodes.",
    });
    throw new InvalidProblemError(issues);
  }
  checkLength(issues, "supply", supply, nodeCount, "nodes");
  const arcCount = tail?.length ?? 0;
  checkLength(issues, "tail", tail, arcCount, "arcs");
  checkLength(issues, "head", head, arcCount, "arcs");
  checkLength(issues, "cost", cost, arcCount, "arcs");
  if (capacity !== undefined) checkLength(issues, "capacity", capacity, arcCount, "arcs");
  if (lower !== undefined) checkLength(issues, "lower", lower, arcCount, "arcs");
  if (issues.length > 0) throw new InvalidProblemError(issues);

  checkIndices(issues, "tail", tail, nodeCount);
  checkIndices(issues, "head", head, nodeCount);
  checkFinite(issues, "cost", cost);
  checkFinite(issues, "supply", supply);
  if (lower !== undefined) checkFinite(issues, "lower", lower);
  if (capacity !== undefined) checkLimits(issues, "capacity", capacity);
  if (issues.length > 0) throw new InvalidProblemError(issues);
}

/** Notes an array that is missing or has the wrong length. */
export function checkLength(
  issues: Issue[],
  path: string,
  values: ArrayLike<number> | undefined,
  wanted: number,
  of: string,
): void {
  if (values !== undefined && values !== null && values.length === wanted) return;
  const isList = typeof values === "object" && typeof values?.length === "number";
  const entries = isList && values.length === 1 ? "1 entry" : `${isList ? values.length : 0} entries`;
  const message = isList ? `has ${entries} for ${wanted} ${of}` : `got ${printed(values)}, wanted a list of numbers`;
  // Where another array that is missing would say how many there are, none is a riddle.
  const each = wanted === 0 ? `the ${of}` : `the ${wanted} ${of}`;
  const nested = isList && typeof values[0] === "object" ? " They lie in one list, one row after the other." : "";
  issues.push({
    code: "problem.length",
    path,
    message: values === undefined || values === null ? "is missing" : message,
    remedy: `Give one number for each of ${each}.${nested}`,
  });
}

/** Notes every entry that is not a whole number from 0 to count - 1. */
export function checkIndices(issues: Issue[], path: string, values: ArrayLike<number>, count: number): void {
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (Number.isInteger(value) && value >= 0 && value < count) continue;
    issues.push({
      code: "problem.index",
      path: `${path}[${k}]`,
      message: `got ${printed(value)}, wanted a whole number from 0 to ${count - 1}`,
      remedy: "Number the things from 0.",
    });
  }
}

/** Notes every entry that is not a finite number (or, where asked, is below zero). */
export function checkFinite(issues: Issue[], path: string, values: ArrayLike<number>, from = -Infinity): void {
  for (let k = 0; k < values.length; k++) {
    if (Number.isFinite(values[k]) && values[k] >= from) continue;
    issues.push({
      code: "problem.number",
      path: `${path}[${k}]`,
      message: `got ${printed(values[k])}, wanted a finite number${from === 0 ? " from 0" : ""}`,
      remedy: "Write a finite number, without quotes; what is unknown or unlimited is left out.",
    });
  }
}

/** Notes every limit that is neither a finite number nor Infinity. */
export function checkLimits(issues: Issue[], path: string, values: ArrayLike<number>): void {
  for (let k = 0; k < values.length; k++) {
    if (typeof values[k] === "number" && values[k] > -Infinity) continue;
    issues.push({
      code: "problem.limit",
      path: `${path}[${k}]`,
      message: `got ${printed(values[k])}, wanted a number or Infinity`,
      remedy: "Write Infinity for no limit.",
    });
  }
}

/** Says that decimals cannot be made whole, or that whole numbers grow too large to be exact. */
export function numberIssue(path: string, message: string): Issue {
  return {
    code: "problem.exactness",
    path,
    message,
    remedy: "Round the numbers, or choose a larger unit, so that whole numbers below 2^53 can hold every sum.",
  };
}
