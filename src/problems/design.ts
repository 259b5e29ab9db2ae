import { InvalidProblemError } from "../base/errors.ts";
import { type Issue, printed } from "../base/issue.ts";
import { checkFinite, checkIndices, checkLength } from "./flow.ts";

/**
 * Which arcs of a network to open, so that every commodity gets from its origin to its destination for the least cost of
 * opening and carrying: multicommodity fixed-charge network design.
 *
 * Shapes: n nodes, m arcs (one way each), k commodities; arc arrays have length m, commodity arrays length k.
 * Units:  amounts in one unit for all commodities, which share an arc's capacity; cost per that unit; openCost once.
 */
export interface DesignProblem {
  readonly nodeCount: number;
  readonly tail: ArrayLike<number>;
  readonly head: ArrayLike<number>;
  /** Of carrying one unit; 0 or more. */
  readonly cost: ArrayLike<number>;
  /** What an open arc carries at most, all commodities together; Infinity: all there is. */
  readonly capacity: ArrayLike<number>;
  /** Of opening the arc; 0 or more. */
  readonly openCost: ArrayLike<number>;
  readonly origin: ArrayLike<number>;
  readonly destination: ArrayLike<number>;
  readonly demand: ArrayLike<number>;
}

/** A network and what travels on it. */
export interface DesignPlan {
  /** m, 1 where the arc is open. */
  readonly open: Int8Array;
  /** What each commodity sends over each arc, arcs in order, nothing that is zero. */
  readonly flow: { readonly arc: Int32Array; readonly commodity: Int32Array; readonly amount: Float64Array };
}

/** What proves the bound, or that there is no plan. */
export type DesignCertificate =
  /** node * k + commodity: prices at nodes that prove the bound: see `verifyDesign`. */
  | { readonly kind: "price"; readonly price: Float64Array }
  /** No arcs lead from this commodity's origin to its destination. */
  | { readonly kind: "unreachable"; readonly commodity: number };

/** What `designNetwork` found, in the problem's units. */
export interface DesignResult {
  /** "unknown": no plan was found within the capacities. */
  readonly status: "optimal" | "feasible" | "infeasible" | "unknown";
  readonly plan?: DesignPlan;
  /** Infinity where there is no plan. */
  readonly objective: number;
  /** No plan costs less; Infinity where there is none. */
  readonly bound: number;
  /** (objective - bound) / objective; Infinity without a plan. */
  readonly gap: number;
  readonly certificate: DesignCertificate;
  /** Why it ended: "finished" where the method had no more to try. */
  readonly stop: "gap" | "finished" | "time" | "work" | "cancelled";
  /** Work units: millions of arc visits. */
  readonly work: number;
}

/** What `verifyDesign` found. */
export interface DesignVerdict {
  readonly valid: boolean;
  readonly violations: readonly string[];
  /** The plan's cost, recomputed; Infinity without a plan. */
  readonly objective: number;
  /** What the certificate proves, recomputed and rounded down. */
  readonly certifiedBound: number;
}

/** Each commodity has a price at each node: so many are a gigabyte. */
const MOST_PRICES = 2 ** 27;

/** A plan this close, relative, to its bound is optimal. */
export const OPTIMAL_GAP = 1e-9;

/**
 * Makes sure that the arrays fit together.
 * Throws: InvalidProblemError that lists everything wrong.
 */
export function checkDesign(problem: DesignProblem): void {
  const issues: Issue[] = [];
  const { nodeCount, tail, head, cost, capacity, openCost, origin, destination, demand } = problem;
  if (!Number.isInteger(nodeCount) || nodeCount < 1) {
    const message = `got ${printed(nodeCount)}, wanted a whole number from 1`;
    issues.push({ code: "design.node-count", path: "nodeCount", message, remedy: "Give the number of nodes." });
    throw new InvalidProblemError(issues);
  }
  const arcs = tail?.length ?? 0;
  const commodities = origin?.length ?? 0;
  for (const [path, values] of Object.entries({ tail, head, cost, capacity, openCost }))
    checkLength(issues, path, values, arcs, "arcs");
  for (const [path, values] of Object.entries({ origin, destination, demand }))
    checkLength(issues, path, values, commodities, "commodities");
  if (nodeCount * Math.max(1, commodities) > MOST_PRICES) {
    const message = `got ${nodeCount} nodes for ${commodities} commodities, wanted at most ${MOST_PRICES} of both multiplied`;
    const remedy = "Count the nodes that arcs lead to, or solve the problem in parts.";
    issues.push({ code: "design.too-large", path: "nodeCount", message, remedy });
  }
  if (issues.length > 0) throw new InvalidProblemError(issues);
  for (const [path, values] of Object.entries({ tail, head, origin, destination }))
    checkIndices(issues, path, values, nodeCount);
  for (const [path, values] of Object.entries({ cost, openCost, demand })) checkFinite(issues, path, values, 0);
  for (let a = 0; a < arcs; a++) {
    if (typeof capacity[a] === "number" && capacity[a] >= 0) continue;
    const message = `got ${printed(capacity[a])}, wanted a number from 0, or Infinity`;
    issues.push({
      code: "design.capacity",
      path: `capacity[${a}]`,
      message,
      remedy: "Write 0 for an arc that is shut.",
    });
  }
  if (issues.length > 0) throw new InvalidProblemError(issues);
}
