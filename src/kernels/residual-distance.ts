/**
 * How cheaply a cheapest flow can be changed: shortest ways through what it leaves free.
 *
 * An arc that is not full may carry more at its cost, one above its lower bound less for its cost back. Potentials that
 * prove the flow cheapest make every such step's reduced cost zero or more, so that `shortest-paths.ts` applies.
 *
 * Shapes: n nodes, m arcs, as `FlowProblem`; the result has length n, in the unit of cost.
 * Gives:  per node the least cost of one unit more from `root` to it, or (`towards`) from it to `root`; Infinity where
 *         there is no way.
 * Complexity: O((n + m) log n); memory O(n + m).
 * Source: Ahuja, Magnanti, Orlin, Network Flows (1993), sections 2.4 and 9.3.
 */
import type { FlowProblem, FlowSolution } from "../problems/flow.ts";
import { type ArcGraph, searchPaths, startPaths } from "./shortest-paths.ts";

export function residualDistance(
  problem: FlowProblem,
  solution: Pick<FlowSolution, "flow" | "potential">,
  root: number,
  towards: boolean,
): Float64Array {
  const { nodeCount } = problem;
  const { potential } = solution;
  const state = startPaths(nodeCount);
  searchPaths(state, freeSteps(problem, solution, towards), root, nodeCount, nodeCount);
  const { distance } = state;
  for (let u = 0; u < nodeCount; u++) {
    distance[u] += towards ? potential[root] - potential[u] : potential[u] - potential[root];
  }
  return distance;
}

/** The steps that a flow leaves free, at reduced cost; all turned round where ways lead towards the root. */
function freeSteps(
  { nodeCount, tail, head, cost, capacity, lower }: FlowProblem,
  { flow, potential }: Pick<FlowSolution, "flow" | "potential">,
  towards: boolean,
): ArcGraph {
  const arcCount = tail.length;
  const start = new Int32Array(nodeCount + 1);
  const isFree = new Int8Array(2 * arcCount);
  for (let a = 0; a < arcCount; a++) {
    if (capacity === undefined || flow[a] < capacity[a]) isFree[2 * a] = 1;
    if (flow[a] > (lower === undefined ? 0 : lower[a])) isFree[2 * a + 1] = 1;
    start[(towards ? head[a] : tail[a]) + 1] += isFree[2 * a];
    start[(towards ? tail[a] : head[a]) + 1] += isFree[2 * a + 1];
  }
  for (let u = 0; u < nodeCount; u++) start[u + 1] += start[u];
  const next = start.slice(0, nodeCount);
  const graph = { start, head: new Int32Array(start[nodeCount]), cost: new Float64Array(start[nodeCount]) };
  for (let step = 0; step < 2 * arcCount; step++) {
    if (isFree[step] === 0) continue;
    const a = step >> 1;
    const isBack = (step & 1) === 1;
    const reduced = cost[a] + potential[tail[a]] - potential[head[a]];
    const entry = next[isBack === towards ? tail[a] : head[a]]++;
    graph.head[entry] = isBack === towards ? head[a] : tail[a];
    graph.cost[entry] = Math.max(0, isBack ? -reduced : reduced);
  }
  return graph;
}
