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

/** The arcs of a graph by the node that each leads to, so that a tree is told by a byte a node. */
export interface ArcsInto {
  /** Entries of a graph: the node that each leaves, and its place among those that lead to its head. */
  readonly tail: Int32Array;
  readonly rank: Int32Array;
  /** Nodes + 1: those that lead to node v are entry[start[v]] .. entry[start[v + 1] - 1]. */
  readonly start: Int32Array;
  readonly entry: Int32Array;
}

/** A byte tells no more places, as -1 is none. */
const MOST_INTO = 128;

/** Undefined where more arcs lead to some node than a byte tells apart. */
export function arcsInto({ start, head }: ArcGraph): ArcsInto | undefined {
  const nodeCount = start.length - 1;
  const into = new Int32Array(nodeCount + 1);
  const tail = new Int32Array(head.length);
  const rank = new Int32Array(head.length);
  for (let node = 0; node < nodeCount; node++) {
    for (let e = start[node]; e < start[node + 1]; e++) {
      tail[e] = node;
      rank[e] = into[head[e] + 1]++;
      if (rank[e] === MOST_INTO) return undefined;
    }
  }
  for (let node = 0; node < nodeCount; node++) into[node + 1] += into[node];
  const entry = new Int32Array(head.length);
  for (let e = 0; e < head.length; e++) entry[into[head[e]] + rank[e]] = e;
  return { tail, rank, start: into, entry };
}

/** Writes the tree of the last search: for node v the place of its arc among those that lead to it, in tree[first + v]. */
export function writeTree({ entry }: PathState, { rank }: ArcsInto, tree: Int8Array, first: number): void {
  for (let node = 0; node < entry.length; node++) tree[first + node] = entry[node] < 0 ? -1 : rank[entry[node]];
}

/** @param tree as `writeTree` has written it after a search from this source with other costs, from `first` on. */
export function pathsFromTree(
  state: PathState,
  { start, head, cost }: ArcGraph,
  into: ArcsInto,
  source: number,
  tree: Int8Array,
  first: number,
): void {
  const { distance, entry, heapNode: queue, position: waits } = state;
  const nodeCount = distance.length;
  for (let node = 0; node < nodeCount; node++) {
    const place = tree[first + node];
    entry[node] = place < 0 ? -1 : into.entry[into.start[node] + place];
  }
  followTree(state, cost, into.tail, source);
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
      entry[other] = e;
      if (waits[other] === WAITS) continue;
      waits[other] = WAITS;
      const last = next + waiting - 1;
      queue[last >= nodeCount ? last - nodeCount : last] = other;
      waiting++;
    }
  }
}

/** Distances along the tree, summed from the source on; all nodes count as touched. */
function followTree(state: PathState, cost: Float64Array, tail: Int32Array, source: number): void {
  const { distance, before, entry, touched, order: path } = state;
  const nodeCount = distance.length;
  distance.fill(Number.POSITIVE_INFINITY);
  before.fill(-1);
  state.settled = 0;
  state.touchedCount = nodeCount;
  for (let node = 0; node < nodeCount; node++) touched[node] = node;
  distance[source] = 0;
  for (let node = 0; node < nodeCount; node++) {
    let length = 0;
    for (let at = node; distance[at] === Number.POSITIVE_INFINITY && entry[at] >= 0; at = tail[entry[at]])
      path[length++] = at;
    for (let k = length - 1; k >= 0; k--) {
      const by = entry[path[k]];
      distance[path[k]] = distance[tail[by]] + cost[by];
    }
  }
}
