/**
 * How cheaply a cheapest flow can be changed: shortest ways through what it leaves free.
 *
 * An arc that is not full may carry more at its cost, one above its lower bound less for its cost back. Potentials that
 * prove the flow cheapest make every such step's reduced cost zero or more, so that Dijkstra's algorithm applies.
 *
 * Shapes: n nodes, m arcs, as `FlowProblem`; the result has length n, in the unit of cost.
 * Gives:  per node the least cost of one unit more from `root` to it, or (`towards`) from it to `root`; Infinity where
 *         there is no way.
 * Complexity: O((n + m) log n); memory O(n + m).
 * Source: Ahuja, Magnanti, Orlin, Network Flows (1993), sections 2.4 and 9.3; Dijkstra (1959), with a binary heap of
 *         (distance, node) pairs in which outdated entries are passed over.
 */
import type { FlowProblem, FlowSolution } from "../problems/flow.ts";

export function residualDistance(
  problem: FlowProblem,
  { flow, potential }: Pick<FlowSolution, "flow" | "potential">,
  root: number,
  towards: boolean,
): Float64Array {
  const { nodeCount, tail, head, cost, capacity, lower } = problem;
  const arcCount = tail.length;
  const first = new Int32Array(nodeCount + 1);
  for (let a = 0; a < arcCount; a++) {
    first[tail[a]]++;
    first[head[a]]++;
  }
  let sum = 0;
  for (let u = 0; u <= nodeCount; u++) {
    const count = first[u];
    first[u] = sum;
    sum += count;
  }
  const incident = new Int32Array(2 * arcCount);
  const next = first.slice();
  for (let a = 0; a < arcCount; a++) {
    incident[next[tail[a]]++] = a;
    incident[next[head[a]]++] = a;
  }
  const distance = new Float64Array(nodeCount).fill(Infinity);
  const heap = new NodeHeap(2 * arcCount + 1);
  distance[root] = 0;
  heap.push(0, root);
  while (heap.size > 0) {
    const reached = heap.key[0];
    const u = heap.pop();
    if (reached > distance[u]) continue;
    for (let k = first[u]; k < first[u + 1]; k++) {
      const a = incident[k];
      const leaves = tail[a] === u;
      const v = leaves ? head[a] : tail[a];
      // Along the arc when it leaves u and ways lead from the root, or enters u and they lead to it.
      const along = leaves !== towards;
      const isFree = along
        ? capacity === undefined || flow[a] < capacity[a]
        : flow[a] > (lower === undefined ? 0 : lower[a]);
      if (!isFree || v === u) continue;
      const reduced = cost[a] + potential[tail[a]] - potential[head[a]];
      const candidate = distance[u] + Math.max(0, along ? reduced : -reduced);
      if (candidate >= distance[v]) continue;
      distance[v] = candidate;
      heap.push(candidate, v);
    }
  }
  for (let u = 0; u < nodeCount; u++) {
    distance[u] += towards ? potential[root] - potential[u] : potential[u] - potential[root];
  }
  return distance;
}

/** Pairs of a distance and a node, least first; of equal ones the lowest node. */
class NodeHeap {
  size = 0;
  readonly key: Float64Array;
  readonly #node: Int32Array;

  constructor(room: number) {
    this.key = new Float64Array(room);
    this.#node = new Int32Array(room);
  }

  push(key: number, node: number): void {
    let hole = this.size++;
    while (hole > 0) {
      const parent = (hole - 1) >> 1;
      if (!this.#comesBefore(key, node, parent)) break;
      this.#copy(parent, hole);
      hole = parent;
    }
    this.key[hole] = key;
    this.#node[hole] = node;
  }

  /** Takes the first node out. */
  pop(): number {
    const top = this.#node[0];
    const last = --this.size;
    const key = this.key[last];
    const node = this.#node[last];
    let hole = 0;
    for (let child = 1; child < last; child = 2 * hole + 1) {
      if (child + 1 < last && this.#comesBefore(this.key[child + 1], this.#node[child + 1], child)) child++;
      if (this.#comesBefore(key, node, child)) break;
      this.#copy(child, hole);
      hole = child;
    }
    this.key[hole] = key;
    this.#node[hole] = node;
    return top;
  }

  #comesBefore(key: number, node: number, other: number): boolean {
    return key < this.key[other] || (key === this.key[other] && node < this.#node[other]);
  }

  #copy(from: number, to: number): void {
    this.key[to] = this.key[from];
    this.#node[to] = this.#node[from];
  }
}
