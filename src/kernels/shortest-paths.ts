/**
 * Shortest paths from one node of a directed graph to others, nearest first, again and again from different nodes.
 *
 * Shapes: n nodes; arcs by tail: entry e of node v, start[v] <= e < start[v + 1], leads to head[e]; start has length n + 1.
 * Units:  costs of any unit, none negative; distances in the same. Sums are taken from the source on, so that the same
 *         path has the same distance to the last bit.
 * Cost:   O((n + m) log n) for all nodes; a search that stops early pays for what it reaches. Memory O(n), taken in
 *         startPaths; searchPaths takes none.
 * Source: Dijkstra, A note on two problems in connexion with graphs (1959); a heap of four children, Johnson, Priority
 *         queues with update and finding minimum spanning trees (1975). Ties go to the lowest node.
 */
export interface ArcGraph {
  readonly start: Int32Array;
  readonly head: Int32Array;
  readonly cost: Float64Array;
}

export interface PathState {
  /** n; of nodes in `order` the distance from the source, of nodes not reached Infinity, of others a bound above. */
  readonly distance: Float64Array;
  /** n; the node before, and the entry of the arc from there; -1 at the source and where nothing leads. */
  readonly before: Int32Array;
  readonly entry: Int32Array;
  /** The nodes whose distance is found, nearest first: the first `settled` of them. */
  readonly order: Int32Array;
  settled: number;
  readonly heapKey: Float64Array;
  readonly heapNode: Int32Array;
  /** n, where a node stands in the heap. */
  readonly position: Int32Array;
  /** Nodes that the last search reached, to be forgotten before the next. */
  readonly touched: Int32Array;
  touchedCount: number;
}

export function startPaths(nodeCount: number): PathState {
  return {
    distance: new Float64Array(nodeCount).fill(Number.POSITIVE_INFINITY),
    before: new Int32Array(nodeCount).fill(-1),
    entry: new Int32Array(nodeCount).fill(-1),
    order: new Int32Array(nodeCount),
    settled: 0,
    heapKey: new Float64Array(nodeCount),
    heapNode: new Int32Array(nodeCount),
    position: new Int32Array(nodeCount),
    touched: new Int32Array(nodeCount),
    touchedCount: 0,
  };
}

/**
 * Finds the nodes nearest to a source, until `most` of the first `targetCount` nodes are found, the source among them if
 * it is one, or no node is left.
 *
 * @param wanted where not all of these count: 1 for those that do.
 */
export function searchPaths(
  state: PathState,
  { start, head, cost }: ArcGraph,
  source: number,
  targetCount: number,
  most: number,
  wanted?: Int8Array,
): void {
  const { distance, before, entry, order, heapKey, heapNode, position, touched } = state;
  for (let i = 0; i < state.touchedCount; i++) {
    const node = touched[i];
    distance[node] = Number.POSITIVE_INFINITY;
    before[node] = -1;
    entry[node] = -1;
  }
  distance[source] = 0;
  touched[0] = source;
  heapKey[0] = 0;
  heapNode[0] = source;
  let touchedCount = 1;
  let size = 1;
  let settled = 0;
  let found = 0;
  while (size > 0) {
    const node = heapNode[0];
    const nearest = heapKey[0];
    size--;
    if (size > 0) {
      const key = heapKey[size];
      const last = heapNode[size];
      let hole = 0;
      for (;;) {
        const first = 4 * hole + 1;
        if (first >= size) break;
        const beyond = Math.min(first + 4, size);
        let child = first;
        let childKey = heapKey[first];
        for (let other = first + 1; other < beyond; other++) {
          const otherKey = heapKey[other];
          if (otherKey < childKey || (otherKey === childKey && heapNode[other] < heapNode[child])) {
            child = other;
            childKey = otherKey;
          }
        }
        const childNode = heapNode[child];
        if (key < childKey || (key === childKey && last < childNode)) break;
        heapKey[hole] = childKey;
        heapNode[hole] = childNode;
        position[childNode] = hole;
        hole = child;
      }
      heapKey[hole] = key;
      heapNode[hole] = last;
      position[last] = hole;
    }
    order[settled++] = node;
    if (node < targetCount && (wanted === undefined || wanted[node] === 1) && ++found >= most) break;
    for (let e = start[node]; e < start[node + 1]; e++) {
      const other = head[e];
      const key = nearest + cost[e];
      const known = distance[other];
      if (key >= known) continue;
      let hole: number;
      if (known === Number.POSITIVE_INFINITY) {
        touched[touchedCount++] = other;
        hole = size++;
      } else {
        hole = position[other];
      }
      distance[other] = key;
      before[other] = node;
      entry[other] = e;
      while (hole > 0) {
        const parent = (hole - 1) >> 2;
        const parentKey = heapKey[parent];
        const parentNode = heapNode[parent];
        if (parentKey < key || (parentKey === key && parentNode < other)) break;
        heapKey[hole] = parentKey;
        heapNode[hole] = parentNode;
        position[parentNode] = hole;
        hole = parent;
      }
      heapKey[hole] = key;
      heapNode[hole] = other;
      position[other] = hole;
    }
  }
  state.settled = settled;
  state.touchedCount = touchedCount;
}
