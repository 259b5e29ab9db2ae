import type { DesignProblem } from "../../problems/design.ts";

/**
 * A design problem as typed arrays, with the arcs that leave each node.
 *
 * Shapes: n nodes, m arcs, k commodities.
 * Memory: O(n + m + k).
 */
export interface DesignInstance {
  readonly n: number;
  readonly m: number;
  readonly k: number;
  readonly tail: Int32Array;
  readonly head: Int32Array;
  readonly cost: Float64Array;
  readonly capacity: Float64Array;
  readonly openCost: Float64Array;
  readonly origin: Int32Array;
  readonly destination: Int32Array;
  readonly demand: Float64Array;
  /** n + 1, and m: arcs by tail, compressed. */
  readonly start: Int32Array;
  readonly leaving: Int32Array;
}

export function designInstance(problem: DesignProblem): DesignInstance {
  const tail = Int32Array.from(problem.tail);
  const m = tail.length;
  const n = problem.nodeCount;
  const start = new Int32Array(n + 1);
  for (let a = 0; a < m; a++) start[tail[a] + 1]++;
  for (let v = 0; v < n; v++) start[v + 1] += start[v];
  const next = start.slice();
  const leaving = new Int32Array(m);
  for (let a = 0; a < m; a++) leaving[next[tail[a]]++] = a;
  return {
    n,
    m,
    k: problem.demand.length,
    tail,
    head: Int32Array.from(problem.head),
    cost: Float64Array.from(problem.cost),
    capacity: Float64Array.from(problem.capacity),
    openCost: Float64Array.from(problem.openCost),
    origin: Int32Array.from(problem.origin),
    destination: Int32Array.from(problem.destination),
    demand: Float64Array.from(problem.demand),
    start,
    leaving,
  };
}
