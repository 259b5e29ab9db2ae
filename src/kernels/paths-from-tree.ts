/**
 * Shortest paths from one node to all others of a graph whose arcs are those of an earlier search, with other costs: from the
 * tree that was found then, which is nearly right where costs have changed little or all alike.
 *
 * Exact:  each distance begins as that of a path, the tree's, and is lowered until no arc would lower any. As sums rounded to
 *         doubles never fall when a term rises, that is the least over all paths, to the last bit what `searchPaths` finds.
 * Cost:   O(n + m) where the tree is still right, and as much again as nodes are reached otherwise. Memory O(n), that of
 *         startPaths.
 * Source: Gallo and Pallottino, Shortest path algorithms (1988), a queue of nodes whose distance was lowered.
 */
import type { ArcGraph, PathState } from "./shortest-paths.ts";

const WAITS = 1;

/**
 * @param tail entries: the node that each leaves.
 * @param tree the entry by which node v was reached is tree[first + v], -1 at the source and where nothing led; then it is
 *        that of the tree found now.
 */
export function pathsFromTree(
  state: PathState,
  { start, head, cost }: ArcGraph,
  tail: Int32Array,
  source: number,
  tree: Int32Array,
  first: number,
): void {
  const { distance, heapNode: queue, position: waits } = state;
  const nodeCount = distance.length;
  followTree(state, cost, tail, source, tree, first);
  waits.fill(0);
  // Every node waits once; the queue is a ring, as none waits twice at a time.
  let waiting = 0;
  for (let node = 0; node < nodeCount; node++) {
    if (distance[node] === Number.POSITIVE_INFINITY) continue;
    queue[waiting++] = node;
    waits[node] = WAITS;
  }
  for (let next = 0; waiting > 0; waiting--) {
    const node = queue[next];
    next = next + 1 === nodeCount ? 0 : next + 1;
    waits[node] = 0;
    const here = distance[node];
    for (let e = start[node]; e < start[node + 1]; e++) {
      const other = head[e];
      const reached = here + cost[e];
      if (reached >= distance[other]) continue;
      distance[other] = reached;
      tree[first + other] = e;
      if (waits[other] === WAITS) continue;
      waits[other] = WAITS;
      const last = next + waiting - 1;
      queue[last >= nodeCount ? last - nodeCount : last] = other;
      waiting++;
    }
  }
}

/** Distances along the tree, summed from the source on; all nodes count as touched. */
function followTree(
  state: PathState,
  cost: Float64Array,
  tail: Int32Array,
  source: number,
  tree: Int32Array,
  first: number,
): void {
  const { distance, before, entry, touched, order: path } = state;
  const nodeCount = distance.length;
  distance.fill(Number.POSITIVE_INFINITY);
  before.fill(-1);
  entry.fill(-1);
  state.settled = 0;
  state.touchedCount = nodeCount;
  for (let node = 0; node < nodeCount; node++) touched[node] = node;
  distance[source] = 0;
  for (let node = 0; node < nodeCount; node++) {
    let length = 0;
    for (let at = node; distance[at] === Number.POSITIVE_INFINITY && tree[first + at] >= 0; at = tail[tree[first + at]])
      path[length++] = at;
    for (let k = length - 1; k >= 0; k--) {
      const by = tree[first + path[k]];
      distance[path[k]] = distance[tail[by]] + cost[by];
    }
  }
}
